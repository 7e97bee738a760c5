"""Pulls one image from a source into the holdings: every byte verified, nothing half there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from lab.practice.errors import ApiError
from lab.practice.images.blobs import Draft
from lab.practice.images.holdings import Holdings
from lab.practice.images.image import diff_ids, read_config
from lab.practice.images.layers import measure
from lab.practice.images.manifest import (
    INDEXES,
    LARGEST,
    Descriptor,
    Document,
    Manifest,
    read_descriptor,
    read_manifest,
    read_object,
)
from lab.practice.images.messages import Meter, Tell, status, step
from lab.practice.images.names import Name
from lab.practice.images.platforms import Platform
from lab.practice.images.source import RefusedError, Source

_AT_ONCE = 3
"""Layers that dockerd downloads at the same time; the ones after them are shown as waiting."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull from one source."""

    source: Source
    holdings: Holdings
    platform: Platform
    tell: Tell

    async def run(self, name: Name) -> bool:
        """Pull the image that a name with a tag or a digest means; return whether anything the engine holds has changed."""
        document = await self._top(name)
        shown = str(name) if name.digest else name.tag
        self.tell(status(f"Pulling from {name.repository}", shown))
        manifest = await self._manifest(name.repository, document)
        identity = manifest.config.digest
        held = self.holdings.index.images.get(identity)
        sizes = held.sizes if held else await self._content(name.repository, manifest)
        self.tell(status(f"Digest: {document.digest}"))
        return self.holdings.add(manifest, sizes, name.of(digest=document.digest), *([name] if name.tag else []))

    async def _top(self, name: Name) -> Document:
        try:
            document = await self.source.manifest(name.repository, name.digest or name.tag)
        except RefusedError as error:
            raise translated(error, name) from error
        if name.digest and document.digest != name.digest:
            raise ApiError(500, f"manifest verification failed for digest {name.digest}")
        return document

    async def _manifest(self, repository: str, document: Document) -> Manifest:
        if document.media_type not in INDEXES:
            return read_manifest(document)
        wanted = self._chosen(document)
        chosen = await self.source.manifest(repository, wanted.digest)
        if (chosen.digest, len(chosen.content)) != (wanted.digest, wanted.size):
            raise ApiError(500, f"manifest verification failed for digest {wanted.digest}")
        if chosen.media_type in INDEXES:
            raise ApiError(500, "unsupported manifest list entry: it is a manifest list itself")
        return read_manifest(chosen)

    def _chosen(self, index: Document) -> Descriptor:
        entries = read_object(index.content).get("manifests")
        for entry in entries if isinstance(entries, list) else ():
            platform = entry.get("platform") if isinstance(entry, dict) else None
            if isinstance(platform, dict) and self.platform.fits(platform):
                return read_descriptor(entry)
        raise ApiError(404, f"no matching manifest for {self.platform} in the manifest list entries")

    async def _content(self, repository: str, manifest: Manifest) -> list[int]:
        """Get the configuration and every layer, and return how much is in each layer."""
        config = await self._config(repository, manifest.config)
        wanted = diff_ids(read_config(config))
        if len(wanted) != len(manifest.layers):
            raise ApiError(500, "layers from manifest don't match image configuration")
        layers = tuple(dict.fromkeys(manifest.layers))
        new = [layer for layer in layers if not self.holdings.blobs.has(layer.digest)]
        for layer in layers:
            self.tell(step("Pulling fs layer" if layer in new else "Already exists", _short(layer)))
        for layer in new[_AT_ONCE:]:
            self.tell(step("Waiting", _short(layer)))
        for layer in new:
            await self._layer(repository, layer)
        return [await self._extracted(*pair, pair[0] in new) for pair in zip(manifest.layers, wanted, strict=True)]

    async def _config(self, repository: str, wanted: Descriptor) -> bytes:
        if wanted.size > LARGEST:
            raise ApiError(500, f"image config of {wanted.size} bytes is too large")
        with self.holdings.blobs.draft() as draft:
            await self._fill(draft, repository, wanted)
            draft.keep(wanted, "image config verification failed for digest")
        return self.holdings.blobs.read(wanted.digest)

    async def _layer(self, repository: str, wanted: Descriptor) -> None:
        meter = Meter(self.tell, "Downloading", _short(wanted), wanted.size)
        with self.holdings.blobs.draft() as draft:
            await self._fill(draft, repository, wanted, meter)
            self.tell(step("Verifying Checksum", _short(wanted)))
            await asyncio.to_thread(draft.keep, wanted)
        self.tell(step("Download complete", _short(wanted)))

    async def _fill(self, draft: Draft, repository: str, wanted: Descriptor, meter: Meter | None = None) -> None:
        async for chunk in self.source.blob(repository, wanted.digest):
            # A full disk's cache makes a write wait: then only this pull waits.
            await asyncio.to_thread(draft.write, chunk)
            if meter:
                meter.add(len(chunk))
            if draft.size > wanted.size:
                # No more of it is taken: the rest may never end.
                return

    async def _extracted(self, layer: Descriptor, diff_id: str, new: bool) -> int:
        """Read a layer as one reads it to unpack it, and return how much is in it."""
        loop = asyncio.get_running_loop()
        meter = Meter(self.tell, "Extracting", _short(layer), layer.size)

        def report(size: int) -> None:
            if new:
                loop.call_soon_threadsafe(meter.add, size)

        found = await asyncio.to_thread(measure, self.holdings.blobs.path(layer.digest), report)
        if found.diff_id != diff_id:
            raise ApiError(500, f"layers from manifest don't match image configuration: {layer.digest}")
        if new:
            self.tell(step("Pull complete", _short(layer)))
        return found.size


def translated(error: RefusedError, name: Name) -> ApiError:
    """Return what a registry's refusal of a manifest means to who asked for an image (`TranslatePullError` in dockerd)."""
    shown = name.familiar()
    if error.code == "DENIED":
        bare = name.of().familiar()
        words = (
            f"pull access denied for {bare}, repository does not exist or may require 'docker login': {error.message}"
        )
        return ApiError(404, words)
    if error.code == "MANIFEST_UNKNOWN":
        return ApiError(404, f"manifest for {shown} not found: {error.message}")
    if error.code == "NAME_UNKNOWN":
        return ApiError(404, f"repository {name.of().familiar()} not found: {error.message}")
    return ApiError(500, error.message)


async def pull_all(pull: Pull, name: Name) -> bool:
    """Pull one tag or digest, or every tag of a repository when the name has neither; return whether anything changed."""
    if name.tag or name.digest:
        return await pull.run(name)
    try:
        tags: Sequence[str] = await pull.source.tags(name.repository)
    except RefusedError as error:
        raise translated(error, name) from error
    return any([await pull.run(name.of(tag=tag)) for tag in tags])


def _short(layer: Descriptor) -> str:
    return layer.digest.removeprefix("sha256:")[:12]

"""Reads what `docker load` is given: an OCI image layout, or the docker-archive that older engines write."""

from __future__ import annotations

import asyncio
import json
import posixpath
import tarfile
import tempfile
from collections.abc import AsyncIterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from lab.practice.errors import ApiError
from lab.practice.images.archive_out import FULL_NAME
from lab.practice.images.blobs import CHUNK
from lab.practice.images.holdings import Holdings
from lab.practice.images.image import diff_ids, read_config
from lab.practice.images.layers import measure
from lab.practice.images.manifest import (
    CONFIGS,
    INDEXES,
    LARGEST,
    OCI_MANIFEST,
    Descriptor,
    Document,
    Manifest,
    digest_of,
    media_type_of,
    read_descriptor,
    read_manifest,
    read_object,
)
from lab.practice.images.names import Name, parse
from lab.practice.images.platforms import Platform

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Loaded:
    """An image out of an archive whose content is held already, and the names it brought."""

    manifest: Manifest
    sizes: tuple[int, ...]
    names: tuple[Name, ...]


async def read_archive(stream: AsyncIterable[bytes], holdings: Holdings, platform: Platform) -> list[Loaded]:
    """Take an archive in and return its images; what is none is ApiError. The archive is on disk while it is read."""
    with tempfile.TemporaryFile(dir=holdings.blobs.drafts) as spool:
        async for chunk in stream:
            await asyncio.to_thread(spool.write, chunk)
        spool.seek(0)
        return await asyncio.to_thread(_read, spool, holdings, platform)


def _read(spool: IO[bytes], holdings: Holdings, platform: Platform) -> list[Loaded]:
    try:
        with tarfile.open(fileobj=spool, mode="r:*") as tar:
            reader = _Reader(tar, holdings, platform)
            return list(reader.layout() if reader.has("index.json") else reader.legacy())
    except (tarfile.TarError, EOFError) as error:
        words = "Error processing tar file(exit status 1): archive/tar: invalid tar header"
        raise ApiError(500, words) from error


@dataclass(frozen=True, slots=True)
class _Reader:
    tar: tarfile.TarFile
    holdings: Holdings
    platform: Platform

    def has(self, name: str) -> bool:
        return name in self.tar.getnames()

    def layout(self) -> Iterator[Loaded]:
        """Yield the images of an OCI image layout, with the bytes of their manifests."""
        named: dict[str, list[Name]] = {}
        for entry in _objects(read_object(self._small("index.json")).get("manifests")):
            names = named.setdefault(read_descriptor(entry).digest, [])
            if full := _object(entry.get("annotations")).get(FULL_NAME):
                names.append(parse(str(full)).or_latest())
        for digest, names in named.items():
            manifest = self._manifest(digest)
            for blob in manifest.blobs():
                self._keep(_blob(blob.digest), blob)
            yield self._loaded(manifest, names)

    def legacy(self) -> Iterator[Loaded]:
        """Yield the images of a docker-archive; a manifest is made for each, its layers stay as they are."""
        if not self.has("manifest.json"):
            raise ApiError(500, "open manifest.json: no such file or directory")
        for entry in _objects(_json(self._small("manifest.json"))):
            config = self._keep(str(entry.get("Config")), None)
            layers = [self._keep(str(path), None) for path in _list(entry.get("Layers"))]
            described = [_described(layer, self._layer_type(layer)) for layer in layers]
            content = {
                "schemaVersion": 2,
                "mediaType": OCI_MANIFEST,
                "config": _described(config, CONFIGS[0]),
                "layers": described,
            }
            document = Document(OCI_MANIFEST, json.dumps(content, separators=(",", ":")).encode())
            names = [parse(str(name)).or_latest() for name in _list(entry.get("RepoTags"))]
            yield self._loaded(read_manifest(document), names)

    def _manifest(self, digest: str) -> Manifest:
        content = self._small(_blob(digest))
        if digest_of(content) != digest:
            raise ApiError(500, f"manifest verification failed for digest {digest}")
        document = Document(media_type_of(read_object(content)), content)
        if document.media_type not in INDEXES:
            return read_manifest(document)
        for entry in _objects(read_object(content).get("manifests")):
            if self.platform.fits(_object(entry.get("platform"))):
                return read_manifest(self._inner(read_descriptor(entry)))
        raise ApiError(404, f"no matching manifest for {self.platform} in the manifest list entries")

    def _inner(self, wanted: Descriptor) -> Document:
        content = self._small(_blob(wanted.digest))
        if digest_of(content) != wanted.digest:
            raise ApiError(500, f"manifest verification failed for digest {wanted.digest}")
        return Document(media_type_of(read_object(content)), content)

    def _loaded(self, manifest: Manifest, names: list[Name]) -> Loaded:
        config = read_config(self.holdings.blobs.read(manifest.config.digest))
        wanted = diff_ids(config)
        found = [measure(self.holdings.blobs.path(layer.digest)) for layer in manifest.layers]
        for layer, measured, diff_id in zip(manifest.layers, found, wanted, strict=False):
            if measured.diff_id != diff_id:
                raise ApiError(
                    500, f"invalid diffID for layer {layer.digest}: expected {diff_id}, got {measured.diff_id}"
                )
        if len(wanted) != len(found):
            raise ApiError(500, f"invalid manifest, layers length mismatch: expected {len(wanted)}, got {len(found)}")
        return Loaded(manifest, tuple(measured.size for measured in found), tuple(names))

    def _keep(self, name: str, wanted: Descriptor | None) -> Descriptor:
        """Hold a member of the archive as a blob and return what it is."""
        with self._open(name) as source, self.holdings.blobs.draft() as draft:
            while chunk := source.read(CHUNK):
                draft.write(chunk)
            return Descriptor("", draft.keep(wanted), draft.size)

    def _layer_type(self, layer: Descriptor) -> str:
        with self.holdings.blobs.path(layer.digest).open("rb") as file:
            packed = file.read(2) == _GZIP
        return "application/vnd.oci.image.layer.v1.tar" + ("+gzip" if packed else "")

    def _small(self, name: str) -> bytes:
        with self._open(name) as source:
            content = source.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ApiError(500, f"{name} is larger than {LARGEST} bytes")
        return content

    def _open(self, name: str) -> IO[bytes]:
        members = {member.name: member for member in self.tar.getmembers()}
        member = members.get(posixpath.normpath(name))
        if member and member.issym():
            # Engines before 25 write a layer that two images share once, and a link to it.
            member = members.get(posixpath.normpath(posixpath.join(posixpath.dirname(member.name), member.linkname)))
        file = self.tar.extractfile(member) if member and member.isreg() else None
        if file is None:
            raise ApiError(500, f"open {name}: no such file or directory")
        return file


def _described(blob: Descriptor, media_type: str) -> dict[str, object]:
    return {"mediaType": media_type, "digest": blob.digest, "size": blob.size}


def _blob(digest: str) -> str:
    return f"blobs/sha256/{digest.removeprefix('sha256:')}"


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ApiError(500, f"invalid JSON: {error}") from error


def _list(value: object) -> list[Any]:
    """Return a list of the archive's JSON; null is an empty one, anything else is ApiError."""
    if value is not None and not isinstance(value, list):
        raise ApiError(500, f"json: cannot unmarshal {type(value).__name__} into a list")
    return value or []


def _objects(value: object) -> list[dict[str, Any]]:
    return [_object(each) for each in _list(value)]


def _object(value: object) -> dict[str, Any]:
    if value is not None and not isinstance(value, dict):
        raise ApiError(500, f"json: cannot unmarshal {type(value).__name__} into an object")
    return value or {}

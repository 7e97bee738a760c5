"""Pushes an image to a registry: blobs it lacks, then the manifest's own bytes."""

from __future__ import annotations

from dataclasses import dataclass

from lab.practice.images.holdings import Holdings
from lab.practice.images.image import Image
from lab.practice.images.manifest import Descriptor, Manifest
from lab.practice.images.messages import Meter, Tell, progress, status, step
from lab.practice.images.names import Name
from lab.practice.images.registry_client import RegistryClient

_AT_ONCE = 5
"""Layers that dockerd uploads at the same time; the ones after them are shown as waiting."""


@dataclass(frozen=True, slots=True)
class Push:
    """A push to one registry."""

    registry: RegistryClient
    holdings: Holdings
    tell: Tell

    async def run(self, name: Name, image: Image, manifest: Manifest) -> None:
        """Push an image under a name with a tag; ApiError leaves the registry with what it had, and perhaps some layers."""
        # A layer's uncompressed digest is what people know it by here, and the top layer comes first.
        pairs = list(zip(manifest.layers, image.layers, strict=True))[::-1]
        for number, (_, diff_id) in enumerate(pairs):
            self.tell(step("Preparing" if number < _AT_ONCE else "Waiting", _short(diff_id)))
        self.registry.demand_login()
        for layer, diff_id in pairs:
            await self._layer(name, layer, _short(diff_id))
        if not await self.registry.has(name.repository, manifest.config.digest):
            await self._send(name, manifest.config, None)
        await self.registry.put_manifest(name.repository, name.tag, manifest.document)
        self._tell_end(name, manifest)
        if image.id in self.holdings.index.images:
            self.holdings.give(image.id, name.of(digest=manifest.document.digest))

    async def _layer(self, name: Name, layer: Descriptor, shown: str) -> None:
        if await self.registry.has(name.repository, layer.digest):
            self.tell(step("Layer already exists", shown))
            return
        source = self._mountable(name, layer)
        mount = (layer.digest, source) if source else None
        location = await self.registry.begin(name.repository, mount)
        if location is None:
            self.tell(step(f"Mounted from {source}", shown))
            return
        self.tell(progress("Pushing", shown, 0, layer.size))
        await self._send(name, layer, Meter(self.tell, "Pushing", shown, layer.size), location)
        self.tell(step("Pushed", shown))

    async def _send(self, name: Name, blob: Descriptor, meter: Meter | None, location: str | None = None) -> None:
        place = location or await self.registry.begin(name.repository)
        assert place is not None, "without a mount there is always a place"
        sent = meter.add if meter else lambda size: None
        await self.registry.upload(place, blob, self.holdings.blobs.path(blob.digest), sent)

    def _mountable(self, name: Name, layer: Descriptor) -> str | None:
        """Return another repository of the registry that has the layer, as far as the engine knows from its digests."""
        for known, identity in sorted(self.holdings.index.names.items(), key=str):
            elsewhere = known.registry == name.registry and known.repository != name.repository and known.digest
            if elsewhere and layer in self.holdings.manifest(identity).layers:
                return known.repository
        return None

    def _tell_end(self, name: Name, manifest: Manifest) -> None:
        digest, size = manifest.document.digest, len(manifest.document.content)
        self.tell(status(f"{name.tag}: digest: {digest} size: {size}"))
        self.tell({"progressDetail": {}, "aux": {"Tag": name.tag, "Digest": digest, "Size": size}})


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]

"""What refers to a manifest: found by reading the repository, so that it is right whoever wrote it (distribution-spec 1.1, "Listing Referrers")."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from lab.practice.registry.errors import RegistryError
from lab.practice.registry.manifest import OCI_INDEX, Manifest, read_manifest
from lab.practice.registry.manifests import Manifests
from lab.practice.registry.names import Digest

REMEMBERED = 4096
"""Manifests whose meaning is kept in memory: what a digest names never changes."""


@dataclass(slots=True)
class Referrers:
    """The answers of one registry."""

    manifests: Manifests
    _known: OrderedDict[Digest, tuple[Digest | None, dict[str, object]]] = field(default_factory=OrderedDict)

    def of(self, name: str, subject: Digest, artifact_type: str | None) -> dict[str, object]:
        """Return the index of a repository's manifests that refer to one, whether that one is there or not."""
        descriptors = [
            descriptor
            for digest in self.manifests.revisions(name)
            for aim, descriptor in [self._read(name, digest)]
            if aim == subject and artifact_type in (None, descriptor.get("artifactType"))
        ]
        return {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": descriptors}

    def _read(self, name: str, digest: Digest) -> tuple[Digest | None, dict[str, object]]:
        if digest not in self._known:
            try:
                content = self.manifests.read(name, digest)
                manifest = read_manifest(content, None)
            except RegistryError:
                return None, {}  # what cannot be read as a manifest refers to nothing
            self._known[digest] = manifest.subject, _descriptor(digest, len(content), manifest)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[digest]


def _descriptor(digest: Digest, size: int, manifest: Manifest) -> dict[str, object]:
    descriptor: dict[str, object] = {"mediaType": manifest.media_type, "digest": str(digest), "size": size}
    if manifest.artifact_type:
        descriptor["artifactType"] = manifest.artifact_type
    if manifest.annotations:
        descriptor["annotations"] = dict(manifest.annotations)
    return descriptor

"""Where things lie under a registry's root: exactly distribution's paths (registry/storage/paths.go), so that it can take over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lab.practice.registry.names import Digest


@dataclass(frozen=True, slots=True)
class Layout:
    """The tree under one root; every name given here has been matched against its grammar."""

    root: Path

    @property
    def top(self) -> Path:
        """Return the folder of everything."""
        return self.root / "docker" / "registry" / "v2"

    @property
    def blobs(self) -> Path:
        """Return the folder of all content."""
        return self.top / "blobs"

    @property
    def repositories(self) -> Path:
        """Return the folder of all names."""
        return self.top / "repositories"

    def blob(self, digest: Digest) -> Path:
        """Return the folder of one blob; its content is `data` in it."""
        return self.blobs / digest.algorithm / digest.hex[:2] / digest.hex

    def data(self, digest: Digest) -> Path:
        """Return the file with one blob's content."""
        return self.blob(digest) / "data"

    def layers(self, name: str) -> Path:
        """Return the folder of the links to a repository's blobs."""
        return self.repositories / name / "_layers"

    def layer(self, name: str, digest: Digest) -> Path:
        """Return the link that makes a blob one of a repository's."""
        return self.layers(name) / digest.algorithm / digest.hex / "link"

    def revisions(self, name: str) -> Path:
        """Return the folder of the links to a repository's manifests."""
        return self.repositories / name / "_manifests" / "revisions"

    def revision(self, name: str, digest: Digest) -> Path:
        """Return the link that makes a manifest one of a repository's."""
        return self.revisions(name) / digest.algorithm / digest.hex / "link"

    def tags(self, name: str) -> Path:
        """Return the folder of a repository's tags."""
        return self.repositories / name / "_manifests" / "tags"

    def tag(self, name: str, tag: str) -> Path:
        """Return the folder of one tag."""
        return self.tags(name) / tag

    def current(self, name: str, tag: str) -> Path:
        """Return the link to what a tag means now."""
        return self.tag(name, tag) / "current" / "link"

    def index(self, name: str, tag: str, digest: Digest) -> Path:
        """Return the link to something that a tag means or once meant."""
        return self.tag(name, tag) / "index" / digest.algorithm / digest.hex / "link"

    def upload(self, name: str, uuid: str) -> Path:
        """Return the folder of one upload."""
        return self.repositories / name / "_uploads" / uuid

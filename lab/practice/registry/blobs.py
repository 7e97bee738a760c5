"""The content a registry holds, and which repository may see which of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lab.practice.registry.errors import BLOB_UNKNOWN, refusal
from lab.practice.registry.files import read_link, write_whole
from lab.practice.registry.layout import Layout
from lab.practice.registry.names import Digest


@dataclass(frozen=True, slots=True)
class Blob:
    """Content of one repository, found."""

    digest: Digest
    """Its own name, SHA-256, whichever name it was asked by."""
    size: int
    """Bytes."""
    path: Path


@dataclass(frozen=True, slots=True)
class Blobs:
    """Blobs on disk: content once, a link in each repository."""

    layout: Layout

    def find(self, name: str, digest: Digest) -> Blob | None:
        """Return a repository's blob, None if it has none of this digest."""
        held = read_link(self.layout.layer(name, digest))
        if held is None:
            return None
        path = self.layout.data(held)
        try:
            return Blob(held, path.stat().st_size, path)
        except FileNotFoundError:
            return None

    def get(self, name: str, digest: Digest) -> Blob:
        """Return a repository's blob; BLOB_UNKNOWN if it has none of this digest."""
        blob = self.find(name, digest)
        if blob is None:
            raise refusal(BLOB_UNKNOWN, str(digest))
        return blob

    def link(self, name: str, held: Digest, *aliases: Digest) -> None:
        """Make content one of a repository's blobs, by its own name and by others."""
        for digest in {held, *aliases}:
            write_whole(self.layout.layer(name, digest), str(held).encode())

    def unlink(self, name: str, digest: Digest) -> None:
        """Take a blob from a repository; the content stays until garbage is collected. BLOB_UNKNOWN if it has none."""
        if self.find(name, digest) is None:
            raise refusal(BLOB_UNKNOWN)
        self.layout.layer(name, digest).unlink(missing_ok=True)

    def mount(self, name: str, digest: Digest, source: str) -> Blob | None:
        """Make another repository's blob one of this one's too; None if that one has none of this digest."""
        blob = self.find(source, digest)
        if blob is not None:
            self.link(name, blob.digest, digest)
        return blob

"""A repository's manifests and tags on disk: revisions, and names that lead to one of them."""

from __future__ import annotations

import os
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path

from lab.practice.registry.blobs import Blobs
from lab.practice.registry.errors import (
    MANIFEST_BLOB_UNKNOWN,
    MANIFEST_UNKNOWN,
    NAME_UNKNOWN,
    Fault,
    RegistryError,
    refusal,
)
from lab.practice.registry.files import linked, read_link, write_whole
from lab.practice.registry.layout import Layout
from lab.practice.registry.manifest import Manifest
from lab.practice.registry.names import Digest, digest_of


@dataclass(frozen=True, slots=True)
class Manifests:
    """Manifests on disk. Changes of tags follow one another: what is put while it is removed stays whole."""

    layout: Layout
    blobs: Blobs
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def has(self, name: str, digest: Digest) -> bool:
        """Tell whether a repository has a manifest of this digest."""
        return read_link(self.layout.revision(name, digest)) is not None and self.layout.data(digest).is_file()

    def read(self, name: str, digest: Digest) -> bytes:
        """Return a manifest as it came; MANIFEST_UNKNOWN if the repository has none of this digest."""
        held = read_link(self.layout.revision(name, digest))
        try:
            if held is not None:
                return self.layout.data(held).read_bytes()
        except FileNotFoundError:
            pass  # a link without content: garbage was collected around it
        raise refusal(MANIFEST_UNKNOWN, {"Name": name, "Revision": str(digest)})

    def resolve(self, name: str, tag: str) -> Digest:
        """Return what a tag means now; MANIFEST_UNKNOWN if there is no such tag."""
        digest = read_link(self.layout.current(name, tag))
        if digest is None:
            raise refusal(MANIFEST_UNKNOWN, {"Tag": tag})
        return digest

    def put(self, name: str, content: bytes, manifest: Manifest, tag: str | None) -> Digest:
        """Keep a manifest, and let a tag mean it; MANIFEST_BLOB_UNKNOWN for everything it names that is not there."""
        missing = [digest for digest in manifest.blobs if self.blobs.find(name, digest) is None]
        missing += [digest for digest in manifest.manifests if not self.has(name, digest)]
        if missing:
            raise RegistryError(*(Fault(MANIFEST_BLOB_UNKNOWN, str(digest)) for digest in missing))
        return self.keep(name, content, tag)

    def keep(self, name: str, content: bytes, tag: str | None) -> Digest:
        """Keep a manifest, and let a tag mean it, whether what it names is here or not: a cache fetches that when it is asked for."""
        digest = digest_of(content)
        written = str(digest).encode()
        with self._turn:
            if not self.layout.data(digest).exists():
                write_whole(self.layout.data(digest), content)
            write_whole(self.layout.revision(name, digest), written)
            if tag is not None:
                write_whole(self.layout.index(name, tag, digest), written)
                write_whole(self.layout.current(name, tag), written)
        return digest

    def delete(self, name: str, digest: Digest) -> None:
        """Take a manifest, and every tag that means it, from a repository; MANIFEST_UNKNOWN if it has none of this digest."""
        with self._turn:
            if not self.has(name, digest):
                raise refusal(MANIFEST_UNKNOWN)
            self.layout.revision(name, digest).unlink()
            for tag in self._names(name):
                if read_link(self.layout.current(name, tag)) == digest:
                    self._remove(name, tag)

    def untag(self, name: str, tag: str) -> None:
        """Take a tag from a repository; MANIFEST_UNKNOWN if there is no such tag."""
        with self._turn:
            self.resolve(name, tag)
            self._remove(name, tag)

    def tags(self, name: str) -> list[str]:
        """Return a repository's tags in order; NAME_UNKNOWN if it never had one."""
        folder = str(self.layout.tags(name))
        if not os.path.isdir(folder):
            raise refusal(NAME_UNKNOWN, {"name": name})
        # Plain paths, since there may be ten thousand of them.
        return sorted(tag for tag in self._names(name) if os.path.exists(f"{folder}/{tag}/current/link"))

    def revisions(self, name: str) -> list[Digest]:
        """Return the digests of a repository's manifests, in order."""
        return linked(self.layout.revisions(name))

    def _names(self, name: str) -> list[str]:
        try:
            return os.listdir(self.layout.tags(name))
        except FileNotFoundError:
            return []

    def _remove(self, name: str, tag: str) -> None:
        self.layout.current(name, tag).unlink()  # with this the tag is gone, whatever happens to the rest
        shutil.rmtree(self.layout.tag(name, tag))


def repositories(layout: Layout) -> list[str]:
    """Return the names of all repositories, in distribution's order: a name before what lies below it."""
    names = (folder.parent.relative_to(layout.repositories) for folder in _with_layers(layout.repositories))
    return [name.as_posix() for name in sorted(names, key=lambda name: name.parts)]


def _with_layers(folder: Path) -> list[Path]:
    found: list[Path] = []
    for place, below, _ in os.walk(folder):
        if "_layers" in below:
            found.append(Path(place) / "_layers")
        below[:] = [name for name in below if not name.startswith("_")]
    return found

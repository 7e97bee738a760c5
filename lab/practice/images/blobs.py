"""The content store: blobs under their digest, whole or not there at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.practice.errors import ApiError
from lab.practice.images.manifest import Descriptor, digest_of
from lab.practice.images.names import is_digest

CHUNK = 1024 * 1024
"""Bytes handled at a time: memory stays constant and no other request waits long."""

_REFUSAL = "filesystem layer verification failed for digest"


class Blobs:
    """Files under `blobs/sha256/`, each named by the SHA-256 of its content."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "blobs" / "sha256"
        self.drafts = root / "drafts"
        for folder in (self.folder, self.drafts):
            folder.mkdir(parents=True, exist_ok=True)
        for left in self.drafts.iterdir():
            left.unlink()

    def path(self, digest: str) -> Path:
        """Return where a blob is or would be; a text that is no digest is ApiError 400, so that no path is made of it."""
        if not is_digest(digest):
            raise ApiError(400, "invalid checksum digest format")
        return self.folder / digest.removeprefix("sha256:")

    def has(self, digest: str) -> bool:
        """Return whether the blob is held."""
        return self.path(digest).is_file()

    def read(self, digest: str) -> bytes:
        """Return a small blob; OSError when it is not held."""
        return self.path(digest).read_bytes()

    def write(self, content: bytes) -> str:
        """Hold bytes that are in memory and return their digest."""
        digest = digest_of(content)
        if not self.has(digest):
            with self.draft() as draft:
                draft.write(content)
                draft.keep(Descriptor("", digest, len(content)))
        return digest

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """Give a blob to write; what has not been kept is gone afterwards."""
        draft = Draft(self)
        try:
            yield draft
        finally:
            draft.discard()

    def sweep(self, live: Iterable[str]) -> None:
        """Remove every blob that is not live."""
        kept = {digest.removeprefix("sha256:") for digest in live}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)


class Draft:
    """A blob on its way in: hashed while it is written, under its name only when whole."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        number, name = tempfile.mkstemp(dir=blobs.drafts)
        self._file = os.fdopen(number, "wb")
        self._path = Path(name)
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Add bytes."""
        self._hash.update(chunk)
        self._file.write(chunk)
        self.size += len(chunk)

    def keep(self, wanted: Descriptor | None = None, refusal: str = _REFUSAL) -> str:
        """Put the blob in its place and return its digest; if it is not what was wanted, ApiError and nothing is kept."""
        digest = f"sha256:{self._hash.hexdigest()}"
        if wanted and self.size < wanted.size:
            raise ApiError(500, "unexpected EOF")
        if wanted and (digest, self.size) != (wanted.digest, wanted.size):
            raise ApiError(500, f"{refusal} {wanted.digest}")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._path, self._blobs.path(digest))
        sync_folder(self._blobs.folder)
        return digest

    def discard(self) -> None:
        """Remove what has not been kept."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder outlive a power cut, where the system can (not Windows)."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

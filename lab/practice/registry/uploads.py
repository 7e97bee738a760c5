"""Blobs on their way in: bytes are appended, hashed as they come, and become a blob in one step."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from lab.practice.registry.blobs import Blob, Blobs
from lab.practice.registry.errors import BLOB_UPLOAD_UNKNOWN, DIGEST_INVALID, RANGE_INVALID, refusal
from lab.practice.registry.files import append_to, sync, write_whole
from lab.practice.registry.layout import Layout
from lab.practice.registry.names import Digest, is_upload

REMEMBERED = 256
"""Uploads whose hash so far is kept in memory; another one is read again when it ends."""
_STEP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload as it stands."""

    name: str
    uuid: str
    size: int
    """Bytes that have arrived."""
    started: str
    """RFC 3339."""


@dataclass(slots=True)
class Writer:
    """What appends to one upload; nobody else does meanwhile."""

    file: FileIO
    size: int
    """Bytes in the file."""
    hash: hashlib._Hash | None
    """SHA-256 of all of them; None if it has to be made anew."""

    def write(self, content: bytes) -> None:
        """Append bytes; what a full disk left of them is taken away again."""
        rest = memoryview(content)
        try:
            while rest:
                rest = rest[self.file.write(rest) :]
        except OSError:
            self.file.truncate(self.size)
            raise
        self.size += len(content)
        if self.hash is not None:
            self.hash.update(content)

    def rewind(self, size: int) -> None:
        """Take away what came after so many bytes."""
        self.file.truncate(size)
        self.size, self.hash = size, None


@dataclass(slots=True)
class Uploads:
    """Uploads on disk; the running hashes in memory only spare reading the bytes again."""

    layout: Layout
    blobs: Blobs
    _hashes: OrderedDict[str, tuple[int, hashlib._Hash]] = field(default_factory=OrderedDict)
    _claimed: set[str] = field(default_factory=set)

    def begin(self, name: str) -> Upload:
        """Open an upload."""
        upload = Upload(name, str(uuid.uuid4()), 0, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        folder = self.layout.upload(name, upload.uuid)
        write_whole(folder / "startedat", upload.started.encode())
        (folder / "data").touch()
        return upload

    def find(self, name: str, identity: str) -> Upload:
        """Return an upload as it stands; BLOB_UPLOAD_UNKNOWN if there is none."""
        folder = self.layout.upload(name, identity)
        try:
            if not is_upload(identity):
                raise FileNotFoundError(identity)
            return Upload(name, identity, (folder / "data").stat().st_size, (folder / "startedat").read_text("ascii"))
        except FileNotFoundError:
            raise refusal(BLOB_UPLOAD_UNKNOWN) from None

    @contextmanager
    def claim(self, identity: str) -> Iterator[None]:
        """Be alone with an upload; RANGE_INVALID while somebody else is at it, for then its end is not known."""
        if identity in self._claimed:
            raise refusal(RANGE_INVALID)
        self._claimed.add(identity)
        try:
            yield
        finally:
            self._claimed.discard(identity)

    @contextmanager
    def writing(self, upload: Upload) -> Iterator[Writer]:
        """Give what appends to a claimed upload."""
        with append_to(self._data(upload)) as file:
            known, running = self._hashes.pop(upload.uuid, (0, hashlib.sha256()))
            size = file.tell()
            writer = Writer(file, size, running if known == size else None)
            try:
                yield writer
            finally:
                self._remember(upload, writer)

    def commit(self, upload: Upload, digest: Digest) -> Blob:
        """Make a claimed upload a blob of its repository; DIGEST_INVALID, and the upload is gone, if it is something else."""
        data = self._data(upload)
        held = self._held(upload)
        if (held if digest.algorithm == held.algorithm else _hashed(data, digest.algorithm)) != digest:
            self.cancel(upload)
            raise refusal(DIGEST_INVALID, {"Digest": str(digest), "Reason": "content does not match digest"})
        sync(data)
        place = self.layout.data(held)
        size = data.stat().st_size
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(data, place)
        self.blobs.link(upload.name, held, digest)
        self.cancel(upload)
        return Blob(held, size, place)

    def cancel(self, upload: Upload) -> None:
        """Forget a claimed upload and its bytes, if they are still there."""
        self._hashes.pop(upload.uuid, None)
        with suppress(FileNotFoundError):
            shutil.rmtree(self.layout.upload(upload.name, upload.uuid))

    def _data(self, upload: Upload) -> Path:
        return self.layout.upload(upload.name, upload.uuid) / "data"

    def _held(self, upload: Upload) -> Digest:
        known, running = self._hashes.get(upload.uuid, (0, hashlib.sha256()))
        data = self._data(upload)
        return Digest("sha256", running.hexdigest()) if known == data.stat().st_size else _hashed(data, "sha256")

    def _remember(self, upload: Upload, writer: Writer) -> None:
        if writer.hash is not None:
            self._hashes[upload.uuid] = (writer.size, writer.hash)
        while len(self._hashes) > REMEMBERED:
            self._hashes.popitem(last=False)


def _hashed(path: Path, algorithm: str) -> Digest:
    running = hashlib.new(algorithm)
    with path.open("rb") as file:
        while content := file.read(_STEP):
            running.update(content)
    return Digest(algorithm, running.hexdigest())

"""A layer's tar: what it hashes to uncompressed, how much is in it, and single files out of it."""

from __future__ import annotations

import hashlib
import io
import posixpath
import tarfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lab.practice.errors import ApiError
from lab.practice.images.blobs import CHUNK

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
LARGEST_FILE = 4 * 1024 * 1024
"""Bytes of a file that is read out of a layer."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a layer turned out to be."""

    diff_id: str
    """Digest of the uncompressed tar."""
    size: int
    """Bytes of the files in it."""


class Inflated(io.RawIOBase):
    """A layer's uncompressed bytes, read once from beginning to end, hashed on the way; at most a chunk in memory."""

    def __init__(self, source: BinaryIO, read: Callable[[int], None] = lambda size: None) -> None:
        self._source = source
        self._read = read
        start = source.read(4)
        source.seek(0)
        if start == _ZSTD:
            raise ApiError(500, "the layer is compressed with zstd: it needs a real engine such as Docker")
        self._inflate = zlib.decompressobj(wbits=31) if start[:2] == _GZIP else None
        self._waiting = b""
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, at most a chunk; b"" only at the end; ApiError when the compression is broken."""
        wanted = CHUNK if size < 0 else min(size, CHUNK)
        content = self._inflated(wanted) if self._inflate else self._next(wanted)
        self._hash.update(content)
        return content

    def digest(self) -> str:
        """Return the digest of what has been read."""
        return f"sha256:{self._hash.hexdigest()}"

    def _next(self, wanted: int) -> bytes:
        chunk = self._source.read(wanted)
        self._read(len(chunk))
        return chunk

    def _inflated(self, wanted: int) -> bytes:
        while True:
            assert self._inflate is not None
            if self._inflate.eof:
                # gzip allows one stream after another.
                rest = self._inflate.unused_data or self._next(CHUNK)
                if not rest:
                    return b""
                self._inflate, self._waiting = zlib.decompressobj(wbits=31), rest
            chunk = self._waiting or self._next(CHUNK)
            if not chunk:
                raise ApiError(500, "unexpected EOF")
            try:
                content = self._inflate.decompress(chunk, wanted)
            except zlib.error as error:
                raise ApiError(500, "gzip: invalid header") from error
            self._waiting = self._inflate.unconsumed_tail
            if content:
                return content


def measure(path: Path, read: Callable[[int], None] = lambda size: None) -> Measure:
    """Read a layer to its end, telling how many bytes of the file went; what is no tar is ApiError. Blocks: for a thread."""
    with path.open("rb") as source:
        inflated = Inflated(source, read)
        size = 0
        try:
            with tarfile.open(fileobj=inflated, mode="r|", bufsize=CHUNK) as tar:
                for member in tar:
                    size += member.size if member.isreg() else 0
                    # A stream cannot be read twice, so its members need not be remembered.
                    tar.members.clear()  # type: ignore[attr-defined]
        except tarfile.ReadError as error:
            if str(error) != "empty file":
                raise ApiError(500, "archive/tar: invalid tar header") from error
        while inflated.read():
            pass
        return Measure(inflated.digest(), size)


def read_file(layers: Iterable[Path], wanted: str) -> bytes | None:
    """Return a file as a container would see it, looking through the layers from the top; None when it is not there."""
    name = posixpath.normpath(wanted).lstrip("/")
    folder, _, base = name.rpartition("/")
    whiteout = posixpath.join(folder, f".wh.{base}")
    for path in layers:
        with path.open("rb") as source, tarfile.open(fileobj=Inflated(source), mode="r|", bufsize=CHUNK) as tar:
            for member in tar:
                found = posixpath.normpath(member.name).lstrip("/")
                if found == whiteout:
                    return None
                if found == name and member.isreg() and member.size <= LARGEST_FILE:
                    file = tar.extractfile(member)
                    return file.read() if file else None
                tar.members.clear()  # type: ignore[attr-defined]
    return None

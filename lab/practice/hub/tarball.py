"""Layers as bytes that are the same on every machine: a tar without dates and owners, in a gzip without compression."""

from __future__ import annotations

import hashlib
import tarfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_BLOCK = 65535
"""Bytes in a stored block of deflate, the most that its length field can say (RFC 1951, 3.2.4)."""


@dataclass(frozen=True, slots=True)
class File:
    """A file in a layer."""

    path: str
    """From the root, without a leading slash."""
    content: bytes
    mode: int = 0o644


def tar(files: Sequence[File]) -> bytes:
    """Return the files, and the folders they are in, as a tar."""
    written = []
    for folder in sorted({folder for file in files for folder in _folders(file.path)}):
        entry = tarfile.TarInfo(folder)
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        written.append(entry.tobuf(tarfile.USTAR_FORMAT))
    for file in sorted(files, key=lambda file: file.path):
        entry = tarfile.TarInfo(file.path)
        entry.size, entry.mode = len(file.content), file.mode
        written += [entry.tobuf(tarfile.USTAR_FORMAT), file.content, bytes(-len(file.content) % tarfile.BLOCKSIZE)]
    # Two empty blocks are the end; tapes wanted more, and a layer of a few bytes should be one.
    return b"".join([*written, bytes(2 * tarfile.BLOCKSIZE)])


def gzip(content: bytes) -> bytes:
    """Return bytes in gzip's format, stored.

    Compressed bytes differ between versions of zlib, and with them the digest that everyone in a class should see alike.
    """
    header = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    starts = range(0, max(len(content), 1), _BLOCK)
    blocks = [_stored(content[start : start + _BLOCK], final=start + _BLOCK >= len(content)) for start in starts]
    trailer = zlib.crc32(content).to_bytes(4, "little") + (len(content) % 2**32).to_bytes(4, "little")
    return header + b"".join(blocks) + trailer


def ballast(seed: str, size: int) -> bytes:
    """Return bytes that mean nothing and are the same everywhere."""
    return hashlib.shake_128(seed.encode()).digest(size)


def _stored(block: bytes, *, final: bool) -> bytes:
    size = len(block)
    return bytes([final]) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + block


def _folders(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]

"""Reading a folder that a registry stores into: names, sizes, digests, and the text of its links."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from lab import inside
from lab.world import Store, StoredFile

MOST_FILES = 2000
"""Files and folders that are looked at; the lab's own images make a dozen."""
LARGEST_HASHED = 32 * 1024 * 1024
"""Bytes of a file that is hashed in passing."""
MOST_HASHED = 256 * 1024 * 1024
"""Bytes of all files together that one look hashes."""
LARGEST_TEXT = 256
LARGEST_LOG = 4 * 1024 * 1024
"""Bytes that are read of a file that grows by a line at a time."""


class FileDigests:
    """Digests of files, kept while size and time of change stay the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], str] = {}

    def of(self, path: Path, size: int, changed: int) -> str:
        """Return `sha256:…` of a file's bytes."""
        key = (str(path), size, changed)
        if key not in self._known:
            with path.open("rb") as file:
                self._known[key] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        return self._known[key]


def read_store(folder: str, digests: FileDigests) -> Store:
    """Return what lies in a folder; not readable where this machine or this user cannot see it."""
    try:
        files = tuple(sorted(_files(Path(folder), digests), key=lambda file: file.path))
    except OSError:
        return Store(folder, readable=False)
    return Store(folder, readable=True, files=files)


def read_files(folder: str, names: tuple[str, ...], digests: FileDigests) -> Iterator[StoredFile]:
    """Yield those of the named files that lie in a folder of this machine or below it, and behind no link."""
    for name in names:
        path = Path(folder, name)
        try:
            if path.is_file() and path.resolve() == Path(folder).resolve() / name:
                yield _file(path, Path(folder), digests, LARGEST_HASHED)
        except OSError:
            continue  # removed since, or not for this user: not there to be judged


def read_texts(folder: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the beginnings of those of the named files that lie in a folder of this machine, each after its name."""
    for name in names:
        try:
            yield name, inside.read(Path(folder), name, LARGEST_LOG).decode("utf-8", "replace")
        except OSError:
            continue  # removed since, or not for this user: not there to be judged


def _files(folder: Path, digests: FileDigests) -> Iterator[StoredFile]:
    os.listdir(folder)  # os.walk would say nothing of a folder that cannot be read
    seen = hashed = 0
    for place, folders, names in os.walk(folder, onerror=_raise):
        for name in names:
            if seen >= MOST_FILES:
                return
            seen += 1
            path = Path(place, name)
            try:
                if path.is_symlink() or not path.is_file():
                    continue
                file = _file(path, folder, digests, most=min(LARGEST_HASHED, MOST_HASHED - hashed))
            except FileNotFoundError:
                continue  # a registry moves what it has received while this looks
            hashed += file.size if file.digest else 0
            yield file
        seen += len(folders)
        if seen >= MOST_FILES:
            return


def _file(path: Path, folder: Path, digests: FileDigests, most: int) -> StoredFile:
    status = path.stat()
    size = status.st_size
    digest = digests.of(path, size, status.st_mtime_ns) if size <= most else None
    text = path.read_text("utf-8", "replace").strip() if path.name == "link" and size <= LARGEST_TEXT else None
    return StoredFile(path.relative_to(folder).as_posix(), size, digest, text)


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error

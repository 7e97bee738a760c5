"""A hold on what one lab at a time may work on: a lock of the operating system's, let go of by any death of its process."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.home import not_writable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)
"""What a file system answers that knows no locks, as some network ones do: nobody can be kept out there."""


class Holds:
    """What this process holds; who holds a thing already, in the same process, joins in."""

    def __init__(self) -> None:
        self._held: dict[Path, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def take(self, path: Path) -> bool:
        """Take hold of a file, made if need be; False where another process has it; raise LabError where it cannot be made."""
        with self._lock:
            file, times = self._held.get(path, (-1, 0))
            if not times:
                file = _opened(path)
                if not _locked(file, wait=False):
                    os.close(file)
                    return False
            self._held[path] = (file, times + 1)
            return True

    def drop(self, path: Path) -> None:
        """Let go, once; the last to let go frees the file."""
        with self._lock:
            file, times = self._held.pop(path)
            if times > 1:
                self._held[path] = (file, times - 1)
            else:
                os.close(file)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until no other process is in here with the same file, which is made if need be."""
    file = _opened(path)
    try:
        _locked(file, wait=True)
        yield
    finally:
        os.close(file)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise not_writable(path, error) from error


def _locked(file: int, *, wait: bool) -> bool:
    """Lock a file; False where somebody else has it. A lock ends with the file's closing, and so with its process."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NO_LOCKS
    return True

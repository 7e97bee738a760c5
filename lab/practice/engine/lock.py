"""One engine a home: a lock that ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO


class LockedError(Exception):
    """Another engine holds this home."""


def acquire(path: Path) -> IO[str]:
    """Take the lock and write this process into it; it is held until the file is closed. LockedError if it is taken."""
    file = path.open("a+", encoding="utf-8")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        raise LockedError(f"another practice engine uses {path.parent}") from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def holder(path: Path) -> int | None:
    """Return the process that holds the lock; None where it is free."""
    try:
        file = path.open("r+", encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    with file:
        try:
            _lock(file)
        except OSError:
            text = file.read()
            return int(text) if text.isdigit() else None
    return None


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """What is locked on Windows cannot be read: a byte behind everything."""

    def _lock(file: IO[str]) -> None:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(0)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

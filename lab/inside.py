"""Files of a folder that containers can write into too: each step of the way is taken without following a link.

A path that is looked at and then opened may lead elsewhere by then: whoever has the folder mounted can put a link in its place.
Where the system can (POSIX), each folder is opened from the one before it, and none through a link (openat(2), O_NOFOLLOW).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STEPWISE = os.open in os.supports_dir_fd and os.rename in os.supports_dir_fd
"""Whether folders can be opened one from another here; Windows cannot, and lets nobody make links without asking."""
_FLAGS = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def append(top: Path, path: str, content: bytes, most: int) -> bool:
    """Write at the end of a file, made if need be; False where it would hold more than `most` bytes. Raise OSError."""
    with _opened(top, path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, make=True) as file:
        if os.fstat(file).st_size + len(content) > most:
            return False
        os.write(file, content)
        return True


def replace(top: Path, path: str, content: bytes) -> None:
    """Write a file, and anew where it is there already; raise OSError."""
    with _opened(top, path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) as file, os.fdopen(os.dup(file), "wb") as out:
        out.write(content)


def read(top: Path, path: str, most: int) -> bytes:
    """Return a file's first bytes, `most` of them; raise OSError where it is not there, or no plain file."""
    with _opened(top, path, os.O_RDONLY) as file, os.fdopen(os.dup(file), "rb") as source:
        return source.read(most)


def make_folder(top: Path, path: str) -> None:
    """Make a folder, and those above it; raise OSError."""
    with _folder(top, Path(path).parts, make=True):
        pass


def lay(top: Path, path: str, content: bytes, mode: int, half: str) -> None:
    """Write a file that is whole before it has its name: until then it is called `half`, which may be left by a kill. Raise OSError."""
    *above, name = Path(path).parts
    *beside, draft = Path(half).parts
    with _folder(top, tuple(beside), make=True) as start, _folder(top, tuple(above), make=True) as folder:
        _forget(start, top.joinpath(*beside), draft)
        file = _open(start, top.joinpath(*beside), draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(file, "wb") as out:
            out.write(content)
        if start is None or folder is None:
            os.replace(top / half, top / path)
        else:
            os.replace(draft, name, src_dir_fd=start, dst_dir_fd=folder)


@contextmanager
def _opened(top: Path, path: str, flags: int, *, make: bool = False) -> Iterator[int]:
    """Open a plain file for as long as it is used: no link, no device, and no pipe, which would be waited for."""
    *above, name = Path(path).parts
    with _folder(top, tuple(above), make=make) as folder:
        file = _open(folder, top.joinpath(*above), name, flags, 0o644)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "not a plain file", path)
        yield file
    finally:
        os.close(file)


@contextmanager
def _folder(top: Path, parts: tuple[str, ...], *, make: bool) -> Iterator[int | None]:
    """Open a folder below the top; None where folders cannot be opened here, once it is known that no link leads there."""
    if os.pardir in parts or any(os.path.isabs(part) for part in parts):
        raise OSError(errno.EPERM, "outside of the folder", str(Path(*parts)))
    if not STEPWISE:
        place = top.joinpath(*parts)
        if place.resolve() != top.resolve().joinpath(*parts):
            raise OSError(errno.ELOOP, "a link leads elsewhere", str(place))
        if make:
            place.mkdir(parents=True, exist_ok=True)
        yield None
        return
    folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts:
            if make:
                _make(part, folder)
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)


def _make(name: str, folder: int) -> None:
    with suppress(FileExistsError):  # a folder, or what opening it will complain of
        os.mkdir(name, dir_fd=folder)


def _open(folder: int | None, place: Path, name: str, flags: int, mode: int) -> int:
    if folder is None:
        return os.open(place / name, flags | _FLAGS, mode)
    return os.open(name, flags | _FLAGS, mode, dir_fd=folder)


def _forget(folder: int | None, place: Path, name: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(place / name) if folder is None else os.unlink(name, dir_fd=folder)

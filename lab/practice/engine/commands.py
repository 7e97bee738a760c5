"""The few commands that containers know: they read a container's files, and speak as busybox does."""

from __future__ import annotations

import asyncio
import hashlib
import stat
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass

from lab.practice.engine.files import Files, OutsideError

CHUNK = 1 << 20
"""Bytes read at once."""


@dataclass(frozen=True, slots=True)
class Out:
    """What a command printed."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Err:
    """What a command complained of; it ends with 1."""

    text: str


Said = Iterator[Out | Err]


def ls(files: Files, words: Sequence[str]) -> Said:
    """List directories: `-a`, `-l`, `-1`, `-R`."""
    flags, paths = _split(words)
    for path in paths or ["/"]:
        if not _exists(files, path):
            yield Err(f"ls: {path}: No such file or directory")
        elif not files.is_dir(path):
            yield _row(files, path, path, "l" in flags)
        else:
            yield from _listed(files, path, flags, titled="R" in flags or len(paths) > 1)


def _listed(files: Files, path: str, flags: str, *, titled: bool) -> Said:
    if titled:
        yield Out(f"{path}:\n".encode())
    names = [name for name in files.entries(path) if "a" in flags or not name.startswith(".")]
    for name in names:
        yield _row(files, f"{path.rstrip('/')}/{name}", name, "l" in flags)
    for name in names if "R" in flags else ():
        below = f"{path.rstrip('/')}/{name}"
        if files.is_dir(below):
            yield Out(b"\n")
            yield from _listed(files, below, flags, titled=True)


def _row(files: Files, path: str, name: str, long: bool) -> Out:
    if not long:
        return Out(f"{name}\n".encode())
    host = files.host(path)
    if not host.exists():  # on the way to a mount
        return Out(f"{'drwxr-xr-x':10} {0:>9} {'':12} {name}\n".encode())
    status = host.stat()
    when = time.strftime("%b %e %H:%M", time.gmtime(status.st_mtime))
    return Out(f"{stat.filemode(status.st_mode):10} {status.st_size:>9} {when} {name}\n".encode())


def cat(files: Files, words: Sequence[str]) -> Said:
    """Print files."""
    _, paths = _split(words)
    for path in paths:
        yield from _content("cat", files, path)


def sha256sum(files: Files, words: Sequence[str]) -> Said:
    """Print files' digests."""
    _, paths = _split(words)
    for path in paths:
        digest = hashlib.sha256()
        for piece in _content("sha256sum", files, path):
            if isinstance(piece, Err):
                yield piece
                break
            digest.update(piece.data)
        else:
            yield Out(f"{digest.hexdigest()}  {path}\n".encode())


def find(files: Files, words: Sequence[str]) -> Said:
    """Print paths below directories: `-type f`, `-type d`, `-name TEXT`."""
    options = {words[at]: words[at + 1] for at in range(len(words) - 1) if words[at] in ("-type", "-name")}
    paths = []
    for word in words:
        if word.startswith("-"):
            break
        paths.append(word)
    for path in paths or ["/"]:
        if not _exists(files, path):
            yield Err(f"find: {path}: No such file or directory")
        else:
            yield from _found(files, path, options)


def _found(files: Files, path: str, options: dict[str, str]) -> Said:
    is_dir = files.is_dir(path)
    kind = options.get("-type", "d" if is_dir else "f")
    if kind == ("d" if is_dir else "f") and options.get("-name", path.rpartition("/")[2]) == path.rpartition("/")[2]:
        yield Out(f"{path}\n".encode())
    for name in files.entries(path) if is_dir else ():
        yield from _found(files, f"{path.rstrip('/')}/{name}", options)


def echo(_: Files, words: Sequence[str]) -> Said:
    """Print words."""
    yield Out((" ".join(words) + "\n").encode())


READING: dict[str, Callable[[Files, Sequence[str]], Said]] = {
    "ls": ls,
    "cat": cat,
    "sha256sum": sha256sum,
    "find": find,
    "echo": echo,
}
"""Commands by name."""


async def lines(said: Said) -> AsyncIterator[Out | Err]:
    """Yield what a command says, worked out in a thread; what goes wrong with files is said too."""
    try:
        while (piece := await asyncio.to_thread(next, said, None)) is not None:
            yield piece
    except OutsideError as error:
        yield Err(f"{error}: a link that leads out of the container")
    except OSError as error:
        yield Err(f"{error.filename}: {error.strerror}")


def _split(words: Sequence[str]) -> tuple[str, list[str]]:
    flags = "".join(word[1:] for word in words if word.startswith("-"))
    return flags, [word for word in words if not word.startswith("-")]


def _exists(files: Files, path: str) -> bool:
    return files.host(path).exists() or files.is_dir(path)


def _content(command: str, files: Files, path: str) -> Said:
    if files.is_dir(path):
        yield Err(f"{command}: read error: Is a directory")
    elif files.host(path).exists():
        with files.host(path).open("rb") as file:
            while data := file.read(CHUNK):
                yield Out(data)
    elif (content := files.of_image(path)) is not None:
        yield Out(content)
    else:
        yield Err(f"{command}: can't open '{path}': No such file or directory")

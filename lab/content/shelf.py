"""Files of content on disk: found, read within bounds, one of many picked out by its id."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import lab
from lab.content.kinds import Kind, kind_of
from lab.content.model import Exercise
from lab.content.names import identity_of, order_of, overlay_of
from lab.content.problem import ContentError, Problem
from lab.content.questions import Quiz
from lab.content.source import QUIZ_LIMITS
from lab.errors import LabError, UsageError
from lab.language.message import Message, say

T = TypeVar("T", Exercise, Quiz)


def shipped(name: str) -> Path:
    """Return a folder that comes with the lab: inside an installed package, beside a source tree."""
    package = Path(lab.__file__ or "").parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def files_of(folder: Path, kind: Kind) -> tuple[Path, ...]:
    """Return a folder's main files of one kind by their number, then by name: without overlays and `README.md`."""
    return tuple(path for path in _main_files(folder) if _kind(path) == kind)


def every(paths: Iterable[Path], load: Callable[[Path], T]) -> tuple[T, ...]:
    """Return what each path holds; raise ContentError with all files' problems."""
    found: list[T] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(load(path))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(tuple(problems))
    return tuple(found)


def pick(folders: Iterable[Path], kind: Kind, identity: str, load: Callable[[Path], T], unknown: Message) -> T:
    """Return the first that has the id; raise UsageError with the ids that there are.

    Other files may be broken, but not one that promises this id in its name. No folder is looked for before those in front of it.
    """
    looked, known = list[Path](), list[str]()
    for folder in folders:
        looked.append(folder)
        for path in files_of(folder, kind):
            try:
                found = load(path)
            except ContentError:
                if identity_of(path) == identity:
                    raise
                continue
            if found.id == identity:
                return found
            known.append(found.id)
    raise UsageError(unknown, _advice(identity, tuple(known), looked[0]))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, of one too big only enough to see that it is; raise ContentError if it cannot be read."""
    try:
        # A named pipe or a device would let us wait for ever.
        if not path.is_file():
            raise _unreadable(path, say("content.problem.no-file"))
        with path.open("rb") as file:
            return file.read(QUIZ_LIMITS.size + 1)
    except OSError as error:
        raise _unreadable(path, say("content.problem.unreadable", detail=error.strerror or "")) from error


def _advice(identity: str, known: tuple[str, ...], folder: Path) -> Message:
    """Return the nearest id that there is, or all of them."""
    if not known:
        return say("content.error.none", path=str(folder))
    near = difflib.get_close_matches(identity[:100], known, n=1)
    if near:
        return say("content.error.nearest", id=near[0], ids=known)
    return say("content.error.known", ids=known)


def _main_files(folder: Path) -> Iterator[Path]:
    try:
        paths = [path for path in folder.iterdir() if path.suffix == ".md" and path.name != "README.md"]
    except OSError as error:
        what = say("content.error.folder", path=str(folder), detail=error.strerror or "")
        raise LabError(what, say("content.error.folder-hint")) from error
    yield from sorted((path for path in paths if overlay_of(path) is None), key=order_of)


def _kind(path: Path) -> Kind:
    """Return what a file holds; of one that cannot be read, whoever reads it next will tell why."""
    try:
        return kind_of(read_bytes(path), str(path))
    except ContentError:
        return kind_of(b"", str(path))


def _unreadable(path: Path, what: Message) -> ContentError:
    return ContentError((Problem(str(path), 1, what, say("content.allowed.file")),))

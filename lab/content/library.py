"""The exercises on disk: found, read within bounds, in order and in the learner's language."""

from __future__ import annotations

import difflib
from pathlib import Path

import lab
from lab.content.model import Exercise
from lab.content.names import identity_of, order_of, overlay_of
from lab.content.overlay import translate
from lab.content.parser import parse
from lab.content.problem import ContentError, Problem, shown
from lab.content.source import MAX_BYTES
from lab.content.stamp import stamp
from lab.errors import LabError, UsageError
from lab.language.message import Message, say


def exercises_folder() -> Path:
    """Return the folder of the exercises that come with the lab: inside an installed package, beside a source tree."""
    package = Path(lab.__file__ or "").parent
    inside = package / "exercises"
    return inside if inside.is_dir() else package.parent / "exercises"


def load_all(folder: Path, lang: str) -> tuple[Exercise, ...]:
    """Return every exercise of a folder in the order of its files; raise ContentError with all files' problems."""
    found: list[Exercise] = []
    problems: list[Problem] = []
    for path in exercise_files(folder):
        try:
            found.append(load_file(path, lang))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(tuple(problems))
    return tuple(found)


def load(folder: Path, identity: str, lang: str) -> Exercise:
    """Return one exercise; files of other exercises may be broken, an unknown id raises UsageError with the known ones."""
    known: list[str] = []
    for path in exercise_files(folder):
        try:
            exercise = load_file(path, lang)
        except ContentError:
            if identity_of(path) == identity:
                raise
            continue
        if exercise.id == identity:
            return exercise
        known.append(exercise.id)
    raise _unknown(identity, tuple(known), folder)


def load_file(path: Path, lang: str) -> Exercise:
    """Return a file's exercise, translated as far as its overlay goes; an overlay's own problems are `lint`'s to tell."""
    exercise = parse(read_bytes(path), str(path))
    overlay = path.with_name(f"{path.stem}.{lang}.md")
    return translate(exercise, read_bytes(overlay), str(overlay)).exercise if overlay.is_file() else exercise


def stamp_file(path: Path) -> None:
    """Note in an overlay, or in every overlay of a folder, that it has been read against today's main file."""
    for overlay in sorted(path.glob("*.md")) if path.is_dir() else [path]:
        main = overlay_of(overlay)
        if main is not None:
            overlay.write_bytes(stamp(read_bytes(main[0]), read_bytes(overlay), str(main[0]), str(overlay)))


def exercise_files(folder: Path) -> tuple[Path, ...]:
    """Return a folder's main files by their number, then by name: without overlays and `README.md`."""
    try:
        paths = [path for path in folder.iterdir() if path.suffix == ".md" and path.name != "README.md"]
    except OSError as error:
        what = say("content.error.folder", path=str(folder), detail=error.strerror or "")
        raise LabError(what, say("content.error.folder-hint")) from error
    return tuple(sorted((path for path in paths if overlay_of(path) is None), key=order_of))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, of one too big only enough to see that it is; raise ContentError if it cannot be read."""
    try:
        # A named pipe or a device would let us wait for ever.
        if not path.is_file():
            raise _unreadable(path, say("content.problem.no-file"))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, say("content.problem.unreadable", detail=error.strerror or "")) from error


def _unreadable(path: Path, what: Message) -> ContentError:
    return ContentError((Problem(str(path), 1, what, say("content.allowed.file")),))


def _unknown(identity: str, known: tuple[str, ...], folder: Path) -> UsageError:
    what = say("content.error.unknown", id=shown(identity))
    if not known:
        return UsageError(what, say("content.error.none", path=str(folder)))
    near = difflib.get_close_matches(identity[:100], known, n=1)
    if near:
        return UsageError(what, say("content.error.nearest", id=near[0], ids=known))
    return UsageError(what, say("content.error.known", ids=known))

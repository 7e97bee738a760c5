"""The exercises on disk, in order and in the learner's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lab.content.model import Exercise
from lab.content.others import folders_of_others
from lab.content.overlay import translate
from lab.content.parser import parse
from lab.content.problem import shown
from lab.content.shelf import every, files_of, pick, read_bytes, shipped
from lab.language.message import say


def exercises_folder() -> Path:
    """Return the folder of the exercises that come with the lab: inside an installed package, beside a source tree."""
    return shipped("exercises")


def load_all(folder: Path, lang: str) -> tuple[Exercise, ...]:
    """Return every exercise of a folder in the order of its files; raise ContentError with all files' problems."""
    return every(files_of(folder, "exercise"), lambda path: load_file(path, lang))


def load(folder: Path, identity: str, lang: str) -> Exercise:
    """Return one exercise of a folder; raise UsageError with the ids that it has."""
    return _pick([folder], identity, lang)


def find_exercises(lang: str) -> tuple[Exercise, ...]:
    """Return every exercise that there is: those that come with the lab, then those of others."""
    return tuple(each for folder in exercise_folders() for each in load_all(folder, lang))


def find_exercise(identity: str, lang: str) -> Exercise:
    """Return one exercise; the lab's own are looked through first, so that nobody else's can take their place."""
    return _pick(exercise_folders(), identity, lang)


def exercise_folders() -> Iterator[Path]:
    """Yield every folder with exercises, the lab's own first; packages of others are loaded only after it."""
    yield exercises_folder()
    yield from folders_of_others("exercise")


def load_file(path: Path, lang: str) -> Exercise:
    """Return a file's exercise, translated as far as its overlay goes; an overlay's own problems are `lint`'s to tell."""
    exercise = parse(read_bytes(path), str(path))
    overlay = path.with_name(f"{path.stem}.{lang}.md")
    return translate(exercise, read_bytes(overlay), str(overlay)).exercise if overlay.is_file() else exercise


def _pick(folders: Iterable[Path], identity: str, lang: str) -> Exercise:
    unknown = say("content.error.unknown", id=shown(identity))
    return pick(folders, "exercise", identity, lambda path: load_file(path, lang), unknown)

"""The quizzes on disk, in order and in the learner's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lab.content.others import folders_of_others
from lab.content.problem import shown
from lab.content.questions import Quiz
from lab.content.quiz_overlay import translate_quiz
from lab.content.quiz_parser import parse_quiz
from lab.content.shelf import every, files_of, pick, read_bytes, shipped
from lab.language.message import say


def quizzes_folder() -> Path:
    """Return the folder of the quizzes that come with the lab: inside an installed package, beside a source tree."""
    return shipped("quizzes")


def load_quizzes(folder: Path, lang: str) -> tuple[Quiz, ...]:
    """Return every quiz of a folder in the order of its files; raise ContentError with all files' problems."""
    return every(files_of(folder, "quiz"), lambda path: load_quiz_file(path, lang))


def load_quiz(folder: Path, identity: str, lang: str) -> Quiz:
    """Return one quiz of a folder; raise UsageError with the ids that it has."""
    return _pick([folder], identity, lang)


def find_quizzes(lang: str) -> tuple[Quiz, ...]:
    """Return every quiz that there is: those that come with the lab, then those of others."""
    return tuple(each for folder in quiz_folders() for each in load_quizzes(folder, lang))


def find_quiz(identity: str, lang: str) -> Quiz:
    """Return one quiz; the lab's own are looked through first, so that nobody else's can take their place."""
    return _pick(quiz_folders(), identity, lang)


def quiz_folders() -> Iterator[Path]:
    """Yield every folder with quizzes, the lab's own first; packages of others are loaded only after it."""
    yield quizzes_folder()
    yield from folders_of_others("quiz")


def load_quiz_file(path: Path, lang: str) -> Quiz:
    """Return a file's quiz, translated as far as its overlay goes; an overlay's own problems are `lint`'s to tell."""
    quiz = parse_quiz(read_bytes(path), str(path))
    overlay = path.with_name(f"{path.stem}.{lang}.md")
    return translate_quiz(quiz, read_bytes(overlay), str(overlay)).quiz if overlay.is_file() else quiz


def _pick(folders: Iterable[Path], identity: str, lang: str) -> Quiz:
    unknown = say("content.error.unknown-quiz", id=shown(identity))
    return pick(folders, "quiz", identity, lambda path: load_quiz_file(path, lang), unknown)

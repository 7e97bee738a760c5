"""Everything that is wrong with files of exercises and quizzes and their translations, without an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lab.content import prose
from lab.content.kinds import kind_of
from lab.content.model import Exercise
from lab.content.names import identity_of, overlay_of
from lab.content.overlay import translate
from lab.content.parser import parse as parse_exercise
from lab.content.problem import ContentError, Problem, shown
from lab.content.questions import Quiz
from lab.content.quiz_lint import lint_quiz, lint_quiz_overlay
from lab.content.shelf import read_bytes
from lab.docker_cli.errors import CommandError
from lab.docker_cli.parse import parse as parse_command
from lab.docker_cli.place import Place
from lab.errors import LabError
from lab.language.message import say
from lab.language.words import LANGUAGES

_OTHERS = tuple(lang for lang in LANGUAGES if lang != "en")
"""Languages of overlays."""
from lab.variables import CERTS_D, ports


def lint(paths: Sequence[Path]) -> tuple[Problem, ...]:
    """Return the problems of the given files and of every `*.md` in the given folders, file by file."""
    found: list[Problem] = []
    seen: dict[tuple[str, str], Path] = {}
    for path in _files(paths):
        main = overlay_of(path)
        try:
            found += _overlay(path, main[0]) if main else _main(path, seen)
            found += _words(path)
        except ContentError as error:
            found += error.problems
    return tuple(found)


def _words(path: Path) -> Iterator[Problem]:
    text = read_bytes(path).decode("utf-8", "replace")
    yield from prose.spelling(path, text)
    yield from prose.links(path, text)


def _main(path: Path, seen: dict[tuple[str, str], Path]) -> Iterator[Problem]:
    source = read_bytes(path)
    kind = kind_of(source, str(path))
    if kind == "quiz":
        quiz, problems = lint_quiz(source, str(path))
        yield from _name(path, quiz)
        yield from prose.untranslated(path, quiz.line, _OTHERS)
        yield from _twin(path, quiz, seen.setdefault((kind, quiz.id), path), quiz.id)
        yield from problems
        return
    exercise = parse_exercise(source, str(path))
    yield from _name(path, exercise)
    for identity in exercise.ids:
        yield from _twin(path, exercise, seen.setdefault((kind, identity), path), identity)
    if not exercise.sources:
        yield Problem(str(path), exercise.line, say("content.problem.no-source"), say("content.allowed.source"))
    yield from prose.length(path, exercise)
    yield from prose.untranslated(path, exercise.line, _OTHERS)
    yield from _commands(path, exercise)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield each file once; a path that is neither file nor folder is yielded too, to be complained of."""
    seen: set[Path] = set()
    for path in paths:
        inside = sorted(path.glob("*.md")) if path.is_dir() else [path]
        for file in inside:
            if file.name != "README.md" and file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _overlay(path: Path, main: Path) -> Iterator[Problem]:
    source = read_bytes(path)
    try:
        original = read_bytes(main)
        if kind_of(original, str(main)) == "quiz":
            yield from lint_quiz_overlay(original, str(main), source, str(path))
        else:
            yield from translate(parse_exercise(original, str(main)), source, str(path)).problems
    except ContentError:
        what = say("content.problem.main", path=str(main))
        yield Problem(str(path), 1, what, say("content.allowed.main"))


def _name(path: Path, content: Exercise | Quiz) -> Iterator[Problem]:
    if identity_of(path) != content.id:
        what = say("content.problem.file-name", name=path.name, id=content.id)
        yield Problem(str(path), content.line, what, say("content.allowed.file-name", id=content.id))


def _twin(path: Path, content: Exercise | Quiz, first: Path, identity: str) -> Iterator[Problem]:
    if first is not path:
        what = say("content.problem.file-twin", id=identity, path=str(first))
        yield Problem(str(path), content.line, what, say("content.allowed.unique"))


def _commands(path: Path, exercise: Exercise) -> Iterator[Problem]:
    filled = exercise.filled({})
    place = Place("/workspace", _registries(filled), exercise.hosts, certs_d=str(exercise.defaults().get(CERTS_D, "")))
    for step in filled.steps:
        refused = (step.expect or "").startswith("refused")
        for text, line in zip(step.commands, step.command_lines, strict=True):
            yield from _command(path, text, line, place, refusable=refused)
        for mistake in step.mistakes:
            for text in mistake.do:
                yield from _command(path, text, mistake.line, place, refusable=True)


def _registries(exercise: Exercise) -> tuple[str, ...]:
    """Return the registries that are the exercise's own: at its ports, and those that its checks look at."""
    at_ports = (f"127.0.0.1:{port}" for port in sorted(ports(exercise.defaults())))
    checks = (check for step in exercise.steps for check in step.checks)
    return tuple(dict.fromkeys((*at_ports, *(address for check in checks for address in check.scope().registries))))


def _command(path: Path, text: str, line: int, place: Place, *, refusable: bool) -> Iterator[Problem]:
    """Yield why a command is none; a mistake may well be one that the lab refuses."""
    try:
        parse_command(text, place)
    except LabError as error:
        refused = isinstance(error, CommandError) and error.kind.startswith("refused")
        if not (refusable and refused):
            what = say("content.problem.command", command=shown(text))
            advice = say("content.allowed.advice", why=error.message, hint=error.hint)
            yield Problem(str(path), line, what, advice)

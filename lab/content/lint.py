"""Everything that is wrong with exercise files and their translations, without an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lab.content.library import read_bytes
from lab.content.model import Exercise
from lab.content.names import identity_of, overlay_of
from lab.content.overlay import translate
from lab.content.parser import parse as parse_exercise
from lab.content.problem import ContentError, Problem, shown
from lab.docker_cli.errors import CommandError
from lab.docker_cli.parse import parse as parse_command
from lab.docker_cli.place import Place
from lab.errors import LabError
from lab.language.message import say


def lint(paths: Sequence[Path]) -> tuple[Problem, ...]:
    """Return the problems of the given files and of every `*.md` in the given folders, file by file."""
    found: list[Problem] = []
    seen: dict[str, Path] = {}
    for path in _files(paths):
        main = overlay_of(path)
        try:
            if main is not None:
                found += _overlay(path, main[0])
                continue
            exercise = parse_exercise(read_bytes(path), str(path))
        except ContentError as error:
            found += error.problems
            continue
        found += [*_name(path, exercise), *_twin(path, exercise, seen), *_commands(path, exercise)]
    return tuple(found)


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
    try:
        exercise = parse_exercise(read_bytes(main), str(main))
    except ContentError:
        what = say("content.problem.main", path=str(main))
        yield Problem(str(path), 1, what, say("content.allowed.main"))
        return
    yield from translate(exercise, read_bytes(path), str(path)).problems


def _name(path: Path, exercise: Exercise) -> Iterator[Problem]:
    if identity_of(path) != exercise.id:
        what = say("content.problem.file-name", name=path.name, id=exercise.id)
        yield Problem(str(path), exercise.line, what, say("content.allowed.file-name", id=exercise.id))


def _twin(path: Path, exercise: Exercise, seen: dict[str, Path]) -> Iterator[Problem]:
    other = seen.setdefault(exercise.id, path)
    if other is not path:
        what = say("content.problem.exercise-twin", id=exercise.id, path=str(other))
        yield Problem(str(path), exercise.line, what, say("content.allowed.unique"))


def _commands(path: Path, exercise: Exercise) -> Iterator[Problem]:
    filled = exercise.filled({})
    port = exercise.defaults().get("port")
    place = Place("/workspace", () if port is None else (f"127.0.0.1:{port}",))
    for step in filled.steps:
        for text, line in zip(step.commands, step.command_lines, strict=True):
            yield from _command(path, text, line, place, refusable=False)
        for mistake in step.mistakes:
            for text in mistake.do:
                yield from _command(path, text, mistake.line, place, refusable=True)


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

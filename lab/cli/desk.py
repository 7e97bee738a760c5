"""What a quiz is taken at, put together from the real parts: the learner, the clock, the records, the engine's answers."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from lab.cli.learner import learner
from lab.cli.wiring import Machine
from lab.content import quiz_library
from lab.content.questions import Quiz
from lab.engine.contract import EngineError
from lab.errors import UsageError
from lab.grading.keys import StateKey
from lab.language.message import say
from lab.quiz.marking import marker
from lab.quiz.opening import Desk
from lab.record import Record, Records


class SystemClock:
    """This machine's clocks."""

    def now(self) -> float:
        """Return the seconds since 1970, UTC."""
        return time.time()

    def passed(self) -> float:
        """Return the seconds since a moment in this process; it never goes back."""
        return time.monotonic()


def grader() -> str:
    """Return the version of what marks, as records keep it."""
    return f"registry-lab {version('registry-lab')}"


def new_run() -> str:
    """Return an id for an attempt that nobody else's has."""
    return secrets.token_hex(8)


def find_quiz(name: str, lang: str) -> Quiz:
    """Return a quiz by its id, or by the path of its file."""
    if name.endswith(".md"):
        return quiz_library.load_quiz_file(Path(name), lang)
    return quiz_library.find_quiz(name, lang)


def truths_of(quiz: Quiz, machine: Machine, *, needed: bool) -> dict[str, str]:
    """Return the right answers of the questions about the learner's engine; none where no engine answers, unless it is needed."""
    from lab.quiz.truth import registries_logged, scope, truths

    if not any(isinstance(question.key, StateKey) for question in quiz.questions):
        return {}
    try:
        world = machine.engine.observe(scope(quiz.questions))
        logs = {
            address: machine.engine.xray(container.name, (), 0.0).hits
            for address in registries_logged(quiz.questions)
            if (container := world.container_behind(address))
        }
        return truths(quiz.questions, world, logs)
    except EngineError:
        if needed:
            raise
        return {}


def desk(machine: Machine, quiz: Quiz, truths: Mapping[str, str], lang: str) -> Desk:
    """Return what a sitting needs."""
    return Desk(machine.records, SystemClock(), marker(quiz, truths), learner(), lang, grader())


@contextmanager
def records_of(machine: Machine, sources: Sequence[str]) -> Iterator[tuple[Record, ...]]:
    """Read records, of this machine or of the databases that are named.

    The same learner's name in two databases is two learners: every workstation of a school may have a `student`.
    """
    if not sources:
        yield machine.records.records()
        return
    rows: list[tuple[str, Record]] = []
    for place, source in enumerate(sources, start=1):
        with book(source) as records:
            rows += [(str(place), record) for record in records.records()]
    homes: dict[str, set[str]] = {}
    for number, record in rows:
        homes.setdefault(_learner_of(record), set()).add(number)
    shared = {name for name, numbers in homes.items() if len(numbers) > 1}
    yield tuple(_named(record, number) if _learner_of(record) in shared else record for number, record in rows)


@contextmanager
def book(source: str) -> Iterator[Records]:
    """Open a database by its URL or its path; one that is not there is not made."""
    from lab.progress import Progress

    if "://" not in source and not Path(source).is_file():
        raise UsageError(say("cli.teach.no-records", path=source), say("cli.teach.no-records-hint"))
    opened = Progress(source if "://" in source else Path(source))
    try:
        yield opened
    finally:
        opened.close()


def _learner_of(record: Record) -> str:
    return str((record.data or {}).get("learner", ""))


def _named(record: Record, number: str) -> Record:
    name = _learner_of(record)
    return replace(record, data={**(record.data or {}), "learner": f"{name} ({number})"}) if name else record

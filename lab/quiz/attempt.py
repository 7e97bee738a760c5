"""One attempt at a quiz, folded out of its records: what was shown, every try, and how it was marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lab.grading.grade import Status
from lab.quiz.order import Layout
from lab.record import Record

Mode = Literal["practice", "exam", "review"]
"""`practice` tells at once, `exam` at the end; `review` is a practice of what is due."""
Source = Literal["graded", "regraded", "self", "teacher"]
"""Whose mark it is: the grader's, a later grader's, the learner's own, or the teacher's, which nothing overturns."""

ROOM = "quiz/"
"""What stands before a quiz's id in `Record.exercise`: no exercise's id has a slash, so the two never mix."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a try was marked."""

    status: Status
    score: float
    """0 to 1."""
    source: Source = "graded"


@dataclass(frozen=True, slots=True)
class Try:
    """One answer."""

    number: int
    """From 1, of those that count."""
    answer: Any
    """As JSON, unchanged."""
    normal: str
    mark: Mark
    at: float
    """Seconds since 1970."""
    hints: int = 0
    """Hints that had been shown before."""
    ms: int | None = None
    """Milliseconds from the question to the answer."""


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one question in one attempt."""

    tries: tuple[Try, ...] = ()
    hints: int = 0
    """How many were shown."""
    easy: bool = False
    """Whether the learner said so."""

    @property
    def mark(self) -> Mark | None:
        """The mark that counts: the last try's."""
        return self.tries[-1].mark if self.tries else None

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to try."""
        return self.mark is not None and self.mark.status == "correct"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt, begun and perhaps submitted."""

    run: str
    quiz: str
    learner: str
    mode: Mode
    number: int
    """Which of the learner's attempts at this quiz, from 1."""
    seed: int
    lang: str
    begun: float
    """Seconds since 1970."""
    layout: Layout
    seconds: int | None = None
    """Time that the learner has, None for as long as they like."""
    elapsed: float = 0.0
    """Seconds that had passed at the last record, by a clock that nobody can set."""
    items: Mapping[str, Item] = field(default_factory=dict)
    submitted: float | None = None
    """When it ended, in seconds since 1970; what is written after that does not count."""
    unasked: frozenset[str] = frozenset()
    """Questions about the learner's engine that could not be asked any more, since it was gone: they count neither way."""

    def item(self, question: str) -> Item:
        """Return what became of a question."""
        return self.items.get(question, Item())

    @property
    def counts(self) -> bool:
        """Whether its marks may be told: an exam's only once it is submitted."""
        return self.mode != "exam" or self.submitted is not None


def room(quiz: str) -> str:
    """Return what a quiz's records have as their exercise."""
    return f"{ROOM}{quiz}"


def attempts(records: Iterable[Record]) -> dict[str, Attempt]:
    """Return every attempt by its run, in the order in which they were begun."""
    found: dict[str, Attempt] = {}
    for record in records:
        if not record.exercise.startswith(ROOM):
            continue
        if record.run in found:
            found[record.run] = follow(found[record.run], record)
        elif record.what == "quiz-begun":
            found[record.run] = begin(record)
    return found


def begin(record: Record) -> Attempt:
    """Return the attempt that a `quiz-begun` opens."""
    data = dict(record.data or {})
    return Attempt(
        run=record.run,
        quiz=record.exercise.removeprefix(ROOM),
        learner=data["learner"],
        mode=data["mode"],
        number=data["attempt"],
        seed=data["seed"],
        lang=data["lang"],
        begun=record.at,
        layout=Layout.from_data(data),
        seconds=data["seconds"],
    )


def follow(attempt: Attempt, record: Record) -> Attempt:
    """Return an attempt with what one more record says; what has no meaning in it changes nothing."""
    data = record.data or {}
    attempt = replace(attempt, elapsed=max(attempt.elapsed, data.get("elapsed", 0.0)))
    if record.what == "submitted":
        if attempt.submitted is not None:
            return attempt
        return replace(attempt, submitted=record.at, unasked=frozenset(data["unasked"]))
    if record.step is None:
        return attempt
    item = attempt.item(record.step)
    match record.what:
        case "answered" if attempt.submitted is None:
            item = _answered(attempt, item, record, data)
        case "hinted" if attempt.submitted is None:
            item = replace(item, hints=max(item.hints, data["hint"]))
        case "found-easy":
            item = replace(item, easy=True)
        case "self-marked" | "appeal-settled" | "regraded":
            item = replace(item, tries=tuple(_marked(each, record, data) for each in item.tries))
        case _:
            return attempt
    return replace(attempt, items={**attempt.items, record.step: item})


def _answered(attempt: Attempt, item: Item, record: Record, data: Mapping[str, Any]) -> Item:
    status: Status = record.outcome  # type: ignore[assignment]  # ours alone write these records
    mark = Mark(status, data["score"])
    # An exam has one try, whose answer may be changed until the end; elsewhere what cannot be graded costs no try.
    if attempt.mode != "exam" and status == "not-graded":
        return item
    number = 1 if attempt.mode == "exam" else len(item.tries) + 1
    given = Try(number, data["answer"], data["normal"], mark, record.at, item.hints, data.get("ms"))
    return replace(item, tries=(given,) if attempt.mode == "exam" else (*item.tries, given))


_SOURCES: Mapping[str, Source] = {"self-marked": "self", "appeal-settled": "teacher", "regraded": "regraded"}


def _marked(given: Try, record: Record, data: Mapping[str, Any]) -> Try:
    """Return a try with a new mark, if it is the one that is meant and no teacher has spoken before."""
    source = _SOURCES[record.what]
    if given.number != data["try"] or (given.mark.source == "teacher" and source != "teacher"):
        return given
    status: Status = data["status"]
    return replace(given, mark=Mark(status, data["score"], source))

"""Marks as CSV: gradebooks of Canvas and Moodle, and every try in a row of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from json import dumps

from lab.content.questions import Quiz
from lab.language.message import say
from lab.quiz.attempt import Attempt, attempts
from lab.quiz.exchange.cells import table
from lab.quiz.exchange.loss import Loss
from lab.quiz.marker import Marker
from lab.quiz.scoring import Result, result_of
from lab.record import Record

_LONG = (
    *("learner", "quiz", "attempt", "mode", "run", "begun", "submitted", "question", "points"),
    *("try", "status", "score", "by", "hints", "seconds", "answer", "normal"),
)
"""Columns of a row a try; `score` is a share from 0 to 1, `begun` and `submitted` are UTC."""


@dataclass(frozen=True, slots=True)
class Row:
    """One learner's mark."""

    learner: str
    percent: float | None
    """None while an answer waits for judgement: what is not judged must not be entered as nothing."""


def canvas(quiz: Quiz, records: Iterable[Record], mark: Marker) -> tuple[str, tuple[Loss, ...]]:
    """Return a gradebook that Canvas imports; learners are found by their login, a new column makes an assignment."""
    rows = _rows(quiz, records, mark)
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", quiz.title]
    points = ["    Points Possible", "", "", "", "", 100]
    marks = ([row.learner, "", "", row.learner, "", row.percent] for row in rows)
    return table(chain([head, points], marks)), tuple(_losses(rows))


def moodle(quiz: Quiz, records: Iterable[Record], mark: Marker) -> tuple[str, tuple[Loss, ...]]:
    """Return a gradebook that Moodle imports; learners are found by address or by id number."""
    rows = _rows(quiz, records, mark)
    head = ["useremail", "useridnumber", quiz.title]
    marks = ([row.learner, "", row.percent] if "@" in row.learner else ["", row.learner, row.percent] for row in rows)
    return table(chain([head], marks)), tuple(_losses(rows))


def long(quiz: Quiz, records: Iterable[Record]) -> tuple[str, tuple[Loss, ...]]:
    """Return every try of every attempt that counts; nothing is lost."""
    points = {question.id: question.points for question in quiz.questions}
    sat = (each for each in attempts(records).values() if each.quiz == quiz.id and each.counts)
    return table(chain([_LONG], (row for attempt in sat for row in _tries(attempt, points)))), ()


def _tries(attempt: Attempt, points: dict[str, int]) -> Iterator[list[object]]:
    for question, item in attempt.items.items():
        for given in item.tries:
            yield [
                attempt.learner,
                attempt.quiz,
                attempt.number,
                attempt.mode,
                attempt.run,
                _moment(attempt.begun),
                _moment(attempt.submitted) if attempt.submitted else "",
                question,
                points.get(question),
                given.number,
                given.mark.status,
                given.mark.score,
                given.mark.source,
                given.hints,
                None if given.ms is None else given.ms / 1000,
                given.answer if isinstance(given.answer, str) else dumps(given.answer, ensure_ascii=False),
                given.normal,
            ]


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def _rows(quiz: Quiz, records: Iterable[Record], mark: Marker) -> list[Row]:
    """Return each learner's mark in the last exam that they submitted."""
    last: dict[str, Result] = {}
    for attempt in attempts(records).values():
        if attempt.quiz == quiz.id and attempt.mode == "exam" and attempt.submitted is not None:
            last[attempt.learner] = result_of(quiz, attempt, mark)
    return [
        Row(learner, None if result.pending or result.percent is None else round(result.percent, 2))
        for learner, result in sorted(last.items())
    ]


def _losses(rows: list[Row]) -> Iterator[Loss]:
    waiting = sum(row.percent is None for row in rows)
    if waiting:
        yield Loss(None, say("quiz.loss.pending", learners=waiting))
    yield Loss(None, say("quiz.loss.exams-only"))

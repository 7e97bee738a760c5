"""Marking again what was marked before, by today's quiz and today's grader; new marks are appended, none is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lab.content.questions import Question, Quiz
from lab.errors import LabError
from lab.grading.grade import Grade
from lab.grading.keys import StateKey
from lab.grading.read import read_answer
from lab.quiz.attempt import Attempt, Mark, Try, attempts, room
from lab.quiz.marker import Marker
from lab.record import Record


@dataclass(frozen=True, slots=True)
class MarkChanged:
    """A try that would be marked otherwise today."""

    learner: str
    question: str
    answer: object
    before: Mark
    after: Mark
    record: Record
    """What says so, for the records."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How far a regrading has come."""

    done: int
    of: int


def regrade(quiz: Quiz, records: Iterable[Record], mark: Marker, grader: str) -> Iterator[MarkChanged | Looked]:
    """Yield every mark that changes, and after each attempt how far it is; a teacher's marks stay as they are.

    Equal answers to a question are marked once, so a class costs what its different answers do. Questions about a learner's
    engine are left out: that engine is not here. Done again at once, it changes nothing.
    """
    sat = [attempt for attempt in attempts(records).values() if attempt.quiz == quiz.id]
    known: dict[tuple[str, str], Grade | None] = {}
    questions = {each.id: each for each in quiz.questions if not isinstance(each.key, StateKey)}
    for done, attempt in enumerate(sat, start=1):
        for identity, item in attempt.items.items():
            for given in item.tries if identity in questions else ():
                changed = _changed(attempt, questions[identity], given, known, mark, grader)
                if changed is not None:
                    yield changed
        yield Looked(done, len(sat))


def _changed(
    attempt: Attempt,
    question: Question,
    given: Try,
    known: dict[tuple[str, str], Grade | None],
    mark: Marker,
    grader: str,
) -> MarkChanged | None:
    if given.mark.source == "teacher":
        return None
    key = (question.id, repr(given.answer))
    if key not in known:
        known[key] = _grade(question, given.answer, mark)
    grade = known[key]
    if grade is None or (grade.status == "review" and given.mark.source == "self"):
        return None
    after = Mark(grade.status, grade.score, "regraded")
    if (after.status, after.score) == (given.mark.status, given.mark.score):
        return None
    data: Mapping[str, object] = {
        "learner": attempt.learner,
        "try": given.number,
        "status": after.status,
        "score": after.score,
        "normal": grade.normal,
        "was": {"status": given.mark.status, "score": given.mark.score},
        "item_hash": question.hash,
        "grader": grader,
    }
    record = Record(attempt.run, room(attempt.quiz), "regraded", question.id, after.status, data)
    return MarkChanged(attempt.learner, question.id, given.answer, given.mark, after, record)


def _grade(question: Question, answer: object, mark: Marker) -> Grade | None:
    """Return today's grade, None for an answer that the question cannot have any more."""
    try:
        return mark(question, read_answer(question.key, answer))
    except LabError:
        return None

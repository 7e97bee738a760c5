"""What waits for a teacher: appeals, and exam answers that the grader did not understand; and what the teacher says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from lab.quiz.attempt import ROOM, Attempt, Try, begin, follow, room
from lab.record import Record


@dataclass(frozen=True, slots=True)
class Case:
    """One answer that somebody has to judge."""

    number: int
    """From 1, in the order in which cases came up; it never changes."""
    kind: Literal["appeal", "review"]
    run: str
    quiz: str
    question: str
    learner: str
    lang: str
    given: Try
    why: str = ""
    """The learner's words."""
    settled: Literal["accepted", "rejected"] | None = None


def cases(records: Iterable[Record]) -> tuple[Case, ...]:
    """Return every case, settled or not, in the order of their numbers."""
    found: list[Case] = []
    sitting: dict[str, Attempt] = {}
    for record in records:
        if not record.exercise.startswith(ROOM):
            continue
        if record.run not in sitting:
            if record.what == "quiz-begun":
                sitting[record.run] = begin(record)
            continue
        before = sitting[record.run]
        after = sitting[record.run] = follow(before, record)
        if record.what == "submitted" and before.submitted is None:
            found += _in_review(after, len(found))
        elif record.what == "appealed":
            found += _appealed(after, record, found)
        elif record.what in ("appeal-settled", "regraded"):
            found = [_settled(case, after, record) for case in found]
    return tuple(found)


def settlement(case: Case, why: str, by: str, *, accepted: bool) -> Record:
    """Return the record of a teacher's word: an accepted answer is right, a rejected one keeps its mark, or has none."""
    given = case.given
    status, score = ("correct", 1.0) if accepted else (given.mark.status, given.mark.score)
    if status == "review":
        status, score = "incorrect", 0.0
    data: dict[str, Any] = {"try": given.number, "status": status, "score": score, "why": why, "by": by}
    outcome = "accepted" if accepted else "rejected"
    return Record(case.run, room(case.quiz), "appeal-settled", case.question, outcome, data)


def _in_review(attempt: Attempt, count: int) -> Iterator[Case]:
    waiting = (
        (question, item.tries[-1])
        for question, item in attempt.items.items()
        if attempt.mode == "exam" and item.mark is not None and item.mark.status == "review"
    )
    for number, (question, given) in enumerate(waiting, start=count + 1):
        yield Case(number, "review", attempt.run, attempt.quiz, question, attempt.learner, attempt.lang, given)


def _appealed(attempt: Attempt, record: Record, found: list[Case]) -> Iterator[Case]:
    """Open a case, unless one is open about the same answer."""
    data, question = record.data or {}, record.step or ""
    given = next((each for each in attempt.item(question).tries if each.number == data["try"]), None)
    same = any(_about(case, record.run, question, data["try"]) and case.settled is None for case in found)
    if given is not None and not same:
        yield Case(
            len(found) + 1,
            "appeal",
            attempt.run,
            attempt.quiz,
            question,
            attempt.learner,
            attempt.lang,
            given,
            str(data.get("why", "")),
        )


def _settled(case: Case, attempt: Attempt, record: Record) -> Case:
    """Return a case that a teacher settled, or that a later grader settled by finding the answer right."""
    data = record.data or {}
    if case.settled is not None or not _about(case, record.run, record.step or "", data["try"]):
        return case
    given = next(each for each in attempt.item(case.question).tries if each.number == data["try"])
    if record.what == "appeal-settled":
        return replace(case, given=given, settled="accepted" if record.outcome == "accepted" else "rejected")
    if data["status"] == "correct":
        return replace(case, given=given, settled="accepted")
    understood = case.kind == "review" and data["status"] != "review"
    return replace(case, given=given, settled="rejected" if understood else None)


def _about(case: Case, run: str, question: str, number: int) -> bool:
    return (case.run, case.question, case.given.number) == (run, question, number)

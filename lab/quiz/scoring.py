"""What marks add up to: points, how many are still open, and whether it is enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lab.content.questions import Question, Quiz
from lab.errors import LabError, UsageError
from lab.grading.answers import Answer
from lab.grading.grade import Feedback, Status
from lab.grading.read import read_answer
from lab.language.message import say
from lab.quiz.attempt import Attempt, Source
from lab.quiz.marker import Marker


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question's mark in points, and its reasons."""

    question: str
    status: Status
    score: float
    """Points."""
    points: int
    """The most that the question gives."""
    feedback: tuple[Feedback, ...] = ()
    counted: bool = True
    """False for what is in review, and for what could not be asked: neither its score nor its points are counted."""
    source: Source = "graded"


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt came to."""

    quiz: str
    items: tuple[ItemResult, ...]
    """In the quiz's order."""
    passing: int
    """Percent that are enough."""

    @property
    def score(self) -> float:
        """Points reached, of those that count."""
        return round(sum(item.score for item in self.items if item.counted), 6)

    @property
    def most(self) -> int:
        """Points that could be reached; those in review are not among them."""
        return sum(item.points for item in self.items if item.counted)

    @property
    def pending(self) -> int:
        """How many answers wait for somebody's judgement."""
        return sum(item.status == "review" for item in self.items)

    @property
    def percent(self) -> float | None:
        """Share of the points in percent, None where nothing counts yet."""
        return 100 * self.score / self.most if self.most else None

    @property
    def passed(self) -> bool | None:
        """Whether it is enough; None while what is pending may still change that."""
        if self.percent is None:
            return None
        waiting = sum(item.points for item in self.items if item.status == "review")
        least, best = self.score / (self.most + waiting), (self.score + waiting) / (self.most + waiting)
        bar = self.passing / 100
        return True if least >= bar else False if best < bar else None

    @property
    def all_right(self) -> bool:
        """Whether something was graded and all of it is correct."""
        graded = {item.status for item in self.items} - {"review", "not-graded"}
        return graded == {"correct"}


def result_of(quiz: Quiz, attempt: Attempt, mark: Marker) -> Result:
    """Return what an attempt has come to so far; the reasons are asked of the grader again, the marks are those on record."""
    asked = set(attempt.layout.questions) - attempt.unasked
    return Result(
        quiz.id,
        tuple(_item(question, attempt, mark) for question in quiz.questions if question.id in asked),
        quiz.passing,
    )


def grade_paper(quiz: Quiz, answers: Mapping[str, Any], mark: Marker, unasked: Collection[str] = ()) -> Result:
    """Mark a whole paper, question id to answer as JSON; raise UsageError for an answer that its question cannot have.

    `unasked` are questions that nobody can answer here, such as those about an engine where there is none.
    """
    unknown = tuple(sorted(answers.keys() - {question.id for question in quiz.questions}))
    if unknown:
        known = tuple(question.id for question in quiz.questions)
        raise UsageError(
            say("quiz.paper.unknown", quiz=quiz.id, questions=unknown), say("quiz.paper.known", questions=known)
        )
    items = tuple(_marked(question, answers, mark, unasked) for question in quiz.questions)
    return Result(quiz.id, items, quiz.passing)


def _read(question: Question, answer: Any) -> Answer:
    try:
        return read_answer(question.key, answer)
    except LabError as error:
        raise UsageError(say("quiz.paper.shape", question=question.id, problem=error.message), error.hint) from error


def _item(question: Question, attempt: Attempt, mark: Marker) -> ItemResult:
    item = attempt.item(question.id)
    if not item.tries:
        return ItemResult(question.id, "not-graded", 0.0, question.points, (say("quiz.result.left-out"),))
    last = item.tries[-1]
    return ItemResult(
        question.id,
        last.mark.status,
        last.mark.score * question.points,
        question.points,
        tuple(_reasons(question, last.answer, mark)),
        last.mark.status != "review",
        last.mark.source,
    )


def _reasons(question: Question, answer: Any, mark: Marker) -> Iterable[Feedback]:
    try:
        return mark(question, read_answer(question.key, answer)).feedback
    except LabError as error:  # the question's blanks or options are others than when it was answered
        return (error.message,)


def _marked(question: Question, answers: Mapping[str, Any], mark: Marker, unasked: Collection[str]) -> ItemResult:
    if question.id in unasked:
        reason = (say("quiz.result.no-engine"),)
        return ItemResult(question.id, "not-graded", 0.0, question.points, reason, counted=False)
    if question.id not in answers:
        return ItemResult(question.id, "not-graded", 0.0, question.points, (say("quiz.result.left-out"),))
    grade = mark(question, _read(question, answers[question.id]))
    return ItemResult(
        question.id,
        grade.status,
        grade.score * question.points,
        question.points,
        grade.feedback,
        grade.status != "review",
    )

"""What a sitting tells: frozen, complete, without a front end in mind; a screen and a plain terminal read the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from lab.content.questions import Question
from lab.grading.grade import Grade, Status
from lab.language.message import Message
from lab.quiz.attempt import Mode
from lab.quiz.scoring import Result


@dataclass(frozen=True, slots=True)
class SittingOpened:
    """An attempt begins, or goes on."""

    quiz: str
    mode: Mode
    run: str
    number: int
    """Which attempt of the learner's, from 1."""
    questions: int
    answered: int
    seconds: int | None
    """Time for the whole of it; None for as long as one likes."""
    remaining: float | None
    resumed: bool


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question is put to the learner."""

    question: Question
    number: int
    """Its place, from 1."""
    of: int
    options: tuple[tuple[int, str], ...]
    """Id and text of each option, in the order in which they are shown."""
    hints: tuple[str, ...]
    """Those that have been shown already."""
    tries: int
    remaining: float | None


@dataclass(frozen=True, slots=True)
class AnswerGraded:
    """An answer was marked, and the learner is told why."""

    question: str
    grade: Grade
    score: float
    """Points."""
    points: int
    counted: bool
    """False where it cost no try."""
    explanation: str
    """Empty while the learner may still find out."""
    model_answer: str
    """Empty but where the learner is asked to judge: see `Sitting.mark_self`."""


@dataclass(frozen=True, slots=True)
class AnswerNoted:
    """An answer was taken in an exam: nothing is told of it."""

    question: str
    remaining: float | None


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked for cannot be now."""

    question: str | None
    reason: Message


@dataclass(frozen=True, slots=True)
class HintShown:
    """A hint was given."""

    question: str
    text: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class SelfMarked:
    """The learner has judged an answer that the grader did not understand."""

    question: str
    status: Status


@dataclass(frozen=True, slots=True)
class FoundEasy:
    """The learner says that a question was easy: it comes back later than others."""

    question: str


@dataclass(frozen=True, slots=True)
class Appealed:
    """The learner says that an answer is right, and a teacher will look at it."""

    question: str


@dataclass(frozen=True, slots=True)
class SittingFinished:
    """The attempt is over."""

    result: Result
    again: bool
    """Whether it had been submitted before this: nothing was counted twice."""


Event: TypeAlias = (
    SittingOpened
    | QuestionAsked
    | AnswerGraded
    | AnswerNoted
    | Refused
    | HintShown
    | SelfMarked
    | FoundEasy
    | Appealed
    | SittingFinished
)
"""Everything a sitting may tell."""

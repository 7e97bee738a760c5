"""What a grader says of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from lab.grading.said import Said
from lab.language.message import Message

Status = Literal["correct", "partial", "incorrect", "review", "not-graded"]
"""`review`: the grader does not understand, and nobody is marked down for that; `not-graded`: empty or too long, no attempt."""

Feedback: TypeAlias = "Message | Said"
"""A reason: the grader's own, or a sentence of the question's author."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A mark and its reasons."""

    status: Status
    score: float
    """0 to 1, the share of the question's points; 0 for `review` and `not-graded`, which are not counted."""
    feedback: tuple[Feedback, ...] = ()
    """Why, most important first; never empty but for a whole and well-spelt answer."""
    normal: str = ""
    """The answer in the form in which equal answers look equal: answers are clustered by it."""


def marked(score: float, feedback: tuple[Feedback, ...] = (), normal: str = "") -> Grade:
    """Make the grade of an answer that was understood; its status follows from its score."""
    score = min(1.0, max(0.0, round(score, 6)))
    status: Status = "correct" if score == 1 else "partial" if score else "incorrect"
    return Grade(status, score, feedback, normal)


def unmarked(status: Literal["review", "not-graded"], feedback: tuple[Feedback, ...], normal: str = "") -> Grade:
    """Make the grade of an answer that is not counted, with the reason for that."""
    return Grade(status, 0.0, feedback, normal)

"""What to do next, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lab.language.message import Message, say

if TYPE_CHECKING:
    from lab.content.model import Exercise
    from lab.content.questions import Quiz
    from lab.history import Next


def sentence(following: Next, exercises: Iterable[Exercise], quizzes: Iterable[Quiz]) -> Message:
    """Return what to do next, by its title; what nobody has a text of is as if there were nothing."""
    if following.what in ("review", "quiz"):
        for quiz in (quiz for quiz in quizzes if quiz.id == following.of):
            if following.what == "review":
                return say("tui.progress.next-review", title=quiz.title)
            return say("tui.progress.next-quiz", title=quiz.title)
    exercise = next((exercise for exercise in exercises if exercise.id == following.of), None)
    if exercise is None:
        return say("tui.progress.next-nothing")
    if following.what == "elsewhere":
        return say("tui.progress.next-elsewhere", title=exercise.title)
    step = exercise.step(following.step)
    if step is None:
        return say("tui.progress.next-begin", title=exercise.title)
    number = exercise.steps.index(step) + 1
    return say("tui.progress.next-step", title=exercise.title, step=step.title, number=number)

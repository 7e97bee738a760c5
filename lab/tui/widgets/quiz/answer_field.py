"""What every field for an answer has: the answer as it stands, and two things to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from lab.grading.answers import Answer
from lab.tui.keys import Key
from lab.tui.widgets.quiz.line import FIELD_KEYS


class AnswerField(Vertical):
    """Takes the answer to one question; each kind of question has its own."""

    KEYS: ClassVar[tuple[Key, ...]] = FIELD_KEYS
    """What its keys do, for the page of keys."""

    @dataclass
    class AnswerChanged(Message):
        """The answer is another one now."""

        answer: Answer

    @dataclass
    class AnswerGiven(Message):
        """The learner gives the answer as it stands."""

        answer: Answer

    @property
    def answer(self) -> Answer:
        """The answer as it stands."""
        raise NotImplementedError

    def entry(self) -> Widget:
        """Return where the learner begins."""
        raise NotImplementedError

    def changed(self) -> None:
        """Tell that the answer is another one now."""
        self.post_message(self.AnswerChanged(self.answer))

    def give(self) -> None:
        """Tell that the learner gives the answer as it stands."""
        self.post_message(self.AnswerGiven(self.answer))

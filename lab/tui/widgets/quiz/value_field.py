"""`state`: a value read off the learner's own engine."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from lab.grading.answers import TextAnswer
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.line import Line


class ValueField(AnswerField):
    """One line."""

    def __init__(self, given: TextAnswer | None) -> None:
        super().__init__()
        self._line = Line(given.text if given is not None else "")

    @property
    def answer(self) -> TextAnswer:
        """What was typed."""
        return TextAnswer(self._line.value)

    def entry(self) -> Widget:
        """Return the line."""
        return self._line

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield self._line

    @on(Input.Changed)
    def _typed(self, typed: Input.Changed) -> None:
        typed.stop()
        self.changed()

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        self.give()

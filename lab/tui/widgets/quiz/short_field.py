"""`short`: a sentence or two."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from lab.grading.answers import TextAnswer
from lab.grading.keys import ShortKey
from lab.language.words import Words
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.essay import Essay


class ShortField(AnswerField):
    """Free text."""

    def __init__(self, key: ShortKey, given: TextAnswer | None, words: Words) -> None:
        super().__init__()
        self._essay = Essay(given.text if given is not None else "", key.rubric.max_words, words)

    @property
    def answer(self) -> TextAnswer:
        """What was typed."""
        return TextAnswer(self._essay.text)

    def entry(self) -> Widget:
        """Return where the learner types."""
        return self._essay.area

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield self._essay

    @on(Essay.EssayTyped)
    def _typed(self) -> None:
        self.changed()

    @on(Essay.EssayDone)
    def _done(self) -> None:
        self.give()

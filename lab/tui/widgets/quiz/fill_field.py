"""`fill`: blanks within their sentence, or below it where it is more than a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.layout import Layout
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from lab.grading.answers import FillAnswer
from lab.grading.keys import FillKey
from lab.language.message import say
from lab.language.words import Words
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.flow import Flowing, FlowLayout
from lab.tui.widgets.quiz.line import Line
from lab.tui.widgets.quiz.sentence import Piece, sentence

NARROWEST, WIDEST = 16, 40
"""Cells of a blank in a sentence: the same for every blank, since its width must not tell the answer."""


class WordLabel(Static, Flowing):
    """A word of the sentence."""

    def __init__(self, piece: Piece) -> None:
        text = Content.styled(piece.text, piece.style)
        super().__init__(text)
        self.cells = text.cell_length
        self.glued = piece.glued


class Gap(Line, Flowing):
    """A blank of the sentence, wider as more is typed."""

    def __init__(self, name: str, text: str, glued: bool) -> None:
        super().__init__(text, compact=True, name=name)
        self.glued = glued

    @property
    def cells(self) -> int:  # type: ignore[override]  # a blank's width is that of its text
        """Width."""
        return min(max(Content(self.value[:WIDEST]).cell_length + 2, NARROWEST), WIDEST)


class Sentence(Static):
    """Words and blanks in a flow."""

    def __init__(self, *pieces: Widget) -> None:
        super().__init__()
        self._flow = FlowLayout()
        self._pieces = pieces

    @property
    def layout(self) -> Layout:
        """The flow: the style sheet knows no layout but Textual's own."""
        return self._flow

    def compose(self) -> ComposeResult:
        """Lay out every piece."""
        yield from self._pieces


class FillField(AnswerField):
    """Blanks to fill in."""

    def __init__(self, prose: str, key: FillKey, given: FillAnswer | None, words: Words) -> None:
        super().__init__()
        self._texts = {blank.name: "" for blank in key.blanks} | dict(given.blanks if given is not None else {})
        self._words = words
        self.pieces = sentence(prose, self._texts)
        """The sentence, None where the prose has to be drawn above the blanks."""

    @property
    def answer(self) -> FillAnswer:
        """What stands in each blank."""
        return FillAnswer(dict(self._texts))

    def entry(self) -> Widget:
        """Return the first blank that is empty, else the first."""
        lines = list(self.query(Line))
        return next((line for line in lines if not line.value), lines[0])

    def compose(self) -> ComposeResult:
        """Lay out the sentence, or one labelled line a blank."""
        if self.pieces is not None:
            yield Sentence(*map(self._piece, self.pieces))
        else:
            yield from self._labelled()

    def _piece(self, piece: Piece) -> Widget:
        return Gap(piece.text, self._texts[piece.text], piece.glued) if piece.blank else WordLabel(piece)

    def _labelled(self) -> Iterator[Widget]:
        for place, (name, text) in enumerate(self._texts.items(), start=1):
            label = Label(self._words.say(say("tui.quiz.blank", number=place)), classes="label", markup=False)
            yield Horizontal(label, Line(text, compact=True, name=name), classes="blank")

    @on(Input.Changed)
    def _typed(self, typed: Input.Changed) -> None:
        typed.stop()
        if typed.input.name is None or self._texts[typed.input.name] == typed.value:
            return
        self._texts[typed.input.name] = typed.value
        if self.pieces is not None:
            self.query_one(Sentence).refresh(layout=True)
        self.changed()

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        """Go on to the next empty blank, and give the answer from the last."""
        submitted.stop()
        empty = [line for line in self.query(Line) if not line.value.strip()]
        if empty and submitted.value.strip():
            empty[0].focus()
        else:
            self.give()

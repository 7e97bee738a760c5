"""A sentence or two to write, with its words counted."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Label, TextArea

from lab.language.message import say
from lab.language.words import Words
from lab.tui.widgets.quiz.line import Lines


class Essay(Vertical):
    """A text area that grows, and under it how many words there are of how many there may be."""

    @dataclass
    class EssayTyped(Message):
        """The text is another one now."""

        text: str

    @dataclass
    class EssayDone(Message):
        """The learner is done writing."""

    def __init__(self, text: str, most: int, words: Words) -> None:
        super().__init__()
        self.text = text
        self._most = most
        self._words = words

    @property
    def area(self) -> Lines:
        """Where the learner types."""
        return self.query_one(Lines)

    def compose(self) -> ComposeResult:
        """Lay out the text area and its counter."""
        yield Lines(self.text)
        yield Label("", classes="counter", markup=False)

    def on_mount(self) -> None:
        """Count what is there already."""
        self._count()

    @on(TextArea.Changed)
    def _typed(self, typed: TextArea.Changed) -> None:
        typed.stop()
        if typed.text_area.text != self.text:
            self.text = typed.text_area.text
            self._count()
            self.post_message(self.EssayTyped(self.text))

    @on(Lines.Submitted)
    def _done(self, done: Lines.Submitted) -> None:
        done.stop()
        self.post_message(self.EssayDone())

    def _count(self) -> None:
        count = len(self.text.split())
        counter, over = self.query_one(".counter", Label), count > self._most
        told = say("tui.quiz.too-many-words", count=count, most=self._most)
        counter.update(self._words.say(told if over else say("tui.quiz.words", count=count, most=self._most)))
        counter.set_class(over, "-over")

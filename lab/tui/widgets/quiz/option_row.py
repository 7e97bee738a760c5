"""One option on a line of its own: a number to press, a sign, and its text."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Label

from lab.tui.signs import CURRENT
from lab.tui.widgets.quiz.inline import inline


class OptionRow(Horizontal):
    """Draws one option, and tells a click on it."""

    @dataclass
    class RowClicked(Message):
        """The option was clicked."""

        id: int

    def __init__(self, identity: int, key: str, text: str) -> None:
        super().__init__()
        self.identity = identity
        self._key = key
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the columns; the text wraps within its own."""
        yield Label("", classes="cursor", markup=False)
        yield Label(self._key, classes="key", markup=False)
        yield Label("", classes="sign", markup=False)
        yield Label(inline(self._text), classes="text")

    def show(self, sign: str, *, current: bool, chosen: bool) -> None:
        """Draw how the option stands."""
        self.query_one(".cursor", Label).update(CURRENT if current else " ")
        self.query_one(".sign", Label).update(Content(sign))
        self.set_class(current, "-current")
        self.set_class(chosen, "-chosen")

    def on_click(self) -> None:
        """Tell that this option is wanted."""
        self.post_message(self.RowClicked(self.identity))

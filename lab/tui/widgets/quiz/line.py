"""Fields to type in: whatever is pasted into them is text, of a length that a screen can show."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from textual.events import Key as KeyPressed
from textual.events import Paste
from textual.message import Message
from textual.widgets import Input, TextArea

from lab.language.message import say
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain

LONGEST = 4_000
"""Characters a field takes, twice what any grader reads: what is longer is told to be too long, and costs nothing."""

FIELD_KEYS = (
    Key("enter", "submit", say("tui.key.answer"), say("tui.help.answer"), "⏎"),
    Key("escape", "screen.leave_field", say("tui.key.leave-field"), say("tui.help.leave-field"), "Esc"),
)
"""Keys of every field; the letters are the field's own."""


@dataclass
class PasteCut(Message):
    """More was pasted than a field takes, and only its beginning was kept."""

    most: int


def pasted(text: str, room: int) -> str:
    """Return pasted text as a keyboard would have typed it, and no more of it than there is room for.

    Terminals send `\\r` for a new line; decomposed Hangul is composed, and what cannot be seen is left out.
    """
    begin = text[: 4 * room].replace("\r\n", "\n").replace("\r", "\n")
    seen = plain(begin).replace("\N{REPLACEMENT CHARACTER}", "")
    return unicodedata.normalize("NFC", seen)[:room]


class Line(Input):
    """One line."""

    BINDINGS = bindings(FIELD_KEYS)

    def __init__(self, text: str = "", *, compact: bool = False, name: str | None = None) -> None:
        super().__init__(text, compact=compact, name=name, select_on_focus=False, max_length=LONGEST)

    def on_paste(self, event: Paste) -> None:
        """Take what is pasted as one line of text."""
        event.stop()
        event.prevent_default()
        room = max(LONGEST - len(self.value) + len(self.selected_text), 0)
        self.replace(" ".join(pasted(event.text, room).strip("\n").split("\n")), *self.selection)
        if len(event.text) > room:
            self.post_message(PasteCut(LONGEST))


class Lines(TextArea):
    """A few lines, which grow with the text."""

    BINDINGS = bindings(FIELD_KEYS)

    @dataclass
    class Submitted(Message):
        """The learner is done typing."""

        area: Lines

    def __init__(self, text: str = "") -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False, compact=True)
        self.move_cursor(self.document.end)

    def on_key(self, event: KeyPressed) -> None:
        """Take Enter for the key it is on every other field: a text area would begin a new line."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.action_submit()

    def action_submit(self) -> None:
        """Tell that the text is done."""
        self.post_message(self.Submitted(self))

    def on_paste(self, event: Paste) -> None:
        """Take what is pasted as text."""
        event.stop()
        event.prevent_default()
        room = max(LONGEST - len(self.text) + len(self.selected_text), 0)
        self.replace(pasted(event.text, room), *self.selection)
        if len(event.text) > room:
            self.post_message(PasteCut(LONGEST))

"""One line to type a command in: history, completion, and no more than a command may be."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from lab.docker_cli.completing import Completion, Names, complete
from lab.docker_cli.feeding import concealed
from lab.docker_cli.shell_words import LONGEST_LINE
from lab.language.message import say
from lab.tui.history import History
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain


class CommandLine(Input):
    """A line of text with what was typed before and what could come next; Enter posts `Submitted`."""

    KEYS = (
        Key("enter", "submit", say("tui.key.run"), say("tui.help.submit"), "⏎"),
        Key("tab", "complete", say("tui.key.complete"), say("tui.help.complete"), "⇥"),
        Key("up", "older", say("tui.key.older"), say("tui.help.older"), "↑"),
        Key("down", "newer", say("tui.key.newer"), say("tui.help.older"), "↓", footer=False),
        Key("escape", "leave_line", say("tui.key.page"), say("tui.help.page"), "Esc"),
    )
    BINDINGS = bindings(KEYS)

    names: reactive[Names] = reactive(Names(), init=False)
    """What there is to name."""
    correction: str | None = None
    """The whole line put right, where it is misspelt: what Tab takes over when there is nothing to complete."""

    @dataclass
    class LineLeft(Message):
        """The learner wants to go back to the page."""

    @dataclass
    class CursorMoved(Message):
        """The text or the place in it has changed."""

    def __init__(self) -> None:
        super().__init__(max_length=LONGEST_LINE, select_on_focus=False, compact=True)
        self._history = History()

    @property
    def completion(self) -> Completion:
        """What could stand at the cursor."""
        return complete(self.value, self.cursor_position, self.names)

    def entered(self) -> str:
        """Take the line off the screen into the history, and return it."""
        line, self.value = self.value.strip(), ""
        if line and concealed(line) == line:  # a password is nothing to bring back
            self._history = self._history.added(line)
        return line

    def action_complete(self) -> None:
        """Fill in what all that could come shares, or put a misspelt line right."""
        completion = self.completion
        if completion.choices or self.correction is None:
            self._put(*completion.applied(self.value))
        else:
            self._put(self.correction, len(self.correction))

    def action_older(self) -> None:
        """Bring back the line before."""
        self._history = self._history.older(self.value)
        self._put(self._history.text, len(self._history.text))

    def action_newer(self) -> None:
        """Go on towards what was being typed."""
        if self._history.back:
            self._history = self._history.newer()
            self._put(self._history.text, len(self._history.text))

    def action_leave_line(self) -> None:
        """Go back to the page; what is typed stays."""
        self.post_message(self.LineLeft())

    def watch_selection(self) -> None:
        """Tell that the cursor may stand elsewhere."""
        self.post_message(self.CursorMoved())

    def _on_paste(self, event: events.Paste) -> None:
        """Take one command of what is pasted, cut to what one may be; a line that ends in a backslash goes on."""
        event.stop()
        event.prevent_default()
        room = LONGEST_LINE - len(self.value) + len(self.selected_text)
        text = plain(event.text[: 2 * LONGEST_LINE].strip().replace("\\\n", " "))
        line = text.split("\n", 1)[0][: max(room, 0)]
        self.replace(line, *self.selection)

    def _put(self, text: str, cursor: int) -> None:
        self.value = text
        self.cursor_position = cursor

"""One command of an action: its line, its layers, what it printed and how it failed."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from lab.language.words import Words
from lab.session.events import CallMade, CommandFailed, LayerMoved, Noticed, Printed, RequestSent
from lab.tui.gathering import MOST_LINES
from lab.tui.plain import plain
from lab.tui.widgets.exercise.layers import Layers
from lab.tui.widgets.exercise.trace import Trace
from lab.tui.widgets.trouble import Trouble

Told = LayerMoved | Printed | Noticed | CallMade | RequestSent | CommandFailed
"""What happens to a command."""


class Output(Widget):
    """Lines as they come; hidden until there is one."""

    def __init__(self, classes: str) -> None:
        super().__init__(classes=classes)
        self.lines: list[str] = []

    def tell(self, text: str) -> None:
        """Take in more text."""
        self.lines += plain(text).split("\n")
        del self.lines[:-MOST_LINES]
        self.add_class("-some")
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n".join(self.lines))


class CommandBlock(Vertical):
    """Shows one command from its start to its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.early = Output("early")
        self.transfers = Layers()
        self.late = Output("late")
        self.trouble = Trouble()
        line = Static(Content.assemble(("$ ", "$foreground 60%"), (plain(text), "bold")), classes="command")
        self.trace = Trace()
        super().__init__(line, self.early, self.transfers, self.late, self.trouble, self.trace)

    def tell(self, event: Told, words: Words) -> None:
        """Take in what happened to the command."""
        match event:
            case LayerMoved():
                self.transfers.tell(event)
            case Printed():
                self.lines.tell(event.text)
            case Noticed():
                self.lines.tell(f"i {words.say(event.message)}")
            case CallMade() | RequestSent():
                self.trace.tell(event, words)
            case CommandFailed():
                self.trouble.show(event, words)

    @property
    def lines(self) -> Output:
        """Where the next line goes: over the layers until one has moved, then below them."""
        return self.late if self.transfers.has_class("-some") else self.early

"""`order`: rows to move into an order, and those that do not belong put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Label

from lab.grading.answers import OptionsAnswer
from lab.language.message import say
from lab.language.words import Words
from lab.tui.keys import Key, bindings
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.arrangement import Arrangement
from lab.tui.widgets.quiz.option_row import OptionRow

UP, DOWN = "alt+up,shift+up,ctrl+up", "alt+down,shift+down,ctrl+down"
"""Terminals keep some of these for themselves."""
NOWHERE = Arrangement(())


class OrderField(AnswerField, can_focus=True):
    """Steps from the first to the last; below the line stand those that do not belong."""

    KEYS = (
        Key("enter", "answer", say("tui.key.answer"), say("tui.help.answer"), "⏎"),
        Key("space", "grab", say("tui.key.grab"), say("tui.help.grab"), "␣"),
        Key(UP, "carry(-1)", say("tui.key.carry"), say("tui.help.carry"), "⇧↑↓", footer=False),
        Key(DOWN, "carry(1)", say("tui.key.carry"), say("tui.help.carry"), footer=False),
        Key("x,delete", "aside", say("tui.key.aside"), say("tui.help.aside"), "x"),
        Key("up", "step(-1)", say("tui.key.up"), say("tui.help.options"), "↑↓", footer=False),
        Key("down", "step(1)", say("tui.key.down"), say("tui.help.options"), footer=False),
    )
    BINDINGS = bindings(KEYS)

    rows: reactive[Arrangement] = reactive(NOWHERE, init=False)

    def __init__(self, options: Sequence[tuple[int, str]], given: OptionsAnswer | None, words: Words) -> None:
        super().__init__()
        self._texts = dict(options)
        self._words = words
        shown = tuple(self._texts)
        placed = given.ids if given is not None else shown
        self.set_reactive(OrderField.rows, Arrangement(placed, tuple(each for each in shown if each not in placed)))

    @property
    def answer(self) -> OptionsAnswer:
        """The steps that are in order."""
        return OptionsAnswer(self.rows.placed)

    def entry(self) -> Widget:
        """Return the field itself: it moves its own cursor."""
        return self

    def compose(self) -> ComposeResult:
        """Lay out the rows, with a line between what is in order and what is not."""
        yield Label(self._words.say(say("tui.quiz.order")), classes="note", markup=False)
        for identity in self.rows.rows:
            yield OptionRow(identity, "", self._texts[identity])
        yield Label(self._words.say(say("tui.quiz.aside")), classes="aside", markup=False)

    def on_mount(self) -> None:
        """Draw the rows in their order."""
        self._draw()

    def action_step(self, by: int) -> None:
        """Move the cursor, and with it a row that is grabbed."""
        self.rows = self.rows.stepped(by)

    def action_carry(self, by: int) -> None:
        """Move the row under the cursor."""
        self.rows = self.rows.moved(by)

    def action_grab(self) -> None:
        """Take hold of the row under the cursor, or let it go."""
        self.rows = replace(self.rows, grabbed=not self.rows.grabbed)

    def action_aside(self) -> None:
        """Put the row under the cursor aside, or take it back."""
        self.rows = self.rows.switched()

    def action_answer(self) -> None:
        """Give the answer."""
        self.give()

    def watch_rows(self, old: Arrangement, new: Arrangement) -> None:
        """Draw the rows, and tell a new order."""
        self._draw()
        self.call_after_refresh(self._row(new.current).scroll_visible, animate=False)
        if old.placed != new.placed:
            self.changed()

    @on(OptionRow.RowClicked)
    def _clicked(self, clicked: OptionRow.RowClicked) -> None:
        """Take hold of a row by a click; a click on another one puts it there."""
        clicked.stop()
        self.focus()
        if not self.rows.grabbed:
            self.rows = replace(self.rows.pointed(clicked.id), grabbed=True)
            return
        rows, to = self.rows, self.rows.rows.index(clicked.id)
        while rows.at != to:
            rows = rows.moved(1 if to > rows.at else -1)
        self.rows = replace(rows, grabbed=False)

    def _row(self, identity: int) -> OptionRow:
        return next(row for row in self.query(OptionRow) if row.identity == identity)

    def _draw(self) -> None:
        rows = self.rows
        for place, identity in enumerate(rows.rows):
            row, placed, current = self._row(identity), place < len(rows.placed), place == rows.at
            sign = f"{place + 1:>2}." if placed else " – "
            row.show(f"{sign} ↕" if current and rows.grabbed else f"{sign}  ", current=current, chosen=placed)
            row.set_class(current and rows.grabbed, "-grabbed")
        self.sort_children(key=self._height)

    def _height(self, widget: Widget) -> float:
        """Return where a child stands: the line between the two parts below the last row that is in order."""
        if isinstance(widget, OptionRow):
            return self.rows.rows.index(widget.identity)
        return len(self.rows.placed) - 0.5 if widget.has_class("aside") else -1

"""`choice`: options to tick, one or many."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Label

from lab.grading.answers import OptionsAnswer
from lab.language.message import say
from lab.language.words import Words
from lab.tui.keys import Key, bindings
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.option_row import OptionRow

DIGITS = "123456789"
"""Keys of the first nine options."""


class ChoiceField(AnswerField, can_focus=True):
    """Options in the order in which they are shown; `answer` has their ids."""

    KEYS = (
        Key("enter", "answer", say("tui.key.answer"), say("tui.help.answer"), "⏎"),
        Key("space", "choose", say("tui.key.choose"), say("tui.help.choose-option"), "␣/1-9"),
        Key("up", "move(-1)", say("tui.key.up"), say("tui.help.options"), "↑↓", footer=False),
        Key("down", "move(1)", say("tui.key.down"), say("tui.help.options"), footer=False),
    )
    BINDINGS = bindings(KEYS) + [Binding(digit, f"press({int(digit) - 1})", show=False) for digit in DIGITS]

    at: reactive[int] = reactive(0, init=False)
    """Place of the cursor."""
    chosen: reactive[frozenset[int]] = reactive(frozenset(), init=False)
    """Ids."""

    def __init__(
        self, options: Sequence[tuple[int, str]], many: bool, given: OptionsAnswer | None, words: Words
    ) -> None:
        super().__init__()
        self._options = options
        self._many = many
        self._words = words
        ids = given.ids if given is not None else ()
        self.set_reactive(ChoiceField.chosen, frozenset(ids))
        places = [place for place, (identity, _) in enumerate(options) if identity in ids]
        self.set_reactive(ChoiceField.at, places[0] if places else 0)

    @property
    def answer(self) -> OptionsAnswer:
        """The options that are chosen, in the order in which they are shown."""
        return OptionsAnswer(tuple(identity for identity, _ in self._options if identity in self.chosen))

    def entry(self) -> Widget:
        """Return the field itself: it moves its own cursor."""
        return self

    def compose(self) -> ComposeResult:
        """Lay out one row an option."""
        told = say("tui.quiz.choose-many") if self._many else say("tui.quiz.choose-one")
        yield Label(self._words.say(told), classes="note", markup=False)
        for place, (identity, text) in enumerate(self._options):
            yield OptionRow(identity, DIGITS[place] if place < len(DIGITS) else "", text)

    def on_mount(self) -> None:
        """Draw what was chosen before."""
        self._draw()

    def action_move(self, by: int) -> None:
        """Move the cursor, round at the ends."""
        self.at = (self.at + by) % len(self._options)

    def action_press(self, place: int) -> None:
        """Choose by number."""
        if place < len(self._options):
            self.at = place
            self._toggle(self._options[place][0])

    def action_choose(self) -> None:
        """Choose what the cursor is on."""
        self._toggle(self._options[self.at][0])

    def action_answer(self) -> None:
        """Give the answer; where one option is wanted, the cursor's own unless another was chosen."""
        if not self._many and not self.chosen:
            self.action_choose()
        self.give()

    def watch_at(self) -> None:
        """Draw the cursor, in view."""
        self._draw()
        self.query(OptionRow)[self.at].scroll_visible(animate=False)

    def watch_chosen(self) -> None:
        """Draw what is chosen, and tell it."""
        self._draw()
        self.changed()

    @on(OptionRow.RowClicked)
    def _clicked(self, clicked: OptionRow.RowClicked) -> None:
        clicked.stop()
        self.focus()
        self.action_press([identity for identity, _ in self._options].index(clicked.id))

    def _toggle(self, identity: int) -> None:
        self.chosen = self.chosen ^ {identity} if self._many else frozenset({identity})

    def _draw(self) -> None:
        empty, full = ("[ ]", "[x]") if self._many else ("( )", "(•)")
        for place, row in enumerate(self.query(OptionRow)):
            chosen = row.identity in self.chosen
            row.show(full if chosen else empty, current=place == self.at, chosen=chosen)

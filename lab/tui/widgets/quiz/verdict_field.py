"""`truefalse`: a verdict, and the reason for it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Label

from lab.grading.answers import VerdictAnswer
from lab.grading.keys import TrueFalseKey
from lab.language.message import say
from lab.language.words import Words
from lab.tui.keys import Key, bindings
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.essay import Essay
from lab.tui.widgets.quiz.line import FIELD_KEYS
from lab.tui.widgets.quiz.option_row import OptionRow

TRUE, FALSE = 1, 2
"""Rows' ids."""


class VerdictPair(Horizontal, can_focus=True):
    """Two buttons beside each other."""

    KEYS = (
        Key("enter", "done", say("tui.key.to-reason"), say("tui.help.to-reason"), "⏎"),
        Key("t,o,1", "choose(True)", say("tui.key.true"), say("tui.help.true"), "t"),
        Key("f,x,2", "choose(False)", say("tui.key.false"), say("tui.help.false"), "f"),
        Key("left,right,space", "turn", say("tui.key.choose"), say("tui.help.turn"), "←→", footer=False),
    )
    BINDINGS = bindings(KEYS)

    value: reactive[bool | None] = reactive(None, init=False)

    class VerdictChosen(Message):
        """True or false was chosen."""

    class VerdictDone(Message):
        """The learner goes on to the reason."""

    def __init__(self, value: bool | None, words: Words) -> None:
        super().__init__()
        self.set_reactive(VerdictPair.value, value)
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out both."""
        yield OptionRow(TRUE, "t", self._words.say(say("tui.quiz.true")))
        yield OptionRow(FALSE, "f", self._words.say(say("tui.quiz.false")))

    def on_mount(self) -> None:
        """Draw what was chosen before."""
        self._draw()

    def action_choose(self, value: bool) -> None:
        """Choose."""
        self.value = value

    def action_turn(self) -> None:
        """Choose the other one."""
        self.value = not self.value

    def action_done(self) -> None:
        """Go on to the reason."""
        self.post_message(self.VerdictDone())

    def watch_value(self) -> None:
        """Draw and tell what is chosen."""
        self._draw()
        self.post_message(self.VerdictChosen())

    @on(OptionRow.RowClicked)
    def _clicked(self, clicked: OptionRow.RowClicked) -> None:
        clicked.stop()
        self.focus()
        self.value = clicked.id == TRUE

    def _draw(self) -> None:
        for row in self.query(OptionRow):
            chosen = self.value is not None and self.value == (row.identity == TRUE)
            row.show("(•)" if chosen else "( )", current=chosen, chosen=chosen)


class VerdictField(AnswerField):
    """Two buttons, and a text for the reason."""

    KEYS = (*VerdictPair.KEYS, *FIELD_KEYS)

    def __init__(self, key: TrueFalseKey, given: VerdictAnswer | None, words: Words) -> None:
        super().__init__()
        given = given or VerdictAnswer(None)
        self._words = words
        self._verdict = VerdictPair(given.verdict, words)
        self._essay = Essay(given.reason, key.rubric.max_words, words)

    @property
    def answer(self) -> VerdictAnswer:
        """What was chosen, and why."""
        return VerdictAnswer(self._verdict.value, self._essay.text)

    def entry(self) -> Widget:
        """Return the buttons, or the reason once one is chosen."""
        return self._verdict if self._verdict.value is None else self._essay.area

    def compose(self) -> ComposeResult:
        """Lay out buttons and reason."""
        yield self._verdict
        yield Label(self._words.say(say("tui.quiz.reason")), classes="note", markup=False)
        yield self._essay

    @on(VerdictPair.VerdictChosen)
    @on(Essay.EssayTyped)
    def _changed(self) -> None:
        self.changed()

    @on(VerdictPair.VerdictDone)
    def _to_reason(self) -> None:
        self._essay.area.focus()

    @on(Essay.EssayDone)
    def _done(self) -> None:
        self.give()

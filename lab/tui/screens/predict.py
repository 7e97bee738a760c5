"""What will this step change? Asked only where the learner wants to be asked."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from lab.language.message import say
from lab.language.words import Words
from lab.prediction import EFFECTS, Effect
from lab.tui.keys import Key, bindings
from lab.tui.screens.base import Asking
from lab.tui.signs import EFFECT_WORDS
from lab.tui.widgets.key_bar import KeyBar

Expectation = frozenset[Effect]


class EffectList(OptionList, inherit_bindings=False):
    """The kinds of change there are, each ticked or not; Enter is left to the screen, as it means the whole answer."""

    KEYS = (
        Key("space", "select", say("tui.predict.toggle"), say("tui.predict.toggle-help"), "␣"),
        Key("up", "cursor_up", say("tui.key.choose"), say("tui.predict.choose-help"), "↑↓"),
        Key("down", "cursor_down", say("tui.key.down"), say("tui.predict.choose-help"), footer=False),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, ticked: Iterable[Effect], words: Words) -> None:
        self.ticked: Expectation = frozenset(ticked)
        self._words = words
        super().__init__(*map(self._row, EFFECTS), markup=False)

    def action_select(self) -> None:
        """Tick the row or take its tick away at once, not by a message: Enter may be right behind."""
        if self.highlighted is not None:
            self.toggle(EFFECTS[self.highlighted])

    def toggle(self, effect: Effect) -> None:
        """Tick a kind of change, or take its tick away; whoever expects something does not expect nothing."""
        if effect in self.ticked:
            self.ticked -= {effect}
        else:
            self.ticked = frozenset({effect} | {each for each in self.ticked if "nothing" not in (each, effect)})
        for index, each in enumerate(EFFECTS):
            self.replace_option_prompt_at_index(index, self._row(each))

    def _row(self, effect: Effect) -> Content:
        sign, style = ("[✓]", "$text-success bold") if effect in self.ticked else ("[ ]", "$foreground 60%")
        return Content.assemble((sign, style), " ", self._words.say(EFFECT_WORDS[effect]))


class PredictScreen(Asking[Expectation | None]):
    """Answers what is expected, nothing where that is taken back, None where all stays as it was."""

    CSS_PATH = "exercise.tcss"
    KEYS = (
        *EffectList.KEYS,
        Key("enter", "accept", say("tui.predict.accept"), say("tui.predict.accept-help"), "⏎"),
        Key("escape", "cancel", say("tui.predict.cancel"), say("tui.predict.cancel-help"), "Esc"),
    )
    BINDINGS = bindings(KEYS[-2:])
    AUTO_FOCUS = "EffectList"

    def __init__(self, lang: str, expected: Iterable[Effect]) -> None:
        super().__init__(lang)
        self._before = frozenset(expected)

    def compose(self) -> ComposeResult:
        """Lay out the kinds of change there are."""
        told = self.words.say
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = told(say("tui.predict.title"))
            yield Static(told(say("tui.predict.question")), id="question", markup=False)
            yield EffectList(self._before, self.words)
        yield KeyBar()

    def action_accept(self) -> None:
        """Close with what is ticked."""
        self.dismiss(self.query_one(EffectList).ticked)

    def action_cancel(self) -> None:
        """Close and change nothing."""
        self.dismiss(None)

"""The page of keys: each key of a screen with what it does, and what the signs mean."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from lab.language.message import say
from lab.tui.keys import Key, bindings
from lab.tui.screens.base import Asking
from lab.tui.signs import CURRENT, OUTCOME_SIGNS, OUTCOME_WORDS, STATE_SIGNS, STATE_WORDS

_COLUMN = 9
"""Cells for the names of keys."""


class KeysScreen(Asking[None]):
    """Shows what each key does."""

    KEYS = (
        Key("escape,question_mark,enter,q", "close", say("tui.keys.close"), say("tui.keys.close-help"), "Esc"),
        Key("up,down", "scroll", say("tui.keys.scroll"), say("tui.keys.scroll-help"), "↑↓", footer=False),
    )
    BINDINGS = bindings(KEYS[:1])

    def __init__(self, lang: str, keys: Sequence[Key]) -> None:
        super().__init__(lang)
        self._keys = (*keys, *self.KEYS[1:])

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(classes="dialog") as dialog:
            dialog.border_title = self.words.say(say("tui.keys.title"))
            yield Static(Content("\n").join(self._key_lines()), id="keys")
            yield Static(Content("\n").join(self._sign_lines()), id="signs")
        yield Footer(compact=True, show_command_palette=False)

    def _key_lines(self) -> list[Content]:
        told = self.words.say
        return [Content.assemble((key.name.ljust(_COLUMN), "$text-accent bold"), told(key.help)) for key in self._keys]

    def _sign_lines(self) -> list[Content]:
        told = self.words.say
        rows = [(CURRENT, say("tui.state.current"))]
        rows += [(STATE_SIGNS[state], STATE_WORDS[state]) for state in STATE_SIGNS]
        rows += [(OUTCOME_SIGNS["not_yet"], OUTCOME_WORDS["not_yet"]), ("+ ~ −", say("tui.keys.changes"))]
        return [Content.assemble((sign.ljust(_COLUMN), "bold"), told(meaning)) for sign, meaning in rows]

    def action_close(self) -> None:
        """Close the page."""
        self.dismiss()

"""The page of keys: each key of a screen with what it does, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Label, Static

from lab.language.message import Message, say
from lab.tui.keys import Key, bindings
from lab.tui.screens.base import Asking
from lab.tui.signs import CURRENT, OUTCOME_SIGNS, OUTCOME_WORDS, STATE_SIGNS, STATE_WORDS
from lab.tui.widgets.key_bar import KeyBar


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
            for key in self._keys:
                yield self._row(key.name, key.help)
            yield Static()
            for sign, meaning in _signs():
                yield self._row(sign, meaning)
        yield KeyBar()

    def _row(self, sign: str, meaning: Message) -> Horizontal:
        columns = Label(sign, classes="key", markup=False), Label(self.words.say(meaning), markup=False)
        return Horizontal(*columns, classes="row")

    def action_close(self) -> None:
        """Close the page."""
        self.dismiss()


def _signs() -> Iterator[tuple[str, Message]]:
    yield CURRENT, say("tui.state.current")
    yield from ((STATE_SIGNS[state], STATE_WORDS[state]) for state in STATE_SIGNS)
    yield OUTCOME_SIGNS["not_yet"], OUTCOME_WORDS["not_yet"]
    yield "+ ~ −", say("tui.keys.changes")

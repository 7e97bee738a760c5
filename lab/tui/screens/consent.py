"""The question before the first change to an engine: what the lab will do there, and what it will not."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lab.language.message import Message, say
from lab.tui.facts import Facts, full_name
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain
from lab.tui.screens.base import Asking
from lab.tui.widgets.key_bar import KeyBar


class ConsentScreen(Asking[bool]):
    """Asks whether an engine may be changed; answers True or False."""

    KEYS = (
        Key("y,enter", "answer(True)", say("tui.consent.yes"), say("tui.consent.yes-help"), "y"),
        Key("n,escape", "answer(False)", say("tui.consent.no"), say("tui.consent.no-help"), "n"),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, lang: str, engine: Facts, asks: Message | None = None) -> None:
        """Take what the exercise asks for beside what every exercise does, where it asks for something."""
        super().__init__(lang)
        self._engine = engine
        self._asks = asks

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = self.words.say(say("tui.consent.title"))
            yield Static(self._text(), id="question")
        yield KeyBar()

    def _text(self) -> Content:
        told = self.words.say
        engine = plain(f"{full_name(self._engine)}\n{self._engine.url}")
        # Where the exercise asks for more, that stands first, and all of it fits into 80×24.
        last = (say("tui.consent.does"), say("tui.consent.leaves"))
        promises = last if self._asks else (last[0], say("tui.consent.labels"), last[1])
        return Content.assemble(
            told(say("tui.consent.engine")),
            "\n\n",
            (engine, "$text-accent bold"),
            *(("\n\n", (f"! {told(self._asks)}", "$text-warning bold")) if self._asks else ()),
            *(part for promise in promises for part in ("\n\n", told(promise))),
            "\n\n",
            (told(say("tui.consent.question")), "bold"),
        )

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.dismiss(answer)

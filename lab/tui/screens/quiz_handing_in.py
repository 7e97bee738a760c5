"""The question before an exam is handed in: once it is, nothing can be changed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from lab.language.message import say
from lab.tui.keys import Key, bindings
from lab.tui.screens.base import Asking
from lab.tui.widgets.key_bar import KeyBar


class HandingIn(Asking[bool]):
    """Asks whether an exam is to be handed in; answers True or False."""

    CSS_PATH = "quiz.tcss"
    KEYS = (
        Key("y,enter", "answer(True)", say("tui.key.hand-in"), say("tui.help.hand-in"), "y"),
        Key("n,escape", "answer(False)", say("tui.key.not-yet"), say("tui.help.not-yet"), "n"),
        Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, lang: str, answered: int, questions: int) -> None:
        super().__init__(lang)
        self._answered = answered
        self._questions = questions

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(id="question")
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask."""
        self.watch_lang()

    def watch_lang(self) -> None:
        """Ask in the new language."""
        told = self.words.say
        count = say("tui.hand-in.answered", answered=self._answered, questions=self._questions)
        left = self._questions - self._answered
        lines = [told(count), *([told(say("tui.hand-in.left-out", left=left))] if left else [])]
        self.query_one(".dialog").border_title = told(say("tui.hand-in.title"))
        self.query_one("#question", Static).update("\n".join([*lines, "", told(say("tui.hand-in.question"))]))
        self.refresh_bindings()

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.dismiss(answer)

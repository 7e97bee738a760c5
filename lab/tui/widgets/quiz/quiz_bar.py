"""The line at the top of a quiz: where the learner is, and in an exam how much time is left."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Label

from lab.language.message import say
from lab.language.words import Words
from lab.tui.widgets.quiz.signs import clock
from lab.tui.widgets.title_bar import TitleBar

SHORT = 60
"""Seconds from which the time that is left stands out."""


class QuizBar(TitleBar):
    """A title bar with a clock."""

    def compose(self) -> ComposeResult:
        """Lay out the clock at the right end."""
        yield from super().compose()
        yield Label("", id="time")

    def show_time(self, seconds: float | None, words: Words) -> None:
        """Say how much time is left; nothing where there is no limit."""
        label = self.query_one("#time", Label)
        if seconds is None:
            label.update("")
            return
        style = "$text-warning bold" if seconds <= SHORT else "bold"
        label.update(Content.styled(words.say(say("tui.quiz.left", time=clock(seconds))), style))

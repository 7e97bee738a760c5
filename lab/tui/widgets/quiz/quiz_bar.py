"""The line at the top of a quiz: where the learner is, and in an exam how much time is left."""

from __future__ import annotations

from textual.content import Content

from lab.language.message import say
from lab.language.words import Words
from lab.tui.plain import plain
from lab.tui.widgets.quiz.signs import clock
from lab.tui.widgets.title_bar import titled
from lab.tui.widgets.two_ends import EMPTY, TwoEnds

SHORT = 60
"""Seconds from which the time that is left stands out."""


class QuizBar(TwoEnds):
    """A title with a clock."""

    def show(self, title: str, seconds: float | None, words: Words) -> None:
        """Say which quiz it is and how much time is left; nothing where there is no limit."""
        self.put(titled(title), _left(seconds, words) if seconds is not None else EMPTY)


def _left(seconds: float, words: Words) -> Content:
    style = "$text-warning bold" if seconds <= SHORT else "bold"
    return Content.styled(plain(words.say(say("tui.quiz.left", time=clock(seconds)))), style)

"""One quiz: its scores over time, in a picture and in figures."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from lab.history import QuizHistory
from lab.language.message import say
from lab.language.words import Words
from lab.tui.plain import plain
from lab.tui.widgets.progress.charts import ScoreChart

_MANY = 12
"""Attempts that are drawn, the newest; earlier ones have no room below each other's dates."""


class QuizCard(Vertical):
    """Scores of attempts that ended, with the line that is enough."""

    def __init__(self, title: str, history: QuizHistory, words: Words) -> None:
        super().__init__(classes="card")
        self._history = history
        self._words = words
        self.border_title = plain(title)

    def compose(self) -> ComposeResult:
        """Lay out the figures over the chart."""
        scores = self._history.scores
        best, last = max(score.percent for score in scores), scores[-1].percent
        passed = say("tui.progress.passed") if self._history.passed else say("tui.progress.not-passed")
        figures = say(
            "tui.progress.scores",
            attempts=len(scores),
            best=round(best),
            last=round(last),
            passing=self._history.passing,
        )
        sign = "✓" if self._history.passed else "✗"
        yield Label(f"{sign} {self._words.say(passed)}  {self._words.say(figures)}", markup=False)
        yield ScoreChart()

    def on_mount(self) -> None:
        """Draw the points."""
        self.query_one(ScoreChart).show(self._history.newest(_MANY))

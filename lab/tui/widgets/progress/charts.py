"""Charts of what a learner did, drawn by plotext; their words stand outside, since plotext counts letters and not cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.color import Color
from textual_plotext import PlotextPlot

from lab.history import QuizHistory

_AXES = 3
"""Rows that the frame and the numbers below take."""


class BarChart(PlotextPlot):
    """One bar a step, the first at the top; a step without a value has no bar."""

    def show(self, values: Sequence[float | None]) -> None:
        """Draw bars."""
        self.styles.height = len(values) + _AXES
        plot, numbers = self.plt, [float(number) for number in range(len(values), 0, -1)]
        plot.clear_data()
        plot.bar(
            numbers,
            [value or 0 for value in values],
            orientation="horizontal",
            width=0.5,
            color=_rgb(self, "accent"),
        )
        most = max((value or 0 for value in values), default=0) or 1
        plot.xlim(0, most)
        plot.xticks(*_ticks(most))
        plot.yticks(numbers, [str(number) for number in range(1, len(values) + 1)])
        self.refresh()


class ScoreChart(PlotextPlot):
    """The percent of each attempt at a quiz, with the line that is enough."""

    def show(self, quiz: QuizHistory) -> None:
        """Draw points, joined in the order of time."""
        numbers = [float(number) for number in range(1, len(quiz.scores) + 1)]
        percents = [score.percent for score in quiz.scores]
        days = [f"{datetime.fromtimestamp(score.at):%m-%d}" for score in quiz.scores]
        plot = self.plt
        plot.clear_data()
        plot.plot(numbers, percents, marker="braille", color=_rgb(self, "accent"))
        plot.scatter(numbers, percents, marker="●", color=_rgb(self, "accent"))
        plot.hline(quiz.passing, color=_rgb(self, "success"))
        plot.ylim(0, 100)
        plot.yticks([0, quiz.passing, 100])
        plot.xlim(0.5, len(numbers) + 0.5)
        plot.xticks(numbers, days)
        self.refresh()


def _ticks(most: float) -> tuple[list[float], list[str]]:
    """Return at most five whole numbers from nothing to the most, and how they are written."""
    step = next(size for power in range(9) for size in (10**power, 2 * 10**power, 5 * 10**power) if most / size <= 5)
    marks = [float(mark) for mark in range(0, int(most) + 1, step)]
    return marks, [f"{mark:.0f}" for mark in marks]


def _rgb(plot: PlotextPlot, name: str) -> tuple[int, int, int]:
    return Color.parse(plot.app.theme_variables[name]).rgb

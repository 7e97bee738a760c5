"""One exercise's steps: each with its tries and the time it took, in figures and in bars."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Label

from lab.content.model import Exercise, Step
from lab.history import ExerciseHistory, StepHistory
from lab.language.message import Message, say
from lab.language.words import Words
from lab.tui.plain import plain
from lab.tui.signs import STATE_SIGNS
from lab.tui.widgets.progress.charts import BarChart

_LONG = 120
"""Seconds from which on times are drawn in minutes."""


class ExerciseCard(Vertical):
    """Figures above, pictures below."""

    def __init__(self, exercise: Exercise, history: ExerciseHistory, words: Words) -> None:
        super().__init__(classes="card")
        self._exercise = exercise
        self._history = history
        self._words = words
        self.border_title = plain(exercise.title)

    def compose(self) -> ComposeResult:
        """Lay out a line a step, and a chart each of tries and times."""
        titles = {step.id: step for step in self._exercise.steps}
        for number, history in enumerate(self._history.steps, start=1):
            yield self._row(number, titles[history.step], history)
        with Horizontal(classes="charts"):
            yield from self._chart(say("tui.progress.tries-by-step"), "tries")
            unit = say("tui.progress.minutes-by-step") if self._in_minutes else say("tui.progress.seconds-by-step")
            yield from self._chart(unit, "times")

    def on_mount(self) -> None:
        """Draw the bars."""
        unit = 60 if self._in_minutes else 1
        steps = self._history.steps
        self.query_one("#tries", BarChart).show([step.tries for step in steps])
        times = [None if step.seconds is None else step.seconds / unit for step in steps]
        self.query_one("#times", BarChart).show(times)

    @property
    def _in_minutes(self) -> bool:
        return any((step.seconds or 0) >= _LONG for step in self._history.steps)

    def _chart(self, title: Message, name: str) -> ComposeResult:
        with Vertical(classes="chart"):
            yield Label(self._words.say(title), classes="caption", markup=False)
            yield BarChart(id=name)

    def _row(self, number: int, step: Step, history: StepHistory) -> Horizontal:
        told = self._words.say
        sign, style = (STATE_SIGNS["done"], "$text-success bold") if history.passed else (STATE_SIGNS["todo"], "")
        tries = told(say("tui.progress.tries", tries=history.tries)) if history.tries else "–"
        return Horizontal(
            Label(Content.styled(sign, style), classes="sign"),
            Label(str(number), classes="number"),
            Label(plain(step.title), classes="title", markup=False),
            Label(tries, classes="tries", markup=False),
            Label("–" if history.seconds is None else told(duration(history.seconds)), classes="time", markup=False),
            classes="figures",
        )


def duration(seconds: float) -> Message:
    """Return a time as people say it: seconds below two minutes, then whole minutes."""
    if seconds < _LONG:
        return say("tui.progress.seconds", seconds=round(seconds))
    return say("tui.progress.minutes", minutes=round(seconds / 60))

"""The exercises to choose from, each with how far the learner has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Label, ListItem, ListView

from lab.content.model import Exercise
from lab.language.message import say
from lab.language.words import Words
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain
from lab.tui.signs import bar

_BAR = 8
"""Cells."""


class ExerciseRow(ListItem):
    """One exercise."""

    def __init__(self, exercise: Exercise, done: int, words: Words) -> None:
        super().__init__()
        self.exercise = exercise
        self._done = done
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out title, length and progress in columns."""
        steps = len(self.exercise.steps)
        finished = self._done >= steps
        sign, style = ("✓", "$text-success bold") if finished else ("▸" if self._done else "·", "$text-accent")
        minutes = self._words.say(say("tui.home.minutes", minutes=self.exercise.minutes))
        with Horizontal():
            yield Label(Content.styled(sign, style), classes="sign")
            yield Label(plain(self.exercise.title), classes="title", markup=False)
            yield Label(minutes, classes="minutes", markup=False)
            yield Label(Content.styled(bar(self._done, steps, _BAR), "$text-accent"), classes="bar")
            yield Label(f"{self._done}/{steps}", classes="count", markup=False)


class ExerciseList(ListView, inherit_bindings=False):
    """All exercises; Enter opens one."""

    KEYS = (
        Key("enter", "select_cursor", say("tui.key.open"), say("tui.help.open"), "⏎"),
        Key("up", "cursor_up", say("tui.key.up"), say("tui.help.choose"), "↑↓", footer=False),
        Key("down", "cursor_down", say("tui.key.down"), say("tui.help.choose"), footer=False),
    )
    BINDINGS = bindings(KEYS)

    async def show(self, exercises: Sequence[Exercise], done: Mapping[str, int], words: Words) -> None:
        """Draw the exercises, with how many steps of each are done, and stay on the one that was chosen."""
        index = self.index or 0
        await self.clear()
        await self.extend(ExerciseRow(exercise, done.get(exercise.id, 0), words) for exercise in exercises)
        self.index = min(index, len(exercises) - 1) if exercises else None

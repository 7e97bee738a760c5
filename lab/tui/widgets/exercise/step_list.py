"""The steps of an exercise: a column beside the page, or one line above it where there is no room."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Label

from lab.language.words import Words
from lab.tui.course import Course
from lab.tui.drawing import draw
from lab.tui.plain import plain
from lab.tui.signs import CURRENT, STATE_SIGNS, STATE_WORDS


class StepRow(Horizontal):
    """One step: whether it is the current one, its state's sign, number and title."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index
        self._shown: tuple[str, bool, str, str] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the parts; the title is hidden where there is no room."""
        yield Label("", classes="sign", markup=False)
        yield Label(str(self.index + 1), classes="number", markup=False)
        yield Label("", classes="title", markup=False)

    def show(self, course: Course, words: Words) -> None:
        """Draw the step, if it is not drawn so already: a row's styles cost more than a key's paint may take."""
        step = course.exercise.steps[self.index]
        state, current = course.state(step), self.index == course.at
        shown = (state, current, step.title, words.lang)
        if shown == self._shown:
            return
        self._shown = shown
        self.set_class(current, "-current")
        for name in STATE_SIGNS:
            self.set_class(name == state, f"-{name}")
        draw(self.query_one(".sign", Label), f"{CURRENT if current else ' '}{STATE_SIGNS[state]}", layout=False)
        draw(self.query_one(".title", Label), plain(step.title))
        self.tooltip = plain(f"{step.title}: {words.say(STATE_WORDS[state])}")

    def on_click(self) -> None:
        """Tell that this step is wanted."""
        self.post_message(StepList.StepChosen(self.index))


class StepList(VerticalScroll, can_focus=False):
    """All steps of an exercise; a click goes to one."""

    @dataclass
    class StepChosen(Message):
        """A step was clicked."""

        index: int

    def __init__(self, steps: int) -> None:
        super().__init__(*(StepRow(index) for index in range(steps)))

    def show(self, course: Course, words: Words) -> None:
        """Draw the steps' states."""
        for row in self.query(StepRow):
            row.show(course, words)
            if row.index == course.at:
                row.scroll_visible(animate=False)

"""The line over a step's text: its number, title, and how it stands in words."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Label

from lab.language.message import say
from lab.language.words import Words
from lab.tui.course import Course
from lab.tui.drawing import draw
from lab.tui.plain import plain
from lab.tui.signs import DOING_WORDS, STATE_SIGNS, STATE_WORDS, Doing


class StepHead(Horizontal):
    """One line."""

    def compose(self) -> ComposeResult:
        """Lay out title and state."""
        yield Label("", id="step-title", markup=False)
        yield Label("", id="step-state", markup=False)

    def show(self, course: Course, words: Words, doing: Doing | None) -> None:
        """Draw the step on the screen, and what the session is busy with."""
        state = course.state(course.step)
        of = words.say(say("tui.step.of", number=course.at + 1, steps=len(course.exercise.steps)))
        title = Content.assemble((f"{of}  ", "$foreground 60%"), (plain(course.step.title), "bold"))
        said = (
            f"{STATE_SIGNS[state]} {words.say(STATE_WORDS[state])}" if doing is None else words.say(DOING_WORDS[doing])
        )
        draw(self.query_one("#step-title", Label), title, layout=False)
        draw(self.query_one("#step-state", Label), said)
        for name in STATE_SIGNS:
            self.set_class(name == state and doing is None, f"-{name}")

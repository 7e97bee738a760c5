"""The line over a step's text: its number, title, and how it stands in words."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from lab.language.message import say
from lab.language.words import Words
from lab.tui.course import Course, State
from lab.tui.plain import plain
from lab.tui.signs import DOING_WORDS, STATE_SIGNS, STATE_WORDS, Doing
from lab.tui.widgets.two_ends import TwoEnds

_QUIET = "$foreground 60%"
_STYLES: Mapping[State, str] = {
    "done": "$text-success",
    "undone": "$text-warning",
    "unknown": "$text-warning",
    "todo": _QUIET,
}


class StepHead(TwoEnds):
    """One line."""

    def show(self, course: Course, words: Words, doing: Doing | None) -> None:
        """Draw the step on the screen, and what the session is busy with."""
        of = words.say(say("tui.step.of", number=course.at + 1, steps=len(course.exercise.steps)))
        title = Content.assemble((f"{of}  ", _QUIET), (plain(course.step.title), "bold"))
        self.put(title, _state(course.state(course.step), words) if doing is None else _doing(doing, words))


def _state(state: State, words: Words) -> Content:
    return Content.styled(f"{STATE_SIGNS[state]} {words.say(STATE_WORDS[state])}", _STYLES[state])


def _doing(doing: Doing, words: Words) -> Content:
    return Content.styled(words.say(DOING_WORDS[doing]), _QUIET)

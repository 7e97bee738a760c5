"""Beside the list on home, where there is room: what an exercise or a quiz is about, and how far the learner has come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import ListItem, Static

from lab.language.message import say
from lab.language.words import Words
from lab.tui.catalogue import Catalogue
from lab.tui.facts import lacking
from lab.tui.plain import plain
from lab.tui.signs import CURRENT, STATE_SIGNS
from lab.tui.widgets.exercise_list import ExerciseRow, QuizRow
from lab.tui.widgets.hanging import Hanging

if TYPE_CHECKING:
    from lab.content.model import Exercise
    from lab.content.questions import Quiz
    from lab.session.workplace import QuizStanding

_QUIET = "$foreground 60%"
_MARKUP = re.compile(r"\[([^]]+)\]\([^)]*\)|[*_`]+")


class About(VerticalScroll, can_focus=False):
    """Shows what the cursor is on; empty where that says everything itself."""

    def compose(self) -> ComposeResult:
        """Lay out figures, the introduction's first paragraph, and steps."""
        yield Hanging("figures-of-it")
        yield Static(classes="introduction", markup=False)
        yield Hanging("parts")

    def show(self, chosen: ListItem | None, catalogue: Catalogue, words: Words) -> None:
        """Draw an exercise or a quiz."""
        figures, introduction, parts = self.query_one(Hanging), self.query_one(Static), self.query(Hanging).last()
        match chosen:
            case ExerciseRow(exercise=exercise):
                self.border_title = plain(exercise.title)
                figures.show(_figures(exercise, catalogue, words))
                introduction.update(first_paragraph(exercise.introduction))
                parts.show(_steps(exercise, catalogue, words))
            case QuizRow(quiz=quiz, standing=standing):
                self.border_title = plain(quiz.title)
                figures.show([Content(words.say(say("tui.about.passing", percent=quiz.passing)))])
                introduction.update(first_paragraph(quiz.introduction))
                parts.show(_results(quiz, standing, words))
            case _:
                self.border_title = ""
                figures.show(())
                introduction.update("")
                parts.show(())


def first_paragraph(markdown: str) -> str:
    """Return the first paragraph of a text in one line, without Markdown's own signs."""
    first = markdown.strip().partition("\n\n")[0]
    return plain(_MARKUP.sub(r"\1", " ".join(first.split())))


def _figures(exercise: Exercise, catalogue: Catalogue, words: Words) -> Iterator[Content]:
    steps, minutes = len(exercise.steps), exercise.minutes
    yield Content(words.say(say("tui.about.length", steps=steps, minutes=minutes)))
    if exercise.images:
        yield Content.styled(words.say(say("tui.about.images", images=exercise.images)), _QUIET)
    if lack := lacking(exercise, catalogue.engine):
        yield Content.assemble(("! ", "$text-warning bold"), plain(words.say(lack.message)))


def _steps(exercise: Exercise, catalogue: Catalogue, words: Words) -> Iterator[Content]:
    standing = catalogue.standings.get(exercise.id)
    passed = {step.step for step in standing.steps if step.passed} if standing is not None else set()
    following = catalogue.following
    for number, step in enumerate(exercise.steps, start=1):
        done = step.id in passed
        is_next = (following.of, following.step) == (exercise.id, step.id)
        sign, style = (STATE_SIGNS["done"], "$text-success") if done else (STATE_SIGNS["todo"], _QUIET)
        if is_next:
            sign, style = CURRENT, "$text-accent"
        yield Content.assemble((sign, f"{style} bold"), (f"{number:>3} ", _QUIET), plain(step.title))


def _results(quiz: Quiz, standing: QuizStanding, words: Words) -> Iterator[Content]:
    told = words.say
    yield Content(told(say("tui.about.questions", questions=len(quiz.questions))))
    if standing.best is not None:
        sign, style = ("✓", "$text-success bold") if standing.passed else ("✗", "$text-warning bold")
        yield Content.assemble((f"{sign} ", style), told(say("tui.about.best", percent=round(standing.best))))
    if standing.due:
        yield Content.assemble(("↺ ", "$text-warning bold"), told(say("tui.home.due", cards=standing.due)))
    for under_way in standing.under_way.values():
        said = say("tui.about.under-way", answered=under_way.answered, questions=under_way.questions)
        yield Content.assemble((f"{CURRENT} ", "$text-accent bold"), told(said))

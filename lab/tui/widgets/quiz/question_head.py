"""The line over a question: how far the learner is, what is to be done, what it is worth, how it stands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Label

from lab.language.message import say
from lab.language.words import Words
from lab.tui.signs import bar
from lab.tui.widgets.quiz.sheet import Sheet
from lab.tui.widgets.quiz.signs import KIND_WORDS, STATUS_SIGNS, STATUS_STYLES, STATUS_WORDS

_BAR = 12
"""Cells."""


class QuestionHead(Horizontal):
    """One line."""

    def compose(self) -> ComposeResult:
        """Lay out progress, kind and state."""
        yield Label("", id="question-place", markup=False)
        yield Label("", id="question-kind", markup=False)
        yield Label("", id="question-state", markup=False)

    def show(self, sheet: Sheet | None, answered: int, words: Words) -> None:
        """Draw the question's place, how many of all are answered, and how this one stands; None while there is none."""
        if sheet is None:
            self.query_one("#question-place", Label).update(words.say(say("tui.doing.opening")))
            return
        asked, told = sheet.asked, words.say
        place = Content.assemble(
            (f"{asked.number}/{asked.of}", "bold"), "  ", (bar(answered, asked.of, _BAR), "$text-accent"), "  "
        )
        kind = told(KIND_WORDS[asked.question.type])
        points = told(say("tui.quiz.points", points=asked.question.points))
        self.query_one("#question-place", Label).update(place)
        self.query_one("#question-kind", Label).update(f"{kind} · {points}")
        self.query_one("#question-state", Label).update(_state(sheet, words))


def _state(sheet: Sheet, words: Words) -> Content:
    if sheet.mode == "exam":
        return Content(f"✎ {words.say(say('tui.quiz.noted'))}" if sheet.given is not None else "")
    if sheet.status is not None:
        sign, said = STATUS_SIGNS[sheet.status], words.say(STATUS_WORDS[sheet.status])
        return Content.styled(f"{sign} {said}", STATUS_STYLES[sheet.status])
    return Content(words.say(say("tui.quiz.try", number=sheet.asked.tries + 1)) if sheet.asked.tries else "")

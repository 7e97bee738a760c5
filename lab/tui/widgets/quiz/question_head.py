"""The line over a question: how far the learner is, what is to be done, what it is worth, how it stands."""

from __future__ import annotations

from textual.content import Content

from lab.language.message import say
from lab.language.words import Words
from lab.tui.signs import bar
from lab.tui.widgets.quiz.sheet import Sheet
from lab.tui.widgets.quiz.signs import KIND_WORDS, STATUS_SIGNS, STATUS_STYLES, STATUS_WORDS
from lab.tui.widgets.two_ends import EMPTY, TwoEnds

_BAR = 12
"""Cells."""


class QuestionHead(TwoEnds):
    """One line."""

    MOST = 0.5

    def show(self, sheet: Sheet | None, answered: int, words: Words) -> None:
        """Draw the question's place, how many of all are answered, and how this one stands; None while there is none."""
        if sheet is None:
            self.put(Content(words.say(say("tui.doing.opening"))), EMPTY)
            return
        asked, told = sheet.asked, words.say
        kind = told(KIND_WORDS[asked.question.type])
        points = told(say("tui.quiz.points", points=asked.question.points))
        place = Content.assemble(
            (f"{asked.number}/{asked.of}", "bold"),
            "  ",
            (bar(answered, asked.of, _BAR), "$text-accent"),
            (f"  {kind} · {points}", "$foreground 60%"),
        )
        self.put(place, _state(sheet, words))


def _state(sheet: Sheet, words: Words) -> Content:
    if sheet.mode == "exam":
        return Content(f"✎ {words.say(say('tui.quiz.noted'))}" if sheet.given is not None else "")
    if sheet.status is not None:
        sign, said = STATUS_SIGNS[sheet.status], words.say(STATUS_WORDS[sheet.status])
        return Content.styled(f"{sign} {said}", STATUS_STYLES[sheet.status])
    return Content(words.say(say("tui.quiz.try", number=sheet.asked.tries + 1)) if sheet.asked.tries else "")

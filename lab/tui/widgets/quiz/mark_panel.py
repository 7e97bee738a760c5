"""What is said of an answer: the mark, every reason for it, and what the learner may do about it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from lab.grading.grade import Status
from lab.language.message import Message, say
from lab.language.words import Words
from lab.tui.widgets.quiz.inline import inline
from lab.tui.widgets.quiz.sheet import Sheet
from lab.tui.widgets.quiz.signs import STATUS_SIGNS, STATUS_STYLES, STATUS_WORDS, number, reason

_DAY = 86_400
"""Seconds."""


class MarkPanel(Static):
    """Shows one mark; what the grader does not understand looks different from what is wrong."""

    def __init__(self, sheet: Sheet, words: Words) -> None:
        status: Status = sheet.status or "not-graded"
        super().__init__(Content("\n").join(_lines(sheet, status, words)), classes=f"-{status}")


def comes_back(seconds: float) -> Message:
    """Return when a question comes back, in whole days."""
    days = round(seconds / _DAY)
    return (
        say("tui.deck.tomorrow") if days == 1 else say("tui.deck.in-days", days=days) if days else say("tui.deck.today")
    )


def _lines(sheet: Sheet, status: Status, words: Words) -> Iterator[Content]:
    yield _head(sheet, status, words)
    told = sheet.told
    if told is not None:
        for each in told.grade.feedback:
            yield Content.assemble(("– ", "$foreground 60%"), inline(reason(each, words)))
    if sheet.judging and told is not None:
        if told.model_answer:
            yield Content.styled(f"\n{words.say(say('tui.mark.model'))}", "bold")
            yield inline(told.model_answer)
        yield Content.styled(f"\n{words.say(say('tui.mark.same'))}", "$text-accent")
    for note in _notes(sheet):
        yield Content.assemble(("→ ", "$text-accent"), words.say(note))


def _head(sheet: Sheet, status: Status, words: Words) -> Content:
    head = f"{STATUS_SIGNS[status]} {words.say(STATUS_WORDS[status])}"
    told = sheet.told
    if told is None or not told.counted or status == "review":
        return Content.styled(head, f"{STATUS_STYLES[status]} bold")
    if status != told.grade.status:
        own = words.say(say("tui.mark.own"))
        return Content.assemble((head, f"{STATUS_STYLES[status]} bold"), f"  ·  {own}")
    points = words.say(say("tui.mark.points", score=number(told.score), points=told.points))
    return Content.assemble((head, f"{STATUS_STYLES[status]} bold"), f"  ·  {points}")


def _notes(sheet: Sheet) -> Iterator[Message]:
    if sheet.appealed:
        yield say("tui.mark.appealed")
    if sheet.easy:
        yield say("tui.mark.easy")
    if sheet.card is not None:
        yield comes_back(sheet.card.interval.total_seconds())

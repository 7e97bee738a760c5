"""What an attempt came to: the sum, and every question with its mark and the reasons."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import ListItem, ListView, Static

from lab.content.questions import Quiz
from lab.language.message import Message, say
from lab.language.words import Words
from lab.quiz.scoring import ItemResult, Result
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain
from lab.tui.signs import bar
from lab.tui.widgets.quiz.inline import inline
from lab.tui.widgets.quiz.signs import STATUS_SIGNS, STATUS_STYLES, STATUS_WORDS, number, reason

_BAR = 30
"""Cells."""


class ResultSum(Static):
    """Points, whether they are enough, and what is pending."""

    def show(self, result: Result, words: Words, *, late: bool) -> None:
        """Draw it."""
        lines = list(_sum(result, words))
        if late:
            lines.insert(0, Content.styled(words.say(say("tui.result.late")), "$text-warning"))
        self.update(Content("\n").join(lines))


class ResultRow(ListItem):
    """One question's mark."""

    def __init__(self, item: ItemResult, title: str, words: Words, *, appealed: bool) -> None:
        super().__init__(Static(Content("\n").join(_row(item, title, words, appealed))))
        self.item = item


class ResultList(ListView, inherit_bindings=False):
    """Every question; the cursor says which one an appeal is about."""

    KEYS = (
        Key("up", "cursor_up", say("tui.key.up"), say("tui.help.results"), "↑↓", footer=False),
        Key("down", "cursor_down", say("tui.key.down"), say("tui.help.results"), footer=False),
    )
    BINDINGS = bindings(KEYS)

    async def show(self, result: Result, quiz: Quiz, words: Words, appealed: frozenset[str]) -> None:
        """Draw every row, and stay on the one that the cursor is on."""
        index = self.index or 0
        titles = {question.id: question.title for question in quiz.questions}
        await self.clear()
        await self.extend(
            ResultRow(item, titles.get(item.question, item.question), words, appealed=item.question in appealed)
            for item in result.items
        )
        self.index = min(index, len(result.items) - 1) if result.items else None


def _sum(result: Result, words: Words) -> Iterator[Content]:
    percent = result.percent
    if percent is None:
        yield Content(words.say(say("tui.result.nothing")))
    else:
        score = say(
            "tui.result.score",
            score=number(result.score),
            most=result.most,
            percent=round(percent),
            passing=result.passing,
        )
        yield Content.assemble((bar(round(percent), 100, _BAR), "$text-accent"), "  ", (words.say(score), "bold"))
        sign, style, said = _enough(result)
        yield Content.styled(f"{sign} {words.say(said)}", f"{style} bold")
    if result.pending:
        yield Content.styled(f"? {words.say(say('tui.result.pending', answers=result.pending))}", "$text-secondary")


def _enough(result: Result) -> tuple[str, str, Message]:
    match result.passed:
        case True:
            return "✓", "$text-success", say("tui.result.passed")
        case False:
            return "✗", "$text-warning", say("tui.result.failed")
        case None:
            return "?", "$text-secondary", say("tui.result.open")


def _row(item: ItemResult, title: str, words: Words, appealed: bool) -> Iterator[Content]:
    status = item.status
    points = words.say(say("tui.mark.points", score=number(item.score), points=item.points))
    told = words.say(STATUS_WORDS[status])
    yield Content.assemble(
        (f"{STATUS_SIGNS[status]} ", f"{STATUS_STYLES[status]} bold"),
        (plain(title), "bold"),
        (f"  {told}", STATUS_STYLES[status]),
        (f"  ·  {points}" if item.counted else "", "$foreground 60%"),
    )
    for each in item.feedback:
        yield Content.assemble("  ", ("– ", "$foreground 60%"), inline(reason(each, words)))
    if appealed:
        yield Content.assemble("  ", ("→ ", "$text-accent"), words.say(say("tui.mark.appealed")))

"""One question: what is asked, the field for the answer, hints, and what is said of the answer."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget

from lab.content.questions import Question
from lab.grading.answers import Answer
from lab.language.message import say
from lab.language.words import Words
from lab.tui.widgets.page import Passage, PassageView
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.fields import field_for
from lab.tui.widgets.quiz.fill_field import FillField
from lab.tui.widgets.quiz.mark_panel import MarkPanel
from lab.tui.widgets.quiz.sentence import numbered
from lab.tui.widgets.quiz.sheet import Sheet
from lab.tui.widgets.trouble import Trouble


class QuizPage(VerticalScroll):
    """Draws the sheet on the screen."""

    def __init__(self) -> None:
        super().__init__(id="quiz-page")
        self.field: AnswerField | None = None
        """Where the learner answers."""

    def compose(self) -> ComposeResult:
        """Lay out the places from the top."""
        yield Trouble()
        yield from (Vertical(id=name) for name in ("asked", "answer", "hints", "told"))

    async def ask(self, sheet: Sheet, given: Answer | None, words: Words) -> None:
        """Draw a question from the top, with what was typed before, and let the learner begin."""
        field = field_for(sheet.asked, given, words, aided=sheet.mode != "exam")
        prose = _prose(sheet.asked.question, field)
        await self._fill("#asked", [PassageView(Passage("prose", prose))] if prose else [])
        await self._fill("#answer", [field])
        self.field = field
        self.scroll_home(animate=False)
        await self.tell(sheet, words)

    async def tell(self, sheet: Sheet, words: Words) -> None:
        """Draw hints and mark, below the answer that stays as it is, and take the learner there."""
        before = len(self.query("#hints > *"))
        await self._fill("#hints", list(_hints(sheet, words)))
        await self._fill("#told", list(_told(sheet, words)))
        if self.field is not None:
            self.field.disabled = sheet.marked
        (self if sheet.marked or self.field is None else self.field.entry()).focus(scroll_visible=not sheet.marked)
        if sheet.told is not None or len(sheet.asked.hints) > before:
            self.call_after_refresh(self.scroll_end, animate=False)

    async def _fill(self, place: str, widgets: list[Widget]) -> None:
        container = self.query_one(place, Vertical)
        await container.remove_children()
        await container.mount_all(widgets)


def _prose(question: Question, field: AnswerField) -> str:
    """Return what stands above the field: nothing where the blanks are in the sentence itself."""
    if not isinstance(field, FillField):
        return question.prose
    return "" if field.pieces is not None else numbered(question.prose, field.answer.blanks)


def _hints(sheet: Sheet, words: Words) -> Iterator[Widget]:
    hints = len(sheet.asked.question.hints)
    for number, text in enumerate(sheet.asked.hints, start=1):
        yield PassageView(Passage("hint", text, words.say(say("tui.page.hint", number=number, hints=hints))))


def _told(sheet: Sheet, words: Words) -> Iterator[Widget]:
    if sheet.told is None and not sheet.marked:
        return
    yield MarkPanel(sheet, words)
    if sheet.told is not None and sheet.told.explanation:
        yield PassageView(Passage("note", sheet.told.explanation, words.say(say("tui.mark.explanation"))))

"""A quiz, one question a screen: practice tells at once, an exam at its end, a review when each card comes back."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from lab.content.questions import Quiz
from lab.grading.grade import Status
from lab.language.message import say
from lab.tui.keys import bindings
from lab.tui.screens import quiz_keys
from lab.tui.screens.quiz_choosing import Choice
from lab.tui.screens.quiz_sitting import Seated
from lab.tui.screens.quiz_taking import sit_down
from lab.tui.screens.quiz_working import Drafts, QuizWorking
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.quiz.answer_field import AnswerField
from lab.tui.widgets.quiz.line import PasteCut
from lab.tui.widgets.quiz.question_head import QuestionHead
from lab.tui.widgets.quiz.quiz_bar import QuizBar
from lab.tui.widgets.quiz.quiz_page import QuizPage
from lab.tui.widgets.quiz.sheet import Sheet, is_blank
from lab.tui.widgets.quiz.signs import MODE_WORDS
from lab.tui.widgets.trouble import Trouble

if TYPE_CHECKING:
    from lab.session.workplace import Workplace


class QuizScreen(QuizWorking):
    """A learner at one attempt."""

    CSS_PATH = "quiz.tcss"
    KEYS = quiz_keys.KEYS
    BINDINGS = bindings(KEYS)
    AUTO_FOCUS = "#quiz-page"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012 - Textual's own type

    def __init__(self, lang: str, workplace: Workplace, quiz: Quiz, choice: Choice, drafts: Drafts) -> None:
        super().__init__(lang, workplace, quiz, drafts)
        self._choice = choice
        self._began = 0.0
        """When the question came onto the screen, by a clock that only tells differences."""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield QuizBar()
        yield QuestionHead()
        yield QuizPage()
        yield KeyBar()

    def on_mount(self) -> None:
        """Paint first, then open the sitting: where there is an engine, it is asked what the right answers are."""
        self._draw_bars()
        begin = partial(sit_down, self.workplace, self.quiz.id, self.lang, self._choice)
        self.call_after_refresh(self.ask, begin)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys work."""
        return quiz_keys.works(action, parameters, self.sheet)

    def action_keys(self) -> None:
        """Ask for the page of keys, with those of the field on the screen."""
        field = self.query_one(QuizPage).field
        of_field = field.KEYS if field is not None else ()
        self.post_message(self.HelpAsked((*of_field, *quiz_keys.keys_of(self._choice.mode))))

    def action_onward(self) -> None:
        """Go on to what is next in this round."""
        self.take(lambda taking, _: taking.next())

    def action_type(self) -> None:
        """Go back into the field."""
        field = self.query_one(QuizPage).field
        if field is not None:
            field.entry().focus()

    def action_leave_field(self) -> None:
        """Leave the field, so that letters are keys."""
        self.query_one(QuizPage).focus()

    def action_judge(self, status: Status) -> None:
        """Judge an answer that the grader does not understand."""
        self.take(lambda taking, sheet: taking.judge(sheet.id, status))

    def action_hint(self) -> None:
        """Take a hint."""
        self.take(lambda taking, sheet: taking.hint(sheet.id))

    def action_retry(self) -> None:
        """Try once more."""
        self.retry()

    def action_appeal(self) -> None:
        """Say that the answer is right."""
        self.take(lambda taking, sheet: taking.appeal(sheet.id))

    def action_easy(self) -> None:
        """Say that it was easy."""
        self.take(lambda taking, sheet: taking.easy(sheet.id))

    def action_move(self, by: int) -> None:
        """Go to another question."""
        noted = self.unsaid()
        self.take(lambda taking, sheet: taking.move(sheet.asked.number - 1, by, noted))

    def action_hand_in(self) -> None:
        """Ask whether the exam is to be handed in."""
        noted = self.unsaid()
        self.take(lambda taking, _: taking.end_round(noted))

    def action_sum(self) -> None:
        """Show what has come of it so far."""
        self.take(lambda taking, _: taking.sum())

    def action_leave(self, leave_lab: bool) -> None:
        """Leave; whatever was answered or typed is there when the learner comes back."""
        noted = self.unsaid()
        if noted is None:
            self.post_message(self.ScreenLeft(leave_lab))
        else:
            self.take(lambda taking, _: taking.leave(noted, self.ScreenLeft(leave_lab)))

    async def watch_sheet(self, old: Sheet | None, new: Sheet | None) -> None:
        """Draw a question; what was typed stays where only its mark or its hints are new."""
        if new is None:
            return
        page = self.query_one(QuizPage)
        self._draw_bars()
        if old is None or old.asked.question is not new.asked.question:
            self._began = time.monotonic()
            await page.ask(new, self.draft(new), self.words)
        else:
            await page.tell(new, self.words)

    def watch_remaining(self) -> None:
        """Draw the time that is left."""
        self._draw_title()

    def watch_lang(self) -> None:
        """Say everything in the new language, at the same place, with what was typed."""
        self._draw_bars()
        self.refresh_bindings()
        self.read_texts(self.lang)

    def watch_quiz(self, old: Quiz, quiz: Quiz) -> None:
        """Draw title and question in the language of the quiz."""
        self._draw_bars()
        super().watch_quiz(old, quiz)

    @on(Seated.SittingRested)
    def _rested(self, rested: Seated.SittingRested) -> None:
        self.busy = False
        if rested.error is not None:
            self.query_one(Trouble).show(rested.error, self.words)

    @on(AnswerField.AnswerChanged)
    def _changed(self, changed: AnswerField.AnswerChanged) -> None:
        self.keep(changed.answer)

    @on(AnswerField.AnswerGiven)
    def _given(self, given: AnswerField.AnswerGiven) -> None:
        if self.sheet is None or self.sheet.marked:
            return
        self.keep(given.answer)
        ms = round(1000 * (time.monotonic() - self._began))
        left_out = self.sheet.mode == "exam" and is_blank(given.answer)
        self.take(
            lambda taking, sheet: taking.leave_out(sheet.id) if left_out else taking.answer(sheet.id, given.answer, ms)
        )

    @on(PasteCut)
    def _paste_cut(self, cut: PasteCut) -> None:
        self.notify(self.words.say(say("tui.quiz.cut", most=cut.most)), severity="warning", markup=False)

    def _draw_bars(self) -> None:
        self._draw_title()
        self.query_one(QuestionHead).show(self.sheet, self.taking.answered if self.taking else 0, self.words)

    def _draw_title(self) -> None:
        title = f"{self.quiz.title} · {self.words.say(MODE_WORDS[self._choice.mode])}"
        self.query_one(QuizBar).show(title, self.remaining, self.words)

"""A screen at an attempt: it takes what the sitting tells, keeps the drafts and the time, and knows when it is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.reactive import reactive
from textual.timer import Timer

from lab.content.questions import Quiz
from lab.grading.answers import Answer
from lab.quiz import events as ev
from lab.tui.screens.base import Asking
from lab.tui.screens.quiz_handing_in import HandingIn
from lab.tui.screens.quiz_result import Onward, QuizResult
from lab.tui.screens.quiz_sitting import Seated
from lab.tui.screens.quiz_taking import CardScheduled, OutcomeReached, RoundEnded, SatDown, Taken, Taking, Told
from lab.tui.widgets.quiz.sheet import Sheet, is_blank, opened

if TYPE_CHECKING:
    from lab.quiz.sitting import Sitting
    from lab.session.workplace import Workplace

Drafts = dict[tuple[str, str], Answer]
"""What was typed and not yet given, by attempt and question; it outlives the screen, so that leaving loses nothing."""

LAST_MOMENT = 2.0
"""Seconds before the end of an exam at which what stands in the fields is taken and handed in: two looks at the clock."""


class QuizWorking(Seated[None]):
    """Follows one attempt from its first question to its result."""

    sheet: reactive[Sheet | None] = reactive(None, init=False, bindings=True)
    """The question on the screen; None until the sitting is open."""
    remaining: reactive[float | None] = reactive(None, init=False)
    """Seconds that are left, None where there is no limit."""

    def __init__(self, lang: str, workplace: Workplace, quiz: Quiz, drafts: Drafts) -> None:
        super().__init__(lang, workplace, quiz)
        self.taking: Taking | None = None
        self._drafts = drafts
        self._marked: dict[str, Sheet] = {}
        """What was told in this round, by question, for the learner who looks back."""
        self._timer: Timer | None = None

    @property
    def sitting(self) -> Sitting | None:
        """The attempt, once it is open."""
        return self.taking.sitting if self.taking is not None else None

    def take(self, step: Callable[[Taking, Sheet], Told]) -> None:
        """Let the sitting take one step, with the question on the screen."""
        taking, sheet = self.taking, self.sheet
        if taking is not None and sheet is not None:
            self.ask(lambda: step(taking, sheet))

    def draft(self, sheet: Sheet) -> Answer | None:
        """Return what was typed for a question, or the answer on record."""
        return self._drafts.get(self._key(sheet), sheet.given)

    def keep(self, answer: Answer) -> None:
        """Keep what was typed for the question on the screen."""
        if self.sheet is not None:
            self._drafts[self._key(self.sheet)] = answer

    def retry(self) -> None:
        """Let the learner try the question on the screen once more."""
        if self.sheet is not None:
            self._marked.pop(self.sheet.id, None)
            self.sheet = self.sheet.again()

    def unsaid(self) -> tuple[str, Answer] | None:
        """Return what an exam's fields hold that was not given yet: it is the answer once the learner goes elsewhere."""
        sheet = self.sheet
        if sheet is None or sheet.mode != "exam":
            return None
        draft = self.draft(sheet)
        return None if draft is None or draft == sheet.given or is_blank(draft) else (sheet.id, draft)

    def refused(self, event: ev.Refused) -> None:
        """Tell the learner why something cannot be."""
        self.notify(self.words.say(event.reason), severity="warning", markup=False)

    def tick(self) -> None:
        """Look at the clock, every second of an exam with a limit: the last one takes what stands in the fields."""
        taking = self.taking
        if taking is None or taking.sitting.remaining is None or taking.sitting.attempt.submitted is not None:
            return
        self.remaining = taking.sitting.remaining
        if self.remaining <= LAST_MOMENT:
            if isinstance(self.app.screen, Asking):
                self.app.screen.dismiss(None)
            noted = self.unsaid()
            self.ask(lambda: taking.late(noted))

    def watch_quiz(self, _: Quiz, quiz: Quiz) -> None:
        """Put the question into the language of the quiz."""
        if self.sheet is not None:
            self.sheet = self.sheet.in_language(quiz)

    @on(SatDown)
    def _sat_down(self, sat: SatDown) -> None:
        self.taking = sat.taking
        if sat.taking.sitting.remaining is not None:
            self._timer = self.set_interval(1, self.tick)
            self.tick()

    @on(Seated.SittingTold)
    def _told(self, told: Seated.SittingTold) -> None:
        told.stop()
        sheet = self.sheet
        match told.event:
            case ev.QuestionAsked() as asked if self.sitting is not None:
                fresh = opened(asked, self.sitting.attempt)
                self.sheet = self._marked.get(fresh.id, fresh).in_language(self.quiz)
            case ev.Refused() as event:
                self.refused(event)
            case ev.AnswerNoted() as event if sheet is not None and sheet.id == event.question:
                self.sheet = replace(sheet, given=self.draft(sheet))
            case event if sheet is not None:
                self._replace(sheet.after(event).in_language(self.quiz))

    @on(CardScheduled)
    def _scheduled(self, scheduled: CardScheduled) -> None:
        if self.sheet is not None:
            self._replace(replace(self.sheet, card=scheduled.card))

    @on(RoundEnded)
    def _round_ended(self) -> None:
        taking = self.taking
        if taking is not None:
            screen = HandingIn(self.lang, taking.answered, len(taking.sitting.questions))
            self.app.push_screen(screen, self._asked_at_the_door)

    @on(OutcomeReached)
    def _reached(self, reached: OutcomeReached) -> None:
        if self._timer is not None:
            self._timer.stop()
        if self.sitting is not None:
            page = QuizResult(self.lang, self.workplace, self.quiz, self.sitting, reached.outcome)
            self.app.push_screen(page, self._seen)

    @on(Taken)
    def _taken(self) -> None:
        self.post_message(self.ScreenLeft(False))

    def _asked_at_the_door(self, hand_in: bool | None) -> None:
        taking, sheet = self.taking, self.sheet
        if taking is None or sheet is None:
            return
        if hand_in:
            self.ask(taking.submit)
        elif sheet.given is not None and taking.answered < len(taking.sitting.questions):
            self.ask(taking.again)

    def _seen(self, onward: Onward | None) -> None:
        taking = self.taking
        if taking is None or onward in ("home", "quit"):
            self.post_message(self.ScreenLeft(onward == "quit"))
        elif onward == "again":
            self._marked = {name: sheet for name, sheet in self._marked.items() if sheet.status == "correct"}
            self.ask(taking.again)
        else:
            self.ask(taking.finish)

    def _key(self, sheet: Sheet) -> tuple[str, str]:
        return (self.sitting.attempt.run if self.sitting is not None else "", sheet.id)

    def _replace(self, sheet: Sheet) -> None:
        self.sheet = sheet
        if sheet.marked:
            self._marked[sheet.id] = sheet

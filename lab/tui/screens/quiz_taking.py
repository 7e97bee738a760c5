"""What a quiz's screen asks of a sitting, step by step: every function here runs in a thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from lab.grading.answers import Answer
from lab.grading.grade import Status
from lab.quiz import events as ev
from lab.tui.screens.quiz_choosing import Choice
from lab.tui.screens.quiz_result import Outcome

if TYPE_CHECKING:
    from lab.quiz.deck import Card
    from lab.quiz.sitting import Sitting
    from lab.session.workplace import Workplace

Told = Iterator["ev.Event | Message"]


@dataclass
class SatDown(Message):
    """The attempt was begun, or is gone on with."""

    taking: Taking


@dataclass
class RoundEnded(Message):
    """Nothing is left to ask in this round of an exam."""


@dataclass
class CardScheduled(Message):
    """A question that was reviewed comes back on another day."""

    card: Card


@dataclass
class OutcomeReached(Message):
    """The learner may be told what came of the attempt."""

    outcome: Outcome


@dataclass
class Taken(Message):
    """The attempt is over, and the learner is done with it."""


class Taking:
    """One sitting, and the workplace that knows when its questions come back."""

    def __init__(self, workplace: Workplace, sitting: Sitting) -> None:
        self._workplace = workplace
        self.sitting = sitting
        self.exam = sitting.attempt.mode == "exam"

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(bool(self.sitting.attempt.item(each).tries) for each in self.sitting.questions)

    def next(self) -> Told:
        """Ask what is next; at the end of a round tell what came of it, but before the end of an exam ask whether it is."""
        asked = self.sitting.next_question()
        if asked is not None:
            yield asked
        elif not self.exam:
            yield from self.sum()
        elif self.sitting.late:
            yield from self.late()
        else:
            yield RoundEnded()

    def answer(self, identity: str, answer: Answer, ms: int) -> Told:
        """Give an answer; an exam goes on at once."""
        event = self.sitting.answer(identity, answer, ms)
        yield event
        if self.exam:
            yield from self.next()
        elif isinstance(event, ev.AnswerGraded):
            yield from self._scheduled(identity)

    def leave_out(self, identity: str) -> Told:
        """Go on without an answer."""
        self.sitting.skip(identity)
        yield from self.next()

    def move(self, place: int, by: int, noted: tuple[str, Answer] | None) -> Told:
        """Go from a place, counted from 0, to another; what the learner passes over is not asked again in this round."""
        yield from self.note(noted)
        if by > 0:
            self.sitting.skip(self.sitting.questions[place])
        yield self.sitting.asked(self.sitting.questions[place + by])

    def note(self, noted: tuple[str, Answer] | None) -> Told:
        """Take what stands in an exam's fields for the answer when the learner goes elsewhere."""
        if noted is not None and not self.sitting.late:
            yield self.sitting.answer(*noted)

    def end_round(self, noted: tuple[str, Answer] | None) -> Told:
        """Ask nothing more in this round."""
        yield from self.note(noted)
        yield RoundEnded()

    def leave(self, noted: tuple[str, Answer] | None, left: Message) -> Told:
        """Let the learner go once what they typed is taken."""
        yield from self.note(noted)
        yield left

    def hint(self, identity: str) -> Told:
        """Give a hint."""
        yield self.sitting.hint(identity)

    def appeal(self, identity: str) -> Told:
        """Take it that the learner holds an answer for right."""
        yield self.sitting.appeal(identity)

    def judge(self, identity: str, status: Status) -> Told:
        """Take the learner's own judgement."""
        yield self.sitting.mark_self(identity, status)
        yield from self._scheduled(identity)

    def easy(self, identity: str) -> Told:
        """Take it that a question was easy."""
        yield self.sitting.found_easy(identity)
        yield from self._scheduled(identity)

    def again(self) -> Told:
        """Begin a round with what is not right yet."""
        self.sitting.again()
        yield from self.next()

    def sum(self) -> Told:
        """Tell what has come of it; with nothing left to put right, the attempt is over."""
        attempt = self.sitting.attempt
        if all(attempt.item(each).settled for each in self.sitting.questions):
            yield from self.submit()
        else:
            yield OutcomeReached(Outcome(self.sitting.result(), attempt.mode, submitted=False))

    def submit(self) -> Told:
        """End the attempt and tell what came of it; done twice, it counts once."""
        yield self._outcome(late=False)

    def late(self, noted: tuple[str, Answer] | None = None) -> Told:
        """End an attempt whose time is up, with what stands in the fields."""
        yield from self.note(noted)
        yield self._outcome(late=True)

    def finish(self) -> Told:
        """End the attempt of a learner who has seen what came of it."""
        if self.sitting.attempt.submitted is None:
            self.sitting.submit()
        yield Taken()

    def _outcome(self, *, late: bool) -> OutcomeReached:
        finished = self.sitting.submit()
        return OutcomeReached(Outcome(finished.result, self.sitting.attempt.mode, submitted=True, late=late))

    def _scheduled(self, identity: str) -> Told:
        if self.sitting.attempt.mode == "review":
            card = self._workplace.card(self.sitting.quiz.id, identity)
            if card is not None:
                yield CardScheduled(card)


def sit_down(workplace: Workplace, quiz: str, lang: str, choice: Choice) -> Told:
    """Begin an attempt, or go on with the one that is open, and ask its first question."""
    taking = Taking(workplace, workplace.begin_quiz(quiz, lang, choice.mode, choice.minutes))
    yield SatDown(taking)
    yield from taking.next()

"""The question on the screen: what was asked, what was told of the answer, and what can be done now."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lab.content.questions import Quiz
from lab.errors import LabError
from lab.grading.answers import Answer, FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.grading.grade import Status
from lab.grading.read import read_answer
from lab.quiz import events as ev
from lab.quiz.attempt import Attempt, Mode

if TYPE_CHECKING:
    from lab.quiz.deck import Card


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the quiz screen draws but what is being typed; each change makes a new one."""

    asked: ev.QuestionAsked
    mode: Mode
    given: Answer | None = None
    """The answer on record, None where there is none."""
    status: Status | None = None
    """How that answer stands; None in an exam."""
    told: ev.AnswerGraded | None = None
    """What was said of it; None before an answer, in an exam, and of what was answered in an earlier sitting."""
    appealed: bool = False
    easy: bool = False
    card: Card | None = None
    """When the question comes back, in a review."""

    @property
    def id(self) -> str:
        """The question's id."""
        return self.asked.question.id

    @property
    def marked(self) -> bool:
        """Whether there is a mark to look at rather than an answer to give."""
        return self.status not in (None, "not-graded") and self.mode != "exam"

    @property
    def judging(self) -> bool:
        """Whether the learner is asked to judge."""
        return self.marked and self.status == "review" and self.told is not None

    @property
    def can_retry(self) -> bool:
        """Whether another try makes sense."""
        return self.marked and self.status != "correct"

    @property
    def can_appeal(self) -> bool:
        """Whether there is a mark to object to."""
        return self.can_retry and not self.appealed

    @property
    def can_hint(self) -> bool:
        """Whether one more hint may be given."""
        hints = len(self.asked.question.hints)
        return self.mode != "exam" and not self.marked and len(self.asked.hints) < hints

    @property
    def can_call_easy(self) -> bool:
        """Whether the learner may say that it was easy."""
        return self.mode == "review" and self.status == "correct" and not self.easy

    def after(self, event: ev.Event) -> Sheet:
        """Return it with what a sitting tells of its question."""
        match event:
            case ev.AnswerGraded():
                return replace(self, told=event, status=event.grade.status, appealed=False)
            case ev.HintShown():
                return replace(self, asked=replace(self.asked, hints=(*self.asked.hints, event.text)))
            case ev.SelfMarked():
                return replace(self, status=event.status)
            case ev.Appealed():
                return replace(self, appealed=True)
            case ev.FoundEasy():
                return replace(self, easy=True)
        return self

    def again(self) -> Sheet:
        """Return it as it is when the learner tries once more."""
        return replace(self, status=None, told=None, appealed=False, card=None)

    def in_language(self, quiz: Quiz) -> Sheet:
        """Return it with the texts of a quiz in another language."""
        question = quiz.question(self.id)
        if question is None:
            return self
        options = tuple((each, question.options[each - 1]) for each, _ in self.asked.options)
        hints = question.hints[: len(self.asked.hints)]
        told = self.told
        if told is not None:
            note = question.explanation if told.explanation else ""
            model = question.model_answer if told.model_answer else ""
            told = replace(told, explanation=note, model_answer=model)
        return replace(self, asked=replace(self.asked, question=question, options=options, hints=hints), told=told)


def is_blank(answer: Answer) -> bool:
    """Tell whether nothing has been answered."""
    match answer:
        case TextAnswer():
            return not answer.text.strip()
        case FillAnswer():
            return not any(text.strip() for text in answer.blanks.values())
        case OptionsAnswer():
            return not answer.ids
        case VerdictAnswer():
            return answer.verdict is None and not answer.reason.strip()


def opened(asked: ev.QuestionAsked, attempt: Attempt) -> Sheet:
    """Return the sheet of a question that is asked, with what its attempt has of it."""
    item = attempt.item(asked.question.id)
    given: Answer | None = None
    if item.tries:
        # The question's blanks or options may be others than when it was answered.
        with suppress(LabError):
            given = read_answer(asked.question.key, item.tries[-1].answer)
    status: Status | None = "correct" if item.settled and attempt.mode != "exam" else None
    return Sheet(asked, attempt.mode, given, status)

"""One learner at one attempt: asks, marks, gives hints, keeps the time, and writes everything down as it happens.

The attempt is nothing but the fold of its records, so that a sitting that is killed at any moment goes on where its last
record left it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lab.content.questions import Question, Quiz
from lab.grading.answers import Answer, TextAnswer
from lab.grading.grade import Grade, Status
from lab.grading.read import without_password, write_answer
from lab.language.message import Message, say
from lab.quiz import events as ev
from lab.quiz.attempt import Attempt, attempts, follow, room
from lab.quiz.clock import Clock
from lab.quiz.marker import Marker
from lab.quiz.scoring import Result, result_of
from lab.record import Record, Records

SELF_MARKS: dict[Status, float] = {"correct": 1.0, "partial": 0.5, "incorrect": 0.0}
"""What a learner's own judgement is worth."""


class Sitting:
    """An attempt that goes on."""

    def __init__(
        self,
        quiz: Quiz,
        attempt: Attempt,
        records: Records,
        clock: Clock,
        mark: Marker,
        grader: str,
        *,
        resumed: bool,
        unaskable: frozenset[str] = frozenset(),
    ) -> None:
        self.quiz = quiz
        self._unasked = frozenset(name for name in unaskable if not attempt.item(name).tries)
        self.attempt = replace(attempt, unasked=self._unasked)
        """As its records say."""
        self._records = records
        self._clock = clock
        self._mark = mark
        self._grader = grader
        self._resumed = resumed
        # A clock that was set back while nobody sat here gives no time back: a record says how late it was.
        self._before = max(clock.now() - attempt.begun, attempt.elapsed) if resumed else 0.0
        self._since = clock.passed()
        self._known = {question.id: question for question in quiz.questions}
        questions = [name for name in attempt.layout.questions if name in self._known]
        self.questions = tuple(name for name in questions if name not in self._unasked)
        """Ids of the questions, in the order in which they are asked."""
        self._round = self._untried() or self._open()  # ids of what this round still asks

    @property
    def elapsed(self) -> float:
        """Seconds since the attempt was begun, also those in which nobody sat here."""
        return self._before + self._clock.passed() - self._since

    @property
    def remaining(self) -> float | None:
        """Seconds that are left, None where there is no limit."""
        return None if self.attempt.seconds is None else max(0.0, self.attempt.seconds - self.elapsed)

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return self.remaining == 0.0

    def opened(self) -> ev.SittingOpened:
        """Tell which attempt this is, and how far it has come."""
        attempt = self.attempt
        answered = len(self.questions) - len(self._untried())
        return ev.SittingOpened(
            self.quiz.id,
            attempt.mode,
            attempt.run,
            attempt.number,
            len(self.questions),
            answered,
            attempt.seconds,
            self.remaining,
            self._resumed,
        )

    def next_question(self) -> ev.QuestionAsked | None:
        """Ask what is next in this round, or return None at its end, or when the time is up."""
        if not self._round or self.attempt.submitted or self.late:
            return None
        return self.asked(self._round[0])

    def asked(self, identity: str) -> ev.QuestionAsked:
        """Ask one question, whichever the learner goes to."""
        question = self._known[identity]
        item = self.attempt.item(identity)
        shown = self.attempt.layout.options.get(identity, ())
        options = tuple((each, question.options[each - 1]) for each in shown if each <= len(question.options))
        number = self.questions.index(identity) + 1
        hints = question.hints[: item.hints]
        return ev.QuestionAsked(question, number, len(self.questions), options, hints, len(item.tries), self.remaining)

    def answer(self, identity: str, answer: Answer, ms: int | None = None) -> ev.Event:
        """Take an answer: mark and tell it, or in an exam only note it; what comes too late is refused."""
        refusal = self._refusal(identity)
        if refusal is not None:
            return ev.Refused(identity, refusal)
        question = self._known[identity]
        grade = self._mark(question, answer)
        self._write("answered", identity, grade.status, self._answer_data(question, answer, grade, ms))
        exam = self.attempt.mode == "exam"
        if exam or grade.status != "not-graded":
            self.skip(identity)
        return ev.AnswerNoted(identity, self.remaining) if exam else self._told(question, grade)

    def skip(self, identity: str) -> None:
        """Leave a question for later."""
        self._round = [name for name in self._round if name != identity]

    def hint(self, identity: str) -> ev.HintShown | ev.Refused:
        """Give the next hint; there are none in an exam."""
        question, given = self._known[identity], self.attempt.item(identity).hints
        if self.attempt.mode == "exam":
            return ev.Refused(identity, say("quiz.refused.no-hints-in-exam"))
        refusal = self._refusal(identity)
        if refusal is not None:
            return ev.Refused(identity, refusal)
        if given >= len(question.hints):
            return ev.Refused(identity, say("quiz.refused.no-more-hints", hints=given))
        self._write("hinted", identity, None, {"hint": given + 1})
        return ev.HintShown(identity, question.hints[given], given + 1, len(question.hints))

    def mark_self(self, identity: str, status: Status) -> ev.SelfMarked | ev.Refused:
        """Write down how the learner judges their last answer, which the grader did not understand."""
        mark = self.attempt.item(identity).mark
        if self.attempt.mode == "exam":
            return ev.Refused(identity, say("quiz.refused.teacher-judges"))
        if mark is None or mark.status != "review" or status not in SELF_MARKS:
            return ev.Refused(identity, say("quiz.refused.nothing-to-judge"))
        number = len(self.attempt.item(identity).tries)
        data = {"try": number, "status": status, "score": SELF_MARKS[status]}
        self._write("self-marked", identity, status, data)
        return ev.SelfMarked(identity, status)

    def found_easy(self, identity: str) -> ev.FoundEasy | ev.Refused:
        """Write down that the learner found a question easy that they answered right."""
        if not self.attempt.item(identity).settled:
            return ev.Refused(identity, say("quiz.refused.not-right-yet"))
        self._write("found-easy", identity, None, {})
        return ev.FoundEasy(identity)

    def appeal(self, identity: str, why: str = "") -> ev.Appealed | ev.Refused:
        """Write down that the learner holds their last answer for right, for a teacher to look at."""
        item = self.attempt.item(identity)
        if not self.attempt.counts:
            return ev.Refused(identity, say("quiz.refused.not-told-yet"))
        if item.mark is None or item.settled:
            return ev.Refused(identity, say("quiz.refused.nothing-to-appeal"))
        self._write("appealed", identity, item.mark.status, {"try": item.tries[-1].number, "why": why})
        return ev.Appealed(identity)

    def again(self) -> int:
        """Begin another round with what is not right yet, in an exam with what was left out; return how many that is."""
        self._round = self._open()
        return len(self._round)

    def result(self) -> Result:
        """Return what has come of it so far; of an exam that goes on, nobody may be told."""
        return result_of(self.quiz, self.attempt, self._mark)

    def submit(self) -> ev.SittingFinished:
        """End the attempt; done twice, or by two at once, it counts once: the first record of the submission does."""
        written = attempts(self._records.records(room(self.quiz.id), self.attempt.run))[self.attempt.run]
        again = written.submitted is not None
        self.attempt = written
        if not again:
            self._write("submitted", None, None, {"submission": written.run, "unasked": sorted(self._unasked)})
        return ev.SittingFinished(self.result(), again)

    def _untried(self) -> list[str]:
        return [name for name in self.questions if not self.attempt.item(name).tries]

    def _open(self) -> list[str]:
        if self.attempt.mode == "exam":
            return self._untried()
        return [name for name in self.questions if not self.attempt.item(name).settled]

    def _refusal(self, identity: str) -> Message | None:
        if self.attempt.submitted is not None:
            return say("quiz.refused.submitted")
        if self.late:
            return say("quiz.refused.late", minutes=-(-(self.attempt.seconds or 0) // 60))
        if self.attempt.mode != "exam" and self.attempt.item(identity).settled:
            return say("quiz.refused.settled")
        return None

    def _answer_data(self, question: Question, answer: Answer, grade: Grade, ms: int | None) -> dict[str, Any]:
        item, kept = self.attempt.item(question.id), _kept(answer)
        return {
            "item_hash": question.hash,
            "lang": self.attempt.lang,
            "seed": self.attempt.seed,
            "mode": self.attempt.mode,
            "shown": list(self.attempt.layout.options.get(question.id, ())),
            "answer": write_answer(kept),
            "normal": grade.normal if kept == answer else self._mark(question, kept).normal,
            "score": grade.score,
            "points": question.points,
            "notes": [str(each) if isinstance(each, Message) else each.en for each in grade.feedback],
            "grader": self._grader,
            "hints": item.hints,
            "ms": ms,
        }

    def _told(self, question: Question, grade: Grade) -> ev.AnswerGraded:
        tries = len(self.attempt.item(question.id).tries)
        # One more try is worth more than the explanation: it is given at the second one, or once nothing is left to find.
        known = grade.status in ("correct", "review") or tries > 1
        return ev.AnswerGraded(
            question.id,
            grade,
            grade.score * question.points,
            question.points,
            grade.status != "not-graded",
            question.explanation if known and grade.status != "not-graded" else "",
            question.model_answer if grade.status == "review" else "",
        )

    def _write(self, what: str, question: str | None, outcome: str | None, data: dict[str, Any]) -> None:
        attempt = self.attempt
        named = {"learner": attempt.learner, "elapsed": round(self.elapsed, 3), **data}
        record = Record(attempt.run, room(self.quiz.id), what, question, outcome, named, self._clock.now())
        self._records.append(record)
        self.attempt = follow(attempt, record)


def _kept(answer: Answer) -> Answer:
    return TextAnswer(without_password(answer.text)) if isinstance(answer, TextAnswer) else answer

"""A quiz at a plain terminal: questions as lines of text, answers read a line at a time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TextIO

from lab.cli.plain import safe
from lab.errors import LabError
from lab.grading.answers import Answer
from lab.grading.grade import Feedback, Status
from lab.grading.keys import ChoiceKey, FillKey, OrderKey, TrueFalseKey
from lab.grading.read import read_answer, read_verdict
from lab.grading.said import Said
from lab.language.message import Message, say
from lab.language.words import Words
from lab.quiz import events as ev
from lab.quiz.scoring import Result
from lab.quiz.sitting import Sitting

SIGNS: Mapping[Status, str] = {"correct": "✓", "partial": "±", "incorrect": "✗", "review": "?", "not-graded": "·"}
"""Before every mark."""

_JUDGEMENTS: Mapping[str, Status] = {"y": "correct", "p": "partial", "n": "incorrect"}


class _LeftOut(Exception):  # noqa: N818 - nothing has gone wrong
    """The learner goes on without an answer."""


def said(feedback: Feedback, speech: Words) -> str:
    """Return a reason in the learner's language."""
    return feedback.in_language(speech.lang) if isinstance(feedback, Said) else speech.say(feedback)


def result_lines(result: Result, speech: Words) -> Iterator[str]:
    """Tell a result: every mark with its reasons, then what they add up to."""
    for item in result.items:
        points = speech.say(say("cli.quiz.points", score=_number(item.score), points=item.points))
        yield f"{SIGNS[item.status]} {item.question}: {points}"
        yield from (f"    {safe(said(each, speech))}" for each in item.feedback)
    yield ""
    if result.percent is not None:
        yield speech.say(
            say(
                "cli.quiz.result",
                score=_number(result.score),
                most=result.most,
                percent=round(result.percent),
                passing=result.passing,
            )
        )
    if result.pending:
        yield speech.say(say("cli.quiz.pending", answers=result.pending))


class Paper:
    """Reads answers from the standard input until a sitting is over."""

    def __init__(self, sitting: Sitting, speech: Words, out: TextIO = sys.stdout) -> None:
        self._sitting = sitting
        self._speech = speech
        self._out = out
        self._last: str | None = None

    def take(self) -> Result:
        """Ask everything, end the attempt and tell what came of it; raise EOFError where the input ends before."""
        self._opened(self._sitting.opened())
        while True:
            asked = self._sitting.next_question()
            if asked is not None:
                self._ask(asked)
            elif not self._once_more():
                break
        if self._sitting.late:
            self._say(say("cli.quiz.time-up"))
        finished = self._sitting.submit()
        for line in ("", *result_lines(finished.result, self._speech)):
            self._print(line)
        self._hear_appeals(finished.result)
        return finished.result

    def _hear_appeals(self, result: Result) -> None:
        """After an exam, let the learner name the answers that they hold for right; practice hears them as it goes."""
        wrong = {item.question for item in result.items if item.status in ("partial", "incorrect")}
        while self._sitting.attempt.mode == "exam" and wrong:
            try:
                name = self._read(self._speech.say(say("cli.quiz.appeal"))).strip()
            except EOFError:
                return
            if not name:
                return
            event = self._sitting.appeal(name)
            self._say(event.reason if isinstance(event, ev.Refused) else say("cli.quiz.appealed", question=name))

    def _once_more(self) -> bool:
        """Offer another round with what is not right yet."""
        sitting = self._sitting
        if sitting.attempt.submitted is not None or sitting.late or not (left := sitting.again()):
            return False
        question = say("cli.quiz.again", questions=left)
        if sitting.attempt.mode == "exam":
            question = say("cli.quiz.left-out", questions=left)
        return self._read(self._speech.say(question)).strip().casefold() in ("y", "yes", "네", "예", "ㅇ")

    def _opened(self, event: ev.SittingOpened) -> None:
        modes = {
            "practice": say("cli.quiz.practice"),
            "exam": say("cli.quiz.exam"),
            "review": say("cli.quiz.reviewing"),
        }
        self._print(self._sitting.quiz.title)
        self._say(modes[event.mode])
        if event.resumed:
            self._say(say("cli.quiz.resumed", answered=event.answered, questions=event.questions))
        elif self._sitting.quiz.introduction:
            self._print(f"\n{self._sitting.quiz.introduction}")
        self._remaining(event.remaining)

    def _ask(self, asked: ev.QuestionAsked) -> None:
        question = asked.question
        self._print(f"\n{asked.number}/{asked.of}  {question.prose}\n")
        for number, (_, text) in enumerate(asked.options, start=1):
            self._print(f"  {number}. {text}")
        self._remaining(asked.remaining)
        began = time.monotonic()
        while True:
            try:
                answer = self._answer(asked)
            except _LeftOut:
                self._sitting.skip(question.id)
                return
            except LabError as error:
                self._say(error.message)
                self._say(error.hint)
                continue
            event = self._sitting.answer(question.id, answer, round(1000 * (time.monotonic() - began)))
            if self._told(event):
                return

    def _told(self, event: ev.Event) -> bool:
        """Tell what became of an answer; return whether to go on to the next question."""
        match event:
            case ev.Refused():
                self._say(event.reason)
            case ev.AnswerNoted():
                self._say(say("cli.quiz.noted"))
            case ev.AnswerGraded():
                self._graded(event)
                return event.counted
        return True

    def _graded(self, event: ev.AnswerGraded) -> None:
        self._last = event.question
        points = self._speech.say(say("cli.quiz.points", score=_number(event.score), points=event.points))
        self._print(f"{SIGNS[event.grade.status]} {points if event.counted else ''}".rstrip())
        for each in event.grade.feedback:
            self._print(f"  {said(each, self._speech)}")
        if event.explanation:
            self._print(f"\n  {event.explanation}")
        if event.grade.status == "review":
            self._judge(event)
        elif event.grade.status == "correct" and self._sitting.attempt.mode == "review" and self._was_easy():
            self._sitting.found_easy(event.question)

    def _was_easy(self) -> bool:
        return self._read(self._speech.say(say("cli.quiz.easy"))).strip().casefold() == "e"

    def _judge(self, event: ev.AnswerGraded) -> None:
        """Let the learner judge what the grader does not understand."""
        if event.model_answer:
            self._say(say("cli.quiz.model-answer", answer=event.model_answer))
        word = self._read(self._speech.say(say("cli.quiz.judge"))).strip().casefold()
        if word in _JUDGEMENTS:
            self._sitting.mark_self(event.question, _JUDGEMENTS[word])

    def _answer(self, asked: ev.QuestionAsked) -> Answer:
        """Read one answer; raise LabError for one of a shape that the question cannot have."""
        key = asked.question.key
        ask = self._asker(asked)
        match key:
            case FillKey():
                first, *others = (blank.name for blank in key.blanks)
                typed = {first: ask(f"[[{first}]] ")}
                return read_answer(key, typed | {name: self._read(f"[[{name}]] ") for name in others})
            case ChoiceKey():
                prompt = say("cli.quiz.choose-many") if key.many else say("cli.quiz.choose-one")
                return read_answer(key, _ids(asked, ask(self._speech.say(prompt))))
            case OrderKey():
                return read_answer(key, _ids(asked, ask(self._speech.say(say("cli.quiz.put-in-order")))))
            case TrueFalseKey():
                verdict = read_verdict(ask(self._speech.say(say("cli.quiz.verdict"))))
                reason = self._read(self._speech.say(say("cli.quiz.reason")))
                return read_answer(key, {"verdict": verdict, "reason": reason})
            case _:
                return read_answer(key, ask("> "))

    def _asker(self, asked: ev.QuestionAsked) -> Callable[[str], str]:
        """Return what asks for one line: `?` is a hint, `!` an appeal about the question before, nothing goes on."""

        def ask(prompt: str) -> str:
            while True:
                line = self._read(prompt)
                match line.strip():
                    case "":
                        raise _LeftOut
                    case "?":
                        self._hint(asked.question.id)
                    case "!":
                        self._appeal()
                    case _:
                        return line

        return ask

    def _hint(self, question: str) -> None:
        event = self._sitting.hint(question)
        if isinstance(event, ev.Refused):
            self._say(event.reason)
        else:
            self._print(f"  ({event.number}/{event.of}) {event.text}")

    def _appeal(self) -> None:
        if self._last is None:
            self._say(say("cli.quiz.nothing-before"))
            return
        event = self._sitting.appeal(self._last)
        self._say(event.reason if isinstance(event, ev.Refused) else say("cli.quiz.appealed", question=self._last))

    def _remaining(self, seconds: float | None) -> None:
        if seconds is not None:
            self._say(say("cli.quiz.remaining", minutes=int(seconds // 60), seconds=f"{int(seconds % 60):02}"))

    def _read(self, prompt: str) -> str:
        print(prompt, end="", file=self._out, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def _say(self, message: Message) -> None:
        self._print(self._speech.say(message))

    def _print(self, text: str) -> None:
        print("\n".join(safe(line) for line in text.split("\n")), file=self._out, flush=True)


def _ids(asked: ev.QuestionAsked, line: str) -> Any:
    """Return the ids behind the numbers on the screen; what is no such number is left for the reader to refuse."""
    shown = dict(enumerate((option for option, _ in asked.options), start=1))
    words = line.replace(",", " ").split()
    if not all(word.isdecimal() for word in words):
        return line
    return [shown.get(int(word), 0) for word in words]


def _number(score: float) -> str:
    return f"{score:.2f}".rstrip("0").rstrip(".")

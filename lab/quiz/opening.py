"""Beginning an attempt, or going on with the one that was begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lab.content.questions import Question, Quiz
from lab.errors import UsageError
from lab.grading.keys import StateKey
from lab.language.message import say
from lab.quiz.attempt import Attempt, Mode, attempts, begin, room
from lab.quiz.clock import Clock
from lab.quiz.marker import Marker
from lab.quiz.order import arrange
from lab.quiz.sitting import Sitting
from lab.record import Record, Records


@dataclass(frozen=True, slots=True)
class Desk:
    """What a sitting needs beside the quiz."""

    records: Records
    clock: Clock
    mark: Marker
    learner: str
    """Who is sitting: attempts of others in the same records are none of theirs."""
    lang: str
    grader: str
    """Version of what marks, for the records."""


def open_sitting(
    desk: Desk,
    quiz: Quiz,
    questions: Iterable[Question],
    mode: Mode,
    *,
    run: str,
    seed: int,
    seconds: int | None = None,
) -> Sitting:
    """Go on with the learner's open attempt of this mode, or begin one under the id `run`.

    An attempt that goes on keeps its order, its seed and its time, whatever is asked for now; a review always begins
    anew, since what is due changes by the day. `questions` are those that can be asked now: one about an engine that is
    gone since is left out. Raises UsageError where there is nothing to ask.
    """
    mine = [each for each in attempts(desk.records.records(room(quiz.id))).values() if each.learner == desk.learner]
    asked = tuple(questions)
    known = {question.id for question in quiz.questions}
    for attempt in reversed(mine if mode != "review" else []):
        if attempt.mode == mode and attempt.submitted is None and known & set(attempt.layout.questions):
            gone = frozenset(each.id for each in quiz.questions if isinstance(each.key, StateKey) and each not in asked)
            return _sitting(desk, quiz, attempt, gone & set(attempt.layout.questions), resumed=True)
    if not asked:
        raise UsageError(say("quiz.nothing.message", quiz=quiz.id), say("quiz.nothing.hint"))
    attempt = _begun(desk, quiz, asked, mode, run, seed, seconds, len(mine) + 1)
    return _sitting(desk, quiz, attempt, frozenset(), resumed=False)


def _sitting(desk: Desk, quiz: Quiz, attempt: Attempt, unaskable: frozenset[str], *, resumed: bool) -> Sitting:
    return Sitting(
        quiz, attempt, desk.records, desk.clock, desk.mark, desk.grader, resumed=resumed, unaskable=unaskable
    )


def _begun(
    desk: Desk,
    quiz: Quiz,
    asked: tuple[Question, ...],
    mode: Mode,
    run: str,
    seed: int,
    seconds: int | None,
    number: int,
) -> Attempt:
    layout = arrange(quiz.id, asked, seed, number, shuffled=mode == "exam")
    data = {
        "learner": desk.learner,
        "mode": mode,
        "attempt": number,
        "seed": seed,
        "lang": desk.lang,
        "seconds": seconds,
        "quiz_hash": quiz.hash,
        **layout.to_data(),
    }
    record = Record(run, room(quiz.id), "quiz-begun", data=data, at=desk.clock.now())
    desk.records.append(record)
    return begin(record)

"""What a learner's records add up to over time: tries and time per step, days of practice, scores of quizzes, what is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Literal, Protocol

from lab.content.model import Exercise
from lab.content.questions import Question, Quiz
from lab.grading.answers import Answer
from lab.grading.grade import Grade
from lab.quiz.attempt import attempts
from lab.quiz.deck import due
from lab.quiz.scoring import result_of
from lab.record import Record
from lab.standing import standing

AWAY = 600
"""Seconds between two records of a run after which the learner is taken to have been away: such a time counts nowhere."""


@dataclass(frozen=True, slots=True)
class StepHistory:
    """What one step took, over all runs."""

    step: str
    passed: bool
    tries: int
    """As in `lab.standing`: what nobody could tell is no try."""
    seconds: float | None
    """From what was recorded before it, or the beginning of the run, to what was recorded of it; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class ExerciseHistory:
    """What one exercise took."""

    exercise: str
    steps: tuple[StepHistory, ...]

    @property
    def begun(self) -> bool:
        """Whether something was tried."""
        return any(step.tries for step in self.steps)

    @property
    def finished(self) -> bool:
        """Whether every step has passed."""
        return all(step.passed for step in self.steps)


@dataclass(frozen=True, slots=True)
class Score:
    """One attempt at a quiz that has ended."""

    at: float
    """Seconds since 1970."""
    percent: float


@dataclass(frozen=True, slots=True)
class QuizHistory:
    """What became of one quiz."""

    quiz: str
    passing: int
    """Percent that are enough."""
    scores: tuple[Score, ...]
    """In the order of time; rounds of review have none."""
    due: int
    """Questions to review now."""

    @property
    def passed(self) -> bool:
        """Whether it was ever enough."""
        return any(score.percent >= self.passing for score in self.scores)

    def newest(self, most: int) -> QuizHistory:
        """Return it with its last scores only."""
        return replace(self, scores=self.scores[-most:])


@dataclass(frozen=True, slots=True)
class History:
    """Everything the pictures of progress are drawn from."""

    exercises: tuple[ExerciseHistory, ...]
    quizzes: tuple[QuizHistory, ...]
    days: Mapping[date, int]
    """Steps tried and questions answered on each day on which there were any."""
    today: date

    @property
    def empty(self) -> bool:
        """Whether nothing has been done yet."""
        return not self.days


@dataclass(frozen=True, slots=True)
class Learner:
    """Whose history it is, when it is told, and where: a day begins at another moment elsewhere."""

    name: str
    now: float
    """Seconds since 1970."""
    day: Callable[[float], date]
    """From seconds since 1970 to the day that the learner's wall shows."""


def history(
    exercises: Iterable[Exercise],
    quizzes: Iterable[Quiz],
    records: Sequence[Record],
    begun: Mapping[str, float],
    learner: Learner,
) -> History:
    """Fold records into a history; `begun` is when each run of an exercise began, as far as that is known."""
    waiting = Counter(card.quiz for card in due(records, learner.name, learner.now))
    return History(
        tuple(_exercise(exercise, records, begun) for exercise in exercises),
        tuple(_quiz(quiz, records, learner.name, waiting[quiz.id]) for quiz in quizzes),
        Counter(learner.day(record.at) for record in records if _is_practice(record, learner.name)),
        learner.day(learner.now),
    )


def _exercise(exercise: Exercise, records: Sequence[Record], begun: Mapping[str, float]) -> ExerciseHistory:
    mine = [record for record in records if record.exercise in exercise.ids]
    times: dict[str, float] = {}
    for step, seconds in _times(mine, begun):
        today = exercise.today(step)
        times[today] = times.get(today, 0.0) + seconds
    steps = (
        StepHistory(each.step, each.passed, each.tries, times.get(each.step)) for each in standing(exercise, mine).steps
    )
    return ExerciseHistory(exercise.id, tuple(steps))


def _times(records: Iterable[Record], begun: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Yield each step that something was recorded of, with the seconds since what was recorded before in the same run."""
    runs: dict[str, list[tuple[float, str | None]]] = {}
    for record in records:
        moments = runs.setdefault(record.run, [(begun[record.run], None)] if record.run in begun else [])
        moments.append((record.at, record.step))
    for moments in runs.values():
        for (before, _), (at, step) in pairwise(sorted(moments, key=lambda moment: moment[0])):
            if step is not None and at - before <= AWAY:
                yield step, at - before


def _quiz(quiz: Quiz, records: Sequence[Record], learner: str, waiting: int) -> QuizHistory:
    ended = (each for each in attempts(records).values() if each.quiz == quiz.id and each.learner == learner)
    scores = [
        Score(each.submitted, percent)
        for each in ended
        if each.submitted is not None and each.mode != "review"
        if (percent := result_of(quiz, each, _no_reasons).percent) is not None
    ]
    return QuizHistory(quiz.id, quiz.passing, tuple(sorted(scores, key=lambda score: score.at)), waiting)


def _no_reasons(question: Question, answer: Answer) -> Grade:
    """Stand in for the grader where only the marks on record are wanted."""
    return Grade("not-graded", 0.0)


def _is_practice(record: Record, learner: str) -> bool:
    if record.what == "answered":
        return (record.data or {}).get("learner") == learner
    return record.what == "judged" and record.outcome in ("pass", "not_yet")


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next."""

    what: Literal["step", "begin", "review", "quiz", "elsewhere", "nothing"]
    """Go on with an exercise, begin one, review what is due of a quiz, take a quiz; an exercise is left that cannot be done here, or nothing."""
    of: str = ""
    """The exercise's id, or the quiz's."""
    step: str = ""
    """The step to go on with."""


class StepDone(Protocol):
    """How far a step has come; `StepHistory` and `StepStanding` are such."""

    @property
    def step(self) -> str:
        """Its id."""

    @property
    def passed(self) -> bool:
        """Whether it has ever passed."""

    @property
    def tries(self) -> int:
        """How often it was tried."""


class ExerciseDone(Protocol):
    """How far an exercise has come; `ExerciseHistory` and `Standing` are such."""

    @property
    def exercise(self) -> str:
        """Its id."""

    @property
    def steps(self) -> Sequence[StepDone]:
        """Its steps, in order."""


class QuizDone(Protocol):
    """What became of a quiz; `QuizHistory` and `QuizStanding` are such."""

    @property
    def quiz(self) -> str:
        """Its id."""

    @property
    def passed(self) -> bool:
        """Whether it was ever enough."""

    @property
    def due(self) -> int:
        """Questions to review now."""


def what_next(
    exercises: Sequence[ExerciseDone],
    quizzes: Sequence[QuizDone],
    closing: Mapping[str, str | None] = MappingProxyType({}),
    closed: AbstractSet[str] = frozenset(),
) -> Next:
    """Return what was begun and not ended, then what would be forgotten, then the quiz of what was done, then what is new.

    `closing` is the exercise that each quiz closes, where it closes one; `closed` are exercises that cannot be done here.
    """
    finished = {each.exercise for each in exercises if all(step.passed for step in each.steps)}
    begun = {each.exercise for each in exercises if any(step.tries for step in each.steps)}
    open_here = [each for each in exercises if each.exercise not in closed]
    for exercise in open_here:
        if exercise.exercise in begun - finished:
            return Next("step", exercise.exercise, next(step.step for step in exercise.steps if not step.passed))
    for quiz in quizzes:
        if quiz.due:
            return Next("review", quiz.quiz)
    for quiz in quizzes:
        if not quiz.passed and closing.get(quiz.quiz) in finished:
            return Next("quiz", quiz.quiz)
    for exercise in open_here:
        if exercise.exercise not in begun:
            return Next("begin", exercise.exercise)
    for quiz in quizzes:
        if not quiz.passed:
            return Next("quiz", quiz.quiz)
    for exercise in exercises:
        if exercise.exercise not in finished:
            return Next("elsewhere", exercise.exercise)
    return Next("nothing")

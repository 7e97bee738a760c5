"""Everything there is to do, and how far the learner has come with it: what home draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from lab.errors import LabError
from lab.tui.facts import Facts, closed

if TYPE_CHECKING:
    from lab.content.model import Exercise
    from lab.content.questions import Quiz
    from lab.history import Next
    from lab.session.workplace import QuizStanding, Workplace
    from lab.standing import Standing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Exercises and quizzes in one language."""

    lang: str
    exercises: tuple[Exercise, ...]
    standings: Mapping[str, Standing]
    """By the exercise's id."""
    quizzes: tuple[Quiz, ...]
    quiz_standings: Mapping[str, QuizStanding]
    """By the quiz's id."""
    errors: tuple[LabError, ...]
    """What could not be read."""
    engine: Facts | None = None
    """Where the exercises will be done, once that is known."""

    @property
    def closed(self) -> frozenset[str]:
        """The exercises that this engine cannot do, by id."""
        return closed(self.exercises, self.engine)

    @property
    def following(self) -> Next:
        """What to do next."""
        from lab.history import what_next

        closing = {quiz.id: quiz.exercise for quiz in self.quizzes}
        return what_next(tuple(self.standings.values()), tuple(self.quiz_standings.values()), closing, self.closed)

    @property
    def begun(self) -> bool:
        """Whether the learner has done anything yet."""
        return any(step.tries for standing in self.standings.values() for step in standing.steps) or any(
            standing.best is not None or standing.under_way for standing in self.quiz_standings.values()
        )


def read_catalogue(workplace: Workplace, lang: str) -> Catalogue:
    """Read everything; what cannot be read is missing, and told of among the errors."""
    errors: list[LabError] = []

    def read(ask: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
        try:
            return ask()
        except LabError as error:
            errors.append(error)
            return ()

    exercises = read(lambda: workplace.exercises(lang))
    standings = {standing.exercise: standing for standing in read(workplace.standings)}
    quizzes = read(lambda: workplace.quizzes(lang))
    quiz_standings = {standing.quiz: standing for standing in read(workplace.quiz_standings)}
    return Catalogue(lang, exercises, standings, quizzes, quiz_standings, tuple(errors))

"""What a front end is given: everything it can ask for, nothing of how it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lab.content.model import Exercise
from lab.content.questions import Quiz
from lab.doctor import Finding
from lab.engine.contract import EngineFacts
from lab.history import History
from lab.ledger import Baseline
from lab.quiz.attempt import Mode
from lab.quiz.deck import Card
from lab.quiz.sitting import Sitting
from lab.session.events import Event
from lab.session.session import Session
from lab.settings import Settings
from lab.standing import Standing


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An attempt at a quiz that has not ended."""

    answered: int
    questions: int


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """What became of one quiz."""

    quiz: str
    best: float | None = None
    """Percent, of the best attempt that ended; None where there is none."""
    passed: bool = False
    """Whether that was enough."""
    due: int = 0
    """Questions to review now."""
    under_way: Mapping[Mode, UnderWay] = field(default_factory=dict)


class Workplace(Protocol):
    """The lab on this machine; every method may block, for no longer than its bound, and belongs in a thread."""

    def exercises(self, lang: str) -> tuple[Exercise, ...]:
        """Return every exercise in a language, with default values filled in; raise ContentError for a broken one."""

    def standings(self) -> tuple[Standing, ...]:
        """Return where the learner stands in each exercise."""

    def connect(self) -> EngineFacts:
        """Return which engine is used, within 6 seconds; raise EngineError where there is none."""

    def open(self, exercise: str, lang: str, before: Baseline | None = None) -> Session:
        """Go on with an exercise, or begin it; its texts have this machine's port and name in them.

        `before` is what the engine held when the learner began, where a run is begun anew.
        """

    def clean_up(self, session: Session) -> Iterator[Event]:
        """Bring the engine back to what it was before a session."""

    def quizzes(self, lang: str) -> tuple[Quiz, ...]:
        """Return every quiz in a language; raise ContentError for a broken one."""

    def quiz_standings(self) -> tuple[QuizStanding, ...]:
        """Return where the learner stands in each quiz, with what is due at this moment."""

    def begin_quiz(self, quiz: str, lang: str, mode: Mode, minutes: int | None) -> Sitting:
        """Go on with the learner's open attempt, or begin one; without an engine, questions about it are left out."""

    def card(self, quiz: str, question: str) -> Card | None:
        """Return when a question comes back for review, None where it was never answered."""

    def examine(self) -> Iterator[Finding]:
        """Look at this machine and its engine, and change nothing; raise EngineError where no engine answers."""

    def history(self) -> History:
        """Return what the learner's records add up to over time."""

    def keep(self, settings: Settings) -> None:
        """Let settings last; raise LabError where they cannot be written."""

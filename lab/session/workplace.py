"""What a front end is given: everything it can ask for, nothing of how it is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lab.content.model import Exercise
from lab.engine.contract import EngineFacts
from lab.session.events import Event
from lab.session.session import Session
from lab.standing import Standing


class Workplace(Protocol):
    """The lab on this machine; every method may block, for no longer than its bound, and belongs in a thread."""

    def exercises(self, lang: str) -> tuple[Exercise, ...]:
        """Return every exercise in a language, with default values filled in; raise ContentError for a broken one."""

    def standings(self) -> tuple[Standing, ...]:
        """Return where the learner stands in each exercise."""

    def connect(self) -> EngineFacts:
        """Return which engine is used, within 6 seconds; raise EngineError where there is none."""

    def open(self, exercise: str, lang: str) -> Session:
        """Go on with an exercise, or begin it; its texts have this machine's port and name in them."""

    def clean_up(self, session: Session) -> Iterator[Event]:
        """Bring the engine back to what it was before a session."""

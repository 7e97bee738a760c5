"""A screen with a session: it lets it do one thing at a time, in a thread, and takes what it tells as messages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.reactive import reactive

from lab.content.model import Exercise
from lab.errors import LabError
from lab.session.events import Event
from lab.tui.screens.base import Speaking
from lab.tui.signs import Doing
from lab.tui.telling import SessionRested, SessionSurveyed, read

if TYPE_CHECKING:
    from lab.session.session import Session
    from lab.session.workplace import Workplace


class Working(Speaking[None]):
    """Opens a session and reads its generators; each call ends in `SessionRested`."""

    doing: reactive[Doing | None] = reactive(None, init=False, bindings=True)
    """What the session is busy with."""

    @dataclass
    class SessionOpened(Message):
        """A session was opened, with this machine's texts."""

        session: Session

    @dataclass
    class TextsRead(Message):
        """The texts were read without a session."""

        exercise: Exercise

    def __init__(self, lang: str, workplace: Workplace) -> None:
        super().__init__(lang)
        self.workplace = workplace
        self.session: Session | None = None
        self._stop = threading.Event()

    def open_session(self, exercise: str) -> None:
        """Open an exercise, or open it again for its texts in another language."""
        again = self.session is not None
        self._begin("reopening" if again else "opening", lambda stop: self._read_open(exercise, stop))

    def run_step(self, index: int) -> None:
        """Do a step."""
        session = self.session
        if session is not None:
            self._read("running", session, session.perform(session.exercise.steps[index]))

    def check_step(self, index: int) -> None:
        """Judge a step as things stand."""
        session = self.session
        if session is not None:
            self._read("checking", session, session.check(session.exercise.steps[index]))

    def stop_session(self) -> None:
        """Let what is running end at its next event."""
        self._stop.set()
        if self.doing is not None:
            self.doing = "stopping"

    def _read(self, doing: Doing, session: Session, events: Iterator[Event]) -> None:
        """Read a generator, and then look at every step: what one does may undo another."""

        def task(stop: threading.Event) -> None:
            read(self, events, stop)
            self._survey(session, stop)

        self._begin(doing, task)

    def _begin(self, doing: Doing, task: Callable[[threading.Event], None]) -> None:
        self._stop = threading.Event()
        self.doing = doing
        self._work(task, self._stop)

    @work(thread=True, exclusive=True, group="session")
    def _work(self, task: Callable[[threading.Event], None], stop: threading.Event) -> None:
        try:
            task(stop)
        except LabError as error:
            self.post_message(SessionRested(error))
        else:
            self.post_message(SessionRested())

    def _read_open(self, exercise: str, stop: threading.Event) -> None:
        if self.session is None:
            # Readable before there is an engine, and where there is none.
            texts = {each.id: each for each in self.workplace.exercises(self.lang)}
            self.post_message(self.TextsRead(texts[exercise]))
        session = self.workplace.open(exercise, self.lang)
        self.post_message(self.SessionOpened(session))
        self._survey(session, stop)

    def _survey(self, session: Session, stop: threading.Event) -> None:
        if not stop.is_set():
            self.post_message(SessionSurveyed(tuple(session.check_all())))

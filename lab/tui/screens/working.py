"""A screen with a session: it lets it do one thing at a time, in a thread, and takes what it tells as messages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.reactive import reactive

from lab.content.model import Exercise
from lab.errors import LabError
from lab.prediction import Effect
from lab.session.events import Cleaned, CleanUpPlanned, Event
from lab.tui.screens.base import Speaking
from lab.tui.signs import Doing
from lab.tui.telling import SessionRested, SessionSurveyed, read

if TYPE_CHECKING:
    from lab.session.session import Session
    from lab.session.workplace import Workplace


GRACE = 2.0
"""Seconds that what was told to stop may take to come to its next event."""


class Working(Speaking[None]):
    """Opens a session and reads its generators; each call ends in `SessionRested`."""

    doing: reactive[Doing | None] = reactive(None, init=False, bindings=True)
    """What the session is busy with."""
    waiting: reactive[str | None] = reactive(None, init=False)
    """The action of a key that was pressed meanwhile, and that waits its turn."""

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
        self.turn = threading.Lock()
        """Held by whoever uses the session."""
        self._stop, self._ended = threading.Event(), threading.Event()
        self.at_work = ""
        """The step that the session runs or judges, by id; empty where it is none in particular."""

    @property
    def busy_with(self) -> Doing | None:
        """What the session is busy with, or that a key waits for its end."""
        return "waiting" if self.waiting is not None and self.doing is not None else self.doing

    def open_session(self, exercise: str) -> None:
        """Open an exercise, or open it again for its texts in another language."""
        again = self.session is not None
        self._begin("reopening" if again else "opening", lambda stop: self._read_open(exercise, stop))

    def perform_step(
        self, index: int, commands: Sequence[str] | None = None, expected: frozenset[Effect] | None = None
    ) -> None:
        """Do a step, by its own commands or by others."""
        session = self.session
        if session is not None:
            step = session.exercise.steps[index]
            self._read("running", session, index, lambda: session.perform(step, commands, expected))

    def check_step(self, index: int) -> None:
        """Judge a step as things stand."""
        session = self.session
        if session is not None:
            self._read("checking", session, index, lambda: session.check(session.exercise.steps[index]))

    def look_again(self) -> None:
        """Judge every step, and record nothing."""
        session = self.session
        if session is not None:
            self._begin("checking", lambda stop: self._survey(session, stop))

    def catch_up(self, index: int) -> None:
        """Do what is missing before a step."""
        session = self.session
        if session is not None:
            self._read("catching-up", session, index, lambda: _catching_up(session, index))

    def reset_step(self, index: int) -> None:
        """Bring the engine to the state before a step; the session is another one afterwards."""
        session = self.session
        if session is not None:
            self._begin("resetting", lambda stop: self._read_reset(session, index, stop))

    def stop_session(self) -> None:
        """Let what is running end at its next event, and at the engine's silence soon after."""
        self._stop.set()
        self.waiting = None
        if self.doing is not None:
            self.doing = "stopping"
            self._cut_short_in_time()

    def on_unmount(self) -> None:
        """Let nobody wait for what is still running: the app ends when its threads do."""
        self._stop.set()
        if self.doing is not None:
            self._cut_short_in_time()

    def _cut_short_in_time(self) -> None:
        """Cut short what does not come to its next event by itself: the engine may have been paused.

        Whoever is cut off in the middle may ask once more, to undo what it had begun, and is cut off again.
        """
        session, ended = self.session, self._ended

        def cut() -> None:
            while session is not None and not ended.wait(GRACE):
                session.engine.cut_short()

        threading.Thread(target=cut, daemon=True).start()

    def _read(self, doing: Doing, session: Session, index: int, begin: Callable[[], Iterator[Event]]) -> None:
        """Read a generator, and then look at every step: what one does may undo another, or begin the run anew."""

        def task(stop: threading.Event) -> None:
            from lab.session.resetting import leased

            ended: list[Event] = []
            step = session.exercise.steps[index].id
            read(self, _ending(leased(self.workplace, session, step, self.lang, begin()), ended), stop)
            if ended:
                self._open_anew(session.exercise.id, stop)
            else:
                self._survey(session, stop)

        self._begin(doing, task, session.exercise.steps[index].id)

    def _begin(self, doing: Doing, task: Callable[[threading.Event], None], step: str = "") -> None:
        self.at_work = step
        self._stop, self._ended = threading.Event(), threading.Event()
        self.doing = doing
        self._work(task, self._stop, self._ended)

    @work(thread=True, exclusive=True, group="session")
    def _work(self, task: Callable[[threading.Event], None], stop: threading.Event, ended: threading.Event) -> None:
        try:
            with self.turn:
                task(stop)
        except LabError as error:
            self.post_message(SessionRested(error))
        else:
            self.post_message(SessionRested())
        finally:
            ended.set()

    def _read_open(self, exercise: str, stop: threading.Event) -> None:
        if self.session is None:
            # Readable before there is an engine, and where there is none.
            texts = {each.id: each for each in self.workplace.exercises(self.lang)}
            self.post_message(self.TextsRead(texts[exercise]))
        self._open_anew(exercise, stop)

    def _read_reset(self, session: Session, index: int, stop: threading.Event) -> None:
        from lab.session.resetting import reset

        step = session.exercise.steps[index].id
        read(self, reset(self.workplace, session, step, self.lang), stop)
        self._open_anew(session.exercise.id, stop)

    def _open_anew(self, exercise: str, stop: threading.Event) -> None:
        session = self.workplace.open(exercise, self.lang)
        self.post_message(self.SessionOpened(session))
        self._survey(session, stop)

    def _survey(self, session: Session, stop: threading.Event) -> None:
        if not stop.is_set():
            self.post_message(SessionSurveyed(tuple(session.check_all())))


def _ending(events: Iterator[Event], ended: list[Event]) -> Iterator[Event]:
    """Pass events on, and keep those that say that the run is at its end."""
    for event in events:
        if isinstance(event, CleanUpPlanned | Cleaned):
            ended.append(event)
        yield event


def _catching_up(session: Session, index: int) -> Iterator[Event]:
    from lab.session.catching_up import catch_up

    return catch_up(session, session.exercise.steps[index])

"""A screen that follows its engine: what is done elsewhere, in another terminal perhaps, is seen here at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from textual import work
from textual.reactive import reactive

from lab.errors import LabError
from lab.session.events import StepJudged, WorldSeen
from lab.tui.screens.working import Working
from lab.tui.telling import SessionGlanced, SessionTroubled

if TYPE_CHECKING:
    from lab.session.session import Session
    from lab.session.workplace import Workplace


class Watching(Working):
    """Lets its session glance at the engine when nudged; never while the session does something else."""

    lost: reactive[bool] = reactive(False, init=False)
    """Whether the engine did not answer when it was last looked at."""

    def __init__(self, lang: str, workplace: Workplace) -> None:
        super().__init__(lang, workplace)
        self._following = threading.Event()

    @property
    def glanced_step(self) -> int:
        """Index of the step that is judged by a glance."""
        return 0

    def follow(self, session: Session) -> None:
        """Follow a session's engine, and no longer that of the one before."""
        self.unfollow()
        self._following = threading.Event()
        self._follow(session, self._following)

    def unfollow(self) -> None:
        """Follow no engine any more."""
        self._following.set()

    def on_unmount(self) -> None:
        """Stop with the screen."""
        self.unfollow()

    @work(thread=True, exclusive=True, group="watching")
    def _follow(self, session: Session, stop: threading.Event) -> None:
        try:
            for _ in session.engine.nudges(stop):
                # A nudge while something runs is not needed: what runs looks at everything when it ends.
                if self.doing is None and self.turn.acquire(blocking=False):
                    try:
                        self._glance(session)
                    finally:
                        self.turn.release()
        except LabError as error:
            self.post_message(SessionTroubled(error))

    def _glance(self, session: Session) -> None:
        step = session.exercise.steps[self.glanced_step]
        events = tuple(session.glance(step))
        if any(isinstance(event, WorldSeen) for event in events):
            events += tuple(event for event in session.check_all() if getattr(event, "step", step.id) != step.id)
        silent = any(isinstance(event, StepJudged) and event.outcome == "cannot_tell" for event in events)
        if events or self.lost:
            self.post_message(SessionGlanced(step.id, events, silent))

"""Beginning a run anew, and going on where it stood: because the learner asks for it, or because its lease is lost."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from lab.session import events as ev
from lab.session.catching_up import catch_up
from lab.session.session import Session
from lab.session.sharing import LEASES, LOST, taken_by_others
from lab.session.walking import find_step

if TYPE_CHECKING:
    from lab.session.workplace import Workplace


def reset(workplace: Workplace, session: Session, step: str, lang: str) -> Iterator[ev.Event]:
    """Bring an engine back to the state before a step: clean up a run, begin a new one, and do what comes before the step.

    End where something could not be removed. The session is of no use afterwards: opening the exercise again goes on with
    the new run.
    """
    fresh = yield from _begun_anew(workplace, session, lang)
    if fresh is not None:
        yield from leased(workplace, fresh, step, lang, catch_up(fresh, find_step(fresh.exercise, step)))


def leased(
    workplace: Workplace, session: Session, step: str, lang: str, doing: Iterator[ev.Event]
) -> Iterator[ev.Event]:
    """Let a session do something for a step; where somebody else was quicker at its name or port, judge nothing and begin anew.

    Once a clean-up is told, the session is of no use any more: opening the exercise again goes on with the new run, whose
    name and port are others, and in which everything before the step has been done.
    """
    for _ in range(LEASES):
        if not (yield from _until_lost(session, doing)):
            return
        yield ev.Noticed(LOST)
        fresh = yield from _begun_anew(workplace, session, lang)
        if fresh is None:
            return
        session, doing = fresh, catch_up(fresh, find_step(fresh.exercise, step))


def _until_lost(session: Session, doing: Iterator[ev.Event]) -> Generator[ev.Event, None, bool]:
    for event in doing:
        yield event
        if isinstance(event, ev.CommandFailed) and taken_by_others(session, event):
            return True
    return False


def _begun_anew(workplace: Workplace, session: Session, lang: str) -> Generator[ev.Event, None, Session | None]:
    """Clean up a run and begin another; None where something is left of it."""
    left = True
    session.strike()
    for event in workplace.clean_up(session):
        yield event
        if isinstance(event, ev.Cleaned):
            left = bool(event.left)
    if left:
        return None
    # What was there before is what was there at first: by now it may hold what others on this engine are at work on.
    before = session.books.ledger.run.baseline if session.books else None
    fresh = workplace.open(session.exercise.id, lang, before)
    if session.agreed:
        fresh.agree(session.agreed)
    yield fresh.opened()
    return fresh

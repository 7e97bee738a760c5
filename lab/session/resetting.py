"""Bringing an engine back to the state before a step, whatever has been done since: all is undone, and done again so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lab.session import events as ev
from lab.session.catching_up import catch_up
from lab.session.session import Session
from lab.session.walking import find_step

if TYPE_CHECKING:
    from lab.session.workplace import Workplace


def reset(workplace: Workplace, session: Session, step: str, lang: str) -> Iterator[ev.Event]:
    """Clean up a run, begin a new one, and do what comes before a step; end where something could not be removed.

    The session is of no use afterwards: opening the exercise again goes on with the new run.
    """
    left = True
    for event in workplace.clean_up(session):
        yield event
        if isinstance(event, ev.Cleaned):
            left = bool(event.left)
    if left:
        return
    fresh = workplace.open(session.exercise.id, lang)
    yield fresh.opened()
    yield from catch_up(fresh, find_step(fresh.exercise, step))

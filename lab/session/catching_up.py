"""Bringing an engine to the state that a step begins with: what is missing is done, in order."""

from __future__ import annotations

from collections.abc import Iterator

from lab.content.model import Step
from lab.session import events as ev
from lab.session.session import Session


def standing_steps(session: Session) -> frozenset[str]:
    """Return the steps that need not be done again: they passed, and only later steps have undone them, as they must."""
    return frozenset(session.passed - session.drifted()) if session.passed else frozenset()


def missing(session: Session, step: Step) -> tuple[Step, ...]:
    """Return the steps before one that have to be done, in order; raise EngineError where the engine cannot be asked."""
    steps = session.exercise.steps
    done = standing_steps(session)
    before = steps[: [each.id for each in steps].index(step.id)]
    return tuple(each for each in before if each.id not in done)


def catch_up(session: Session, step: Step) -> Iterator[ev.Event]:
    """Do what is missing before a step, up to what does not pass: later steps stand on it."""
    for each in missing(session, step):
        passed = False
        for event in session.perform(each):
            yield event
            passed = isinstance(event, ev.StepJudged) and event.outcome == "pass"
        if not passed:
            return

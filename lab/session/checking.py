"""Looking at an exercise without doing anything: one step, or all."""

from __future__ import annotations

from collections.abc import Iterator

from lab.checks import Outcome, overall
from lab.content.model import Exercise, Step
from lab.engine.contract import EngineError
from lab.session import events as ev
from lab.session.opening import Lab, looking_session
from lab.session.walking import find_step


def check(lab: Lab, exercise: Exercise, step: str | None = None) -> Iterator[ev.Event]:
    """Judge a step, or every step, as things stand."""
    if step is not None:
        find_step(exercise, step)
    session = looking_session(lab, exercise)
    outcomes: dict[str, Outcome] = {}
    for event in session.check_all() if step is None else session.check(find_step(session.exercise, step)):
        yield event
        if isinstance(event, ev.StepJudged):
            counts = step is None and event.done and event.outcome == "not_yet"
            outcomes[event.step] = "pass" if counts else event.outcome
    yield ev.ExerciseChecked(exercise.id, overall(outcomes.values()), tuple(outcomes.items()))


def never_looked(exercise: Exercise, steps: tuple[Step, ...], error: EngineError) -> Iterator[ev.Event]:
    """Tell that nothing could be looked at, because the engine could not be asked."""
    yield ev.Failed(error.message, error.hint, error.words)
    yield ev.ExerciseChecked(exercise.id, "cannot_tell", tuple((step.id, "cannot_tell") for step in steps))

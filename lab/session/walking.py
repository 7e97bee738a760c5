"""Walking through an exercise from where it stands to its end, without anybody at the keys."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping

from lab.checks import Outcome, overall
from lab.content.model import Exercise, Step
from lab.engine.contract import EngineError
from lab.errors import UsageError
from lab.language.message import say
from lab.session import events as ev
from lab.session.catching_up import standing_steps
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, open_session
from lab.session.session import Session


def walk(
    lab: Lab, exercise: Exercise, wanted: Mapping[str, str | int], until: str | None = None, *, keep: bool = False
) -> Iterator[ev.Event]:
    """Do every step that has not passed yet, up to `until`; leave the engine as it was, unless told to keep."""
    steps = steps_until(exercise, until)
    try:
        session = open_session(lab, exercise, wanted)
        if session.complete and session.books is not None:
            yield from clean_up(lab.engine, session.books.ledger)
            session = open_session(lab, exercise, wanted)
        yield session.opened()
        outcomes = yield from _steps(session, steps)
    except EngineError as error:
        yield from never_begun(exercise, steps, error)
        return
    if not keep and session.books is not None:
        yield from clean_up(lab.engine, session.books.ledger)
    yield ev.ExerciseFinished(exercise.id, overall(outcomes.values()), tuple(outcomes.items()))


def never_begun(exercise: Exercise, steps: tuple[Step, ...], error: EngineError) -> Iterator[ev.Event]:
    """Tell that nothing could be begun, because the engine could not be asked."""
    yield ev.Failed(error.message, error.hint, error.words)
    yield ev.ExerciseFinished(exercise.id, "cannot_tell", tuple((step.id, "cannot_tell") for step in steps))


def steps_until(exercise: Exercise, until: str | None) -> tuple[Step, ...]:
    """Return an exercise's steps up to and with one; raise UsageError where there is no such step."""
    if until is None:
        return exercise.steps
    step = find_step(exercise, until)
    return exercise.steps[: exercise.steps.index(step) + 1]


def find_step(exercise: Exercise, identity: str) -> Step:
    """Return a step by its id; raise UsageError, naming every step, where there is none."""
    step = exercise.step(identity)
    if step is None:
        every = tuple(each.id for each in exercise.steps)
        message = say("session.no-such-step.message", exercise=exercise.id, step=identity)
        raise UsageError(message, say("session.no-such-step.hint", steps=every))
    return step


def _steps(session: Session, steps: tuple[Step, ...]) -> Generator[ev.Event, None, dict[str, Outcome]]:
    outcomes: dict[str, Outcome] = {}
    done = standing_steps(session)
    for step in steps:
        if step.id in done:
            outcomes[step.id] = "pass"
            continue
        for event in session.perform(find_step(session.exercise, step.id)):
            yield event
            if isinstance(event, ev.StepJudged):
                outcomes[step.id] = event.outcome
        if outcomes[step.id] != "pass":
            # Later steps stand on this one: what is not known of it is not known of them.
            outcomes |= {later.id: outcomes[step.id] for later in steps[len(outcomes) :]}
            break
    return outcomes

"""Walking through an exercise from where it stands to its end, without anybody at the keys."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Iterator, Mapping

from lab.checks import Outcome, overall
from lab.content.model import Exercise, Step
from lab.engine.contract import EngineError
from lab.errors import UsageError
from lab.language.message import Message, say
from lab.ledger import Baseline, Ledger
from lab.session import events as ev
from lab.session.catching_up import standing_steps
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, open_session
from lab.session.session import Session
from lab.session.sharing import LEASES, LOST, UNDONE, Company, lease_gone, lease_refused, undone_before

PAUSES = (0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before a step that somebody else was in the way of is done again, once each; up to twice as long, by chance."""
ANEW = 2
"""Times that a run is begun anew because others keep undoing what it stands on; no more, lest a step that cannot pass goes on and on."""

Wait = Callable[[float], None]


class _RunLostError(Exception):
    """What the run stands on is somebody else's, or they have undone it."""

    def __init__(self, told: Message) -> None:
        super().__init__(told.key)
        self.told = told


def walk(
    lab: Lab,
    exercise: Exercise,
    wanted: Mapping[str, str | int],
    until: str | None = None,
    *,
    keep: bool = False,
    agreed: str | None = None,
    wait: Wait = time.sleep,
) -> Iterator[ev.Event]:
    """Do every step that has not passed yet, up to `until`; leave the engine as it was, unless told to keep.

    `agreed` is how somebody agreed to what the exercise asks for before it begins.
    """
    steps = steps_until(exercise, until)
    try:
        session, outcomes = yield from _leased(lab, exercise, wanted, steps, agreed, wait)
    except EngineError as error:
        yield from never_begun(exercise, steps, error)
        return
    if not keep and session.books is not None:
        yield from _cleaned(session, session.books.ledger, wait)
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


def _leased(
    lab: Lab,
    exercise: Exercise,
    wanted: Mapping[str, str | int],
    steps: tuple[Step, ...],
    agreed: str | None,
    wait: Wait,
) -> Generator[ev.Event, None, tuple[Session, dict[str, Outcome]]]:
    """Do the steps in a run whose name and port stay its own; where somebody else was quicker, let go and begin anew."""
    before: Baseline | None = None
    undone = 0
    for _ in range(LEASES):
        session = open_session(lab, exercise, wanted, before)
        agreed = session.agreed or agreed
        if session.complete and session.books is not None:
            session.strike()
            yield from clean_up(lab.engine, session.books.ledger)
            session = open_session(lab, exercise, wanted)
        if agreed and not session.agreed:
            session.agree(agreed)
        yield session.opened()
        try:
            return session, (yield from _steps(session, steps, wait, anew=undone < ANEW))
        except _RunLostError as lost:
            if lost.told == UNDONE:
                undone += 1
            assert session.books is not None, "who only looks has no lease"
            # What was there before is what was there at first: by now it may hold what the others are at work on.
            before = session.books.ledger.run.baseline
            yield ev.Noticed(lost.told)
            yield from _cleaned(session, session.books.ledger, wait)
    return session, dict.fromkeys((step.id for step in steps), "cannot_tell")


def _steps(
    session: Session, steps: tuple[Step, ...], wait: Wait, *, anew: bool
) -> Generator[ev.Event, None, dict[str, Outcome]]:
    """Do the steps; raise _RunLostError where its lease is lost, and with `anew` where others keep undoing what a step stands on."""
    outcomes: dict[str, Outcome] = {}
    done = standing_steps(session)
    company = Company(session, session.passed - done)
    for step in steps:
        if step.id in done:
            outcomes[step.id] = "pass"
            continue
        outcomes[step.id] = yield from _step(session, find_step(session.exercise, step.id), company, wait, anew=anew)
        if outcomes[step.id] != "pass":
            # Later steps stand on this one: what is not known of it is not known of them.
            outcomes |= {later.id: outcomes[step.id] for later in steps[len(outcomes) :]}
            break
    return outcomes


def _step(
    session: Session, step: Step, company: Company, wait: Wait, *, anew: bool
) -> Generator[ev.Event, None, Outcome]:
    """Do a step, again where somebody else was in its way; what they keep from passing is nobody's failure."""
    for pause in PAUSES:
        outcome = yield from _performed(session, step, company)
        if outcome != "not_yet" or not company.disturbs():
            return outcome
        if lease_gone(session):
            raise _RunLostError(LOST)
        yield ev.Noticed(say("session.disturbed"))
        wait(pause * (1 + random.random()))
        for each in undone_before(session, step):
            yield from _performed(session, each, company)
    if anew:
        raise _RunLostError(UNDONE)
    return "cannot_tell"


def _performed(session: Session, step: Step, company: Company) -> Generator[ev.Event, None, Outcome]:
    """Perform a step's own commands, and return what comes of it; nothing is judged in a run whose lease is lost."""
    outcome: Outcome = "cannot_tell"
    for event in session.perform(step):
        yield event
        if isinstance(event, ev.CommandFailed) and lease_refused(session, event):
            raise _RunLostError(LOST)
        if isinstance(event, ev.WorldSeen):
            company.look_for(event.world)
        if isinstance(event, ev.StepJudged):
            outcome = event.outcome
    return outcome


def _cleaned(session: Session, ledger: Ledger, wait: Wait) -> Iterator[ev.Event]:
    """Clean up, and again where somebody else may be in the way of that: what is left does not go by waiting where nobody is."""
    company = Company(session)
    session.strike()
    for pause in PAUSES:
        left = False
        for event in clean_up(session.engine, ledger):
            yield event
            left = left or (isinstance(event, ev.Cleaned) and bool(event.left))
        if not left or not company.is_here():
            return
        wait(pause)

"""Opening an exercise: on an engine, with a port and a name of its own, and everything that was there before written down."""

from __future__ import annotations

import secrets
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lab import ledger, memory
from lab.baseline import baseline_of
from lab.content.model import Exercise
from lab.content.props import Prop
from lab.engine.contract import Engine, EngineFacts
from lab.errors import UsageError
from lab.hold import Holds
from lab.home import LAYING, Home, first_missing
from lab.language.message import Message, say
from lab.lease import Probe, lease
from lab.ledger import Baseline, Ledger, Run, Touched
from lab.needs import asks, lack
from lab.record import Records
from lab.session.books import Books, Past
from lab.session.session import Session
from lab.surroundings import Surroundings
from lab.variables import CONTAINERS_BIND, CONTAINERS_HOST, of_engine
from lab.world import Scope

Stage = Callable[[Iterable[Prop], Run, EngineFacts], Callable[[], object]]
"""Lays an exercise's props into a run's workspace; returns what ends those that keep going, such as a server."""


@dataclass(frozen=True, slots=True)
class Lab:
    """The parts a session is made from."""

    home: Home
    engine: Engine
    records: Records
    probe: Probe
    holds: Holds = field(default_factory=Holds)
    """What this process works on: an exercise on an engine is open in one process at a time."""
    notices: tuple[Message, ...] = ()
    """What the learner should hear when an exercise is opened."""
    around: Surroundings | None = None
    """This machine, as far as exercises may need something of it; None where nobody has looked."""
    stage: Stage | None = None
    """Sets up the props of exercises; None where exercises have none."""


def open_ledger(home: Home, exercise: str, engine: str) -> Ledger | None:
    """Return the newest run of an exercise on an engine that is not closed; runs on other engines wait for theirs."""
    every = [each for each in ledger.open_ledgers(home.runs(exercise)) if each.run.engine == engine]
    return every[-1] if every else None


def open_run(home: Home, exercise: Exercise, engine: str) -> Ledger | None:
    """Return the run that is open of an exercise, under whichever of its ids it was begun."""
    every = (open_ledger(home, identity, engine) for identity in exercise.ids)
    return next((each for each in every if each is not None), None)


def to_agree(lab: Lab, exercise: Exercise) -> Message | None:
    """Return what has to be agreed to before an exercise begins or goes on; None where it could not, or somebody has agreed.

    Raise EngineError where the engine cannot be asked.
    """
    asked, found = asks(exercise), open_run(lab.home, exercise, lab.engine.facts.id)
    if asked is None or (found is not None and found.agreed()):
        return None
    here = (
        found is not None or lack(exercise, lab.engine.facts, lab.engine.observe(Scope(swarm=True)), lab.around) is None
    )
    return asked if here else None


def open_session(
    lab: Lab, exercise: Exercise, wanted: Mapping[str, str | int], before: Baseline | None = None
) -> Session:
    """Go on with the run that is open, or begin one; raise UsageError where the port or name that was asked for is taken.

    Where the exercise needs something that is not there, LackError is raised before anything is begun.
    An engine on another machine has to be named outright: nobody should change one because of a variable they forgot. Where
    another process has the exercise open, it is refused. `before` is what the engine held when the learner began, where
    somebody else has changed it since.
    """
    held = lab.home.hold(exercise.id, lab.engine.facts.id)
    if not lab.holds.take(held):
        message = say("session.open-elsewhere.message", exercise=exercise.id)
        raise UsageError(message, say("session.open-elsewhere.hint"))
    try:
        session = _opened(lab, exercise, wanted, before)
        _set_up(lab, session)
    except BaseException:
        lab.holds.drop(held)
        raise
    weakref.finalize(session, lab.holds.drop, held)
    return session


def _opened(lab: Lab, exercise: Exercise, wanted: Mapping[str, str | int], before: Baseline | None) -> Session:
    found = open_run(lab.home, exercise, lab.engine.facts.id)
    if found is None:
        return _begin(lab, exercise, wanted, before)
    for name, value in wanted.items():
        was = found.run.values.get(name)
        if str(was) != str(value):
            message = say("session.other-values.message", name=name, value=str(value), was=str(was))
            raise UsageError(message, say("session.other-values.hint"))
    past = _past(lab.records, exercise, found.run)
    return _session(lab, exercise, found, past, tuple(_differing(exercise, found.run)))


def _set_up(lab: Lab, session: Session) -> None:
    """Lay the exercise's props, each written down first; in a run that goes on, those that are missing."""
    if not session.exercise.props:
        return
    assert lab.stage is not None, "an exercise with props needs somebody to lay them"
    assert session.books is not None, "a session that is opened has books"
    written, workspace = session.books.ledger, Path(session.books.ledger.run.workspace)
    paths = [workspace / path for prop in session.exercise.props for path in prop.paths]
    new = frozenset(str(first_missing(path)) for path in (*paths, workspace / LAYING) if not path.exists())
    written.touch(Touched(paths=new))
    session.strike = weakref.finalize(session, lab.stage(session.exercise.props, written.run, lab.engine.facts))


def looking_session(lab: Lab, exercise: Exercise) -> Session:
    """Return a session for a check: of the run that is open, or of the exercise's default name and port."""
    found = open_run(lab.home, exercise, lab.engine.facts.id)
    if found is not None:
        return _session(lab, exercise, found, _past(lab.records, exercise, found.run))
    filled = exercise.filled({})
    return Session(filled, lab.engine, scope_of(filled))


def scope_of(exercise: Exercise, run: Run | None = None) -> Scope:
    """Return everything an exercise's checks look at."""
    scope = Scope(workspace=run.workspace if run else None, since=run.opened if run else None)
    for step in exercise.steps:
        for check in step.checks:
            scope = scope.joined(check.scope())
    return scope


def _begin(lab: Lab, exercise: Exercise, wanted: Mapping[str, str | int], before: Baseline | None) -> Session:
    facts = lab.engine.facts
    if facts.remote and facts.source != "--engine":
        message = say("session.remote.message", host=facts.host or facts.url, url=facts.url)
        raise UsageError(message, say("session.remote.hint", url=facts.url))
    opened = time.time()
    world = lab.engine.observe(Scope(swarm=True))
    missing = lack(exercise, facts, world, lab.around)
    if missing is not None:
        raise missing
    values, notices = lease(exercise, world, lab.probe, wanted)
    way_back = {CONTAINERS_HOST: facts.containers_host, CONTAINERS_BIND: facts.containers_bind}
    values.update({name: value for name, value in way_back.items() if name in values})
    values |= of_engine(values, facts.bridge, facts.authorities)
    identity = secrets.token_hex(4)
    run = Run(
        id=identity,
        exercise=exercise.id,
        values=values,
        opened=opened,
        workspace=str(lab.home.workspace(exercise.id, identity)),
        engine=facts.id,
        url=facts.url,
        baseline=before or baseline_of(world),
    )
    return _session(lab, exercise, ledger.start(lab.home.runs(exercise.id), run), Past(), notices)


def _session(lab: Lab, exercise: Exercise, written: Ledger, past: Past, notices: tuple[Message, ...] = ()) -> Session:
    filled = exercise.filled(written.run.values)
    books = Books(written, lab.records)
    return Session(filled, lab.engine, scope_of(filled, written.run), books, past, (*lab.notices, *notices))


def _differing(exercise: Exercise, run: Run) -> Iterator[Message]:
    """Tell again what differs from the lecture in a run that goes on."""
    for name, value in exercise.vars:
        if run.values.get(name, value) != value:
            yield say("session.still-other", value=str(value), other=str(run.values[name]))


def _past(records: Records, exercise: Exercise, run: Run) -> Past:
    judged = [record for record in records.records(run.exercise, run.id) if record.what == "judged"]
    if not judged:
        return Past()
    data = judged[-1].data or {}
    return Past(
        memory.from_data(data["memory"]),
        frozenset(exercise.today(record.step) for record in judged if record.outcome == "pass" and record.step),
        tuple((exercise.today(step), exercise.today(by)) for step, by in data["undone"].items()),
    )

"""An engine that somebody else works on at the same moment: what was lost to them, and whether they are in the way."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from lab.content.model import Step
from lab.docker_cli.actions import CHANGING, ContainerCreate, ContainerRun, ContainerStart
from lab.docker_cli.parse import parse
from lab.engine.contract import EngineError
from lab.language.message import say
from lab.ledger import LABEL
from lab.ownership import made_by_hand
from lab.session import events as ev
from lab.session.session import Session
from lab.world import Container, Scope

LEASES = 5
"""Times that a run is begun anew because somebody else took its name or port first."""
LOST = say("session.lease-lost")
"""What to tell when that happens."""
TAKEN = ("name-taken", "port-taken")
"""Kinds of error by which an engine says that what was found free has been taken by somebody else since."""


def taken_by_others(session: Session, failure: ev.CommandFailed) -> bool:
    """Tell whether a command failed because the run's own name or port has become somebody else's.

    The engine alone can tell, at the moment when it creates: between a look at what is free and that moment anybody may come.
    A learner may be in their own way, too: with another name or port than the run's, with a container of the run's, or with
    one that they made by hand in another terminal.
    """
    if (
        failure.kind not in TAKEN
        or failure.expected
        or session.books is None
        or not _asks_for_the_lease(session, failure)
    ):
        return False
    run = session.books.ledger.run
    try:
        world = session.engine.observe(Scope(brief=True))
    except EngineError:
        return False
    holder = world.container(str(run.values.get("name", "")))
    if failure.kind == "port-taken":
        port, running = run.values.get("port"), (each for each in world.containers if each.running)
        holder = next((each for each in running if any(row.host_port == port for row in each.ports)), None)
    return holder is None or not (holder.label(LABEL) == run.id or made_by_hand(holder, run))


def lease_refused(session: Session, failure: ev.CommandFailed) -> bool:
    """Tell whether a run has to be begun anew because of how a command of its own failed.

    A run whose own container runs already, as after a kill, has lost nothing; one that was created and could not start has.
    """
    if taken_by_others(session, failure):
        return True
    if failure.kind not in TAKEN or failure.expected or session.books is None:
        return False
    holder = _holder(session)
    return holder is not None and holder.label(LABEL) == session.books.ledger.run.id and not holder.running


def _asks_for_the_lease(session: Session, failure: ev.CommandFailed) -> bool:
    """Tell whether a command asks for just what the run has leased: nobody leases what a learner makes up."""
    assert session.books is not None, "who only looks has no lease"
    values, action = session.books.ledger.run.values, parse(failure.text, session.place)
    match action:
        case ContainerRun(spec=spec) | ContainerCreate(spec=spec):
            ports = [mapping.host_port for mapping in spec.ports]
            return spec.name == values.get("name") if failure.kind == "name-taken" else values.get("port") in ports
        case ContainerStart(names=names):
            return values.get("name") in names
        case _:
            return False


def lease_gone(session: Session) -> bool:
    """Tell whether a container of another run has the run's name: it was free for a moment, between two steps."""
    holder = _holder(session)
    return holder is not None and _of_another_run(holder, session)


class Company:
    """Whoever else works on a run's engine: once their containers have been seen, what they do later is theirs as well."""

    def __init__(self, session: Session, lost: AbstractSet[str] = frozenset()) -> None:
        """Begin to watch; `lost` are the steps that were undone before, which is nobody's doing now."""
        self._session = session
        self._lost = lost
        self._seen = self._here()

    def disturbs(self) -> bool:
        """Tell whether what is not as it should be may be somebody else's doing; False where the engine cannot be asked.

        Either another run's container is or was on the engine, or what this run had made was undone by none of its steps.
        """
        if self.is_here():
            return True
        try:
            lost = self._session.drifted()
        except EngineError:
            return False
        disturbed = bool(lost - self._lost)
        self._lost = self._lost & lost
        return disturbed

    def is_here(self) -> bool:
        """Tell whether another run's container is or was on the engine."""
        self._seen = self._seen or self._here()
        return self._seen

    def _here(self) -> bool:
        try:
            containers = self._session.engine.observe(Scope(brief=True)).containers
        except EngineError:
            return False
        return any(_of_another_run(each, self._session) for each in containers)


def undone_before(session: Session, step: Step) -> tuple[Step, ...]:
    """Return the steps before one, in order, that it has undone or somebody else: done again, they bring back where it begins.

    A step that only looks or pushes has undone nothing, though it was the first to find it undone.
    """
    judged = [event for event in session.check_all() if isinstance(event, ev.StepJudged)]
    lost = {each.step: each.undone_by for each in judged if each.done and each.outcome == "not_yet"}
    innocent = {each.id for each in session.exercise.steps if not _changes(session, each)}
    ids = [each.id for each in session.exercise.steps]
    before = session.exercise.steps[: ids.index(step.id)]
    return tuple(each for each in before if each.id in lost and lost[each.id] in (None, step.id, *innocent))


def _changes(session: Session, step: Step) -> bool:
    return any(isinstance(parse(command, session.place), CHANGING) for command in step.commands)


def _holder(session: Session) -> Container | None:
    assert session.books is not None, "who only looks has no lease"
    name = str(session.books.ledger.run.values.get("name", ""))
    try:
        return session.engine.observe(Scope(brief=True)).container(name)
    except EngineError:
        return None


def _of_another_run(container: Container, session: Session) -> bool:
    assert session.books is not None, "who only looks is in nobody's way"
    return container.label(LABEL) not in (None, session.books.ledger.run.id)

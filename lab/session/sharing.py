"""An engine that somebody else works on at the same moment: what was lost to them, and whether they are in the way."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from lab.claims import company
from lab.content.model import Step
from lab.docker_cli.actions import CHANGING, ContainerCreate, ContainerRun, ContainerStart
from lab.docker_cli.parse import parse
from lab.engine.contract import EngineError
from lab.language.message import say
from lab.ledger import LABEL
from lab.ownership import made_by_hand
from lab.session import events as ev
from lab.session.session import Session
from lab.variables import names, ports
from lab.world import Container, Scope, World

LEASES = 5
"""Times that a run is begun anew because somebody else took its name or port first."""
LOST = say("session.lease-lost")
"""What to tell when that happens."""
UNDONE = say("session.undone-by-others")
"""What to tell when a step was done again and again, and others undid each time what it stands on."""
TAKEN = ("name-taken", "port-taken")
"""Kinds of error by which an engine says that what was found free has been taken by somebody else since."""


def taken_by_others(session: Session, failure: ev.CommandFailed) -> bool:
    """Tell whether a command failed because a name or port of the run's own has become somebody else's.

    The engine alone can tell, at the moment when it creates: between a look at what is free and that moment anybody may come.
    A learner may be in their own way, too: with another name or port than the run's, with a container of the run's, or with
    one that they made by hand in another terminal.
    """
    if failure.kind not in TAKEN or failure.expected or session.books is None:
        return False
    asked = _asked_of_the_lease(session, failure)
    if not asked:
        return False
    run = session.books.ledger.run
    holders = _containers(session, lambda each: _holds(each, asked))
    if not holders:
        return holders is not None  # something of this machine that is no container
    return any(each.label(LABEL) != run.id and not made_by_hand(each, run) for each in holders)


def lease_refused(session: Session, failure: ev.CommandFailed) -> bool:
    """Tell whether a run has to be begun anew because of how a command of its own failed.

    A run whose own container runs already, as after a kill, has lost nothing; one that was created and could not start has.
    """
    if taken_by_others(session, failure):
        return True
    if failure.kind not in TAKEN or failure.expected or session.books is None:
        return False
    run, named = session.books.ledger.run, _named(session, failure)
    ours = _containers(session, lambda each: each.name in named and each.label(LABEL) == run.id)
    return any(not each.running for each in ours or ())


def _asked_of_the_lease(session: Session, failure: ev.CommandFailed) -> frozenset[str | int]:
    """Return which of the run's leased names or ports a command asks for: nobody leases what a learner makes up."""
    assert session.books is not None, "who only looks has no lease"
    if failure.kind == "name-taken":
        return frozenset(_named(session, failure))
    leased = ports(session.books.ledger.run.values)
    match parse(failure.text, session.place):
        case ContainerRun(spec=spec) | ContainerCreate(spec=spec):
            return frozenset(mapping.host_port for mapping in spec.ports if mapping.host_port in leased)
        case ContainerStart() if _named(session, failure):
            return frozenset(leased)  # those of the container, which only the engine knows while it is stopped
        case _:
            return frozenset()


def _named(session: Session, failure: ev.CommandFailed) -> frozenset[str]:
    """Return which of the run's leased names a command is about."""
    assert session.books is not None, "who only looks has no lease"
    leased = names(session.books.ledger.run.values)
    match parse(failure.text, session.place):
        case ContainerRun(spec=spec) | ContainerCreate(spec=spec):
            return leased & {str(spec.name)}
        case ContainerStart(names=started):
            return leased & set(started)
        case _:
            return frozenset()


def _holds(container: Container, asked: frozenset[str | int]) -> bool:
    """Tell whether a container has one of the names, or runs at one of the ports."""
    return container.name in asked or (container.running and any(row.host_port in asked for row in container.ports))


def lease_gone(session: Session) -> bool:
    """Tell whether a container of another run has a name of this run's: it was free for a moment, between two steps."""
    assert session.books is not None, "who only looks has no lease"
    leased = names(session.books.ledger.run.values)
    return bool(_containers(session, lambda each: each.name in leased and _of_another_run(each, session)))


class Company:
    """Whoever else works on a run's engine: once something of theirs has been seen, what they do later is theirs as well."""

    def __init__(self, session: Session, lost: AbstractSet[str] = frozenset()) -> None:
        """Begin to watch; `lost` are the steps that were undone before, which is nobody's doing now."""
        self._session = session
        self._lost = lost
        self._seen = self._here()

    def disturbs(self) -> bool:
        """Tell whether what is not as it should be may be somebody else's doing; False where the engine cannot be asked.

        Either something of another run's is or was on the engine, or what this run had made was undone by none of its steps.
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
        """Tell whether anything of another run's is or was on the engine."""
        self._seen = self._seen or self._here()
        return self._seen

    def look_for(self, world: World) -> None:
        """Look for others in a World that was seen: they may be gone when it matters."""
        assert self._session.books is not None, "who only looks is in nobody's way"
        others = any(_of_another_run(each, self._session) for each in world.containers)
        self._seen = self._seen or others or company(world, self._session.books.ledger.run)

    def _here(self) -> bool:
        return bool(_containers(self._session, lambda each: _of_another_run(each, self._session)))


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


def _containers(session: Session, wanted: Callable[[Container], bool]) -> tuple[Container, ...] | None:
    """Return the containers in question; None where the engine cannot be asked."""
    try:
        return tuple(each for each in session.engine.observe(Scope(brief=True)).containers if wanted(each))
    except EngineError:
        return None


def _of_another_run(container: Container, session: Session) -> bool:
    assert session.books is not None, "who only looks is in nobody's way"
    return container.label(LABEL) not in (None, session.books.ledger.run.id)

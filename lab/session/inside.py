"""Looking inside the registry of an exercise, for a front end that shows it."""

from __future__ import annotations

from lab.session.session import Session
from lab.xray import Xray


def registries(session: Session) -> tuple[str, ...]:
    """Return the addresses of the run's registries that a container runs, in the order of the exercise."""
    world = session.world
    if world is None:
        return ()
    return tuple(each.address for each in world.registries if world.container_behind(each.address) is not None)


def inside(session: Session, since: float, address: str | None = None) -> Xray | None:
    """Return what a registry of the run received since a moment and what it serves; without an address, the first.

    None where no container runs it. Raise EngineError where the engine cannot be asked.
    """
    world = session.world
    known = registries(session)
    wanted = address if address is not None else next(iter(known), None)
    if world is None or wanted not in known:
        return None
    container = world.container_behind(wanted)
    assert container is not None  # it is known
    return session.engine.xray(container.name, session.references_in(wanted), since)

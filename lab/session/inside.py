"""Looking inside the registry of an exercise, for a front end that shows it."""

from __future__ import annotations

from lab.session.session import Session
from lab.xray import Xray


def inside(session: Session, since: float) -> Xray | None:
    """Return what the run's registry received since a moment and what it serves; None where no container runs one.

    Raise EngineError where the engine cannot be asked.
    """
    world = session.world
    for registry in world.registries if world is not None else ():
        container = world.container_behind(registry.address) if world is not None else None
        if container is not None:
            return session.engine.xray(container.name, session.references_in(registry.address), since)
    return None

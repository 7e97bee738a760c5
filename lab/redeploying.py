"""What a webhook sets going: a container is made anew from the image that was just pushed."""

from __future__ import annotations

from collections.abc import Iterator

from lab.docker_cli.actions import (
    Action,
    ContainerRemove,
    ContainerRun,
    ContainerSpec,
    ImagePull,
    PortMapping,
)
from lab.engine.contract import Engine, Permit
from lab.ledger import LABEL, Ledger
from lab.ownership import made_by_hand
from lab.reference import Reference
from lab.world import REDEPLOYED, Container, Delivery, Scope


def redeploy(engine: Engine, ledger: Ledger, name: str, delivery: Delivery) -> bool:
    """Pull what was pushed and make a container of it anew; return whether there was one of the run's to be replaced.

    Raise EngineError where the engine refuses. The container keeps its name and ports; nothing else of it is kept.
    """
    run = ledger.run
    container = engine.observe(Scope(brief=True)).container(name)
    if container is None or not (container.label(LABEL) == run.id or made_by_hand(container, run)):
        return False
    image = Reference.parse(delivery.reference)
    permit = Permit(run.workspace, (image.registry,), ((LABEL, run.id), (REDEPLOYED, delivery.id)))
    for action in _actions(container, image):
        for _ in engine.perform(action, permit):
            pass
    return True


def _actions(container: Container, image: Reference) -> Iterator[Action]:
    """Return what to do; the image's name was written down when it was built."""
    ports = tuple(PortMapping(port.container_port, port.host_port, port.host_ip or None) for port in container.ports)
    yield ImagePull(image)
    yield ContainerRemove((container.name,), kill_first=True)
    yield ContainerRun(ContainerSpec(image, container.name, ports=ports), detach=True)

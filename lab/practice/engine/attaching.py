"""What a container needs around it before its program starts: its ports and its folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lab.practice.engine.container import Container
from lab.practice.engine.mounts import Mount
from lab.practice.engine.names import new_id
from lab.practice.engine.networks import Endpoint
from lab.practice.engine.ports import Held, bindings, hold
from lab.practice.engine.volumes import Volumes
from lab.practice.errors import ApiError


def connect(container: Container, subnet: int, others: Iterable[Endpoint]) -> tuple[Endpoint, list[Held]]:
    """Take the container's ports; ApiError in dockerd's words where one is taken."""
    identity, taken = new_id(), tuple(others)
    held: list[Held] = []
    published = [binding for endpoint in taken for binding in endpoint.published]
    try:
        for binding in bindings(container.host_config, container.exposed):
            held.append(hold(binding, [*published, *(each.binding for each in held)]))
    except ApiError as error:
        let_go(held)
        where = f"driver failed programming external connectivity on endpoint {container.name} ({identity})"
        raise ApiError(error.status, f"{where}: {error.message}") from error
    number = next(each for each in range(2, 65536) if each not in {endpoint.number for endpoint in taken})
    return Endpoint(identity, new_id(), number, tuple(each.binding for each in held), subnet), held


def let_go(held: Iterable[Held]) -> None:
    """Give ports back."""
    for each in held:
        each.socket.close()


def prepare(container: Container, volumes: Volumes) -> None:
    """Make the folders that the container mounts; ApiError where one is missing or cannot be made."""
    for mount in container.mounts:
        if mount.kind == "volume":
            volumes.ensure(mount.source)
        else:
            _bind(mount)


def _bind(mount: Mount) -> None:
    folder = Path(mount.source)
    if folder.exists():
        return
    if not mount.made_if_missing:
        why = f"bind source path does not exist: {mount.source}"
        raise ApiError(400, f'invalid mount config for type "bind": {why}')
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        words = f"mkdir {error.filename}: {(error.strerror or '').lower()}"
        raise ApiError(500, f"error while creating mount source path '{mount.source}': {words}") from error

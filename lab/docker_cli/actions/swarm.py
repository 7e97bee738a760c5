"""What the commands about a Swarm and its services mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lab.docker_cli.actions.containers import MountPoint
from lab.reference import Reference


@dataclass(frozen=True, slots=True)
class SwarmInit:
    """`docker swarm init`, on the loopback alone."""


@dataclass(frozen=True, slots=True)
class SwarmLeave:
    """`docker swarm leave`."""

    ending: bool = False
    """Needed by the only manager, whose Swarm ends with it (`--force`)."""


@dataclass(frozen=True, slots=True)
class NodeList:
    """`docker node ls`."""

    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ServicePort:
    """A port of a service, published (`--publish published=5000,target=5000,mode=host`)."""

    target: int
    """In the containers."""
    published: int | None = None
    """None lets Swarm choose."""
    mode: Literal["ingress", "host"] = "ingress"
    """Through the routing mesh of every node, or of the node that a task runs on alone."""


@dataclass(frozen=True, slots=True)
class ServiceCreate:
    """`docker service create`, without waiting: the tasks tell how it goes."""

    image: Reference
    name: str | None = None
    command: tuple[str, ...] = ()
    replicas: int | None = None
    """None is one, or as many as there are nodes where the mode is `global`."""
    mode: Literal["replicated", "global"] = "replicated"
    ports: tuple[ServicePort, ...] = ()
    mount: tuple[MountPoint, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    constraints: tuple[str, ...] = ()
    with_registry_auth: bool = False


@dataclass(frozen=True, slots=True)
class ServiceUpdate:
    """`docker service update`."""

    name: str
    image: Reference | None = None
    replicas: int | None = None
    force_update: bool = False
    """New tasks even where nothing changes (`--force`); nothing of anybody's is overridden by it."""
    with_registry_auth: bool = False


@dataclass(frozen=True, slots=True)
class ServiceScale:
    """`docker service scale`."""

    counts: tuple[tuple[str, int], ...]
    """Service and number of its tasks."""


@dataclass(frozen=True, slots=True)
class ServiceRemove:
    """`docker service rm`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceList:
    """`docker service ls`."""

    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceTasks:
    """`docker service ps`."""

    name: str
    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceInspect:
    """`docker service inspect`."""

    names: tuple[str, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceLogs:
    """`docker service logs`."""

    name: str
    tail: int | None = None

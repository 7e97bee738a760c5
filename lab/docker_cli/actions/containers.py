"""What the commands about containers mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lab.reference import Reference


@dataclass(frozen=True, slots=True)
class PortMapping:
    """A container's port made reachable on the host (`-p 127.0.0.1:5000:5000`)."""

    container_port: int
    host_port: int | None = None
    """None lets the engine choose."""
    host_ip: str | None = None
    """None is every interface of the host."""
    protocol: Literal["tcp", "udp"] = "tcp"


@dataclass(frozen=True, slots=True)
class MountPoint:
    """A folder of the host or a volume, seen inside a container (`-v`, `--mount`)."""

    kind: Literal["bind", "volume"]
    source: str
    """Absolute path on the host for a bind; a volume's name, or "" for an anonymous volume."""
    target: str
    """Absolute path in the container."""
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class ContainerSpec:
    """What a new container is made from."""

    image: Reference
    name: str | None = None
    command: tuple[str, ...] = ()
    entrypoint: str | None = None
    env: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    ports: tuple[PortMapping, ...] = ()
    mounts: tuple[MountPoint, ...] = ()
    network: str | None = None
    restart: str | None = None
    """The restart policy as written: `no`, `always`, `unless-stopped`, `on-failure`, `on-failure:3`."""
    platform: str | None = None
    """`linux/amd64`; None is the engine's own."""


@dataclass(frozen=True, slots=True)
class ContainerRun:
    """`docker container run`."""

    spec: ContainerSpec
    detach: bool = False
    remove: bool = False


@dataclass(frozen=True, slots=True)
class ContainerCreate:
    """`docker container create`."""

    spec: ContainerSpec


@dataclass(frozen=True, slots=True)
class ContainerStart:
    """`docker container start`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContainerStop:
    """`docker container stop`."""

    names: tuple[str, ...]
    seconds: int | None = None
    """How long the engine waits before it kills; None is the engine's own default."""


@dataclass(frozen=True, slots=True)
class ContainerKill:
    """`docker container kill`."""

    names: tuple[str, ...]
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerRemove:
    """`docker container rm`; `-f` means kill it first, never the engine's own force."""

    names: tuple[str, ...]
    kill_first: bool = False
    volumes: bool = False
    """Also remove the container's anonymous volumes (`-v`)."""


@dataclass(frozen=True, slots=True)
class ContainerList:
    """`docker container ls` (`docker ps`)."""

    every: bool = False
    """Also those that do not run (`-a`)."""
    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerInspect:
    """`docker container inspect`, and `docker inspect`."""

    names: tuple[str, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerLogs:
    """`docker container logs`."""

    name: str
    tail: int | None = None


@dataclass(frozen=True, slots=True)
class ContainerExec:
    """`docker container exec`, without a terminal."""

    name: str
    command: tuple[str, ...]
    env: tuple[tuple[str, str], ...] = ()

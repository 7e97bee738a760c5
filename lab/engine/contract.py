"""What the lab asks of an engine, and what an engine may answer; nothing here knows the SDK."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from lab.docker_cli.actions import Action
from lab.engine.secrets import without_passwords
from lab.errors import LabError
from lab.language.message import Message
from lab.reference import Reference
from lab.world import Scope, World
from lab.xray import Xray

BLAMELESS = frozenset(
    {
        "unreachable",
        "timeout",
        "socket-permission",
        "offline",
        "rate-limit",
        "credentials",
        "interception",
        "garbled",
        "engine-fault",
        "configuration",
        "needs-real-engine",
        "no-space",
        "file-not-written",
        "registry-fault",
        "clock",
    }
)
"""Kinds of error that say nothing of what the learner did: the lab cannot tell."""


class EngineError(LabError):
    """An engine said no, or said nothing: its kind, a sentence and a remedy, and the engine's own words."""

    def __init__(self, kind: str, message: Message, hint: Message, words: str = "") -> None:
        super().__init__(message, hint)
        self.kind = kind
        self.words = without_passwords(words)

    @property
    def blameless(self) -> bool:
        """Whether nothing can be said of the learner's work because of it."""
        return self.kind in BLAMELESS


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one layer is on its way."""

    layer: str
    """Short digest, as the engine names it; lines about the whole image are Output."""
    status: str
    """The engine's words: `Downloading`, `Pushed`, `Layer already exists`."""
    current: int | None = None
    """Bytes so far."""
    total: int | None = None
    """Bytes in all, where the engine knows."""


@dataclass(frozen=True, slots=True)
class Output:
    """Text that the command prints, without its last newline."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the learner should know that is not an error."""

    message: Message


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the SDK, as it was made."""

    text: str
    """Python: `client.pull("hello-world", tag="latest")`."""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request to the engine, as it was sent and answered."""

    method: str
    path: str
    """With the API's version and the query: `/v1.41/images/create?tag=latest&fromImage=hello-world`."""
    status: int
    """Of the answer; 0 where none came."""


Happening: TypeAlias = Progress | Output | Notice | Call | Request


@dataclass(frozen=True, slots=True)
class Permit:
    """What actions may touch; the engine's side of the grammar's refusals."""

    workspace: str
    """Absolute path: bind mounts stay inside."""
    registries: tuple[str, ...]
    """Addresses that may be pushed to."""
    labels: tuple[tuple[str, str], ...] = ()
    """Put on everything created, so that it can be told from everybody else's."""
    pages: tuple[str, ...] = ()
    """Addresses of other web servers of the exercise's, which may be read."""
    pull_from: tuple[str, ...] = ("docker.io",)
    """Hosts that may be pulled from, beside those registries; at Docker Hub any name, since learners mistype them."""


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """Which engine this is."""

    kind: str
    """`docker`, `docker-desktop`, `colima`, `rancher-desktop`, `podman` or `practice`."""
    version: str
    api: str
    """The API version negotiated."""
    url: str
    source: str
    """Where the address came from: `--engine`, `DOCKER_HOST`, `context NAME`, `socket`."""
    storage: str
    """The image store: `overlay2`, `containerd`, …"""
    id: str
    """The engine's own identity, so that clean-up never meets another engine."""
    os: str = "linux"
    """Of the containers."""
    architecture: str = ""
    host: str = ""
    """The name of the machine the engine runs on."""
    rootless: bool = False
    selinux: bool = False
    userns: bool = False
    """Whether its root is mapped to another user of the machine."""
    swarm: str = "inactive"
    """`inactive`, `active`, `pending`, … ; empty where the engine knows no Swarm."""
    proxy: str = ""
    """The proxy that the engine itself pulls through."""
    remote: bool = False
    """Whether it is on another machine, which sees other folders and another loopback."""
    clock_ahead: float = 0.0
    """Seconds by which its clock is ahead of this process's."""
    plain_http: tuple[str, ...] = ()
    """Registries named one by one that may be spoken to without HTTPS; Docker's exemption of the loopback is not among them."""
    mirrors: tuple[str, ...] = ()
    """Registries asked before Docker Hub."""
    bridge: str = ""
    """Address of this machine on the engine's own bridge, where it has one here: no loopback, and reached from nowhere else."""
    authorities: str = ""
    """Its folder `certs.d`, where that is the lab's to write into, since the engine is the lab's own."""
    root: str = ""
    """Folder that it keeps its images in, on whatever machine it runs."""
    containers_host: str = "127.0.0.1"
    """Name or address under which its containers reach this machine."""
    containers_bind: str = "127.0.0.1"
    """This machine's own address behind that name."""


class Engine(Protocol):
    """An engine, connected."""

    @property
    def facts(self) -> EngineFacts:
        """Which engine it is."""

    def filled_in(self, action: Action, permit: Permit) -> Action:
        """Return an action with the digests that its line left to files of the workspace; raise EngineError for what they do not say."""

    def perform(self, action: Action, permit: Permit) -> Iterator[Happening]:
        """Do what a command means, telling what happens; raise EngineError where the engine refuses."""

    def observe(self, scope: Scope) -> World:
        """Read the World once; raise EngineError where the engine cannot be asked."""

    def xray(self, container: str, references: tuple[Reference, ...], since: float) -> Xray:
        """Look inside the registry that a container runs, at what it received since a moment; 0 for all there is.

        Raise EngineError where the engine cannot be asked.
        """

    def nudges(self, stop: threading.Event) -> Iterator[None]:
        """Yield whenever something may have changed, until told to stop; a nudge proves nothing."""

    def cut_short(self) -> None:
        """Have whatever waits for the engine's answer, in any thread, raise EngineError now; it can be asked again."""

    def close(self) -> None:
        """Let go of its connections."""

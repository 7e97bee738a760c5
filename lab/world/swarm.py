"""The Swarm that an engine manages: its services, and their tasks."""

from __future__ import annotations

from dataclasses import dataclass

GATEWAY = "docker_gwbridge"
"""The network that an engine makes when it begins a Swarm, and keeps when it leaves."""

TASK = "org.registry-lab.task-of"
"""Label on the containers of a run's services, which Swarm makes and removes; its value is the run."""


@dataclass(frozen=True, slots=True)
class Task:
    """One of the containers that a service asks for, or asked for before."""

    image: str
    """As the service named it, with the digest where that is known."""
    state: str
    """`new`, `pending`, `preparing`, `starting`, `running`, `shutdown`, `failed`, `rejected`, …"""
    wanted: bool = True
    """Whether it is to run now."""
    error: str = ""
    """Swarm's words for why it does not run."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service of the Swarm that the engine manages."""

    name: str
    id: str
    image: str
    replicas: int | None
    """How many tasks are to run; None for one on each node."""
    labels: tuple[tuple[str, str], ...] = ()
    ports: tuple[tuple[int, int, str], ...] = ()
    """Published, target, and `ingress` or `host`."""
    tasks: tuple[Task, ...] = ()

    @property
    def running(self) -> tuple[Task, ...]:
        """Return the tasks that run and are to run."""
        return tuple(each for each in self.tasks if each.wanted and each.state == "running")

    def label(self, name: str) -> str | None:
        """Return the value of a label."""
        return dict(self.labels).get(name)


@dataclass(frozen=True, slots=True)
class Swarm:
    """The Swarm that an engine is in, as far as it manages it."""

    id: str
    labels: tuple[tuple[str, str], ...] = ()
    services: tuple[Service, ...] = ()

    def service(self, name: str) -> Service | None:
        """Find a service by its name."""
        return next((each for each in self.services if each.name == name), None)

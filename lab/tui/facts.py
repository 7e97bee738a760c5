"""What the app draws of an engine, and how it says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from lab.abilities import Abilities

if TYPE_CHECKING:
    from lab.content.model import Exercise
    from lab.needs import LackError


class Facts(Abilities, Protocol):
    """Which engine it is; `EngineFacts` of the engine's room has this shape."""

    @property
    def id(self) -> str:
        """The engine's own identity."""

    @property
    def version(self) -> str:
        """The engine's."""

    @property
    def url(self) -> str:
        """Where it answers."""

    @property
    def source(self) -> str:
        """Where the address came from."""

    @property
    def storage(self) -> str:
        """The image store."""


_NAMES = {
    "docker": "Docker Engine",
    "docker-desktop": "Docker Desktop",
    "colima": "Colima",
    "rancher-desktop": "Rancher Desktop",
    "podman": "Podman",
    "practice": "Practice engine",
}
"""Names of products, which are the same in every language."""


def full_name(facts: Facts) -> str:
    """Return an engine's name and version: `Docker Engine 20.10.24`."""
    version = facts.version.partition("+practice")[0]
    return f"{_NAMES.get(facts.kind, facts.kind)} {version}".strip()


def lacking(exercise: Exercise, facts: Facts | None) -> LackError | None:
    """Return why an engine cannot do an exercise; nothing where it can, and where no engine is known."""
    if facts is None:
        return None
    from lab.needs import lack_of_engine

    return lack_of_engine(exercise, facts)


def closed(exercises: Iterable[Exercise], facts: Facts | None) -> frozenset[str]:
    """Return the exercises that an engine cannot do, by id."""
    return frozenset(exercise.id for exercise in exercises if lacking(exercise, facts) is not None)

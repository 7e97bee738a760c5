"""What the commands about volumes mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VolumeList:
    """`docker volume ls`."""

    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class VolumeInspect:
    """`docker volume inspect`."""

    names: tuple[str, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class VolumeCreate:
    """`docker volume create`. No command of a learner's: the lab writes on the engine what its runs answer for."""

    name: str
    labels: tuple[tuple[str, str], ...]
    """Beside the run's own."""


@dataclass(frozen=True, slots=True)
class VolumeRemove:
    """`docker volume rm`."""

    names: tuple[str, ...]

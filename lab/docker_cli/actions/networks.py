"""What the commands about networks mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NetworkList:
    """`docker network ls`."""

    quiet: bool = False
    filters: tuple[tuple[str, str], ...] = ()
    format: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkInspect:
    """`docker network inspect`."""

    names: tuple[str, ...]
    format: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkCreate:
    """`docker network create`: a bridge network of one's own, in which containers find one another by name."""

    name: str


@dataclass(frozen=True, slots=True)
class NetworkRemove:
    """`docker network rm`."""

    names: tuple[str, ...]

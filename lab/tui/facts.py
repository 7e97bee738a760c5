"""What the app draws of an engine, and how it says it."""

from __future__ import annotations

from typing import Protocol


class Facts(Protocol):
    """Which engine it is; `EngineFacts` of the engine's room has this shape."""

    @property
    def id(self) -> str:
        """The engine's own identity."""

    @property
    def kind(self) -> str:
        """`docker`, `podman`, …"""

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

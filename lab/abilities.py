"""What an exercise may need of an engine, by itself: so little that the first screen can load it."""

from __future__ import annotations

from typing import Protocol


class Abilities(Protocol):
    """What is asked of an engine; `EngineFacts` has this shape."""

    @property
    def kind(self) -> str:
        """`docker`, `podman`, …"""

    @property
    def rootless(self) -> bool:
        """Whether it runs without root."""

    @property
    def remote(self) -> bool:
        """Whether it is on another machine."""

    @property
    def swarm(self) -> str:
        """State of its Swarm; empty where it has none to offer."""

    @property
    def bridge(self) -> str:
        """This machine's address on its bridge; empty where there is none."""

"""What runs in a container, and how it is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from lab.practice.engine.container import Container
from lab.practice.engine.logs import Log
from lab.practice.engine.ports import Held


class Program(Protocol):
    """What runs in a container."""

    async def start(self, held: list[Held]) -> int | None:
        """Start on these ports; return the exit code if it has ended by itself already."""

    async def stop(self) -> None:
        """End."""

    def address(self, port: int) -> tuple[str, int] | None:
        """Return where on this machine a port of the container is served; None where nothing listens on it."""


Neighbours = Callable[[str, int], tuple[str, int] | None]
"""Tells where on this machine a port of another container is served, by the name that a container finds it under."""

Launch = Callable[[Container, Log, Neighbours], Program]
"""Makes the program of a container, whose output goes to the log; ApiError where the engine does not run such programs."""

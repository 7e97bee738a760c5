"""How the engine reaches registries: which authorities it trusts, and where a host of its own network really listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.abc import ResolveResult

Route = Callable[[str, int], str]
"""Host and port to the host to dial; raises ConnectionRefusedError for a port of the engine's own network that nobody opened."""


def straight(host: str, port: int) -> str:
    """Dial what was named."""
    return host


@dataclass(frozen=True, slots=True)
class Ways:
    """What a connection to a registry needs to know of its engine."""

    certificates: Path
    """The folder `certs.d`."""
    route: Route = straight

    def connector(self) -> aiohttp.TCPConnector:
        """Return what opens connections; inside an event loop."""
        return _Connector(self.route)


class _Connector(aiohttp.TCPConnector):
    """Dials by the engine's routes; names, in certificates too, stay what they are."""

    def __init__(self, route: Route) -> None:
        super().__init__()
        self._route = route

    async def _resolve_host(self, host: str, port: int, traces: Sequence[Any] | None = None) -> list[ResolveResult]:
        return await super()._resolve_host(self._route(host, port), port, traces)

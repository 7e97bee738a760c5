"""Who waits for a container to end, or to go."""

from __future__ import annotations

import asyncio
from collections import defaultdict


class Waits:
    """Callers that wait for one thing to happen to containers, and then learn an exit code."""

    def __init__(self) -> None:
        self._futures: defaultdict[str, set[asyncio.Future[int]]] = defaultdict(set)

    async def next(self, identity: str) -> int:
        """Return the exit code when it has happened."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._futures[identity].add(future)
        try:
            return await future
        finally:
            self._futures[identity].discard(future)

    def settle(self, identity: str, code: int) -> None:
        """Tell everybody who waits for it."""
        for future in self._futures.pop(identity, set()):
            if not future.done():
                future.set_result(code)

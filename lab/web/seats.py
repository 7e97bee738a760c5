"""The places for visitors: so many and no more, one app for each."""

from __future__ import annotations

import asyncio

from lab.web.app_process import AppProcess


class Seats:
    """Who has a place, and the app that runs there."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._apps: dict[str, AppProcess] = {}
        self._running: set[AppProcess] = set()

    def open_to(self, visitor: str) -> bool:
        """Whether a visitor has a place already or finds one."""
        return visitor in self._apps or len(self._apps) < self._number

    async def take(self, visitor: str, app: AppProcess) -> bool:
        """Give a visitor's place to this app, and end the one that another page of theirs had; False where all are taken."""
        if not self.open_to(visitor):
            return False
        earlier = self._apps.get(visitor)
        self._apps[visitor] = app
        self._running.add(app)
        if earlier is not None:
            await earlier.stop()
        return True

    async def leave(self, visitor: str, app: AppProcess) -> None:
        """End an app; its place is free once its process has gone, unless a later page of the visitor's has it."""
        # A connection may be lost while it is being closed: what waits here is cancelled then, and the place still freed.
        await asyncio.shield(asyncio.create_task(self._free(visitor, app)))

    async def close(self) -> None:
        """Give no place any more, and end every app."""
        self._number = 0
        await asyncio.gather(*(app.stop() for app in list(self._running)))

    async def _free(self, visitor: str, app: AppProcess) -> None:
        await app.stop()
        self._running.discard(app)
        if self._apps.get(visitor) is app:
            del self._apps[visitor]

"""One visitor's app: a process in a group of its own, which ends with the page."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

GRACE = 3.0
"""Seconds that an app has to end by itself; it writes down what the learner did as it happens, so it needs none."""


class AppProcess(AppService):
    """Speaks for one app with the terminal in one page."""

    def __init__(self, socket: web.WebSocketResponse, command: Sequence[str], environment: Mapping[str, str]) -> None:
        super().__init__(
            "",  # a line for a shell; there is no shell here
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=socket.close,  # type: ignore[arg-type] # what it returns, nobody reads
            download_manager=DownloadManager(),
        )
        self._command = tuple(command)
        self._more = dict(environment)
        self._starting = asyncio.Lock()
        self._ending: asyncio.Task[None] | None = None

    async def start(self, width: int, height: int) -> None:
        """Start the app in a terminal of so many cells, unless it has been ended before it began."""
        async with self._starting:
            if self._ending is None:
                await super().start(width, height)

    async def run(self) -> None:
        """Carry what the app prints to the page; a page whose app has gone is closed, however it went."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def on_data(self, payload: bytes) -> None:
        """Show what the app prints; without a page it is still read, so that the app is not stuck and can end."""
        with contextlib.suppress(ConnectionResetError):
            await super().on_data(payload)

    async def stop(self) -> None:
        """End the app and everything in its group, and wait for it; asking twice, or going away, changes nothing."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env={**self._build_environment(width, height), **self._more},
            start_new_session=True,
        )
        self._stdin = self._process.stdin
        return self._process

    async def _end(self) -> None:
        async with self._starting:
            process, carrying = self._process, self._task
        if process is not None and carrying is not None:
            gone = asyncio.create_task(process.wait())
            _end_group(process, ask=True)
            # What it prints ends when the last process that can print has ended, which may be a child.
            await asyncio.wait([carrying, gone], timeout=GRACE)
            _end_group(process, ask=False)
            carrying.cancel()
            self.stdin.close()
            await asyncio.wait([carrying, gone], timeout=GRACE)
        await self.remote_close()


def _end_group(process: Process, *, ask: bool) -> None:
    """Ask a process and its children to end, or end them; of those that have ended already there is nothing to end."""
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.terminate()
        else:
            os.killpg(process.pid, signal.SIGTERM if ask else signal.SIGKILL)

"""A server in this process, browsers that visit it, and a look at the processes that it starts."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any, TypeAlias

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar
from aiohttp.test_utils import TestServer

from lab.web.admission import Admission, open_admission
from lab.web.pages import Pages
from lab.web.seats import Seats
from lab.web.serving import Serving

FAKE_APP = (sys.executable, "-S", str(Path(__file__).parent / "fake_app.py"))
PATIENCE = 20
"""Seconds that something may take to come true."""


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and whose parent has not asked how does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return sys.platform != "linux"


async def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0)


@dataclass(frozen=True)
class Visit:
    """One page of a browser, with its app."""

    socket: ClientWebSocketResponse
    app: dict[str, Any]
    """What the app said of itself."""

    async def hears(self) -> Any:
        return json.loads(await self.socket.receive_bytes(timeout=PATIENCE))

    def breaks_off(self) -> None:
        """Lose the connection without a word, as a browser does that is killed."""
        self.socket.get_extra_info("socket").shutdown(SHUT_RDWR)

    async def closes(self) -> None:
        """Read until the page is closed."""
        async with asyncio.timeout(PATIENCE):
            async for _ in self.socket:
                pass


@dataclass(frozen=True)
class Browser:
    """A browser: it follows, and keeps cookies."""

    session: ClientSession
    url: str

    async def get(self, path: str = "/", **headers: str) -> tuple[int, str]:
        async with self.session.get(f"{self.url}{path}", headers=headers) as answer:
            return answer.status, await answer.text()

    async def connect(self, path: str = "/ws/en?width=100&height=30", **headers: str) -> ClientWebSocketResponse:
        return await self.session.ws_connect(f"{self.url}{path}", headers=headers)

    async def visit(self, path: str = "/ws/en?width=100&height=30") -> Visit:
        """Load the page, and open its terminal."""
        assert (await self.get())[0] == 200
        socket = await self.connect(path)
        return Visit(socket, json.loads(await socket.receive_bytes(timeout=PATIENCE)))


@dataclass(frozen=True)
class Site:
    """A server, and browsers for it."""

    url: str
    seats: Seats
    stack: AsyncExitStack

    async def browser(self) -> Browser:
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))  # of addresses, cookies are kept too
        return Browser(await self.stack.enter_async_context(session), self.url)


Opened: TypeAlias = Callable[..., Awaitable[Site]]


@pytest.fixture
async def site() -> AsyncIterator[Opened]:
    """Open servers; keywords are those of `Serving`, `says` is for the fake app, `token` makes one that asks for it."""
    async with AsyncExitStack() as stack:

        async def opened(*says: str, token: str | None = None, **asked: Any) -> Site:
            usual = Serving((*FAKE_APP, *says), "127.0.0.1", 0, visitors=2, lang="en")
            serving = replace(usual, **asked)
            admission = Admission(token, b"key") if token else open_admission(serving.host)
            seats = Seats(serving.visitors)
            server = TestServer(Pages(serving, admission, seats).application())
            await server.start_server()  # it cancels handlers, as the real one does
            stack.push_async_callback(server.close)
            stack.push_async_callback(seats.close)
            return Site(str(server.make_url("")).rstrip("/"), seats, stack)

        yield opened

"""The engine as a process: it opens its home, listens, and ends when asked, or when nobody needs it any more."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from lab.practice.engine.address import AddressError, Listening, leave, on_loopback, on_socket, socket_path
from lab.practice.engine.dispatch import Dispatch
from lab.practice.engine.engine import Engine, open_engine
from lab.practice.engine.home import Home, write_text
from lab.practice.engine.lock import LockedError, acquire

IDLE = 3600.0
"""Seconds without a request, and without a container that runs, after which an engine ends by itself."""

_LINE = 1024 * 1024
"""Longest request line in bytes, as Go's net/http has it (DefaultMaxHeaderBytes); filters stand in it."""


class ServeError(Exception):
    """An engine that cannot serve; its exit code is 3 where another one has the home, 4 where nothing can be used."""

    def __init__(self, reason: object, code: int) -> None:
        super().__init__(str(reason))
        self.code = code


def say_where(url: str) -> None:
    """Print where the engine listens."""
    print(f"listening on {url}", flush=True)


def serve(
    home: Home,
    *,
    socket: Path | None = None,
    tcp: bool = False,
    idle: float = IDLE,
    ready: Callable[[str], None] = say_where,
) -> None:
    """Run an engine until it is ended, telling its address when it listens; ServeError where it cannot begin."""
    try:
        home.make()
        lock = acquire(home.lock)
    except LockedError as error:
        raise ServeError(error, 3) from error
    except OSError as error:
        raise ServeError(f"the practice engine cannot use {home.root}: {error}", 4) from error
    with lock:
        try:
            listening = on_loopback() if tcp else on_socket(socket or socket_path(home.root))
        except (AddressError, OSError) as error:
            raise ServeError(f"the practice engine cannot listen: {error}", 4) from error
        asyncio.run(_run(home, listening, idle, ready))


async def _run(home: Home, listening: Listening, idle: float, ready: Callable[[str], None]) -> None:
    engine = open_engine(home)
    dispatch = Dispatch(engine, listening.secret)
    ended = asyncio.Event()
    _on_signals(ended.set)
    await engine.lifecycle.restore(lambda text: print(text, file=sys.stderr, flush=True))
    # Named explicitly: an answer that waits, as events do, ends when its client has gone.
    runner = web.ServerRunner(
        web.Server(dispatch, handler_cancellation=True, access_log=None, keepalive_timeout=IDLE, max_line_size=_LINE),
        shutdown_timeout=1,
    )
    await runner.setup()
    await web.SockSite(runner, listening.socket).start()
    write_text(home.address, listening.url)
    ready(listening.url)
    watch = asyncio.create_task(_watch(engine, dispatch, idle, ended.set))
    try:
        await ended.wait()
    finally:
        watch.cancel()
        home.address.unlink(missing_ok=True)
        leave(listening)
        await runner.cleanup()
        await engine.lifecycle.close()


def _on_signals(end: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        # Windows has no such handlers: there a process that is ended just ends, which the home survives.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(each, end)


async def _watch(engine: Engine, dispatch: Dispatch, idle: float, end: Callable[[], None]) -> None:
    """End the engine once nobody has needed it for so long."""
    while True:
        rest = idle - (time.monotonic() - dispatch.last)
        if rest <= 0 and not dispatch.active and not engine.lifecycle.running:
            end()
        await asyncio.sleep(max(rest, min(idle, 1.0)))

"""The server: it listens, lets visitors in, and ends with every app that it has started."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Callable
from urllib.parse import urlencode

from aiohttp import web

from lab.errors import LabError, UsageError
from lab.language.message import say
from lab.web.admission import Admission, open_admission
from lab.web.pages import Pages
from lab.web.seats import Seats
from lab.web.serving import Serving

_ANY = ("0.0.0.0", "::")
"""Addresses that mean every network of this machine."""


def serve(serving: Serving, tell: Callable[[str], None]) -> None:
    """Serve pages until SIGINT or SIGTERM, telling their address once they are there; UsageError where it cannot listen."""
    asyncio.run(_serve(serving, tell))


async def _serve(serving: Serving, tell: Callable[[str], None]) -> None:
    admission, seats = open_admission(serving.host), Seats(serving.visitors)
    # Named explicitly: a visit ends when its connection is lost, also while its app takes no input.
    runner = web.AppRunner(
        Pages(serving, admission, seats).application(), handler_cancellation=True, access_log=None, shutdown_timeout=1
    )
    await runner.setup()
    ended = asyncio.Event()
    try:
        await _listen(runner, serving)
        _on_signals(ended.set)
        tell(address(serving.host, runner.addresses[0][1], admission))
        await ended.wait()
    finally:
        await seats.close()
        await runner.cleanup()


def address(host: str, port: int, admission: Admission) -> str:
    """Return what visitors type."""
    name = _outward(host) if host in _ANY else host
    shown = f"[{name}]" if ":" in name else name
    query = f"?{urlencode({'token': admission.token})}" if admission.token else ""
    return f"http://{shown}:{port}/{query}"


async def _listen(runner: web.AppRunner, serving: Serving) -> None:
    try:
        await web.TCPSite(runner, serving.host, serving.port).start()
    except OSError as error:
        raise _unable(serving, error) from error


def _unable(serving: Serving, error: OSError) -> LabError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(say("web.listen.taken", port=serving.port), say("web.listen.taken-hint"))
    # asyncio's own words name the address twice.
    reason = str(error).rpartition(": ")[2]
    return UsageError(say("web.listen.unable", host=serving.host, reason=reason), say("web.listen.unable-hint"))


def _outward(host: str) -> str:
    """Return this machine's address on the network that its default route leads to; nothing is sent to find it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("2001:db8::1" if ":" in host else "192.0.2.1", 9)
            )  # addresses of examples, RFC 3849 and 5737
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


def _on_signals(end: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers: there Ctrl-C ends the loop as an exception.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(each, end)

"""Following an engine: a nudge to look again, and never more than that.

Podman tells of pushes that failed, engines of different ages word events differently, and some keep none at all: what has
happened is for the World to say (facts/docker.md A13, A15, A16).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from lab.engine.client import QUICK
from lab.engine.contract import EngineError, EngineFacts
from lab.engine.errors import engine_errors

POLL = 1.0
"""Seconds between looks where the engine's events cannot be followed."""
REST = 0.1
"""Seconds in which many events make one nudge."""

_FILTERS = {"type": ["container", "image", "volume", "network"]}


def nudges(client: Callable[[], Any], facts: EngineFacts, stop: threading.Event) -> Iterator[None]:
    """Yield whenever it is time to look again, until told to stop: after events, and now and then without any."""
    happened = threading.Event()
    reader = threading.Thread(target=_read, args=(client, facts, happened, stop), name="engine-events", daemon=True)
    reader.start()
    while not stop.is_set():
        _wait(happened, POLL if not reader.is_alive() else QUICK, stop)
        if stop.is_set():
            return
        happened.clear()
        yield
        stop.wait(REST)


def _wait(happened: threading.Event, seconds: float, stop: threading.Event) -> None:
    """Wait for an event, but for no longer than that, nor much longer than until told to stop."""
    until = time.monotonic() + seconds
    while not stop.is_set() and time.monotonic() < until and not happened.wait(REST):
        pass


def _read(client: Callable[[], Any], facts: EngineFacts, happened: threading.Event, stop: threading.Event) -> None:
    """Read events until told to stop; end early where this engine has none to read, and leave the rest to polling."""
    asked = time.time()
    while not stop.is_set():
        since, asked = asked + facts.clock_ahead, time.time()  # nothing is missed between two questions
        try:
            with engine_errors(facts.url):
                for _ in client().events(since=since, decode=True, filters=_FILTERS):
                    happened.set()
                    if stop.is_set():
                        return
        except EngineError as error:
            if error.kind != "timeout":
                return
        happened.set()  # silence for as long as this client waits for a byte is no fault: look, and listen on

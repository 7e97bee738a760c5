"""Programs in containers: wait for them, and print what they print, for a bounded time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import requests
from urllib3.exceptions import ReadTimeoutError

from lab.docker_cli import actions as act
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.workbench import Workbench
from lab.language.message import say

FOREGROUND = 60
"""Seconds that a program may run in the foreground."""
LOG_LINES = 1000
"""Lines of a log that are shown where no number was asked for."""


def logs(bench: Workbench, action: act.ContainerLogs) -> Iterator[Happening]:
    """Print the last lines that a container's program printed."""
    tail = LOG_LINES if action.tail is None else action.tail
    yield from _lines(bench.client.logs(action.name, tail=tail))


def execute(bench: Workbench, action: act.ContainerExec) -> Iterator[Happening]:
    """Run one more program in a running container, without a terminal."""
    made = bench.client.exec_create(action.name, list(action.command), environment=dict(action.env))
    yield from _lines(_said(bench, made["Id"]))
    code = bench.client.exec_inspect(made["Id"]).get("ExitCode")
    if code:
        raise _ended(code)


def foreground(bench: Workbench, identity: str, *, remove: bool) -> Iterator[Happening]:
    """Wait for a program that was started, print what it printed, and tell how it ended."""
    try:
        code = bench.client.wait(identity, timeout=FOREGROUND).get("StatusCode", 0)
    except requests.RequestException as error:
        # Engines send the head of their answer at once, and the SDK then calls what is late a broken connection.
        if "timed out" not in str(error):
            raise
        raise _still_running() from error
    yield from _lines(bench.client.logs(identity))
    if remove:
        bench.client.remove_container(identity, v=True)
    if code:
        raise _ended(code)


def _said(bench: Workbench, identity: str) -> bytes:
    """Start a prepared program and return what it prints; the SDK's own function waits for its end without a bound."""
    client: Any = bench.client  # what is used of it here is not public, and its types do not know it
    frames: list[bytes] = []
    url, wanted = client._url("/exec/{0}/start", identity), {"Detach": False, "Tty": False}
    deadline = time.monotonic() + FOREGROUND
    with client._post_json(url, wanted, stream=True, timeout=FOREGROUND) as answer:
        client._raise_for_status(answer)
        try:
            # A frame is a byte for the stream, three of nothing, four for the length, and as much text (ContainerAttach).
            while head := answer.raw.read(8):
                frames.append(answer.raw.read(int.from_bytes(head[4:])))
                if time.monotonic() > deadline:
                    raise _still_running()
        except ReadTimeoutError as error:
            raise _still_running() from error
    return b"".join(frames)


def _still_running() -> EngineError:
    message = say("engine.still-running.message", seconds=FOREGROUND)
    return EngineError("still-running", message, say("engine.still-running.hint"))


def _ended(code: int) -> EngineError:
    return EngineError("exit-code", say("engine.exit-code.message", code=code), say("engine.exit-code.hint"))


def _lines(data: bytes) -> Iterator[Output]:
    for line in data.decode("utf-8", "replace").splitlines():
        yield Output(line)

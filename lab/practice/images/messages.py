"""The messages of a pull, a push or a load, in dockerd's words and shapes, and their stream."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

from lab.practice.errors import ApiError

Message = dict[str, Any]
Tell = Callable[[Message], None]

OFTEN = 0.1
"""Seconds between two messages about the progress of one layer."""

_UNITS = ("B", "kB", "MB", "GB", "TB")


def status(text: str, identity: str = "") -> Message:
    """Return a sentence, about a layer or a tag if one is named."""
    return {"status": text, "id": identity} if identity else {"status": text}


def step(text: str, layer: str) -> Message:
    """Return what a layer is at: `Preparing`, `Pull complete`."""
    return {"status": text, "progressDetail": {}, "id": layer}


def progress(text: str, layer: str, current: int, total: int) -> Message:
    """Return how far a layer is, in bytes, with the bar that old clients print."""
    detail = {"current": current, "total": total}
    return {"status": text, "progressDetail": detail, "progress": bar(current, total), "id": layer}


def failure(text: str) -> Message:
    """Return an error that came after the first message."""
    return {"errorDetail": {"message": text}, "error": text}


def bar(current: int, total: int) -> str:
    """Return fifty places of a bar, and bytes of bytes unless there came more than were announced."""
    full = min(50, 50 * current // total) if total else 50
    numbers = f"{human(current):>8}" + (f"/{human(total)}" if current <= total else "")
    return f"[{'=' * full}>{' ' * (50 - full)}] {numbers}"


def human(size: int) -> str:
    """Return bytes with four significant digits and a decimal unit: `971.6kB`."""
    value, unit = float(size), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.4g}{_UNITS[unit]}"


class Meter:
    """Tells how far one layer is: not too often, and always at its end."""

    def __init__(self, tell: Tell, text: str, layer: str, total: int) -> None:
        self._tell, self._text, self._layer, self._total = tell, text, layer, total
        self._current = 0
        self._told = 0.0

    def add(self, size: int) -> None:
        """Note that so many more bytes are done."""
        self._current += size
        now = time.monotonic()
        if now - self._told >= OFTEN or self._current == self._total:
            self._told = now
            self._tell(progress(self._text, self._layer, self._current, self._total))


async def narrate(work: Callable[[Tell], Awaitable[None]], *, refuse: bool) -> AsyncGenerator[Message, None]:
    """Do work and yield what it tells.

    An error is a message of the stream; with `refuse` one that comes before the first message is raised as ApiError instead.
    Closing the stream cancels the work.
    """
    queue: asyncio.Queue[Message | None] = asyncio.Queue()
    task = asyncio.ensure_future(_guarded(work, queue.put_nowait))
    task.add_done_callback(lambda _: queue.put_nowait(None))
    told = not refuse
    try:
        while (message := await queue.get()) is not None:
            told = True
            yield message
        try:
            await task
        except ApiError as error:
            if not told:
                raise
            yield failure(error.message)
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _guarded(work: Callable[[Tell], Awaitable[None]], tell: Tell) -> None:
    try:
        await work(tell)
    except OSError as error:
        # A full disk, a folder that may not be written: dockerd says what the system said.
        raise ApiError(500, f"{error.filename or 'write'}: {(error.strerror or str(error)).lower()}") from error

"""Many small events made few: a screen that is redrawn twenty times a second shows all that an eye can follow."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from lab.session.events import Event, LayerMoved, Printed

PAUSE = 0.05
"""Seconds between two tellings of what streams by: layers on their way, lines of output."""
MOST_LINES = 400
"""Lines of output kept; the newest stay."""


def gathered(events: Iterable[Event], clock: Callable[[], float] = time.monotonic) -> Iterator[tuple[Event, ...]]:
    """Yield events in their order: what streams by in parcels, everything else at once with all that came before it."""
    waiting: list[Event] = []
    told = float("-inf")
    for event in events:
        add(waiting, event)
        if isinstance(event, LayerMoved | Printed):
            now = clock()
            if now - told < PAUSE:
                continue
            told = now
        yield tuple(waiting)
        waiting.clear()
    if waiting:
        yield tuple(waiting)


def add(events: list[Any], event: Event) -> None:
    """Put an event at the end, or in the place of the one that it makes superfluous."""
    if isinstance(event, LayerMoved):
        for index in range(len(events) - 1, -1, -1):
            earlier = events[index]
            if not isinstance(earlier, LayerMoved):
                break
            if (earlier.layer, earlier.layer or earlier.status) == (event.layer, event.layer or event.status):
                events[index] = event
                return
    last = events[-1] if events else None
    if isinstance(event, Printed) and isinstance(last, Printed):
        lines = f"{last.text}\n{event.text}".split("\n")
        events[-1] = replace(event, text="\n".join(lines[-MOST_LINES:]))
    else:
        events.append(event)

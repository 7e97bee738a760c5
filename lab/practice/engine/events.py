"""What happened: the last events, and everybody who listens for the next ones."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass

from lab.practice.engine.filters import Filters, labelled
from lab.practice.engine.home import Json

REMEMBERED = 256
"""Events that are kept for `since`, as many as dockerd keeps."""
KINDS = (
    *("container", "daemon", "event", "image", "label", "network", "node", "plugin", "scope", "secret", "service"),
    *("type", "volume", "config"),
)
"""Filters that events know."""
_LEGACY = ("container", "image")
"""Types whose events also carry `status`, `id` and, for containers, `from`."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one object."""

    kind: str
    action: str
    id: str
    attributes: Mapping[str, str]
    at: int
    """Nanoseconds since 1970."""

    def json(self) -> Json:
        """Return the event as the API sends it."""
        legacy: Json = {"status": self.action, "id": self.id} if self.kind in _LEGACY else {}
        if self.kind == "container":
            legacy["from"] = self.attributes.get("image", "")
        return {
            **legacy,
            "Type": self.kind,
            "Action": self.action,
            "Actor": {"ID": self.id, "Attributes": dict(sorted(self.attributes.items()))},
            "scope": "local",
            "time": self.at // 1_000_000_000,
            "timeNano": self.at,
        }

    def passes(self, filters: Filters) -> bool:
        """Tell whether every kind of filter has an alternative that fits."""
        return all(self._fits(kind, values) for kind, values in filters.items() if values)

    def _fits(self, kind: str, values: tuple[str, ...]) -> bool:
        name = self.attributes.get("name", "")
        if kind == "label":
            return labelled(self.attributes, values)
        if kind == "type":
            return self.kind in values
        if kind == "scope":
            return "local" in values
        if kind == "event":
            return any(self.action == each or self.action.startswith(f"{each}:") for each in values)
        if kind == "image":
            about = {self.id, name, self.attributes.get("image", "")}
            return self.kind in ("image", "container") and any(
                each in about or each in {text.partition(":")[0] for text in about} for each in values
            )
        return self.kind == kind and any(each == name or self.id.startswith(each) for each in values)


class Events:
    """The engine's memory of events, and its listeners."""

    def __init__(self) -> None:
        self._past: deque[Event] = deque(maxlen=REMEMBERED)
        self._listeners: set[asyncio.Queue[Event]] = set()

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._listeners)

    def emit(self, kind: str, action: str, identity: str, attributes: Mapping[str, str]) -> None:
        """Tell everybody that something happened just now."""
        event = Event(kind, action, identity, dict(attributes), time.time_ns())
        self._past.append(event)
        for queue in self._listeners:
            queue.put_nowait(event)

    async def stream(self, since: int | None, until: int | None, filters: Filters) -> AsyncGenerator[Event, None]:
        """Yield events from `since` on (without it, from now on), for ever or until that moment has come."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            if since is not None or until is not None:
                for event in [each for each in self._past if each.at >= (since or 0)]:
                    if (until is None or event.at <= until) and event.passes(filters):
                        yield event
            while until is None or until > time.time_ns():
                left = None if until is None else (until - time.time_ns()) / 1e9
                try:
                    event = await asyncio.wait_for(queue.get(), left)
                except TimeoutError:
                    return
                if event.passes(filters):
                    yield event
        finally:
            self._listeners.discard(queue)

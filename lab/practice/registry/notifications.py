"""What happened, told to whoever wants to know: a queue for each endpoint, which never holds up a push.

The envelope is distribution's (notifications/event.go of version 3).
"""

from __future__ import annotations

import asyncio
import json
import ssl
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from lab.practice.registry.log import stamp
from lab.practice.registry.settings import Endpoint

MEDIA_TYPE = "application/vnd.docker.distribution.events.v2+json"
LONGEST = 10_000
"""Events that wait for one endpoint; beyond them the oldest are lost, and the log says so."""

Event = dict[str, object]


@dataclass(frozen=True, slots=True)
class Target:
    """What something happened to."""

    repository: str
    digest: str = ""
    media_type: str = ""
    size: int = 0
    url: str = ""
    tag: str = ""
    source: str = ""
    """The repository that a blob was mounted from."""
    references: tuple[str, ...] = ()

    def body(self) -> dict[str, object]:
        """Return the target as an event has it: what is empty is left out."""
        fields: dict[str, object] = {
            "mediaType": self.media_type,
            "digest": self.digest,
            "size": self.size,
            "length": self.size,
            "repository": self.repository,
            "fromRepository": self.source,
            "url": self.url,
            "tag": self.tag,
            "references": [{"digest": digest} for digest in self.references],
        }
        return {name: value for name, value in fields.items() if value}


def event(action: str, target: Target, request: dict[str, str], actor: str, source: dict[str, str]) -> Event:
    """Return one event of now."""
    return {
        "id": str(uuid.uuid4()),
        "timestamp": stamp(),
        "action": action,
        "target": target.body(),
        "request": request,
        "actor": {"name": actor} if actor else {},
        "source": source,
    }


@dataclass(slots=True)
class Queue:
    """The events that wait for one endpoint, sent one after the other until each is taken."""

    endpoint: Endpoint
    warn: Callable[[str], None]
    _waiting: asyncio.Queue[Event] = field(default_factory=lambda: asyncio.Queue(LONGEST))
    _task: asyncio.Task[None] | None = None

    def add(self, event: Event) -> None:
        """Queue an event, unless the endpoint does not want its kind."""
        target = event["target"]
        assert isinstance(target, dict)
        if event["action"] in self.endpoint.ignored_actions or target.get("mediaType") in self.endpoint.ignored_types:
            return
        if self._waiting.full():
            self._waiting.get_nowait()
            self.warn(f"eventqueue: {self.endpoint.url} takes no events: the oldest of {LONGEST} is lost")
        self._waiting.put_nowait(event)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._send_all())

    async def close(self) -> None:
        """Stop sending; what still waits is lost, as when the program ends."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _send_all(self) -> None:
        # A session takes a moment to close, and an event that comes in it is nobody else's to send.
        while not self._waiting.empty():
            timeout, connector = ClientTimeout(total=self.endpoint.timeout), await _connector(self.endpoint.url)
            async with ClientSession(timeout=timeout, connector=connector, trust_env=False) as session:
                while not self._waiting.empty():
                    await self._send(session, self._waiting.get_nowait())

    async def _send(self, session: ClientSession, event: Event) -> None:
        """Send one event, over and over until it is taken."""
        body = json.dumps({"events": [event]}, indent=3).encode()
        failures = 0
        while (trouble := await _post(session, self.endpoint, body)) is not None:
            failures += 1
            self.warn(f"retryingsink: error writing event: httpSink{{{self.endpoint.url}}}: {trouble}")
            # Below the threshold it is asked again at once, as distribution does, yet never in a tight circle.
            await asyncio.sleep(self.endpoint.backoff if failures >= self.endpoint.threshold else 0.05)


async def _connector(url: str) -> TCPConnector:
    """Return what opens connections; certificates are read where they are needed."""
    secure = url.lower().startswith("https:")
    return TCPConnector(ssl=await asyncio.to_thread(ssl.create_default_context) if secure else True)


async def _post(session: ClientSession, endpoint: Endpoint, body: bytes) -> str | None:
    headers = [("Content-Type", MEDIA_TYPE), *endpoint.headers]
    try:
        async with session.post(endpoint.url, data=body, headers=headers, allow_redirects=False) as answer:
            return None if 200 <= answer.status < 400 else f"response status {answer.status} unaccepted"
    except (ClientError, TimeoutError, OSError, ValueError) as error:
        return f"error posting: {error or type(error).__name__}"

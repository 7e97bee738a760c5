"""One request: who asks, what for, the body as it comes in, and the addresses in the answer."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from aiohttp import HttpVersion11, web

from lab.practice.registry.routes import Route
from lab.practice.registry.settings import Settings

CHUNK = 1024 * 1024
"""Bytes that are hashed and written at a time, outside the event loop."""
_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]{1,255}", re.ASCII)
_GONE = (web.RequestPayloadError, ConnectionError)

Sink = Callable[[bytes], None]


class DisconnectedError(Exception):
    """The client went away, or its body ended early."""


class TooLargeError(Exception):
    """A body is longer than it may be."""


@dataclass(slots=True)
class _Pump:
    """Gives a sink large chunks in another thread, while the next one comes in."""

    sink: Sink
    _pieces: list[bytes] = field(default_factory=list)
    _held: int = 0
    _busy: asyncio.Future[None] | None = None

    async def add(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held >= CHUNK:
            await self._give()

    async def flush(self) -> None:
        """Return when the sink has everything; the sink is not used afterwards, whatever happens."""
        try:
            if self._held:
                await self._give()
        finally:
            await self._settle()

    async def _give(self) -> None:
        await self._settle()
        content = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces, self._held = [], 0
        self._busy = asyncio.get_running_loop().run_in_executor(None, self.sink, content)

    async def _settle(self) -> None:
        if self._busy is None:
            return
        # Waiting for a thread's future itself would cancel it, and leave the thread at work on a closed file.
        await asyncio.wait([self._busy])
        busy, self._busy = self._busy, None
        busy.result()


@dataclass(slots=True)
class Exchange:
    """One request to one registry."""

    request: web.BaseRequest
    route: Route
    settings: Settings
    actor: str = ""
    """Who the client proved to be."""
    headers: list[tuple[str, str]] = field(default_factory=list)
    """What every answer carries; who sends its own answer adds them."""
    _asked: bool = False
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def name(self) -> str:
        """Return the repository's name."""
        return self.route.name

    def query(self, name: str) -> str:
        """Return a parameter of the query, "" where it is not given."""
        return self.request.query.get(name, "")

    def header(self, name: str) -> str:
        """Return a header, "" where it is not given."""
        return self.request.headers.get(name, "")

    def url(self, path: str, **query: str) -> str:
        """Return the address of a path as this client knows the registry."""
        address = f"{path}?{urlencode(query)}" if query else path
        if self.settings.relative_urls:
            return address
        if self.settings.host:
            return f"{self.settings.host}{address}"
        host = self.header("X-Forwarded-Host") or self.request.headers.get("Host", "")
        scheme = self.header("X-Forwarded-Proto") or self.request.scheme
        if scheme not in ("http", "https") or not _HOST.fullmatch(host):
            return address
        return f"{scheme}://{host}{address}"

    def blob_url(self, digest: object) -> str:
        """Return the address of one of the repository's blobs."""
        return self.url(f"/v2/{self.name}/blobs/{digest}")

    def manifest_url(self, digest: object) -> str:
        """Return the address of one of the repository's manifests."""
        return self.url(f"/v2/{self.name}/manifests/{digest}")

    def record(self) -> dict[str, str]:
        """Return the request as a notification has it."""
        return {
            "id": self.id,
            "addr": client_address(self.request),
            "host": self.header("Host"),
            "method": self.request.method,
            "useragent": self.header("User-Agent"),
        }

    async def receive(self, sink: Sink) -> None:
        """Give the body to a sink, chunk by chunk; what was read before a DisconnectedError has been given too."""
        pump = _Pump(sink)
        try:
            await self._continue()
            async for piece in self.request.content.iter_any():
                await pump.add(piece)
        except _GONE as error:
            raise DisconnectedError(str(error) or type(error).__name__) from None
        finally:
            await pump.flush()

    async def body(self, most: int) -> bytes:
        """Return the whole body; TooLargeError beyond so many bytes."""
        if (self.request.content_length or 0) > most:
            raise TooLargeError
        content = bytearray()
        try:
            await self._continue()
            async for piece in self.request.content.iter_any():
                content += piece
                if len(content) > most:
                    raise TooLargeError
        except _GONE as error:
            raise DisconnectedError(str(error) or type(error).__name__) from None
        return bytes(content)

    @property
    def waits(self) -> bool:
        """Tell whether the client waits to be asked for its body (RFC 9110, section 10.1.1)."""
        expects = self.header("Expect").lower() == "100-continue" and self.request.version >= HttpVersion11
        return expects and not self._asked

    async def _continue(self) -> None:
        if self.waits:
            self._asked = True
            writer = self.request.writer
            await writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            writer.output_size = 0


def client_address(request: web.BaseRequest) -> str:
    """Return the client's address and port."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    return f"{peer[0]}:{peer[1]}" if peer else ""

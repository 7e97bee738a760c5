"""One request to the API, and the ways to answer it."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from lab.practice.engine.filters import Filters, parse
from lab.practice.engine.home import Json
from lab.practice.engine.shape import check
from lab.practice.errors import ApiError

SMALLEST, GREATEST = (1, 24), (1, 44)
"""API versions that are spoken."""
VERSION = "25.0.0+practice"
"""What the engine calls itself: Docker 25 is the one that speaks API 1.44."""
HEADERS = {
    "Api-Version": ".".join(map(str, GREATEST)),
    "Docker-Experimental": "false",
    "Ostype": "linux",
    "Server": f"Docker/{VERSION} (linux)",
}
"""What every answer carries."""
_HEAD_ALONE = 0.05
"""Seconds between the head of a taken over connection and its first output; a real engine needs longer to start anything."""
BEGUN = "begun"
"""Where a request keeps the answer that was begun piece by piece."""
_NO = ("", "0", "no", "false", "none")


@dataclass(frozen=True, slots=True)
class Call:
    """A request, its version, and what its path names."""

    request: web.BaseRequest
    version: tuple[int, int]
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """The object that the path names."""
        return self.names["name"]

    def text(self, key: str) -> str:
        """Return a parameter; empty where it was not given."""
        return self.request.query.get(key, "")

    def flag(self, key: str) -> bool:
        """Return a parameter that says yes or no, as dockerd's BoolValue reads it."""
        return self.text(key).strip().lower() not in _NO

    def number(self, key: str) -> int:
        """Return a whole number, 0 where it was not given; ApiError 400 for anything else."""
        text = self.text(key)
        if not text:
            return 0
        try:
            return int(text)
        except ValueError as error:
            raise ApiError(400, f'strconv.Atoi: parsing "{text}": invalid syntax') from error

    def filters(self, known: tuple[str, ...]) -> Filters:
        """Return the filters; ApiError 400 for one that is not known here."""
        return parse(self.text("filters"), known)

    async def body(self, shape: Json) -> Json:
        """Return the JSON object that was sent; ApiError 400 where it is none, or not of this shape."""
        data = await self.request.read()
        if not data.strip():
            raise ApiError(400, "invalid JSON: got EOF while reading request body")
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise ApiError(400, f"invalid JSON: {error}") from error
        if not isinstance(value, dict):
            raise ApiError(400, "invalid JSON: an object is needed")
        check(value, shape)
        return value

    def auth(self) -> Json:
        """Return who asks a registry, from the X-Registry-Auth header; like dockerd nobody where it cannot be read."""
        text = self.request.headers.get("X-Registry-Auth", "")
        try:
            value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (ValueError, binascii.Error):
            return {}
        return value if isinstance(value, dict) else {}


def reply(value: Any, status: int = 200) -> web.Response:
    """Answer with a JSON document, ended by a line as dockerd does."""
    return web.Response(body=dumped(value), status=status, content_type="application/json")


def nothing(status: int = 204) -> web.Response:
    """Answer without content."""
    return web.Response(status=status)


def dumped(value: Any) -> bytes:
    """Return a JSON document as one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


async def streamed(call: Call, content_type: str) -> web.StreamResponse:
    """Begin an answer that comes piece by piece."""
    return await _begun(call, web.StreamResponse(headers={"Content-Type": content_type}))


async def hijacked(call: Call, content_type: str) -> web.StreamResponse:
    """Take over the connection for a stream without HTTP's own framing, as attach and exec do (Engine API, ContainerAttach)."""
    upgrade = "upgrade" in call.request.headers.get("Connection", "").lower()
    headers = {"Connection": "Upgrade", "Upgrade": "tcp"} if upgrade else {"Connection": "close"}
    status, reason = (101, "UPGRADED") if upgrade else (200, "OK")
    response = Raw(status=status, reason=reason, headers={"Content-Type": content_type, **headers})
    response.force_close()
    transport = call.request.transport
    if isinstance(transport, asyncio.ReadTransport):
        # The docker CLI closes its side at once when it has nothing to type, and still wants to hear everything.
        transport.pause_reading()
    await _begun(call, response)
    if upgrade and "docker-sdk-python" in call.request.headers.get("User-Agent", ""):
        # docker-py loses what arrives together with the head (_get_raw_response_socket passes over what was read ahead).
        await asyncio.sleep(_HEAD_ALONE)
    return response


class Raw(web.StreamResponse):
    """An answer that ends with its connection: no length, no chunks."""

    _length_check = False


async def _begun(call: Call, response: web.StreamResponse) -> web.StreamResponse:
    response.headers.update(HEADERS)
    call.request[BEGUN] = response
    await response.prepare(call.request)
    return response

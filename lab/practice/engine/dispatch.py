"""From an HTTP request to its route: the secret path, the version, dockerd's headers, and errors as it words them."""

from __future__ import annotations

import asyncio
import hmac
import re
import sys
import time
import traceback

from aiohttp import web

from lab.practice.engine import (
    beyond,
    container_routes,
    image_routes,
    output_routes,
    system_routes,
    volume_routes,
)
from lab.practice.engine.call import BEGUN, GREATEST, HEADERS, SMALLEST, Call, reply
from lab.practice.engine.engine import Engine
from lab.practice.errors import ApiError

ROUTES = (
    *system_routes.ROUTES,
    *container_routes.ROUTES,
    *output_routes.ROUTES,
    *image_routes.ROUTES,
    *volume_routes.ROUTES,
)
"""Everything that is answered, the first match first."""
_VERSION = re.compile(r"/v(\d{1,3})\.(\d{1,4})(/.*)")


class Dispatch:
    """Answers requests of one engine."""

    def __init__(self, engine: Engine, secret: str = "") -> None:
        self._engine = engine
        self._secret = secret
        self._work: set[asyncio.Future[web.StreamResponse]] = set()
        self.active = 0
        """Requests that are being answered."""
        self.last = time.monotonic()
        """When the last one came or was answered."""

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request; nothing is raised but by a client that goes away."""
        self.active += 1
        try:
            response = await self._answer(request)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  a server answers, whatever went wrong
            response = _broken_off(request) or _failed(error)
        finally:
            self.active -= 1
            self.last = time.monotonic()
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = self._without_secret(request.path)
        version, path = _versioned(path)
        for route in ROUTES:
            names = route.match(request.method, path)
            if names is not None:
                work = asyncio.ensure_future(route.handler(self._engine, Call(request, version, names)))
                if route.listens:
                    return await work
                # A client that goes away must not leave half of what it asked for.
                self._work.add(work)
                work.add_done_callback(self._work.discard)
                return await asyncio.shield(work)
        raise beyond.refusal(path)

    def _without_secret(self, path: str) -> str:
        if not self._secret:
            return path
        first, slash, rest = path.removeprefix("/").partition("/")
        if not slash or not hmac.compare_digest(first.encode(), self._secret.encode()):
            raise ApiError(404, "page not found")
        return f"/{rest}"


def _failed(error: Exception) -> web.StreamResponse:
    if isinstance(error, ApiError):
        return reply({"message": error.message}, status=error.status)
    if isinstance(error, web.RequestPayloadError):  # a body that is not encoded as its head says
        return reply({"message": f"the request's body cannot be read: {error}"}, status=400)
    traceback.print_exception(error, file=sys.stderr)
    return reply({"message": f"{type(error).__name__}: {error}"}, status=500)


def _broken_off(request: web.BaseRequest) -> web.StreamResponse | None:
    """Cut an answer that was begun, so that nobody takes it for whole: there is no other way left to say it."""
    begun: web.StreamResponse | None = request.get(BEGUN)
    if begun is not None and request.transport is not None:
        request.transport.abort()
    return begun


def _versioned(path: str) -> tuple[tuple[int, int], str]:
    """Return the version of a path, the greatest where it names none, and the rest; ApiError 400 for one not spoken."""
    found = _VERSION.fullmatch(path)
    if found is None:
        return GREATEST, path
    version, text = (int(found[1]), int(found[2])), f"{found[1]}.{found[2]}"
    if version > GREATEST:
        raise ApiError(400, f"client version {text} is too new. Maximum supported API version is {system_routes.API}")
    if version < SMALLEST:
        oldest = system_routes.OLDEST
        words = f"client version {text} is too old. Minimum supported API version is {oldest}"
        raise ApiError(400, f"{words}, please upgrade your client to a newer version")
    return version, found[3]

"""What becomes of a request: who may, which handler, what refusals look like, and what the log says of it."""

from __future__ import annotations

import asyncio
import json
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web

from lab.practice.registry import caching, serve_blobs, serve_lists, serve_manifests, serve_uploads
from lab.practice.registry.errors import NAME_INVALID, UNAUTHORIZED, UNKNOWN, Fault, RegistryError, refusal
from lab.practice.registry.exchange import DisconnectedError, Exchange, client_address
from lab.practice.registry.htpasswd import PasswordFile
from lab.practice.registry.log import access_line
from lab.practice.registry.names import LONGEST_NAME
from lab.practice.registry.routes import METHODS, Kind, Route, route
from lab.practice.registry.settings import Settings
from lab.practice.registry.store import Store
from lab.practice.registry.upstream import Upstream

R = TypeVar("R", bound=web.StreamResponse)
Handler = Callable[[Store, Exchange], Awaitable[web.StreamResponse]]
Write = Callable[[str, str, Mapping[str, object]], None]
"""Takes level, message and fields of a line of the log."""

_HANDLERS: dict[tuple[Kind, str], Handler] = {
    ("base", "GET"): serve_lists.base,
    ("catalog", "GET"): serve_lists.catalog,
    ("tags", "GET"): serve_lists.tags,
    ("referrers", "GET"): serve_lists.referrers,
    ("blob", "GET"): serve_blobs.get,
    ("blob", "DELETE"): serve_blobs.delete,
    ("uploads", "POST"): serve_uploads.start,
    ("upload", "GET"): serve_uploads.status,
    ("upload", "PATCH"): serve_uploads.patch,
    ("upload", "PUT"): serve_uploads.put,
    ("upload", "DELETE"): serve_uploads.cancel,
    ("manifest", "GET"): serve_manifests.get,
    ("manifest", "PUT"): serve_manifests.put,
    ("manifest", "DELETE"): serve_manifests.delete,
}
_VERSION = {"Docker-Distribution-Api-Version": "registry/2.0"}
_GONE = 499
"""The status in the log where the client did not wait for one."""
_READING = ("GET", "HEAD")
_ACTIONS = {"GET": ("pull",), "HEAD": ("pull",), "DELETE": ("delete",)}


@dataclass(frozen=True, slots=True)
class App:
    """One registry's answers."""

    store: Store
    settings: Settings
    accounts: PasswordFile | None
    """None where everybody may come in."""
    write: Write
    print: Callable[[str], None]
    """Takes a finished line of the log."""
    upstream: Upstream | None = None
    """The registry that this one is a cache of."""

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request, and say so in the log."""
        began = time.monotonic()
        found = route(request.path)
        exchange = Exchange(request, found or Route("base"), self.settings)
        response: web.StreamResponse | None = None
        faults: tuple[Fault, ...] = ()
        try:
            response, faults = await self._answer(exchange) if found else (_elsewhere(request.path), ())
            await response.prepare(request)
            await response.write_eof()
            if exchange.waits:
                request.protocol.force_close()  # the body will not come; there is no point in waiting for its end
        except ConnectionError:
            response = response or web.Response(status=_GONE)  # the client is gone, and nobody reads this
        finally:
            self._log(exchange, response, faults, time.monotonic() - began if found else None)
        return response

    async def _answer(self, exchange: Exchange) -> tuple[web.StreamResponse, tuple[Fault, ...]]:
        headers = [*_VERSION.items(), *self.settings.headers]
        try:
            return await self._handle(exchange, headers), ()
        except RegistryError as error:
            return _refused(error, headers), error.faults
        except DisconnectedError as error:
            self.write("error", "client disconnected", {"error": error, **_fields(exchange)})
            return web.Response(status=_GONE, reason="Client Closed Request"), ()
        except ConnectionError:
            raise
        except OSError as error:
            refused = refusal(UNKNOWN, f"filesystem: {error.strerror or error}")
            return _refused(refused, headers), refused.faults
        except Exception:
            self.write("error", "panic serving", {"trace": traceback.format_exc(), **_fields(exchange)})
            raise

    async def _handle(self, exchange: Exchange, headers: list[tuple[str, str]]) -> web.StreamResponse:
        kind, method = exchange.route.kind, exchange.request.method
        handler = _HANDLERS.get((kind, "GET" if method == "HEAD" else method))
        if handler is None or (self.settings.read_only and method not in _READING):
            allowed = [each for each in METHODS[kind] if not self.settings.read_only or each in _READING]
            refused = web.Response(status=405, text="Method not allowed\n", headers={"Allow": ", ".join(allowed)})
            return _with(refused, headers)
        exchange.actor = await self._admit(exchange)
        if len(exchange.name) > LONGEST_NAME:
            raise refusal(NAME_INVALID, f"repository name must not be more than {LONGEST_NAME} characters")
        exchange.headers = headers
        if self.upstream is not None:
            await caching.fetch(self.upstream, self.store, exchange)
            listed = await caching.tags(self.upstream, exchange)
            if listed is not None:
                return _with(listed, headers)
        return _with(await handler(self.store, exchange), headers)

    async def _admit(self, exchange: Exchange) -> str:
        if self.accounts is None:
            return ""
        user = await asyncio.to_thread(self.accounts.user, exchange.header("Authorization"))
        if user is None:
            challenge = {"WWW-Authenticate": f"Basic realm={json.dumps(self.settings.realm)}"}
            raise RegistryError(Fault(UNAUTHORIZED, _wanted(exchange)), headers=challenge)
        return user

    def _log(
        self,
        exchange: Exchange,
        response: web.StreamResponse | None,
        faults: tuple[Fault, ...],
        seconds: float | None,
    ) -> None:
        request = exchange.request
        answered = response if response is not None and response.prepared else None
        status = answered.status if answered is not None else 500 if request.transport else _GONE
        size = (answered.content_length or 0) if answered is not None and request.method != "HEAD" else 0
        if seconds is not None and status != _GONE:
            duration = {"http.response.duration": f"{seconds * 1000:.6f}ms", "http.response.status": status}
            written = {**_fields(exchange), **duration, "http.response.written": size}
            for fault in faults:
                error = {"err.code": fault.code.spoken, "err.message": fault.message or fault.code.message}
                detail = {} if fault.detail is None else {"err.detail": fault.detail}
                self.write("error", "response completed with error", {**written, **error, **detail})
            if not faults and status < 400:
                self.write("info", "response completed", written)
        if self.settings.log.access:
            version = f"HTTP/{request.version.major}.{request.version.minor}"
            words = f"{request.method} {request.path_qs} {version}"
            client = client_address(request).rpartition(":")[0] or "-"
            agent = exchange.header("User-Agent")
            self.print(access_line(client, words, status, size, exchange.header("Referer"), agent))


def _refused(error: RegistryError, headers: list[tuple[str, str]]) -> web.Response:
    body = json.dumps({"errors": [fault.body() for fault in error.faults]}, separators=(",", ":")) + "\n"
    response = web.Response(status=error.faults[0].code.status, text=body, content_type="application/json")
    response.headers.update(error.headers)
    return _with(response, headers)


def _with(response: R, headers: list[tuple[str, str]]) -> R:
    if not response.prepared:
        for name, text in headers:
            response.headers.add(name, text)
    return response


def _elsewhere(path: str) -> web.Response:
    """Answer what is no part of the API: `/` tells that the server lives."""
    if path == "/":
        return web.Response(headers={"Cache-Control": "no-cache"})
    if path == "/v2":
        return web.Response(status=301, headers={"Location": "/v2/", **_VERSION})
    return web.Response(status=404, text="404 page not found\n", headers=_VERSION)


def _wanted(exchange: Exchange) -> list[dict[str, str]]:
    """Return what a client would have to be allowed, as the body of a 401 lists it."""
    kind, name = ("registry", "catalog") if exchange.route.kind == "catalog" else ("repository", exchange.name)
    if not name:
        return []
    actions = ("*",) if kind == "registry" else _ACTIONS.get(exchange.request.method, ("pull", "push"))
    return [{"Type": kind, "Class": "", "Name": name, "Action": action} for action in actions]


def _fields(exchange: Exchange) -> dict[str, object]:
    request = exchange.request
    return {
        "http.request.host": exchange.header("Host"),
        "http.request.id": exchange.id,
        "http.request.method": request.method,
        "http.request.remoteaddr": client_address(request),
        "http.request.uri": request.path_qs,
        "http.request.useragent": exchange.header("User-Agent"),
    }

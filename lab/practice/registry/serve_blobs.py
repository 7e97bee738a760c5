"""Blobs over HTTP: looked at, fetched whole or in part, removed (distribution-spec 1.1, "Pulling blobs")."""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from lab.practice.registry.blobs import Blob
from lab.practice.registry.errors import DIGEST_INVALID, UNSUPPORTED, refusal
from lab.practice.registry.exchange import Exchange
from lab.practice.registry.names import Digest, parse_digest
from lab.practice.registry.notifications import Target
from lab.practice.registry.store import Store

OCTETS = "application/octet-stream"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


async def get(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Send a blob, or the one range of it that is asked for."""
    blob = await asyncio.to_thread(store.blobs.get, exchange.name, _digest(exchange))
    headers = {
        "Docker-Content-Digest": str(blob.digest),
        "Etag": f'"{blob.digest}"',
        "Cache-Control": "max-age=31536000",
    }
    if exchange.header("If-None-Match") in (headers["Etag"], str(blob.digest), "*"):
        return web.Response(status=304, headers=headers)
    headers["Accept-Ranges"] = "bytes"
    part = _part(exchange, headers["Etag"], blob.size)
    if part is not None and not 0 <= part.start < part.stop:
        headers["Content-Range"] = f"bytes */{blob.size}"
        return web.Response(status=416, text="invalid range: failed to overlap\n", headers=headers)
    target = Target(exchange.name, str(blob.digest), OCTETS, blob.size, exchange.blob_url(blob.digest))
    store.tell(exchange, "pull", target)
    if part is None:
        return await _send(exchange, blob, range(blob.size), web.StreamResponse(headers=headers))
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{blob.size}"
    return await _send(exchange, blob, part, web.StreamResponse(status=206, headers=headers))


async def delete(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Take a blob from the repository."""
    digest = _digest(exchange)
    if not exchange.settings.delete:
        raise refusal(UNSUPPORTED)
    await asyncio.to_thread(store.blobs.unlink, exchange.name, digest)
    store.tell(exchange, "delete", Target(exchange.name, str(digest)))
    return web.Response(status=202)


def _digest(exchange: Exchange) -> Digest:
    digest = parse_digest(exchange.route.rest)
    if digest is None:
        raise refusal(DIGEST_INVALID, "invalid checksum digest format")
    return digest


def _part(exchange: Exchange, etag: str, size: int) -> range | None:
    """Return the bytes that are asked for, an empty range where there are none such, None for all of them."""
    asked = exchange.header("Range")
    if not asked or "," in asked or exchange.header("If-Range") not in ("", etag):
        return None
    match = _RANGE.fullmatch(asked.strip())
    if match is None or not (match[1] or match[2]):
        return range(0)
    if not match[1]:
        return range(max(size - int(match[2]), 0), size)
    return range(int(match[1]), min(int(match[2] or size) + 1, size))


async def _send(exchange: Exchange, blob: Blob, part: range, response: web.StreamResponse) -> web.StreamResponse:
    response.content_type = OCTETS
    response.content_length = len(part)
    for name, text in exchange.headers:
        response.headers.add(name, text)
    request = exchange.request
    with blob.path.open("rb") as file:
        await response.prepare(request)
        if request.method != "HEAD" and part:
            if request.transport is None:
                raise ConnectionResetError("the client is gone")
            loop = asyncio.get_running_loop()
            sent = await loop.sendfile(request.transport, file, part.start, len(part))
            if sent != len(part):
                raise ConnectionResetError(f"{blob.path} has become shorter")
    await response.write_eof()
    return response

"""Uploads over HTTP: in one request, in two, or in chunks; or no upload at all, since another repository has the blob.

Rules: distribution-spec 1.1, "Pushing Blobs"; what is not said there is as distribution does it.
"""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from lab.practice.registry.blobs import Blob
from lab.practice.registry.errors import DIGEST_INVALID, RANGE_INVALID, SIZE_INVALID, UNKNOWN, RegistryError, refusal
from lab.practice.registry.exchange import Exchange
from lab.practice.registry.names import Digest, digest_of, is_name, parse_digest
from lab.practice.registry.notifications import Target
from lab.practice.registry.serve_blobs import OCTETS
from lab.practice.registry.store import Store
from lab.practice.registry.uploads import Upload

_CONTENT_RANGE = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)


async def start(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Mount a blob, take it with the request, or open an upload for it."""
    mounted = await _mount(store, exchange)
    if mounted is not None:
        return mounted
    written = exchange.query("digest")
    digest = parse_digest(written)
    if written and digest is None:
        raise refusal(DIGEST_INVALID, "digest parsing failed")
    upload = await asyncio.to_thread(store.uploads.begin, exchange.name)
    if digest is None or (exchange.request.content_length == 0 and digest != digest_of(b"")):
        return web.Response(status=202, headers=_state(store, exchange, upload))
    with store.uploads.claim(upload.uuid):
        try:
            with store.uploads.writing(upload) as writer:
                await exchange.receive(writer.write)
            return await _finish(store, exchange, upload, digest)
        except BaseException:
            store.uploads.cancel(upload)  # nobody knows where to carry it on
            raise


async def status(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Say how far an upload has come."""
    upload = await asyncio.to_thread(store.uploads.find, exchange.name, exchange.route.rest)
    return web.Response(status=204, headers=_state(store, exchange, upload))


async def patch(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Append a chunk."""
    with store.uploads.claim(exchange.route.rest):
        upload = await _resume(store, exchange)
        if exchange.header("Content-Type") not in ("", OCTETS):
            raise refusal(UNKNOWN, "bad Content-Type")
        await _append(store, exchange, upload)
        upload = await asyncio.to_thread(store.uploads.find, exchange.name, upload.uuid)
        return web.Response(status=202, headers=_state(store, exchange, upload))


async def put(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Append the last chunk, which may be empty, and make the upload a blob."""
    with store.uploads.claim(exchange.route.rest):
        upload = await _resume(store, exchange)
        written = exchange.query("digest")
        digest = parse_digest(written)
        if digest is None:
            raise refusal(DIGEST_INVALID, "digest parsing failed" if written else "digest missing")
        await _append(store, exchange, upload)
        return await _finish(store, exchange, upload, digest)


async def cancel(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Forget an upload."""
    with store.uploads.claim(exchange.route.rest):
        upload = await _resume(store, exchange)
        await asyncio.to_thread(store.uploads.cancel, upload)
        return web.Response(status=204, headers={"Docker-Upload-Uuid": upload.uuid})


async def _mount(store: Store, exchange: Exchange) -> web.StreamResponse | None:
    digest, source = parse_digest(exchange.query("mount")), exchange.query("from")
    if digest is None or not is_name(source):
        return None
    blob = await asyncio.to_thread(store.blobs.mount, exchange.name, digest, source)
    if blob is None:
        return None
    store.tell(exchange, "mount", _target(exchange, blob, source))
    return _created(exchange, blob)


async def _resume(store: Store, exchange: Exchange) -> Upload:
    upload = await asyncio.to_thread(store.uploads.find, exchange.name, exchange.route.rest)
    try:
        store.tokens.check(exchange.query("_state"), upload)
    except RegistryError as error:
        raise _with_state(store, exchange, upload, error) from None
    return upload


async def _append(store: Store, exchange: Exchange, upload: Upload) -> None:
    """Append the body; one that is not as long as its range says is taken away again."""
    length = _announced(store, exchange, upload)
    with store.uploads.writing(upload) as writer:
        await exchange.receive(writer.write)
        if length is not None and writer.size != upload.size + length:
            await asyncio.to_thread(writer.rewind, upload.size)
            raise refusal(SIZE_INVALID)


def _announced(store: Store, exchange: Exchange, upload: Upload) -> int | None:
    """Return the bytes that Content-Range says will come, None if it says nothing; RANGE_INVALID if they are not the next."""
    said = exchange.header("Content-Range")
    if not said:
        return None
    match = _CONTENT_RANGE.fullmatch(said.strip().removeprefix("bytes").strip().partition("/")[0])
    start, end = (int(match[1]), int(match[2])) if match else (-1, -1)
    if not 0 <= start <= end or start != upload.size:
        raise _with_state(store, exchange, upload, refusal(RANGE_INVALID))
    length = end - start + 1
    if exchange.request.content_length not in (None, length):
        raise refusal(SIZE_INVALID)
    return length


async def _finish(store: Store, exchange: Exchange, upload: Upload, digest: Digest) -> web.StreamResponse:
    blob = await asyncio.to_thread(store.uploads.commit, upload, digest)
    store.tell(exchange, "push", _target(exchange, blob))
    return _created(exchange, blob)


def _target(exchange: Exchange, blob: Blob, source: str = "") -> Target:
    digest = str(blob.digest)
    return Target(exchange.name, digest, OCTETS, blob.size, exchange.blob_url(digest), source=source)


def _created(exchange: Exchange, blob: Blob) -> web.Response:
    headers = {"Location": exchange.blob_url(blob.digest), "Docker-Content-Digest": str(blob.digest)}
    return web.Response(status=201, headers=headers)


def _state(store: Store, exchange: Exchange, upload: Upload) -> dict[str, str]:
    """Return the headers that say how far an upload has come, and where it is carried on."""
    path = f"/v2/{upload.name}/blobs/uploads/{upload.uuid}"
    return {
        "Docker-Upload-Uuid": upload.uuid,
        "Location": exchange.url(path, _state=store.tokens.pack(upload)),
        "Range": f"0-{max(upload.size - 1, 0)}",
    }


def _with_state(store: Store, exchange: Exchange, upload: Upload, error: RegistryError) -> RegistryError:
    """Return a refusal that tells a client which lost its place where to carry on."""
    if error.faults[0].code is not RANGE_INVALID:
        return error
    return RegistryError(*error.faults, headers=_state(store, exchange, upload))

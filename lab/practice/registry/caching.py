"""A registry that is a cache of another one: what is asked for is fetched first, where it is not here or may have changed.

As distribution does it (registry/proxy): a tag is asked for upstream each time, and what is here answers where upstream does not;
content is fetched once, since its name is its hash; nothing can be pushed or deleted.
"""

from __future__ import annotations

import asyncio

from aiohttp import web

from lab.practice.registry.errors import UNSUPPORTED, RegistryError, refusal
from lab.practice.registry.exchange import Exchange
from lab.practice.registry.manifest import read_manifest
from lab.practice.registry.names import Digest, digest_of, is_tag, parse_digest
from lab.practice.registry.store import Store
from lab.practice.registry.upstream import Upstream


async def fetch(upstream: Upstream, store: Store, exchange: Exchange) -> None:
    """Bring what a request asks for; UNSUPPORTED for one that would change something. What cannot be had is left as it is."""
    if exchange.request.method not in ("GET", "HEAD"):
        raise refusal(UNSUPPORTED)
    name, rest = exchange.name, exchange.route.rest
    digest = parse_digest(rest)
    if exchange.route.kind == "manifest" and (digest is not None or is_tag(rest)):
        await _manifest(upstream, store, name, digest, rest)
    elif exchange.route.kind == "blob" and digest is not None:
        await _blob(upstream, store, name, digest)


async def tags(upstream: Upstream, exchange: Exchange) -> web.StreamResponse | None:
    """Answer with the tags that the original has; None where it does not say, and those that are here will do."""
    if exchange.route.kind != "tags" or exchange.request.query:
        return None
    found = await upstream.tags(exchange.name)
    return None if found is None else web.Response(body=found, content_type="application/json")


async def _manifest(upstream: Upstream, store: Store, name: str, digest: Digest | None, reference: str) -> None:
    if digest is not None and await asyncio.to_thread(store.manifests.has, name, digest):
        return
    found = await upstream.manifest(name, reference)
    if found is None or (digest is not None and digest_of(found) != digest):
        return
    try:
        read_manifest(found, None)
    except RegistryError:
        return  # upstream may be anything; only what is a manifest is kept
    await asyncio.to_thread(store.manifests.keep, name, found, None if digest else reference)


async def _blob(upstream: Upstream, store: Store, name: str, digest: Digest) -> None:
    if await asyncio.to_thread(store.blobs.find, name, digest) is not None:
        return
    upload = await asyncio.to_thread(store.uploads.begin, name)
    with store.uploads.claim(upload.uuid):
        with store.uploads.writing(upload) as writer:
            whole = await upstream.blob(name, str(digest), writer.write)
        if not whole:
            await asyncio.to_thread(store.uploads.cancel, upload)
            return
        await asyncio.to_thread(store.uploads.commit, upload, digest)

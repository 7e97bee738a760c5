"""Manifests over HTTP: pulled, pushed, removed; by tag or by digest (distribution-spec 1.1, "Pulling manifests")."""

from __future__ import annotations

import asyncio

from aiohttp import web

from lab.practice.registry.errors import (
    DIGEST_INVALID,
    MANIFEST_INVALID,
    MANIFEST_UNKNOWN,
    TAG_INVALID,
    UNSUPPORTED,
    refusal,
)
from lab.practice.registry.exchange import Exchange, TooLargeError
from lab.practice.registry.manifest import (
    DOCKER_LIST,
    DOCKER_MANIFEST,
    LARGEST,
    OCI_INDEX,
    OCI_MANIFEST,
    TYPES,
    Manifest,
    read_manifest,
)
from lab.practice.registry.names import Digest, digest_of, is_tag, parse_digest
from lab.practice.registry.notifications import Target
from lab.practice.registry.store import Store

_NOT_ACCEPTED = {
    OCI_MANIFEST: "OCI manifest found, but accept header does not support OCI manifests",
    OCI_INDEX: "OCI index found, but accept header does not support OCI indexes",
}
_OLD_CLIENT = ("linux", "amd64")
"""What a client that knows no lists is given of one, as distribution does."""


async def get(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Send a manifest as it was pushed, if the client accepts its type."""
    digest, tag = _reference(exchange)
    if digest is None:
        if not is_tag(tag):
            raise refusal(MANIFEST_UNKNOWN, {"Tag": tag})
        digest = await asyncio.to_thread(store.manifests.resolve, exchange.name, tag)
    if exchange.header("If-None-Match") in (str(digest), f'"{digest}"'):
        return web.Response(status=304)
    content, manifest = await asyncio.to_thread(_read, store, exchange.name, digest)
    accepted = _accepted(exchange)
    if manifest.media_type in _NOT_ACCEPTED and manifest.media_type not in accepted:
        raise refusal(MANIFEST_UNKNOWN, message=_NOT_ACCEPTED[manifest.media_type])
    if tag and manifest.media_type == DOCKER_LIST and DOCKER_LIST not in accepted:
        digest = next((each for each, platform in manifest.platforms.items() if platform == _OLD_CLIENT), None)
        if digest is None:
            raise refusal(MANIFEST_UNKNOWN)
        content, manifest = await asyncio.to_thread(_read, store, exchange.name, digest)
        if manifest.media_type == DOCKER_MANIFEST and DOCKER_MANIFEST not in accepted:
            raise refusal(MANIFEST_INVALID, message="Schema 2 manifest not supported by client")
    store.tell(exchange, "pull", _target(exchange, manifest, digest, len(content), tag))
    headers = {"Docker-Content-Digest": str(digest), "Etag": f'"{digest}"', "Content-Type": manifest.media_type}
    return web.Response(body=content, headers=headers)


async def put(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Keep a manifest whose blobs are all there."""
    digest, tag = _reference(exchange)
    if digest is None and not is_tag(tag):
        raise refusal(TAG_INVALID, "invalid tag format")
    try:
        content = await exchange.body(LARGEST)
    except TooLargeError:
        raise refusal(MANIFEST_INVALID, "http: request body too large") from None
    declared = exchange.header("Content-Type").partition(";")[0].strip().lower()
    manifest = await asyncio.to_thread(read_manifest, content, declared)
    if digest is not None and digest != digest_of(content):
        raise refusal(DIGEST_INVALID)
    held = await asyncio.to_thread(store.manifests.put, exchange.name, content, manifest, tag or None)
    store.tell(exchange, "push", _target(exchange, manifest, held, len(content), tag))
    headers = {"Location": exchange.manifest_url(held), "Docker-Content-Digest": str(held)}
    if manifest.subject is not None:
        headers["OCI-Subject"] = str(manifest.subject)
    return web.Response(status=201, headers=headers)


async def delete(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Take a manifest with all its tags, or a tag alone, from the repository."""
    if not exchange.settings.delete:
        raise refusal(UNSUPPORTED)
    digest, tag = _reference(exchange)
    if digest is not None:
        await asyncio.to_thread(store.manifests.delete, exchange.name, digest)
        store.tell(exchange, "delete", Target(exchange.name, str(digest)))
    elif is_tag(tag):
        await asyncio.to_thread(store.manifests.untag, exchange.name, tag)
        store.tell(exchange, "delete", Target(exchange.name, tag=tag))
    else:
        raise refusal(MANIFEST_UNKNOWN, {"Tag": tag})
    return web.Response(status=202)


def _reference(exchange: Exchange) -> tuple[Digest | None, str]:
    """Return the digest that is asked for, or else the text in a tag's place."""
    written = exchange.route.rest
    digest = parse_digest(written)
    if digest is None and ":" in written:
        raise refusal(DIGEST_INVALID, "invalid checksum digest format")
    return digest, "" if digest else written


def _read(store: Store, name: str, digest: Digest) -> tuple[bytes, Manifest]:
    content = store.manifests.read(name, digest)
    return content, read_manifest(content, None)


def _accepted(exchange: Exchange) -> set[str]:
    every = ",".join(exchange.request.headers.getall("Accept", []))
    return {each.partition(";")[0].strip().lower() for each in every.split(",")} & set(TYPES)


def _target(exchange: Exchange, manifest: Manifest, digest: Digest, size: int, tag: str) -> Target:
    named = (*manifest.blobs, *manifest.manifests) if exchange.settings.references else ()
    return Target(
        exchange.name,
        str(digest),
        manifest.media_type,
        size,
        exchange.manifest_url(digest),
        tag,
        references=tuple(str(each) for each in named),
    )

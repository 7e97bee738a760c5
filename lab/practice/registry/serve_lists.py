"""What is there: repositories, tags and referrers over HTTP, in pages (distribution-spec 1.1, "Content Discovery")."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from urllib.parse import urlencode

from aiohttp import web

from lab.practice.registry.errors import DIGEST_INVALID, PAGINATION_NUMBER_INVALID, refusal
from lab.practice.registry.exchange import Exchange
from lab.practice.registry.manifest import OCI_INDEX
from lab.practice.registry.manifests import repositories
from lab.practice.registry.names import parse_digest
from lab.practice.registry.store import Store

JSON = "application/json"
PAGE = 100
"""Repositories on a page where nothing is said."""


async def base(store: Store, exchange: Exchange) -> web.StreamResponse:
    """Say that this is a registry, and that the client may come in."""
    return _json({})


async def catalog(store: Store, exchange: Exchange) -> web.StreamResponse:
    """List the repositories."""
    most = exchange.settings.catalog_limit
    number = _number(exchange)
    if number is not None and number > most:
        raise refusal(PAGINATION_NUMBER_INVALID, {"n": number})
    every = await asyncio.to_thread(repositories, store.layout)
    # A name's parts compare as distribution's lessPath does: "/" comes before every other character.
    page, more = _page(every, exchange.query("last"), min(PAGE, most) if number is None else number, _parts)
    return _json({"repositories": page}, exchange, page, more)


async def tags(store: Store, exchange: Exchange) -> web.StreamResponse:
    """List a repository's tags."""
    number = _number(exchange)
    every = await asyncio.to_thread(store.manifests.tags, exchange.name)
    page, more = _page(every, exchange.query("last"), number, _whole)
    return _json({"name": exchange.name, "tags": page}, exchange, page, more)


async def referrers(store: Store, exchange: Exchange) -> web.StreamResponse:
    """List the manifests that refer to one, of one artifact type if that is asked for."""
    digest = parse_digest(exchange.route.rest)
    if digest is None:
        raise refusal(DIGEST_INVALID, "invalid checksum digest format")
    artifact_type = exchange.request.query.get("artifactType")
    index = await asyncio.to_thread(store.referrers.of, exchange.name, digest, artifact_type)
    headers = {} if artifact_type is None else {"OCI-Filters-Applied": "artifactType"}
    return web.Response(body=json.dumps(index).encode(), headers={"Content-Type": OCI_INDEX, **headers})


def _number(exchange: Exchange) -> int | None:
    written = exchange.query("n")
    if not written:
        return None
    if not (written.isascii() and written.isdecimal()) or len(written) > 9:
        raise refusal(PAGINATION_NUMBER_INVALID, {"n": written})
    return int(written)


def _parts(name: str) -> list[str]:
    return name.split("/")


def _whole(tag: str) -> list[str]:
    return [tag]


def _page(
    every: list[str], last: str, number: int | None, order: Callable[[str], list[str]]
) -> tuple[list[str], int | None]:
    """Return so many entries after the last one seen, and the page's length if more follow."""
    rest = [entry for entry in every if order(entry) > order(last)] if last else every
    if not number:
        return ([] if number == 0 else rest), None
    return rest[:number], number if len(rest) > number else None


def _json(
    body: dict[str, object],
    exchange: Exchange | None = None,
    page: list[str] | None = None,
    more: int | None = None,
) -> web.Response:
    headers = {"Content-Type": JSON}
    if exchange is not None and page and more is not None:
        headers["Link"] = f'<{exchange.request.path}?{urlencode({"last": page[-1], "n": more})}>; rel="next"'
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(body=(text + "\n" if body else text).encode(), headers=headers)

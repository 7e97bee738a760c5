"""The registry that a cache fetches from: another container's, found by its name, or nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp

from lab.practice.registry.manifest import LARGEST, TYPES

Neighbours = Callable[[str, int], tuple[str, int] | None]
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=30)
"""Seconds."""
_CHUNK = 1024 * 1024


class Upstream:
    """One registry to read from; what cannot be had is None or False, since a cache then answers with what it has."""

    def __init__(self, url: str, neighbours: Neighbours) -> None:
        place = urlsplit(url)
        self._host, self._port = place.hostname or "", place.port or 80
        self._neighbours = neighbours

    def answers(self) -> bool:
        """Tell whether there is such a container, and a registry that listens in it."""
        return self._neighbours(self._host, self._port) is not None

    async def manifest(self, name: str, reference: str) -> bytes | None:
        """Return a manifest's bytes by tag or digest."""
        headers = {"Accept": ", ".join(TYPES)}
        async with self._asked(f"/v2/{name}/manifests/{reference}", headers) as answer:
            if answer is None:
                return None
            content = await answer.content.read(LARGEST + 1)
            while not answer.content.at_eof() and len(content) <= LARGEST:
                content += await answer.content.read(LARGEST)
            return content if len(content) <= LARGEST else None

    async def tags(self, name: str) -> bytes | None:
        """Return the list of a repository's tags as the registry gives it."""
        async with self._asked(f"/v2/{name}/tags/list", {}) as answer:
            return None if answer is None else await answer.content.read(LARGEST)

    async def blob(self, name: str, digest: str, sink: Callable[[bytes], None]) -> bool:
        """Give a blob's bytes to a sink; False where there is none, or where it ended early."""
        async with self._asked(f"/v2/{name}/blobs/{digest}", {}) as answer:
            if answer is None:
                return False
            try:
                async for chunk in answer.content.iter_chunked(_CHUNK):
                    await asyncio.to_thread(sink, chunk)
            except (aiohttp.ClientError, TimeoutError):
                return False
            return True

    @asynccontextmanager
    async def _asked(self, path: str, headers: dict[str, str]) -> AsyncIterator[aiohttp.ClientResponse | None]:
        """Give a good answer, or None where there is no such container, nothing listens, or the answer is no."""
        place = self._neighbours(self._host, self._port)
        if place is None:
            yield None
            return
        named = {**headers, "Host": f"{self._host}:{self._port}", "User-Agent": "registry-lab-practice-registry"}
        async with aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=False) as session:
            try:
                answer = await session.get(f"http://{place[0]}:{place[1]}{path}", headers=named)
            except (aiohttp.ClientError, OSError, TimeoutError):
                yield None
                return
            async with answer:
                yield answer if answer.status == 200 else None

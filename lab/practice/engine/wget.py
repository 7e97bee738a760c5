"""`wget` in a container, which reaches the container's own registry and nothing else, and speaks as busybox's does."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import AsyncIterator, Callable, Sequence
from urllib.parse import urlsplit

from lab.practice.engine.commands import Err, Out

Reach = Callable[[int], tuple[str, int] | None]
"""Tells where on this machine a port of the container is served."""
_OWN = ("localhost", "127.0.0.1", "::1")
_SECONDS = 10
_GREATEST = 1 << 24
"""Bytes that are shown of an answer."""


def nowhere(port: int) -> None:
    """Know of nothing that listens."""


async def wget(words: Sequence[str], reach: Reach) -> AsyncIterator[Out | Err]:
    """Print what a URL answers: `wget -qO- http://localhost:5000/v2/_catalog`."""
    named = [word for word in words if not word.startswith("-") or word == "-"]
    url = urlsplit(named[-1] if named and named[-1] != "-" else "")
    if not any(word.endswith("O-") for word in words) and "-" not in named:
        yield Err("wget: files cannot be written here; print with -O-")
    elif url.scheme != "http" or not url.hostname:
        yield Err(f"wget: not an http or ftp url: {url.geturl()}")
    elif url.hostname not in _OWN:
        yield Err(f"wget: bad address '{url.netloc}'")
    elif (place := reach(url.port or 80)) is None:
        yield Err(f"wget: can't connect to remote host ({url.hostname}): Connection refused")
    else:
        yield await asyncio.to_thread(
            _answer, place, url.netloc, f"{url.path or '/'}{'?' if url.query else ''}{url.query}"
        )


def _answer(place: tuple[str, int], host: str, path: str) -> Out | Err:
    connection = http.client.HTTPConnection(*place, timeout=_SECONDS)
    try:
        connection.request("GET", path, headers={"Host": host, "User-Agent": "Wget"})
        answer = connection.getresponse()
        if answer.status >= 400:
            return Err(f"wget: server returned error: HTTP/1.1 {answer.status} {answer.reason}")
        return Out(answer.read(_GREATEST))
    except (OSError, http.client.HTTPException) as error:
        return Err(f"wget: {error}")
    finally:
        connection.close()

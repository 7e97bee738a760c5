"""What `curl` shows of the lab's own registry."""

from __future__ import annotations

from collections.abc import Iterator

import urllib3
from urllib3.util import Timeout, parse_url

from lab.docker_cli.actions import RegistryRequest
from lab.engine.contract import EngineError, Happening, Output
from lab.engine.workbench import Workbench
from lab.language.message import say

SHOWN = 64 * 1024
"""Bytes of a body that are shown."""
_WAIT = Timeout(connect=3, read=10)


def request(bench: Workbench, action: RegistryRequest) -> Iterator[Happening]:
    """Ask the registry, and print what it answers."""
    url = parse_url(action.url)
    address = f"{url.host}:{url.port or 80}"
    reads = url.scheme == "http" and url.auth is None and action.method in ("GET", "HEAD")
    if not reads or address.replace("localhost:", "127.0.0.1:") not in bench.permit.registries:
        message = say("engine.curl-elsewhere.message", address=address)
        raise EngineError("not-permitted", message, say("engine.curl-elsewhere.hint"))
    with urllib3.PoolManager(timeout=_WAIT, retries=False) as pool:
        try:
            answer = pool.request(
                action.method, action.url, headers=dict(action.headers), preload_content=False, redirect=False
            )
            body = answer.read(SHOWN, decode_content=False)
        except urllib3.exceptions.ReadTimeoutError as error:
            message = say("engine.registry-slow.message", address=address)
            raise EngineError("timeout", message, say("engine.registry-slow.hint"), str(error)) from error
        except urllib3.exceptions.HTTPError as error:
            message = say("engine.registry-refused.message")
            raise EngineError("registry-refused", message, say("engine.registry-refused.hint"), str(error)) from error
    if action.show_headers or action.method == "HEAD":
        yield Output(f"HTTP/1.1 {answer.status} {answer.reason or ''}".rstrip())
        yield from (Output(f"{name}: {value}") for name, value in answer.headers.items())
        yield Output("")
    if body:
        yield from (Output(line) for line in body.decode("utf-8", "replace").splitlines())

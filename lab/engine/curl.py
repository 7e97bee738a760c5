"""What `curl` does with the lab's own registry: it shows, keeps in the workspace, and deletes manifests by digest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import urllib3
from urllib3.util import Timeout, parse_url

from lab.docker_cli.actions import ManifestDelete, RegistryDownload, RegistryRequest
from lab.engine.contract import EngineError, Happening, Notice, Output
from lab.engine.files import filled, keep
from lab.engine.workbench import Workbench
from lab.language.message import say

SHOWN = 64 * 1024
"""Bytes of a body that are shown."""
KEPT = 64 * 1024 * 1024
"""Bytes of a body that are kept as a file."""
_WAIT = Timeout(connect=3, read=10)
_ACCEPT = (("Accept", "*/*"), ("User-Agent", "curl"))
"""What curl says of itself where the line says nothing else."""


@dataclass(frozen=True, slots=True)
class _Answer:
    head: tuple[str, ...]
    """Status line and headers."""
    body: bytes


def request(bench: Workbench, action: RegistryRequest) -> Iterator[Happening]:
    """Ask the registry, and print what it answers."""
    answer = _asked(bench, action.method, action.url, action.headers, SHOWN)
    if action.show_headers or action.method == "HEAD":
        yield from (Output(line) for line in (*answer.head, ""))
    yield from _printed(answer.body)


def download(bench: Workbench, action: RegistryDownload) -> Iterator[Happening]:
    """Ask the registry, and write what it answers into a file of the workspace, whatever its status, as curl does."""
    answer = _asked(bench, "GET", action.url, action.headers, KEPT)
    head = "".join(f"{line}\r\n" for line in (*answer.head, "")).encode() if action.with_headers else b""
    keep(bench, action.file, head + answer.body)
    yield Notice(say("engine.kept-file.message", file=PurePath(action.file).name, size=len(head) + len(answer.body)))


def delete(bench: Workbench, action: ManifestDelete) -> Iterator[Happening]:
    """Have the registry delete a manifest by its digest."""
    answer = _asked(bench, "DELETE", action.url, (), SHOWN)
    if action.show_headers:
        yield from (Output(line) for line in (*answer.head, ""))
    yield from _printed(answer.body)


def _asked(bench: Workbench, method: str, template: str, headers: tuple[tuple[str, str], ...], most: int) -> _Answer:
    text = filled(template, bench.permit.workspace)
    url = parse_url(text)
    address = f"{url.host}:{url.port or 80}"
    usual = method in ("GET", "HEAD") or (method == "DELETE" and _names_a_manifest(url.path or ""))
    allowed = url.scheme == "http" and url.auth is None and usual
    pages = bench.permit.pages if method != "DELETE" else ()
    if not allowed or address.replace("localhost:", "127.0.0.1:") not in (*bench.permit.registries, *pages):
        message = say("engine.curl-elsewhere.message", address=address)
        raise EngineError("not-permitted", message, say("engine.curl-elsewhere.hint"))
    named = {name.lower() for name, _ in headers}
    sent = {**{name: value for name, value in _ACCEPT if name.lower() not in named}, **dict(headers)}
    with urllib3.PoolManager(timeout=_WAIT, retries=False) as pool:
        try:
            answer = pool.request(method, text, headers=sent, preload_content=False, redirect=False)
            body = answer.read(most, decode_content=False)
        except urllib3.exceptions.ReadTimeoutError as error:
            message = say("engine.registry-slow.message", address=address)
            raise EngineError("timeout", message, say("engine.registry-slow.hint"), str(error)) from error
        except urllib3.exceptions.HTTPError as error:
            message = say("engine.registry-refused.message")
            raise EngineError("registry-refused", message, say("engine.registry-refused.hint"), str(error)) from error
    status = f"HTTP/1.1 {answer.status} {answer.reason or ''}".rstrip()
    return _Answer((status, *(f"{name}: {value}" for name, value in answer.headers.items())), body)


def _names_a_manifest(path: str) -> bool:
    return re.fullmatch(r"/v2/[a-z0-9/._-]+/manifests/sha256:[0-9a-f]{64}", path) is not None


def _printed(body: bytes) -> Iterator[Output]:
    if body:
        yield from (Output(line) for line in body.decode("utf-8", "replace").splitlines())

"""What `curl` does with the lab's own registry: it shows, keeps in the workspace, and deletes manifests by digest."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import urllib3
from urllib3.util import Timeout, Url, parse_url

from lab.docker_cli.actions import ManifestDelete, RegistryDownload, RegistryRequest
from lab.engine.contract import EngineError, Happening, Notice, Output
from lab.engine.files import content, filled, keep
from lab.engine.where import dialled
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
    authority = None if action.authority is None else content(bench, action.authority)
    answer = _asked(bench, action.method, action.url, action.headers, SHOWN, authority)
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


def _asked(
    bench: Workbench,
    method: str,
    template: str,
    headers: tuple[tuple[str, str], ...],
    most: int,
    authority: bytes | None = None,
) -> _Answer:
    text = filled(template, bench.permit.workspace)
    url = parse_url(text)
    address = f"{url.host}:{url.port or (443 if url.scheme == 'https' else 80)}"
    usual = method in ("GET", "HEAD") or (method == "DELETE" and _names_a_manifest(url.path or ""))
    allowed = url.scheme in ("http", "https") and url.auth is None and usual
    pages = bench.permit.pages if method != "DELETE" else ()
    if not allowed or address.replace("localhost:", "127.0.0.1:") not in (*bench.permit.registries, *pages):
        message = say("engine.curl-elsewhere.message", address=address)
        raise EngineError("not-permitted", message, say("engine.curl-elsewhere.hint"))
    named = {name.lower() for name, _ in headers}
    sent = {**{name: value for name, value in _ACCEPT if name.lower() not in named}, **dict(headers)}
    with _pool(bench, url, authority) as pool:
        try:
            answer = pool.request(method, url.request_uri, headers=sent, preload_content=False, redirect=False)
            body = answer.read(most, decode_content=False)
        except urllib3.exceptions.ReadTimeoutError as error:
            message = say("engine.registry-slow.message", address=address)
            raise EngineError("timeout", message, say("engine.registry-slow.hint"), str(error)) from error
        except urllib3.exceptions.SSLError as error:
            raise _no_trust(error) from error
        except urllib3.exceptions.HTTPError as error:
            message = say("engine.registry-refused.message")
            raise EngineError("registry-refused", message, say("engine.registry-refused.hint"), str(error)) from error
    status = f"HTTP/1.1 {answer.status} {answer.reason or ''}".rstrip()
    return _Answer((status, *(f"{name}: {value}" for name, value in answer.headers.items())), body)


def _pool(bench: Workbench, url: Url, authority: bytes | None) -> urllib3.HTTPConnectionPool:
    """Return what asks one server: over TLS it trusts one authority, or those of the machine, and compares the name asked for."""
    at, host = dialled(str(url.host), bench.facts), str(url.host)
    if url.scheme == "http":
        return urllib3.HTTPConnectionPool(at, url.port or 80, timeout=_WAIT, retries=False)
    context = ssl.create_default_context(cadata=_pem(authority) if authority is not None else None)
    context.hostname_checks_common_name = False
    return urllib3.HTTPSConnectionPool(
        at,
        url.port or 443,
        timeout=_WAIT,
        retries=False,
        ssl_context=context,
        server_hostname=host,
        assert_hostname=host,
    )


def _pem(authority: bytes) -> str:
    """Return an authority's certificate as text; raise EngineError where it is none."""
    try:
        ssl.PEM_cert_to_DER_cert(authority.decode("ascii").strip())
    except ValueError as error:
        message = say("engine.no-certificate.message")
        raise EngineError("no-such-file", message, say("engine.no-certificate.hint"), str(error)) from error
    return authority.decode("ascii")


def _no_trust(error: urllib3.exceptions.SSLError) -> EngineError:
    """Tell a certificate that is refused from a server that speaks no TLS at all."""
    words = " ".join(str(error).split())
    if any(sign in words.lower() for sign in ("certificate", "hostname", "subjectaltname")):
        return EngineError("certificate", say("engine.certificate.message"), say("engine.certificate.hint"), words)
    return EngineError("no-tls", say("engine.no-tls.message"), say("engine.no-tls.hint"), words)


def _names_a_manifest(path: str) -> bool:
    return re.fullmatch(r"/v2/[a-z0-9/._-]+/manifests/sha256:[0-9a-f]{64}", path) is not None


def _printed(body: bytes) -> Iterator[Output]:
    if body:
        yield from (Output(line) for line in body.decode("utf-8", "replace").splitlines())

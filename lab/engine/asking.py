"""Asking a registry over HTTP: one connection, bounded answers, and what is no answer that the specification allows."""

from __future__ import annotations

import hashlib
import json
import ssl
from dataclasses import dataclass
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

LARGEST = 4 * 1024 * 1024
"""Bytes of a manifest or config; registries themselves allow no more."""
_WAIT = Timeout(connect=1.0, read=3.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a registry answered, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes


class StrangeError(Exception):
    """A registry answered in a way the specification does not allow."""


class LockedError(StrangeError):
    """A registry wants a login, or another one."""


def headers_of(login: str | None) -> dict[str, str]:
    """Return what every request carries: a login, where there is one (an `Authorization` header)."""
    return {} if login is None else {"Authorization": login}


class _TlsConnection(urllib3.connection.HTTPConnection):
    """A connection over TLS to whoever answers: what is read is judged by its digests, and trust by a handshake of its own."""

    def connect(self) -> None:
        super().connect()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.sock = context.wrap_socket(self.sock)


class _TlsPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _TlsConnection


def pool_of(
    address: str, login: str | None = None, at: str | None = None, *, tls: bool = False
) -> urllib3.HTTPConnectionPool | None:
    """Return what asks at an address, dialled `at` another host where one is given; None where it is no address."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        return None
    try:
        kind = _TlsPool if tls else urllib3.HTTPConnectionPool
        return kind(at or host, int(port), timeout=_WAIT, retries=False, maxsize=1, headers=headers_of(login))
    except HTTPError:
        return None


def ask(pool: urllib3.HTTPConnectionPool, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Ask over a pool, and read the answer; raise StrangeError for one that is too long or cut off, HTTPError for none."""
    response = pool.request(
        method, path, headers={**pool.headers, **(headers or {})}, preload_content=False, redirect=False
    )
    try:
        body = response.read(LARGEST + 1, decode_content=False)
        if len(body) > LARGEST:
            raise StrangeError(f"more than {LARGEST} bytes")
        if response.length_remaining:
            raise StrangeError("an answer that was cut off")
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, body)
    finally:
        response.release_conn()


def json_of(body: bytes) -> dict[str, Any]:
    """Read an object of JSON; raise ValueError or StrangeError for anything else."""
    document = json.loads(body)
    if not isinstance(document, dict):
        raise StrangeError("JSON that is not an object")
    return document


def digest_of(body: bytes) -> str:
    """Return what content is called by: `sha256:` and its hash."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"

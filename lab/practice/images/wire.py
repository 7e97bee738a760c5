"""What goes wrong between the engine and a registry, in the words of Go's net/http, which dockerd passes on."""

from __future__ import annotations

import errno
import json
import re
import socket
import ssl

import aiohttp

from lab.practice.errors import ApiError
from lab.practice.images.source import RefusedError

PLAIN = "http: server gave HTTP response to HTTPS client"
_NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "HTTP_REQUEST")
"""What OpenSSL says of bytes that are no TLS."""

_WORDS = {
    errno.ECONNREFUSED: "connection refused",
    errno.ENETUNREACH: "network is unreachable",
    errno.EHOSTUNREACH: "no route to host",
}


def failure(error: Exception, method: str, url: str, address: str) -> ApiError:
    """Return what an exception of aiohttp means; `address` is the host's IP address and port."""
    return ApiError(500, f'{method.capitalize()} "{url}": {_cause(error, url, address)}')


def _cause(error: Exception, url: str, address: str) -> str:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return f"dial tcp {address}: i/o timeout"
    if isinstance(error, TimeoutError):
        return "net/http: timeout awaiting response headers"
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(inner, ssl.SSLError):
        return PLAIN if inner.reason in _NO_TLS else f"remote error: tls: {(inner.reason or str(inner)).lower()}"
    if isinstance(inner, socket.gaierror):
        return f"dial tcp: lookup {re.sub(r':[0-9]+$', '', address)}: no such host"
    if isinstance(inner, OSError) and isinstance(error, aiohttp.ClientConnectorError):
        words = _WORDS.get(inner.errno or 0) or (inner.strerror or str(inner)).lower()
        return f"dial tcp {address}: connect: {words}"
    if isinstance(error, aiohttp.ClientResponseError | aiohttp.InvalidURL):
        return "net/http: HTTP/1.x transport connection broken: malformed HTTP response"
    return "unexpected EOF" if isinstance(error, aiohttp.ClientPayloadError) else "EOF"


def refusal(status: int, reason: str, body: bytes) -> RefusedError:
    """Return what a registry's answer that is no success means (distribution's client, errors.go)."""
    if not 400 <= status < 500:
        return RefusedError(500, f"received unexpected HTTP status: {status} {reason}")
    errors = _errors(body)
    if not errors:
        if status == 401:
            return RefusedError(401, "unauthorized: authentication required", "UNAUTHORIZED")
        return RefusedError(500, f"error parsing HTTP {status} response body: {_why_no_json(body)}")
    words = [f"{code.lower().replace('_', ' ')}: {message}" for code, message in errors]
    text = words[0] if len(words) == 1 else "\n".join(["errors:", *words, ""])
    return RefusedError(status, text, errors[0][0])


def _errors(body: bytes) -> list[tuple[str, str]]:
    try:
        errors = json.loads(body)["errors"]
        return [(str(error["code"]), str(error.get("message") or "unknown error")) for error in errors]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return []


def _why_no_json(body: bytes) -> str:
    shown = json.dumps(body[:512].decode(errors="replace"))
    if not body:
        return f"unexpected end of JSON input: {shown}"
    return (
        f"invalid character {chr(body.lstrip()[0] if body.strip() else 32)!r} looking for beginning of value: {shown}"
    )

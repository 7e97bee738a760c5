"""From a registry's name to where it answers: HTTP or HTTPS, and whether it wants a login."""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import re
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from lab.practice.errors import ApiError
from lab.practice.images import trust, wire
from lab.practice.images.blobs import CHUNK
from lab.practice.images.ways import Ways

_TLS_ONLY = b"HTTP request to an HTTPS server"
_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=15, sock_read=120)
"""Seconds; a layer may take as long as it takes, but not stand still."""


@dataclass(frozen=True, slots=True)
class Host:
    """A registry's host as a name gives it, and what it resolves to."""

    name: str
    """With its port if one was given, as in the name of an image."""
    hostname: str
    port: int | None
    address: str
    """IP address, or the host's name when it has none."""

    @property
    def is_loopback(self) -> bool:
        """Return whether dockerd would let it go without HTTPS: by address, so an alias of 127.0.0.1 counts too."""
        try:
            return ipaddress.ip_address(self.address).is_loopback
        except ValueError:
            return False

    def dialled(self, scheme: str) -> str:
        """Return address and port as Go writes them."""
        shown = f"[{self.address}]" if ":" in self.address else self.address
        return f"{shown}:{self.port or (443 if scheme == 'https' else 80)}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A registry that answered."""

    host: Host
    url: str
    """`http://127.0.0.1:5000`."""
    session: aiohttp.ClientSession
    authorization: str | None
    """Header that logs in; None when nobody asked for it, or nobody has one."""
    locked: bool
    """Whether it wants a login that was not given."""
    tls: ssl.SSLContext | bool
    """What each request is made with."""


async def resolve(name: str) -> Host:
    """Look a registry's host up; a host without an address stays, so that reaching it fails in the right words."""
    before, _, after = name.rpartition(":")
    hostname, port = (before, after) if before and after.isdigit() else (name, "")
    hostname = hostname.strip("[]")
    try:
        found = await asyncio.get_running_loop().getaddrinfo(hostname, None, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        found = []
    addresses = sorted((str(each[4][0]) for each in found), key=lambda address: ":" in address)
    return Host(name, hostname, int(port) if port else None, addresses[0] if addresses else hostname)


@asynccontextmanager
async def connect(name: str, auth: Mapping[str, str] | None, ways: Ways) -> AsyncIterator[Endpoint]:
    """Find out how a registry answers and give a session with it, or raise ApiError in dockerd's words."""
    host = await resolve(name)
    async with aiohttp.ClientSession(
        connector=ways.connector(),
        timeout=_TIMEOUT,
        trust_env=False,
        read_bufsize=CHUNK,
        headers={"User-Agent": "registry-lab-practice-engine"},
    ) as session:
        yield await _ping(session, host, auth, ways)


async def _ping(session: aiohttp.ClientSession, host: Host, auth: Mapping[str, str] | None, ways: Ways) -> Endpoint:
    if not host.is_loopback:
        return await _ask(session, host, "https", trust.strict(host.name, ways.certificates), auth, ways)
    try:
        return await _ask(session, host, "http", False, auth, ways)
    except _WantsTlsError:
        return await _ask(session, host, "https", trust.lenient(), auth, ways)


class _WantsTlsError(Exception):
    """A server on loopback that wants TLS."""


async def _ask(
    session: aiohttp.ClientSession,
    host: Host,
    scheme: str,
    tls: ssl.SSLContext | bool,
    auth: Mapping[str, str] | None,
    ways: Ways,
) -> Endpoint:
    base = f"{scheme}://{host.name}"
    url = f"{base}/v2/"
    try:
        async with session.get(url, ssl=tls, allow_redirects=False) as answer:
            if scheme == "http" and answer.status == 400 and _TLS_ONLY in await answer.content.read(1024):
                raise _WantsTlsError
            challenge = answer.headers.get("WWW-Authenticate", "") if answer.status == 401 else ""
    except aiohttp.ClientConnectorCertificateError as error:
        words = await _certificate_fault(error, host, ways)
        raise ApiError(500, f'Get "{url}": {words}') from error
    except (aiohttp.ClientError, TimeoutError) as error:
        if scheme == "http" and isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientResponseError):
            raise _WantsTlsError from error
        raise wire.failure(error, "GET", url, host.dialled(scheme)) from error
    wanted = challenge.lower().startswith("basic")
    header = basic(auth) if wanted else None
    return Endpoint(host, base, session, header, wanted and header is None, tls)


async def _certificate_fault(error: aiohttp.ClientConnectorCertificateError, host: Host, ways: Ways) -> str:
    cause = error.certificate_error
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return f"x509: {cause}"
    port = host.port or 443
    try:
        return await trust.fault(host.hostname, (ways.route(host.hostname, port), port))
    except OSError:
        return f"x509: {cause.verify_message}"  # the server has gone since


def basic(auth: Mapping[str, str] | None) -> str | None:
    """Return the header that logs in with a decoded `X-Registry-Auth`, or None when it holds no login."""
    given = auth or {}
    if not given.get("username"):
        encoded = str(given.get("auth") or "")
        return f"Basic {encoded}" if re.fullmatch(r"[A-Za-z0-9+/]+=*", encoded) else None
    pair = f"{given['username']}:{given.get('password', '')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


async def login(name: str, auth: Mapping[str, str], ways: Ways) -> None:
    """Check a login, or raise ApiError; a registry that asks for none lets everybody in."""
    async with connect(name, auth, ways) as found:
        headers = {"Authorization": found.authorization} if found.authorization else {}
        async with found.session.get(f"{found.url}/v2/", headers=headers, ssl=found.tls) as answer:
            if answer.status != 200:
                words = f"login attempt to {found.url}/v2/ failed with status: {answer.status} {answer.reason}"
                raise ApiError(500, words)

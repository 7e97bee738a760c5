"""TLS as dockerd does it: which certificates are trusted, and what is wrong with one that is not, in Go's words."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_WRONG_NAME, _WRONG_ADDRESS = 62, 64
"""OpenSSL's verification codes (x509_vfy.h)."""
_ANY_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME, which Python has no name for."""


def strict(host: str, folder: Path) -> ssl.SSLContext:
    """Return a context that trusts the system's authorities and those in `certs.d/HOST:PORT/*.crt`."""
    context = ssl.create_default_context()
    # Go has not looked at a certificate's common name since 1.15.
    context.hostname_checks_common_name = False
    # `host` was matched by the grammar of names, so it is one part of a path.
    for file in sorted((folder / host).glob("*.crt")):
        context.load_verify_locations(cafile=file)
    return context


def lenient() -> ssl.SSLContext:
    """Return the context for loopback, where dockerd accepts any certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def fault(hostname: str, place: tuple[str, int]) -> str:
    """Return what Go says of a certificate that did not verify, shown by the server at `place`; OSError where it is gone.

    Go looks at times, then at names, then at who signed it (crypto/x509, `Certificate.Verify`), where OpenSSL asks for the
    signature first.
    """
    shown = await asyncio.to_thread(ssl.get_server_certificate, place, timeout=5)
    details, code = await _looked_at(shown, place, hostname)
    now = time.time()
    if not ssl.cert_time_to_seconds(details["notBefore"]) <= now <= ssl.cert_time_to_seconds(details["notAfter"]):
        return f"x509: certificate has expired or is not yet valid: current time {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if code not in (_WRONG_NAME, _WRONG_ADDRESS):
        return "x509: certificate signed by unknown authority"
    names = list(details.get("subjectAltName", ()))
    if _is_address(hostname):
        if "IP Address" not in {kind for kind, _ in names}:
            return f"x509: cannot validate certificate for {hostname} because it doesn't contain any IP SANs"
    elif not names:
        return "x509: certificate relies on legacy Common Name field, use SANs instead"
    return f"x509: certificate is valid for {', '.join(name for _, name in names)}, not {hostname}"


async def _looked_at(shown: str, place: tuple[str, int], hostname: str) -> tuple[dict[str, Any], int]:
    """Return a certificate's details, and what OpenSSL objects to in its names (a verification code; 0 is nothing).

    Python reads only a certificate that has been verified: so the server's own is trusted for this look, at any time.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.hostname_checks_common_name = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | _ANY_TIME
    context.load_verify_locations(cadata=shown)
    code = 0
    try:
        return await _details(context, place, hostname), code
    except ssl.SSLCertVerificationError as error:
        code = error.verify_code
    context.check_hostname = False
    return await _details(context, place, hostname), code


async def _details(context: ssl.SSLContext, place: tuple[str, int], hostname: str) -> dict[str, Any]:
    _, writer = await asyncio.open_connection(*place, ssl=context, server_hostname=hostname)
    try:
        certificate: dict[str, Any] = writer.get_extra_info("peercert") or {}
    finally:
        writer.close()
    return certificate


def _is_address(hostname: str) -> bool:
    try:
        ipaddress.ip_address(hostname.strip("[]"))
    except ValueError:
        return False
    return True

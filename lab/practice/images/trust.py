"""TLS as dockerd does it: which certificates are trusted, and what is wrong with one that is not, in Go's words."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_EXPIRED, _EARLY, _WRONG_NAME, _WRONG_ADDRESS = 10, 9, 62, 64
"""OpenSSL's verification codes (x509_vfy.h); most others mean that nobody known has signed."""


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


async def fault(error: ssl.SSLCertVerificationError, hostname: str, port: int) -> str:
    """Return what Go says of a certificate that did not verify; for a wrong name it asks the server for its names."""
    if error.verify_code in (_EXPIRED, _EARLY):
        return f"x509: certificate has expired or is not yet valid: current time {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if error.verify_code not in (_WRONG_NAME, _WRONG_ADDRESS):
        return "x509: certificate signed by unknown authority"
    names = await _alternative_names(hostname, port)
    kinds = {kind for kind, _ in names}
    if _is_address(hostname):
        if "IP Address" not in kinds:
            return f"x509: cannot validate certificate for {hostname} because it doesn't contain any IP SANs"
    elif not names:
        return "x509: certificate relies on legacy Common Name field, use SANs instead"
    return f"x509: certificate is valid for {', '.join(name for _, name in names)}, not {hostname}"


async def _alternative_names(hostname: str, port: int) -> list[tuple[str, str]]:
    """Return the names in a server's certificate, as (kind, name).

    Python reads only a certificate that has been verified: so the server's own is trusted for this one look.
    """
    shown = await asyncio.to_thread(ssl.get_server_certificate, (hostname, port), timeout=5)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=shown)
    _, writer = await asyncio.open_connection(hostname, port, ssl=context)
    try:
        certificate: dict[str, Any] = writer.get_extra_info("peercert") or {}
    finally:
        writer.close()
    return list(certificate.get("subjectAltName", ()))


def _is_address(hostname: str) -> bool:
    try:
        ipaddress.ip_address(hostname.strip("[]"))
    except ValueError:
        return False
    return True

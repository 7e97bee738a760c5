"""A strict TLS handshake, as a client makes it that trusts one authority: what it was shown, and all that is wrong with that.

Rules: RFC 5280 (times, signatures) and RFC 9525 (subject alternative names alone are compared, no common name).
"""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from lab.engine.contract import EngineFacts
from lab.engine.where import dialled
from lab.handshake import Fault, Handshake

_WAIT = 3.0
"""Seconds for a connection, and for each answer."""
_ANY_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME (OpenSSL's x509_vfy.h), which Python has no name for."""


def shake(address: str, authority: str, workspace: str, facts: EngineFacts) -> Handshake:
    """Return what a server at an address shows; never raise."""
    host, _, port = address.rpartition(":")
    try:
        client = _Client(host, dialled(host, facts), int(port))
        strict = _context((Path(workspace) / authority).read_text(encoding="ascii"))
    except (ValueError, OSError) as error:  # no port, or no certificate of an authority; ssl.SSLError is an OSError
        return Handshake(address, authority, "unknown", detail=_short(error))
    try:
        shown = client.shown(strict)
    except ssl.SSLCertVerificationError as error:
        return _refused(client, strict, address, authority, error)
    except ConnectionRefusedError:
        return Handshake(address, authority, "silent")
    except ssl.SSLError as error:
        return Handshake(address, authority, "plain", detail=_short(error))
    except OSError as error:
        # A port that is forwarded to nobody hangs up at once, and so does a server of the kind that reads no TLS.
        hung_up = isinstance(error, ConnectionResetError | BrokenPipeError)
        return Handshake(address, authority, "silent" if hung_up else "unknown", detail=_short(error))
    return _seen(shown, address, authority, (), "")


class _Client:
    """Makes handshakes with one server."""

    def __init__(self, host: str, at: str, port: int) -> None:
        self.host = host
        self._place = (at, port)

    def shown(self, context: ssl.SSLContext) -> bytes:
        """Return the server's certificate (DER); raise OSError or ssl.SSLError."""
        with (
            socket.create_connection(self._place, timeout=_WAIT) as connection,
            context.wrap_socket(connection, server_hostname=self.host) as secured,
        ):
            return secured.getpeercert(binary_form=True) or b""

    def objects(self, context: ssl.SSLContext) -> bool:
        """Tell whether a certificate is refused."""
        try:
            self.shown(context)
        except ssl.SSLCertVerificationError:
            return True
        return False


def _refused(
    client: _Client, strict: ssl.SSLContext, address: str, authority: str, error: ssl.SSLCertVerificationError
) -> Handshake:
    """Look at a certificate that did not verify, and ask OpenSSL for one fault after the other."""
    try:
        lenient = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        lenient.check_hostname, lenient.verify_mode = False, ssl.CERT_NONE
        shown = client.shown(lenient)
        faults = tuple(_faults(client, shown, strict))
    except OSError as gone:
        return Handshake(address, authority, "unknown", detail=_short(gone))
    return _seen(shown, address, authority, faults or ("other",), error.verify_message)


def _faults(client: _Client, shown: bytes, strict: ssl.SSLContext) -> list[Fault]:
    certificate, now, faults = x509.load_der_x509_certificate(shown), datetime.now(UTC), list[Fault]()
    if now > certificate.not_valid_after_utc:
        faults.append("expired")
    if now < certificate.not_valid_before_utc:
        faults.append("early")
    # Who trusts this very certificate at any time objects to nothing but its names.
    named = _context(ssl.DER_cert_to_PEM_cert(shown))
    named.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | _ANY_TIME
    if client.objects(named):
        faults.append("wrong-name" if _names(certificate) else "no-names")
    strict.check_hostname = False
    strict.verify_flags |= _ANY_TIME
    if client.objects(strict):
        faults.append("authority")
    return faults


def _context(trusted: str) -> ssl.SSLContext:
    """Return the context of a client that trusts one certificate (PEM) and nothing that the machine trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.hostname_checks_common_name = False
    context.load_verify_locations(cadata=trusted)
    return context


def _seen(shown: bytes, address: str, authority: str, faults: tuple[Fault, ...], detail: str) -> Handshake:
    certificate = x509.load_der_x509_certificate(shown)
    return Handshake(
        address,
        authority,
        "refused" if faults else "trusted",
        faults,
        _names(certificate),
        _common(certificate.subject),
        _common(certificate.issuer),
        f"{certificate.not_valid_before_utc:%Y-%m-%d}",
        f"{certificate.not_valid_after_utc:%Y-%m-%d}",
        detail,
    )


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        found = certificate.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    assert isinstance(found, x509.SubjectAlternativeName), "the extension of that number"
    return tuple(str(name.value) for name in found)


def _common(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]

"""Who may come in: a token in the address, once for each browser, and a signed cookie from then on."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass

_VISITOR = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Admission:
    """What one run of the server lets in; both secrets are as old as the run."""

    token: str | None
    """What an address must carry for a browser that has no cookie of this run; None where everybody is this machine's."""
    key: bytes
    """What cookies are signed with."""

    def visitor(self, cookie: str | None) -> str | None:
        """Return whose cookie this is, or None where this run did not give it."""
        visitor = _claimed(cookie)
        return visitor if visitor and cookie and same(cookie, self.cookie(visitor)) else None

    def admit(self, token: str | None, cookie: str | None) -> str | None:
        """Return the visitor that an address with this token lets in, or None.

        A browser that an earlier run knew stays the same visitor: nobody else can know its 128 random bits.
        """
        if self.token is not None and not same(token or "", self.token):
            return None
        return _claimed(cookie) or secrets.token_hex(16)

    def cookie(self, visitor: str) -> str:
        """Return the cookie that proves a visitor: `ID.SIGNATURE`."""
        return f"{visitor}.{hmac.new(self.key, visitor.encode(), hashlib.sha256).hexdigest()}"


def open_admission(host: str) -> Admission:
    """Return the admission for a server on `host`: with a token wherever other machines may reach it."""
    return Admission(None if is_loopback(host) else secrets.token_urlsafe(16), secrets.token_bytes(32))


def is_loopback(host: str | None) -> bool:
    """Whether a name or address is certainly this machine's alone; of names, only `localhost` is."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def same(given: str, wanted: str) -> bool:
    """Compare a secret in a time that tells nothing about it."""
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode())


def _claimed(cookie: str | None) -> str | None:
    visitor = (cookie or "").partition(".")[0]
    return visitor if _VISITOR.fullmatch(visitor) else None

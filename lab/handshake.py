"""What a TLS handshake showed: a certificate, and all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HandshakeState = Literal["trusted", "refused", "plain", "silent", "unknown"]
"""The certificate is right in every way; it is not; the server speaks no TLS; nothing listens; could not be asked."""

Fault = Literal["expired", "early", "no-names", "wrong-name", "authority", "other"]
"""Its time is over; has not come; it names nothing; names others; nobody who is trusted has signed it; anything else."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """A TLS handshake as a strict client makes it, which trusts one authority and no other; and what it was shown."""

    address: str
    """`172.17.0.1:5001`: the certificate has to be good for this host."""
    authority: str
    """File of the workspace that holds the certificate of the authority to trust."""
    state: HandshakeState
    faults: tuple[Fault, ...] = ()
    """All that is wrong, in the order in which Go looks at it: times, names, authority."""
    names: tuple[str, ...] = ()
    """Subject alternative names."""
    subject: str = ""
    """Common name."""
    issuer: str = ""
    """Common name of who signed it, as it says itself."""
    begins: str = ""
    """Date in UTC: `2026-11-27`."""
    ends: str = ""
    detail: str = ""
    """In the words of the network or of OpenSSL, for `refused`, `plain` and `unknown`."""

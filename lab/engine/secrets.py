"""What is nobody's business: passwords inside addresses, and credentials among arguments."""

from __future__ import annotations

import re

HIDDEN = "…"
"""Stands where a secret stood."""

CREDENTIALS = frozenset(
    {
        "auth_config",
        "auth",
        "authorization",
        "password",
        "identitytoken",
        "registrytoken",
        "username",
        "x-registry-auth",
    }
)
"""Names of arguments and fields that the SDK carries credentials in."""

_USERINFO = re.compile(r"(?<=://)[^\s/?#@\"'<>]*:[^\s/?#\"'<>]*@")
"""RFC 3986, 3.2.1: what stands before the host, and has a colon in it; a name alone is no secret (`ssh://kim@host`)."""


def without_passwords(text: str) -> str:
    """Return a text in which no address carries a name and a password any more."""
    return _USERINFO.sub(f"{HIDDEN}@", text) if "@" in text else text


def without_credentials(value: object, name: str = "") -> object:
    """Return a value that may be shown: what is kept under the name of a credential is left out, empty or not at all."""
    if name.lower() in CREDENTIALS and value:
        return HIDDEN
    if isinstance(value, dict):
        return {key: without_credentials(item, str(key)) for key, item in value.items()}
    if isinstance(value, str):
        return without_passwords(value)
    return value

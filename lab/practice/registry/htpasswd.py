"""Who may come in: a password file of bcrypt hashes, read again when it changes (distribution's registry/auth/htpasswd)."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import secrets
from pathlib import Path

_LONGEST = 72
"""Bytes of a password that bcrypt looks at."""
_REMEMBERED = 64
"""Logins that are known to be right: bcrypt takes a tenth of a second on purpose, and one push asks thirty times."""


class PasswordFile:
    """The accounts of one registry."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = -1
        self._hashes: dict[str, bytes] = {}
        self._right: dict[str, bytes] = {}
        self._key = secrets.token_bytes(32)

    def provide(self) -> str | None:
        """Make the file with one account where there is none, and return that account's password; OSError if it cannot be."""
        if self._path.exists():
            return None
        import bcrypt

        password = secrets.token_urlsafe(32)
        hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=10, prefix=b"2a"))
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(b"docker:" + hashed)
        return password

    def user(self, authorization: str) -> str | None:
        """Return who an Authorization header proves to be, None if nobody; OSError where the file cannot be read."""
        login = credentials(authorization)
        self._refresh()
        if login is None or login[0] not in self._hashes:
            return None
        name, password = login
        hashed = self._hashes[name]
        # What is kept of a right password is of no use without this process's key.
        proof = hmac.digest(self._key, hashed + b"\0" + password, "sha256")
        if hmac.compare_digest(self._right.get(name, b""), proof):
            return name
        if not _matches(password, hashed):
            return None
        if len(self._right) >= _REMEMBERED:
            self._right.clear()
        self._right[name] = proof
        return name

    def _refresh(self) -> None:
        changed = self._path.stat().st_mtime_ns
        if changed == self._read_at:
            return
        lines = [line.strip() for line in self._path.read_bytes().decode("utf-8", "replace").splitlines()]
        pairs = (line.partition(":") for line in lines if line and not line.startswith("#"))
        self._hashes = {name: hashed.encode() for name, colon, hashed in pairs if colon}
        self._read_at = changed


def credentials(authorization: str) -> tuple[str, bytes] | None:
    """Return name and password of a Basic Authorization header (RFC 7617), None if it is not one."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(encoded.strip(), validate=True).partition(b":")
        return (name.decode("utf-8"), password) if colon else None
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None


def _matches(password: bytes, hashed: bytes) -> bool:
    import bcrypt

    if b"\0" in password or len(password) > _LONGEST:
        return False
    try:
        return bcrypt.checkpw(password, hashed)
    except ValueError:
        return False  # other kinds of hashes are not known here, as in the registry itself

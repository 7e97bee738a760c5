"""Where an engine listens: a socket that only this user can open, or loopback TCP with a secret path."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import socket
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

LONGEST = 107
"""Bytes of a unix socket's path (Linux `sun_path` is 108 with its end; macOS allows 103)."""
_PORTABLE = 103
_TEMPORARY = tempfile.gettempdir()


class AddressError(Exception):
    """A socket cannot be placed where only this user reaches it."""


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that listens, and how clients name it."""

    socket: socket.socket
    url: str
    """As DOCKER_HOST takes it."""
    secret: str = ""
    """First part of every path, where other users of the machine could connect."""


def socket_path(root: Path) -> Path:
    """Return where a home's socket goes: in the home, or in a short directory where that is too long a path."""
    path = root / "run" / "engine.sock"
    if len(os.fsencode(path)) <= _PORTABLE:
        return path
    name = f"registry-lab-{hashlib.sha256(f'{os.getuid()} {root}'.encode()).hexdigest()[:16]}"
    places = [Path(place) / name / "engine.sock" for place in (os.environ.get("XDG_RUNTIME_DIR"), _TEMPORARY) if place]
    return min(places, key=lambda each: len(os.fsencode(each)) > _PORTABLE)


def on_socket(path: Path) -> Listening:
    """Listen on a unix socket of mode 0600 in a directory of mode 0700; AddressError where that cannot be."""
    if len(os.fsencode(path)) > LONGEST:
        raise AddressError(f"the path of the socket is longer than {LONGEST} bytes: {path}")
    _private(path.parent)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)
    listener.listen(128)
    listener.setblocking(False)
    return Listening(listener, f"unix://{path}")


def leave(listening: Listening) -> None:
    """Take the socket's file away, and its directory with it where nothing else is in there."""
    scheme, _, path = listening.url.partition("://")
    if scheme == "unix":
        Path(path).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            Path(path).parent.rmdir()


def _private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise AddressError(f"{folder} belongs to somebody else")
    if stat.S_IMODE(status.st_mode) & 0o077:
        raise AddressError(f"{folder} can be entered by others: chmod 700 {folder}")


def on_loopback() -> Listening:
    """Listen on a free port of 127.0.0.1, which every user of the machine reaches: hence the secret."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    listener.setblocking(False)
    secret = secrets.token_urlsafe(32)
    return Listening(listener, f"tcp://127.0.0.1:{listener.getsockname()[1]}/{secret}", secret)

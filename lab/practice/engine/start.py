"""Start an engine in the background, find one that runs, and end it; nothing of the server is loaded for that."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from lab.practice.engine.home import Home
from lab.practice.engine.lock import holder

READY = 10.0
"""Seconds that an engine may take to start, or to end."""
PING = 2.0
"""Seconds that an engine which is there may take to say so."""


class PracticeError(RuntimeError):
    """No practice engine could be started or ended."""


def ensure(home: Path) -> str:
    """Return the DOCKER_HOST of the engine that runs in this home, started if none does; PracticeError if it cannot be."""
    place = Home(home.absolute())
    url = running(home)
    if url is not None:
        return url
    try:
        process = _start(place)
    except OSError as error:
        raise PracticeError(f"the practice engine cannot use {place.root}: {error}") from error
    deadline, pause = time.monotonic() + READY, 0.01
    while time.monotonic() < deadline:
        url = running(home)
        if url is not None:
            return url
        # Another engine may have been quicker to take the home: then it is the one to wait for.
        if process.poll() is not None and holder(place.lock) is None:
            break
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)
    raise PracticeError(_last_line(place) or "the practice engine did not start")


def running(home: Path) -> str | None:
    """Return the DOCKER_HOST of the engine that runs in this home and answers; None where none does."""
    try:
        url = Home(home.absolute()).address.read_text(encoding="utf-8").strip()
    except OSError:  # none was started here, or none could have been
        return None
    return url if _answers(url) else None


def stop(home: Path) -> None:
    """End the engine of this home, with its containers, and wait until it has; PracticeError if it does not."""
    place = Home(home.absolute())
    process = holder(place.lock)
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + READY
    while holder(place.lock) is not None:
        if time.monotonic() > deadline:
            raise PracticeError(f"the practice engine (process {process}) does not end")
        time.sleep(0.02)


def _start(home: Home) -> subprocess.Popen[bytes]:
    home.make()
    command = [sys.executable, "-m", "lab.practice", "--home", str(home.root)]
    if sys.platform == "win32":
        command.append("--tcp")
    # For this user alone: what the engine prints has the secret of its address in it.
    handle = os.open(home.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home.root,
            env=_environment(),
            start_new_session=True,
            creationflags=_DETACHED,
        )


_DETACHED = 0
"""Windows' word for a process of its own; elsewhere a new session is."""
if sys.platform == "win32":
    _DETACHED = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP


def _environment() -> dict[str, str]:
    """Return an environment in which the engine finds the package that this process runs."""
    here = str(Path(__file__).resolve().parents[3])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))}


def _last_line(home: Home) -> str:
    try:
        lines = home.log.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return ""
    return next((line for line in reversed(lines) if line.strip()), "")


class _Connection(http.client.HTTPConnection):
    """A connection to an engine's address, never through a proxy."""

    def __init__(self, url: str) -> None:
        super().__init__("localhost", timeout=PING)
        self._parts = urlsplit(url)

    def connect(self) -> None:
        if self._parts.scheme == "unix":
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(PING)
            self.sock.connect(self._parts.path)
        else:
            self.sock = socket.create_connection((self._parts.hostname, self._parts.port), PING)


def _answers(url: str) -> bool:
    connection = _Connection(url)
    path = "" if url.startswith("unix:") else urlsplit(url).path
    try:
        connection.request("GET", f"{path}/_ping")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

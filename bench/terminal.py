"""A terminal without a person: starts a program on a pseudo-terminal, types, and reads what it paints."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

PATIENCE = 30.0
"""Seconds that a program may take to paint something."""


class Terminal:
    """One program on a pseudo-terminal of 120×40 cells."""

    def __init__(self, *words: str, home: str | None = None) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color"} | ({"REGISTRY_LAB_HOME": home} if home else {})
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *words], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def press(self, keys: str) -> float:
        """Type, and return the moment."""
        moment = time.perf_counter()
        os.write(self._master, keys.encode())
        return moment

    def shows(self, text: str) -> float:
        """Read until a text has been painted since the last call, and return the moment."""
        seen, wanted = b"", text.encode()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if select.select([self._master], [], [], 1)[0]:
                seen = seen[-2 * len(wanted) :] + os.read(self._master, 65536)
                if wanted in seen:
                    return time.perf_counter()
        raise TimeoutError(f"{text!r} was never painted; last: {seen[-500:]!r}")

    def rest(self, seconds: float) -> None:
        """Let the program go on, and read what it paints, so that it never waits for its terminal."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self._master], [], [], left)[0]:
                os.read(self._master, 65536)

    def megabytes(self) -> float:
        """Return how much memory the program has for itself (`VmRSS`)."""
        rows = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii").splitlines()
        return int(next(row.split()[1] for row in rows if row.startswith("VmRSS"))) / 1000

"""What a listener has received: a line of JSON for each request, in a file that anybody may read."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lab import inside

LARGEST = 4 * 1024 * 1024
"""Bytes of the file: an exercise fills a few hundredths of that."""


class FullError(Exception):
    """Nothing more is written down."""


class Log:
    """One listener's file, in which a line stands before its request is answered."""

    def __init__(self, folder: Path, path: str) -> None:
        """Name a file of a folder that is not the listener's alone: nothing is read or written through a link there."""
        self._folder = folder
        self._path = path
        self._lock = threading.Lock()

    def keep(self, headers: Mapping[str, str], body: Any) -> None:
        """Write down a request; raise FullError where there is no room, OSError where the file cannot be written."""
        row = {"received": datetime.now(UTC).isoformat(timespec="milliseconds"), "headers": dict(headers), "body": body}
        line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
        with self._lock:
            if not inside.append(self._folder, self._path, line, LARGEST):
                raise FullError

    def newest(self, most: int) -> list[Any]:
        """Return the last requests, the newest first."""
        try:
            lines = inside.read(self._folder, self._path, LARGEST).splitlines()
            return [json.loads(line) for line in reversed(lines[-most:])]
        except (OSError, ValueError, RecursionError):
            return []  # nothing has come yet, or somebody else has written there

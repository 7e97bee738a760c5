"""What a listener has received: a line of JSON for each request, in a file that anybody may read."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LARGEST = 4 * 1024 * 1024
"""Bytes of the file: an exercise fills a few hundredths of that."""


class FullError(Exception):
    """Nothing more is written down."""


class Log:
    """One listener's file, in which a line stands before its request is answered."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def keep(self, headers: Mapping[str, str], body: Any) -> None:
        """Write down a request; raise FullError where there is no room, OSError where the file cannot be written."""
        row = {"received": datetime.now(UTC).isoformat(timespec="milliseconds"), "headers": dict(headers), "body": body}
        line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
        with self._lock, os.fdopen(self._opened(), "ab") as file:
            if file.tell() + len(line) > LARGEST:
                raise FullError
            file.write(line)

    def newest(self, most: int) -> list[Any]:
        """Return the last requests, the newest first."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in reversed(lines[-most:])]

    def _opened(self) -> int:
        # Never through a link: the file lies in a folder that the learner works in.
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o644)

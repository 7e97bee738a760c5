"""What a registry writes to its log: logrus lines, and the combined access log."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

_ORDER = ("debug", "info", "warning", "error", "fatal")
_PLAIN = re.compile(r"[A-Za-z0-9\-._/@^+]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Log:
    """How much is written, and how."""

    level: str = "info"
    """`debug`, `info`, `warn` or `error`."""
    formatter: str = "text"
    fields: tuple[tuple[str, str], ...] = (("service", "registry"),)
    access: bool = True

    def line(self, level: str, message: str, fields: Mapping[str, object] | None = None) -> str | None:
        """Return a line of the program's, None if this much is not written."""
        least = "warning" if self.level == "warn" else self.level
        if _ORDER.index(level) < _ORDER.index(least):
            return None
        every = {**dict(self.fields), **(fields or {})}
        if self.formatter == "json":
            entry = {**every, "level": level, "msg": message, "time": stamp()}
            return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return line(level, message, every)


def line(level: str, message: str, fields: Mapping[str, object] | None = None) -> str:
    """Return a line as logrus writes it: `time="…" level=info msg="…" name=value`."""
    head = f"time={json.dumps(stamp())} level={level} msg={_quoted(message)}"
    return " ".join([head, *(f"{name}={_quoted(str(value))}" for name, value in sorted((fields or {}).items()))])


def stamp() -> str:
    """Return this moment in RFC 3339 with nanoseconds, in UTC."""
    nanoseconds = time.time_ns()
    moment = datetime.fromtimestamp(nanoseconds // 10**9, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{nanoseconds % 10**9:09d}Z"


def access_line(client: str, request: str, status: int, size: int, referrer: str, agent: str) -> str:
    """Return one line of the combined access log (httpd's "Combined Log Format")."""
    moment = f"{datetime.now(UTC):%d/%b/%Y:%H:%M:%S %z}"
    return f"{client} - - [{moment}] {_text(request)} {status} {size} {_text(referrer)} {_text(agent)}"


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _text(text)


def _text(text: str) -> str:
    """Return text in quotes, on one line whatever it holds."""
    return json.dumps(text, ensure_ascii=not text.isprintable())

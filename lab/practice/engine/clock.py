"""Moments as the API writes them, and ages as `docker ps` says them."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

from lab.practice.errors import ApiError

NEVER = "0001-01-01T00:00:00Z"
"""Go's zero time: what has not happened yet."""

_SECOND = 1_000_000_000


def rfc3339(nanoseconds: int) -> str:
    """Return a moment with up to nine digits after the second, as Go's RFC3339Nano."""
    seconds, rest = divmod(nanoseconds, _SECOND)
    fraction = f".{rest:09d}".rstrip("0").rstrip(".")
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


def now() -> str:
    """Return the present moment."""
    return rfc3339(time.time_ns())


def nanoseconds(moment: str) -> int:
    """Return nanoseconds since 1970 of what `rfc3339` wrote."""
    whole, _, fraction = moment.rstrip("Z").partition(".")
    seconds = int(datetime.fromisoformat(whole).replace(tzinfo=UTC).timestamp())
    return seconds * _SECOND + int(fraction.ljust(9, "0")[:9] or 0)


def from_query(text: str) -> int:
    """Return nanoseconds of a Unix time in seconds, with up to nine digits after a dot; ApiError 400 for anything else."""
    if not re.fullmatch(r"-?\d{1,10}(\.\d+)?", text, re.ASCII):
        raise ApiError(400, f'strconv.ParseInt: parsing "{text}": invalid syntax')
    whole, _, fraction = text.partition(".")
    return int(whole) * _SECOND + int(fraction.ljust(9, "0")[:9] or 0)


def age(seconds: float) -> str:
    """Return a duration in words: `Less than a second`, `3 seconds`, `About an hour`, `2 weeks`."""
    whole = int(seconds)
    minutes, hours = whole // 60, round(seconds / 3600)
    if whole < 1:
        return "Less than a second"
    if whole < 60:
        return "1 second" if whole == 1 else f"{whole} seconds"
    if minutes < 60:
        return "About a minute" if minutes == 1 else f"{minutes} minutes"
    if hours < 48:
        return "About an hour" if hours == 1 else f"{hours} hours"
    for limit, length, unit in ((24 * 14, 24, "days"), (24 * 60, 24 * 7, "weeks"), (24 * 730, 24 * 30, "months")):
        if hours < limit:
            return f"{hours // length} {unit}"
    return f"{hours // (24 * 365)} years"

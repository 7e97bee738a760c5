"""One thing a learner did, and what keeps such things; how they are kept is not known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened."""

    run: str
    exercise: str
    what: str
    """`judged`, `hinted`, `predicted`; of a quiz `answered`, `submitted` and more."""
    step: str | None = None
    outcome: str | None = None
    """`pass`, `not_yet` or `cannot_tell`, of what was judged."""
    data: Mapping[str, Any] | None = None
    at: float = 0.0
    """Seconds since 1970, UTC; filled in when it is written."""


class Records(Protocol):
    """An append-only book of records."""

    def append(self, record: Record) -> None:
        """Write one record, durably."""

    def records(self, exercise: str | None = None, run: str | None = None) -> tuple[Record, ...]:
        """Return records in the order they were written."""

"""Records of a verification, which nobody's progress is read from."""

from __future__ import annotations

from lab.record import Record


class Scratch:
    """Records in memory, forgotten with the verification."""

    def __init__(self) -> None:
        self._records: list[Record] = []

    def append(self, record: Record) -> None:
        """Keep one record."""
        self._records.append(record)

    def records(self, exercise: str | None = None, run: str | None = None) -> tuple[Record, ...]:
        """Return records in the order they were written."""
        return tuple(each for each in self._records if exercise in (None, each.exercise) and run in (None, each.run))

"""What a sitting asks for the time."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """Two clocks: one that says when, and one that cannot be set back."""

    def now(self) -> float:
        """Return the seconds since 1970, UTC."""

    def passed(self) -> float:
        """Return the seconds since a moment in this process; it never goes back."""

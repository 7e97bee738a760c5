"""What an option of a choice with many right ones is worth in Moodle, which knows only certain fractions."""

from __future__ import annotations

FRACTIONS = (
    100.0, 90.0, 83.33333, 80.0, 75.0, 70.0, 66.66667, 60.0, 50.0, 40.0, 33.33333,
    30.0, 25.0, 20.0, 16.66667, 14.28571, 12.5, 11.11111, 10.0, 5.0,
)  # fmt: skip
"""Percent, as Moodle's question bank lists them; any other is refused at the import."""


def fraction(share: float) -> float:
    """Return the fraction of Moodle's that is nearest to a share in percent."""
    return min(FRACTIONS, key=lambda each: abs(each - share))


def fractions(right: int, wrong: int) -> tuple[float, float]:
    """Return what a right option gives and a wrong one takes, so that ticking everything is worth nothing."""
    return fraction(100 / right), -fraction(100 / wrong) if wrong else 0.0


def shown(percent: float) -> str:
    """Write a fraction as Moodle does: `33.33333`, `50`."""
    return f"{percent:.5f}".rstrip("0").rstrip(".")

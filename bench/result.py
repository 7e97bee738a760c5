"""One figure and its budget."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7
"""Of every measurement; the median counts."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured, against what may be."""

    what: str
    figure: float
    budget: float | None
    """None for a figure that is told and not judged."""
    unit: str
    detail: str

    @property
    def kept(self) -> bool:
        """Whether the budget is kept."""
        return self.budget is None or self.figure <= self.budget

    def line(self) -> str:
        """Return the result as a line of text."""
        sign = "·" if self.budget is None else "✓" if self.kept else "✗"
        most = "" if self.budget is None else f"at most {self.budget} {self.unit}; "
        return f"{sign} {self.what}: {self.figure:.3f} {self.unit} ({most}{self.detail})"


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(values: list[float]) -> float:
    """Return the middle one."""
    return statistics.median(values)

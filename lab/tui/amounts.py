"""Amounts of bytes as people read them, in powers of ten as Docker counts."""

from __future__ import annotations


def amount(size: int) -> str:
    """Return bytes with three figures at most: `525 B`, `13.3 kB`, `1.02 MB`."""
    value = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if float(f"{value:.3g}") < 1000:
            return f"{value:.3g} {unit}"
        value /= 1000
    return f"{value:.3g} TB"

"""Tables as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet would compute (OWASP, "CSV Injection"), full-width forms included."""


def table(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180); a number stays one, a text that looks like a formula gets an apostrophe before it."""
    out = StringIO()
    csv.writer(out).writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell(value: object) -> str:
    """Return one cell's text, harmless; None is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value) if isinstance(value, int) else f"{value:.3f}".rstrip("0").rstrip(".")
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text

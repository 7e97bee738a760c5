"""Steps being put in order: those in their places, those put aside, and where the cursor is."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One column of rows: what is in order stands above what is put aside."""

    placed: tuple[int, ...]
    """Ids of options, in the learner's order."""
    aside: tuple[int, ...] = ()
    at: int = 0
    """Place of the cursor in the column."""
    grabbed: bool = False
    """Whether the row under the cursor moves with it."""

    @property
    def rows(self) -> tuple[int, ...]:
        """Every id, from the top."""
        return self.placed + self.aside

    @property
    def current(self) -> int:
        """The id under the cursor."""
        return self.rows[self.at]

    def stepped(self, by: int) -> Arrangement:
        """Return it with the cursor moved, and the row under it where that is grabbed."""
        if self.grabbed:
            return self.moved(by)
        return replace(self, at=min(max(self.at + by, 0), len(self.rows) - 1))

    def moved(self, by: int) -> Arrangement:
        """Return it with the current row moved by one place; the line between placed and aside counts as one."""
        last = len(self.placed) - 1
        if self.at == last and by > 0:
            return replace(self, placed=self.placed[:-1], aside=(self.current, *self.aside))
        if self.at == last + 1 and by < 0:
            return replace(self, placed=(*self.placed, self.current), aside=self.aside[1:])
        to = self.at + by
        if not 0 <= to < len(self.rows):
            return self
        rows = list(self.rows)
        rows[self.at], rows[to] = rows[to], rows[self.at]
        return replace(self, placed=tuple(rows[: last + 1]), aside=tuple(rows[last + 1 :]), at=to)

    def switched(self) -> Arrangement:
        """Return it with the current row put aside, or taken back as the last of the order; nothing is grabbed then."""
        row = self.current
        rest = tuple(each for each in self.placed if each != row)
        if rest != self.placed:
            return Arrangement(rest, (*self.aside, row), self.at)
        return Arrangement((*self.placed, row), tuple(each for each in self.aside if each != row), len(self.placed))

    def pointed(self, row: int) -> Arrangement:
        """Return it with the cursor on a row."""
        return replace(self, at=self.rows.index(row), grabbed=False)

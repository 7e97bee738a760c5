"""A damaged file of records is set aside: renamed, never overwritten and never deleted, so that it can still be rescued."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from lab.hold import alone
from lab.home import not_writable

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_PARTS = ("-wal", "-shm", "")
"""What SQLite appends to a database's name for its other files; the database last, so that it never meets half of them."""


def set_aside(path: Path) -> Path | None:
    """Rename a database that is damaged and return its new name; None for one that is whole, or not there.

    Raise LabError where it cannot be renamed. A database that cannot be opened at all is not known to be damaged.
    """
    if not damaged(path):
        return None
    with alone(path.with_name(f"{path.name}.lock")):
        if not damaged(path):
            return None  # another lab was quicker
        aside = _unused(path)
        try:
            for part in _PARTS:
                if (file := path.with_name(path.name + part)).exists():
                    file.rename(aside.with_name(aside.name + part))
        except OSError as error:
            raise not_writable(path, error) from error
        return aside


def damaged(path: Path) -> bool:
    """Tell whether SQLite finds a file damaged, or no database at all; takes about 3 ms a megabyte."""
    if not path.is_file() or not path.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
            return found is None or found[0] != "ok"
    except sqlite3.DatabaseError as error:
        # The lower byte is the error's family (sqlite.org, "Result and Error Codes").
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _unused(path: Path) -> Path:
    """Return a name with the moment in it that nothing has yet."""
    first = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    more = (first.with_name(f"{first.name}-{number}") for number in range(2, 1000))
    return next(each for each in (first, *more) if not each.exists())

"""The learner's own file of records, read without what writes them: who only looks neither makes it nor loads a database library."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from lab.record import Record

VERSION = 1
"""Of the table of records; a database of a later version is not touched."""


def read_records(path: Path) -> tuple[Record, ...] | None:
    """Return the records of an SQLite file in the order they were written; none where there is no file yet.

    None where it cannot be read just so (another version, damaged, locked): then it has to be opened, which tells why.
    """
    try:
        path.stat()
    except FileNotFoundError:
        return ()
    except OSError:
        return None
    wanted = "SELECT run, exercise, what, step, outcome, data, at FROM records ORDER BY number"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA user_version").fetchone() != (VERSION,):
                return None
            rows = connection.execute(wanted).fetchall()
    except sqlite3.Error:
        return None
    return tuple(
        Record(run, exercise, what, step, outcome, json.loads(data), at)
        for run, exercise, what, step, outcome, data, at in rows
    )

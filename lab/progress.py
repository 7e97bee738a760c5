"""What the learner did: append-only records in SQLite, or in any database SQLAlchemy speaks to."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from lab.errors import LabError
from lab.home import not_writable
from lab.language.message import say
from lab.record import Record
from lab.records_file import VERSION

PATIENCE = 20
"""Seconds to wait while another lab writes; a write takes milliseconds."""

LITTLE = 256 * 1024
"""Bytes free below which a disk is full: SQLite calls what it cannot write beside its file an error of the disk."""

_metadata = sa.MetaData()
_records = sa.Table(
    "records",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("run", sa.String(32), nullable=False),
    sa.Column("exercise", sa.String(100), nullable=False),
    sa.Column("step", sa.String(100)),
    sa.Column("what", sa.String(32), nullable=False),
    sa.Column("outcome", sa.String(32)),
    sa.Column("data", sa.Text, nullable=False),
)


class Progress:
    """The records; every write is one transaction, so that a kill at any moment loses at most the row being written."""

    def __init__(self, database: str | Path) -> None:
        """Open a database by its URL, or an SQLite file by its path."""
        self._shown = str(database)
        self._elsewhere = isinstance(database, str)
        self._folder: Path | None = None
        try:
            url = (
                sa.URL.create("sqlite", database=str(database)) if isinstance(database, Path) else sa.make_url(database)
            )
            self._shown = url.render_as_string(hide_password=True)
            if url.get_backend_name() == "sqlite" and url.database:
                self._folder = Path(url.database).parent
                self._folder.mkdir(parents=True, exist_ok=True)
            waiting = {"timeout": PATIENCE} if url.get_backend_name() == "sqlite" else {}
            self._engine = sa.create_engine(url, connect_args=waiting)
            self._prepare()
        except OSError as error:
            raise self._not_writable(not_writable(Path(self._shown), error)) from error
        except (SQLAlchemyError, ImportError) as error:
            raise self._unusable(error) from error

    def append(self, record: Record) -> None:
        """Write one record."""
        try:
            with self._engine.begin() as connection:
                connection.execute(_records.insert(), _row(record))
        except SQLAlchemyError as error:
            raise self._unusable(error) from error

    def add(self, records: Iterable[Record]) -> int:
        """Write those records that are not there yet, all or none of them; return how many those were.

        A record has no number of its own outside this book: it is there where one with the same contents is.
        """
        rows = [_row(record) for record in records]
        try:
            with self._engine.begin() as connection:
                if self._engine.dialect.name == "sqlite":
                    connection.exec_driver_sql(
                        "BEGIN IMMEDIATE"
                    )  # before the look, lest another lab adds them meanwhile
                known = {_contents(row._asdict()) for row in connection.execute(sa.select(_records))}
                new = list({key: row for row in rows if (key := _contents(row)) not in known}.values())
                if new:
                    connection.execute(_records.insert(), new)
                return len(new)
        except SQLAlchemyError as error:
            raise self._unusable(error) from error

    def records(self, exercise: str | None = None, run: str | None = None) -> tuple[Record, ...]:
        """Return records in the order they were written."""
        wanted = sa.select(_records).order_by(_records.c.number)
        if exercise is not None:
            wanted = wanted.where(_records.c.exercise == exercise)
        if run is not None:
            wanted = wanted.where(_records.c.run == run)
        try:
            with self._engine.connect() as connection:
                return tuple(_record(row) for row in connection.execute(wanted))
        except SQLAlchemyError as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            if self._engine.dialect.name == "sqlite":
                _write_ahead(connection)
                found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                if found > VERSION:
                    message = say("session.progress-newer.message", url=self._shown, version=found)
                    raise LabError(message, say("session.progress-newer.hint"))
                if found < VERSION:
                    connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
            connection.execute(sa.schema.CreateTable(_records, if_not_exists=True))

    def _full(self) -> bool:
        """Tell whether there is no room left on the disk of an SQLite file."""
        try:
            return self._folder is not None and shutil.disk_usage(self._folder).free < LITTLE
        except OSError:
            return False  # the folder is gone: that is another trouble

    def _not_writable(self, told: LabError) -> LabError:
        """Advise on the variable that the database's address came from, where it is not in the lab's home."""
        hint = say("session.progress-not-writable.hint") if self._elsewhere else told.hint
        return LabError(told.message, hint)

    def _unusable(self, error: Exception) -> LabError:
        told = self._of_sqlite(getattr(error, "orig", None))
        if told is not None:
            return told
        reason = str(error).splitlines()[0]
        message = say("session.progress-unusable.message", url=self._shown, reason=reason)
        return LabError(message, say("session.progress-unusable.hint"))

    def _of_sqlite(self, error: object) -> LabError | None:
        """Return what to tell of SQLite's own troubles with a file; None for other troubles."""
        shown = self._shown
        match _code(error):
            case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_FULL as code if code == sqlite3.SQLITE_FULL or self._full():
                return LabError(say("session.home-full.message", path=shown), say("session.home-full.hint"))
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PERM:
                message = say("session.home-not-writable.message", path=shown, reason=str(error))
                return self._not_writable(LabError(message, say("session.home-not-writable.hint")))
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                message = say("session.progress-busy.message", url=shown, seconds=PATIENCE)
                return LabError(message, say("session.progress-busy.hint"))
        return None


def _write_ahead(connection: sa.Connection) -> None:
    """Have SQLite write ahead of its file; of two labs that ask for it at once SQLite turns one away without any waiting."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            return
        except SQLAlchemyError as error:
            if _code(error.__cause__) != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        time.sleep(0.01)


def _code(error: object) -> int:
    """Return the family of an error of SQLite's: the lower byte of its code; 0 for other errors (sqlite.org, "Result and Error Codes")."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _row(record: Record) -> dict[str, Any]:
    return {
        "at": record.at or time.time(),
        "run": record.run,
        "exercise": record.exercise,
        "step": record.step,
        "what": record.what,
        "outcome": record.outcome,
        "data": json.dumps(record.data or {}, ensure_ascii=False),
    }


def _contents(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in _records.columns if column.name != "number")


def _record(row: Any) -> Record:
    return Record(row.run, row.exercise, row.what, row.step, row.outcome, json.loads(row.data), row.at)

"""What the learner did: append-only records in SQLite, or in any database SQLAlchemy speaks to."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from lab.errors import LabError
from lab.language.message import say
from lab.record import Record

VERSION = 1
"""Of the table below; a database of a later version is not touched."""

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
        try:
            url = (
                sa.URL.create("sqlite", database=str(database)) if isinstance(database, Path) else sa.make_url(database)
            )
            self._shown = url.render_as_string(hide_password=True)
            if url.get_backend_name() == "sqlite" and url.database:
                Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            self._engine = sa.create_engine(url)
            self._prepare()
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise self._unusable(error) from error

    def append(self, record: Record) -> None:
        """Write one record."""
        row = {
            "at": record.at or time.time(),
            "run": record.run,
            "exercise": record.exercise,
            "step": record.step,
            "what": record.what,
            "outcome": record.outcome,
            "data": json.dumps(record.data or {}, ensure_ascii=False),
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(_records.insert(), row)
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
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
                found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                if found > VERSION:
                    message = say("session.progress-newer.message", url=self._shown, version=found)
                    raise LabError(message, say("session.progress-newer.hint"))
                if found < VERSION:
                    connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
            connection.execute(sa.schema.CreateTable(_records, if_not_exists=True))

    def _unusable(self, error: Exception) -> LabError:
        reason = str(error).splitlines()[0]
        message = say("session.progress-unusable.message", url=self._shown, reason=reason)
        return LabError(message, say("session.progress-unusable.hint"))


def _record(row: Any) -> Record:
    return Record(row.run, row.exercise, row.what, row.step, row.outcome, json.loads(row.data), row.at)

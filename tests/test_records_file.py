"""The learner's file of records, only looked at: the same records as whoever opens it reads, or none of it told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lab.cli.wiring import LateRecords
from lab.errors import LabError
from lab.progress import Progress
from lab.record import Record
from lab.records_file import VERSION, read_records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


@pytest.fixture
def book(path: Path) -> Progress:
    """A book with three records, of two runs."""
    book = Progress(path)
    book.append(Record("r1", "one", "judged", "a", "pass", {"text": "한글"}))
    book.append(Record("r1", "one", "hinted", "b"))
    book.append(Record("r2", "two", "judged", "a", "not_yet"))
    return book


def test_where_there_is_no_file_there_are_no_records_and_none_is_made(path: Path) -> None:
    assert read_records(path) == ()
    assert LateRecords(path).records() == ()
    assert not path.exists()


def test_what_is_read_is_what_the_book_reads_also_while_it_is_open(path: Path, book: Progress) -> None:
    assert read_records(path) == book.records()
    assert len(book.records()) == 3
    book.close()
    assert read_records(path) == book.records()


def test_only_what_is_asked_for_is_returned(path: Path, book: Progress) -> None:
    late = LateRecords(path)
    assert late.records("one") == book.records("one")
    assert late.records(run="r2") == book.records(run="r2")
    assert late.records("one", "r2") == ()


def test_what_was_just_written_is_read(path: Path, book: Progress) -> None:
    late = LateRecords(path)
    assert len(late.records()) == 3
    late.append(Record("r3", "two", "judged", "a", "pass"))
    assert [each.run for each in late.records()] == ["r1", "r1", "r2", "r3"]


@pytest.mark.parametrize("change", [f"PRAGMA user_version={VERSION + 1}", "DROP TABLE records"])
def test_another_version_or_another_table_is_left_to_whoever_opens_it(path: Path, book: Progress, change: str) -> None:
    book.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(change)
        connection.commit()
    assert read_records(path) is None


def test_a_later_version_is_still_refused(path: Path, book: Progress) -> None:
    book.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={VERSION + 1}")
        connection.commit()
    with pytest.raises(LabError):
        LateRecords(path).records()


def test_a_file_in_the_way_of_the_folder_is_left_to_whoever_opens_it(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    assert read_records(tmp_path / "home" / "progress.db") is None


def test_no_database_is_no_records_file(path: Path) -> None:
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    assert read_records(path) is None

"""A damaged database is set aside as it is; a whole one is left alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from lab.damage import damaged, set_aside
from lab.progress import Progress
from lab.record import Record

ONE = Record("run-1", "private-registry", "judged", "start-registry", "pass", {"n": 1}, 12.5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "what?" / "progress.db"


def book_of(path: Path, records: int = 0) -> Progress:
    book = Progress(path)
    for _ in range(records):
        book.append(ONE)
    return book


def torn(path: Path) -> bytes:
    """Make a book whose pages after the first are rubbish, and return its bytes."""
    book_of(path, 200).close()
    whole = path.read_bytes()
    content = whole[:4096] + b"\xff" * (len(whole) - 4096)
    path.write_bytes(content)
    return content


@pytest.mark.parametrize("records", [0, 1, 200])
def test_a_whole_book_is_left_alone(path: Path, records: int) -> None:
    book = book_of(path, records)
    assert set_aside(path) is None
    book.close()
    assert set_aside(path) is None
    assert len(Progress(path).records()) == records


def test_a_book_that_is_not_there_or_still_empty_is_no_damage(path: Path) -> None:
    assert set_aside(path) is None
    path.parent.mkdir()
    path.touch()
    assert set_aside(path) is None
    assert path.is_file()


def test_a_torn_book_is_renamed_as_it_is_and_a_new_one_begins(path: Path) -> None:
    content = torn(path)
    aside = set_aside(path)
    assert aside is not None
    assert aside.name.startswith("progress.db.damaged-20")
    assert aside.read_bytes() == content
    assert not path.exists()
    assert Progress(path).records() == ()


@pytest.mark.parametrize("content", [b"no database" * 100, b"\x00" * 5000, b"SQLite format 3\x00" + b"x" * 4096])
def test_a_file_that_is_no_database_is_renamed_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    aside = set_aside(path)
    assert aside is not None
    assert aside.read_bytes() == content


def test_what_was_set_aside_before_is_never_overwritten(path: Path) -> None:
    asides = []
    for number in range(3):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"rubbish %d " % number * 100)
        asides.append(set_aside(path))
    contents = [each.read_bytes()[:9] for each in asides if each is not None]
    assert contents == [b"rubbish 0", b"rubbish 1", b"rubbish 2"]


def test_a_log_of_writes_that_belongs_to_a_damaged_book_goes_with_it(path: Path) -> None:
    torn(path)
    log = path.with_name("progress.db-wal")
    log.write_bytes(b"what SQLite had not yet written into the book")
    aside = set_aside(path)
    assert aside is not None
    kept = aside.with_name(f"{aside.name}-wal")
    assert kept.read_bytes() == b"what SQLite had not yet written into the book"
    assert not log.exists()


def test_a_book_of_somebody_elses_is_no_damage(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE records (something TEXT)")
    assert not damaged(path)


def test_labs_that_find_it_damaged_at_once_set_it_aside_once(path: Path) -> None:
    torn(path)
    program = (
        "import sys\nfrom pathlib import Path\nfrom lab.damage import set_aside\nfrom lab.progress import Progress\n"
        "from lab.record import Record\npath = Path(sys.argv[1])\nset_aside(path)\n"
        "Progress(path).append(Record(sys.argv[2], 'e', 'judged'))\n"
    )
    labs = [
        subprocess.Popen([sys.executable, "-c", program, str(path), f"run-{number}"], stderr=subprocess.PIPE)
        for number in range(3)
    ]
    assert [lab.communicate(timeout=60)[1] for lab in labs] == [b""] * 3
    assert sorted(record.run for record in Progress(path).records()) == ["run-0", "run-1", "run-2"]
    asides = [each for each in path.parent.glob("*.damaged-*") if each.suffix not in ("-wal", "-shm")]
    assert len([each for each in asides if not each.name.endswith(("-wal", "-shm"))]) == 1

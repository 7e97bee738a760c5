"""Records on disk: append-only, whole after a kill, shared by several processes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from lab.damage import set_aside
from lab.errors import LabError
from lab.progress import Progress
from lab.record import Record
from lab.records_file import VERSION

ONE = Record("run-1", "private-registry", "judged", "start-registry", "pass", {"memory": {"images": ["한글"]}}, 12.5)
TWO = Record("run-1", "private-registry", "hinted", "pull-image", None, {}, 13.5)
THREE = Record("run-2", "another", "judged", "start-registry", "not_yet", {"n": 1}, 14.5)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'home' / 'progress.db'}"


@pytest.fixture
def progress(url: str) -> Iterator[Progress]:
    book = Progress(url)
    yield book
    book.close()


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_a_new_book_is_empty_and_its_folder_is_made(progress: Progress, url: str) -> None:
    assert progress.records() == ()
    assert file_of(url).is_file()


def test_records_come_back_as_they_were_in_the_order_they_were_written(progress: Progress) -> None:
    for record in (THREE, ONE, TWO):
        progress.append(record)
    assert progress.records() == (THREE, ONE, TWO)


def test_records_are_found_by_exercise_and_by_run(progress: Progress) -> None:
    for record in (ONE, TWO, THREE):
        progress.append(record)
    assert progress.records(exercise="private-registry") == (ONE, TWO)
    assert progress.records(run="run-2") == (THREE,)
    assert progress.records("private-registry", "run-2") == ()
    assert progress.records("no-such") == ()


def test_the_moment_is_filled_in(progress: Progress) -> None:
    progress.append(Record("r", "e", "judged"))
    (record,) = progress.records()
    assert record.at > 1_600_000_000
    assert record.data == {}


def test_records_are_there_when_the_book_is_opened_again(url: str) -> None:
    for record in (ONE, TWO):
        book = Progress(url)
        book.append(record)
        book.close()
    assert Progress(url).records() == (ONE, TWO)


def test_a_book_of_today_carries_its_version(progress: Progress, url: str) -> None:
    with sqlite3.connect(file_of(url)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_book_of_a_later_version_is_refused_and_left_as_it_is(url: str) -> None:
    Progress(url).close()
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute(f"PRAGMA user_version={VERSION + 1}")
    before = file_of(url).read_bytes()
    with pytest.raises(LabError) as caught:
        Progress(url)
    assert caught.value.message.key == "session.progress-newer.message"
    assert file_of(url).read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"this is no database" * 100, b"\x00" * 5000, b"SQLite format 3\x00" + b"x" * 4096]
)
def test_a_file_that_is_no_database_is_told_and_left_as_it_is(url: str, content: bytes) -> None:
    file_of(url).parent.mkdir(parents=True)
    file_of(url).write_bytes(content)
    with pytest.raises(LabError) as caught:
        Progress(url).records()
    assert caught.value.message.key == "session.progress-unusable.message"
    assert file_of(url).read_bytes() == content


def test_a_database_that_is_torn_is_told(url: str) -> None:
    book = Progress(url)
    for _ in range(200):
        book.append(ONE)
    book.close()
    whole = file_of(url).read_bytes()
    file_of(url).write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(LabError):
        Progress(url).records()


def test_a_table_of_somebody_elses_is_told(url: str) -> None:
    file_of(url).parent.mkdir(parents=True)
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute("CREATE TABLE records (something TEXT)")
    with pytest.raises(LabError):
        Progress(url).records()


def test_a_folder_in_place_of_the_file_is_told(url: str) -> None:
    file_of(url).mkdir(parents=True)
    with pytest.raises(LabError):
        Progress(url)


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(LabError):
        Progress(f"sqlite:///{tmp_path / 'home' / 'progress.db'}")


@pytest.mark.parametrize("address", ["nonsense", "://", "nosuch://host/db", "sqlite+nosuch:///x"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(LabError) as caught:
        Progress(address)
    assert caught.value.message.key == "session.progress-unusable.message"


def test_a_database_whose_driver_is_not_installed_is_told() -> None:
    with pytest.raises(LabError):
        Progress("postgresql://127.0.0.1:1/records")


def test_the_password_of_a_database_is_not_shown() -> None:
    with pytest.raises(LabError) as caught:
        Progress("nosuch://teacher:s3cret@school.example/records")
    assert "s3cret" not in str(caught.value)


def test_a_home_with_a_question_mark_in_its_name_is_a_home(tmp_path: Path) -> None:
    from lab.home import Home

    home = Home(tmp_path / "what?")
    Progress(home.progress).append(ONE)
    assert (home.path / "progress.db").is_file()


def append_in_a_process(run: str, times: int) -> subprocess.Popen[str]:
    """Start a process that appends so many records to each book whose address it is told."""
    program = (
        "import sys\n"
        "from lab.progress import Progress\n"
        "from lab.record import Record\n"
        "run, times = sys.argv[1:]\n"
        "print('ready', flush=True)\n"
        "for url in sys.stdin:\n"
        "    book = Progress(url.strip())\n"
        "    for number in range(int(times)):\n"
        "        book.append(Record(run, 'e', 'judged', f's{number}', 'pass', {'n': number}))\n"
        "        print(number, flush=True)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, run, str(times)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def hears(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def tell(process: subprocess.Popen[str], url: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{url}\n")
    process.stdin.flush()


def test_what_was_written_is_there_after_a_kill(url: str) -> None:
    with append_in_a_process("killed", 100_000) as process:
        tell(process, url)
        assert hears(process) == "ready\n"
        told = [int(hears(process)) for _ in range(10)]
        process.kill()
    book = Progress(url)
    steps = [record.step for record in book.records()]
    assert steps[: len(told)] == [f"s{number}" for number in told]
    assert steps == [f"s{number}" for number in range(len(steps))]
    book.append(ONE)
    assert book.records()[-1] == ONE


def test_two_processes_may_write_at_once(url: str) -> None:
    Progress(url).close()
    together([url], ("one", "two"), 60)


def test_processes_may_open_a_new_book_at_once(tmp_path: Path) -> None:
    """Often enough to see it: SQLite does not wait where two change how a file is written, once in some twenty times."""
    books = [f"sqlite:///{tmp_path / str(attempt) / 'progress.db'}" for attempt in range(40)]
    together(books, ("one", "two", "three", "four"), 2)


def together(urls: list[str], runs: tuple[str, ...], times: int) -> None:
    """Let a process for each run append to one book after the other, and begin each at the same moment."""
    processes = [append_in_a_process(run, times) for run in runs]
    assert {hears(process) for process in processes} == {"ready\n"}
    for url in urls:
        for process in processes:
            tell(process, url)
        assert {hears(process) for process in processes for _ in range(times)} == {f"{n}\n" for n in range(times)}
    errors = [process.communicate(timeout=60)[1] for process in processes]
    assert errors == [""] * len(runs)
    for book in map(Progress, urls):
        for run in runs:
            assert [record.step for record in book.records(run=run)] == [f"s{number}" for number in range(times)]


# --- disks and files that fail -------------------------------------------------------------------------------------------


def key_of(call: Callable[[], object]) -> str:
    with pytest.raises(LabError) as caught:
        call()
    return caught.value.message.key


def test_a_full_disk_is_said_and_what_was_written_stays(progress: Progress) -> None:
    progress.append(ONE)
    with progress._engine.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    large = replace(ONE, data={"answer": "x" * 100_000})
    assert key_of(lambda: progress.append(large)) == "session.home-full.message"
    assert key_of(lambda: progress.add([TWO, large])) == "session.home-full.message"
    assert progress.records() == (ONE,)


def test_a_book_that_another_program_keeps_locked_is_said(
    progress: Progress, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.progress.PATIENCE", 0.05)
    impatient = Progress(url)
    with sqlite3.connect(file_of(url)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert key_of(lambda: impatient.append(ONE)) == "session.progress-busy.message"
        other.rollback()
    impatient.append(ONE)
    assert impatient.records() == (ONE,)


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (sqlite3.SQLITE_READONLY, "session.home-not-writable.message"),
        (sqlite3.SQLITE_CANTOPEN, "session.home-not-writable.message"),
        (sqlite3.SQLITE_IOERR | 4 << 8, "session.home-not-writable.message"),
        (sqlite3.SQLITE_FULL, "session.home-full.message"),
        (sqlite3.SQLITE_BUSY | 1 << 8, "session.progress-busy.message"),
        (sqlite3.SQLITE_CORRUPT, "session.progress-unusable.message"),
    ],
)
def test_each_trouble_of_sqlites_is_said_in_its_own_words(
    progress: Progress, monkeypatch: pytest.MonkeyPatch, code: int, key: str
) -> None:
    def begin(*_: object) -> None:
        trouble = sqlite3.OperationalError("trouble")
        trouble.sqlite_errorcode = code
        raise OperationalError("INSERT", {}, trouble)

    monkeypatch.setattr(progress._engine, "begin", begin)
    assert key_of(lambda: progress.append(ONE)) == key


def test_a_book_cut_off_at_any_byte_of_its_log_holds_the_first_of_its_records(url: str, tmp_path: Path) -> None:
    """What a kill, or a power cut, may leave: SQLite's write-ahead log up to some byte."""
    book = Progress(url)
    for number in range(12):
        book.append(replace(ONE, step=f"s{number}"))
    whole, log = file_of(url).read_bytes(), file_of(url).with_name("progress.db-wal").read_bytes()
    book.close()
    assert len(log) > 10_000
    lengths = set()
    for number, length in enumerate((*range(0, len(log), 1511), len(log))):
        path = tmp_path / str(number) / "progress.db"
        path.parent.mkdir()
        path.write_bytes(whole)
        path.with_name("progress.db-wal").write_bytes(log[:length])
        assert set_aside(path) is None
        cut = Progress(path)
        steps = [record.step for record in cut.records()]
        assert steps == [f"s{each}" for each in range(len(steps))]
        cut.append(TWO)
        assert cut.records()[-1] == TWO
        cut.close()
        lengths.add(len(steps))
    assert max(lengths) == 12
    assert len(lengths) > 6


# --- records of another book ---------------------------------------------------------------------------------------------


def test_records_are_added_once(progress: Progress) -> None:
    progress.append(ONE)
    assert progress.add([ONE, TWO, TWO, THREE]) == 2
    assert progress.add([ONE, TWO, THREE]) == 0
    assert progress.records() == (ONE, TWO, THREE)


def test_records_that_differ_in_anything_are_others(progress: Progress) -> None:
    others = [ONE, replace(ONE, at=12.6), replace(ONE, data={}), replace(ONE, outcome="not_yet"), replace(ONE, run="r")]
    assert progress.add(others) == 5


def test_processes_that_add_the_same_records_at_once_add_them_once(url: str) -> None:
    Progress(url).close()
    program = (
        "import sys\nfrom lab.progress import Progress\nfrom lab.record import Record\n"
        "rows = [Record('r', 'e', 'judged', f's{n}', 'pass', {'n': n}, 1.0 + n) for n in range(200)]\n"
        "print(Progress(sys.argv[1]).add(rows))\n"
    )
    labs = [subprocess.Popen([sys.executable, "-c", program, url], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    added = [int(lab.communicate(timeout=60)[0]) for lab in labs]
    assert sorted(added) == [0, 0, 200]
    assert len(Progress(url).records()) == 200

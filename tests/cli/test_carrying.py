"""Progress carried to another machine: all of it, once, and nobody else's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.home import Home
from lab.progress import Progress
from lab.record import Record
from tests.cli.conftest import Command

MEMORY = {"images": [], "containers": [], "published": {}, "left": []}
PASSED = Record(
    "r1", "private-registry", "judged", "start-registry", "pass", {"memory": MEMORY, "undone": {}}, 1_700_000_000.5
)
FAILED = Record(
    "r1", "private-registry", "judged", "pull-image", "not_yet", {"memory": MEMORY, "undone": {}}, 1_700_000_001.5
)


def begun(run: str, learner: str) -> Record:
    data = {
        "learner": learner,
        "mode": "practice",
        "attempt": 1,
        "seed": 1,
        "lang": "en",
        "seconds": None,
        "questions": [],
        "options": {},
    }
    return Record(run, "quiz/private-registry", "quiz-begun", data=data, at=1_700_000_002.0)


def keep(home: Path, *records: Record) -> None:
    book = Progress(Home(home).progress)
    for record in records:
        book.append(record)
    book.close()


def kept(home: Path) -> tuple[Record, ...]:
    book = Progress(Home(home).progress)
    try:
        return book.records()
    finally:
        book.close()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The home on the other machine."""
    return tmp_path / "other"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kim.jsonl"


@pytest.fixture
def exported(registry_lab: Command, home: Path, file: Path) -> Path:
    keep(home, PASSED, FAILED)
    assert registry_lab("progress", "export", str(file)).returncode == 0
    return file


def test_progress_is_the_same_on_the_other_machine(
    registry_lab: Command, exported: Path, home: Path, other: Path
) -> None:
    here = registry_lab("progress", "--json")
    done = registry_lab("progress", "import", str(exported), REGISTRY_LAB_HOME=str(other))
    assert (done.returncode, done.stdout) == (0, "2 of 2 records are new here and were added.\n")
    assert registry_lab("progress", "--json", REGISTRY_LAB_HOME=str(other)).stdout == here.stdout
    assert kept(other) == kept(home)


def test_importing_again_adds_nothing(registry_lab: Command, exported: Path, home: Path, other: Path) -> None:
    for added in (2, 0, 0):
        done = registry_lab("progress", "import", str(exported), "--json", REGISTRY_LAB_HOME=str(other))
        assert json.loads(done.stdout) == {"records": 2, "added": added}
    assert registry_lab("progress", "import", str(exported)).stdout.startswith("0 of 2")
    assert kept(home) == (PASSED, FAILED)


def test_what_was_done_on_the_other_machine_stays(registry_lab: Command, exported: Path, other: Path) -> None:
    own = Record("r9", "private-registry", "judged", "tag-image", "pass", {"memory": MEMORY, "undone": {}}, 5.0)
    keep(other, own, PASSED)
    assert registry_lab("progress", "import", str(exported), REGISTRY_LAB_HOME=str(other)).returncode == 0
    assert kept(other) == (own, PASSED, FAILED)


def test_the_standard_streams_will_do(registry_lab: Command, home: Path, file: Path) -> None:
    keep(home, PASSED)
    done = registry_lab("progress", "export", "-")
    assert [json.loads(line).get("exercise") for line in done.stdout.splitlines()] == [None, "private-registry"]
    assert "1 records" in done.stderr


def test_an_attempt_at_a_quiz_travels_with_its_learner_alone(
    registry_lab: Command, home: Path, other: Path, file: Path
) -> None:
    keep(home, begun("q1", "kim"), begun("q2", "lee"))
    assert registry_lab("progress", "export", str(file), REGISTRY_LAB_LEARNER="kim").returncode == 0
    done = registry_lab("progress", "import", str(file), REGISTRY_LAB_LEARNER="kim", REGISTRY_LAB_HOME=str(other))
    assert done.returncode == 0, done.stderr
    assert [record.run for record in kept(other)] == ["q1"]


def test_somebody_elses_progress_is_never_added_to_mine(registry_lab: Command, exported: Path, other: Path) -> None:
    done = registry_lab(
        "progress", "import", str(exported), REGISTRY_LAB_LEARNER="someone-else", REGISTRY_LAB_HOME=str(other)
    )
    assert done.returncode == 2
    assert "REGISTRY_LAB_LEARNER=" in done.stderr
    assert not (other / "progress.db").exists()


def test_from_a_schools_database_only_runs_of_this_home_are_taken(
    registry_lab: Command, home: Path, tmp_path: Path, file: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'school.db'}"
    book = Progress(database)
    book.append(PASSED)
    book.append(Record("somebody-elses", "private-registry", "judged", "start-registry", "pass", {}, 3.0))
    book.close()
    ledger = home / "runs" / "private-registry" / "r1.jsonl"
    ledger.parent.mkdir(parents=True)
    ledger.touch()
    assert registry_lab("progress", "export", str(file), REGISTRY_LAB_PROGRESS=database).returncode == 0
    assert [json.loads(line)["run"] for line in file.read_text().splitlines()[1:]] == ["r1"]


def test_a_file_that_is_there_is_not_overwritten(registry_lab: Command, home: Path, file: Path) -> None:
    keep(home, PASSED)
    file.write_text("precious")
    done = registry_lab("progress", "export", str(file))
    assert (done.returncode, file.read_text()) == (2, "precious")


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (1, {"data": {"memory": 5, "undone": {}}}),
        (1, {"data": {"memory": MEMORY, "undone": 5}}),
        (1, {"outcome": "splendid"}),
        (1, {"exercise": "quiz/x", "what": "quiz-begun", "data": {}}),
        (1, {"at": None}),
    ],
)
def test_a_file_that_somebody_has_changed_is_refused_whole(
    registry_lab: Command, exported: Path, other: Path, line: int, change: dict[str, object]
) -> None:
    lines = exported.read_text().splitlines()
    lines[line] = json.dumps({**json.loads(lines[line]), **change})
    exported.write_text("\n".join(lines))
    done = registry_lab("progress", "import", str(exported), REGISTRY_LAB_HOME=str(other))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (other / "progress.db").exists()


@pytest.mark.parametrize("words", [("export",), ("import",), ("import", "/nonexistent"), ("export", "/nonexistent/x")])
def test_what_cannot_be_done_is_said_in_two_lines(registry_lab: Command, words: tuple[str, ...]) -> None:
    done = registry_lab("progress", *words)
    assert done.returncode in (2, 3)
    assert len(done.stderr.splitlines()) == 2


def test_it_speaks_korean(registry_lab: Command, home: Path, file: Path) -> None:
    keep(home, PASSED)
    assert "기록 1건" in registry_lab("progress", "export", str(file), "--lang", "ko").stderr


def test_damaged_records_are_set_aside_and_said(registry_lab: Command, home: Path) -> None:
    home.mkdir()
    (home / "progress.db").write_bytes(b"rubbish" * 1000)
    done = registry_lab("progress")
    assert done.returncode == 0
    assert "damaged" in done.stderr
    (aside,) = home.glob("progress.db.damaged-*")
    assert aside.read_bytes() == b"rubbish" * 1000
    assert str(aside) in done.stderr
    assert registry_lab("progress").stderr == ""

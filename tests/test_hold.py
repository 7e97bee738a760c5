"""A hold keeps other processes out, joins within one, and ends with its process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.errors import LabError
from lab.hold import Holds

HOLDER = (
    "import sys\n"
    "from pathlib import Path\n"
    "from lab.hold import Holds\n"
    "holds = Holds()\n"
    "print(holds.take(Path(sys.argv[1])), flush=True)\n"
    "sys.stdin.read()\n"
)


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_what_another_process_holds_is_not_to_be_had_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "a" / "lock"
    with holder(path) as other:
        assert not Holds().take(path)
        other.kill()
        other.wait()
        assert Holds().take(path)


def test_who_holds_it_already_joins_and_the_last_to_leave_frees_it(tmp_path: Path) -> None:
    path, mine, others = tmp_path / "lock", Holds(), Holds()
    assert mine.take(path)
    assert mine.take(path)
    mine.drop(path)
    assert not others.take(path)
    mine.drop(path)
    assert others.take(path)


def test_two_things_are_held_apart(tmp_path: Path) -> None:
    assert Holds().take(tmp_path / "one")
    assert Holds().take(tmp_path / "two")


@pytest.mark.skipif(os.name == "nt", reason="fcntl is POSIX's")
def test_a_file_system_without_locks_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", flock)
    assert Holds().take(tmp_path / "lock")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LabError) as caught:
        Holds().take(tmp_path / "file" / "lock")
    assert caught.value.message.key == "session.home-not-writable.message"

"""The command line without an engine: what is data, what is talk, and every exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from lab.progress import Progress
from lab.record import Record

Command = Callable[..., Any]

TEN = [
    "start-registry",
    "pull-image",
    "tag-image",
    "push-image",
    "remove-local",
    "pull-back",
    "remove-registry",
    "bind-mount",
    "named-volume",
    "keep-data",
]
KOREAN = re.compile("[가-힣]")


def rows(done: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


# --- without an engine, all is well --------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_printed(process: Command, option: str) -> None:
    done = process(option)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"registry-lab {version('registry-lab')}\n", "")


def test_the_version_is_printed_among_other_options(registry_lab: Command) -> None:
    assert registry_lab("--lang", "ko", "--version").stdout == f"registry-lab {version('registry-lab')}\n"


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("command", ["", "run", "check", "cleanup", "lint"])
def test_help_is_given_in_both_languages(registry_lab: Command, lang: str, command: str) -> None:
    done = registry_lab(*filter(None, ["--lang", lang, command, "--help"]))
    assert (done.returncode, done.stderr) == (0, "")
    assert "registry-lab" in done.stdout
    assert bool(KOREAN.search(done.stdout)) == (lang == "ko")


def test_every_command_is_in_the_help(registry_lab: Command) -> None:
    said = registry_lab("--help").stdout
    for command in ("exercises", "run", "check", "progress", "doctor", "cleanup", "lint", "verify"):
        assert f"\n    {command} " in said


def test_exercises_are_listed_as_objects(registry_lab: Command) -> None:
    done = registry_lab("exercises", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = {row["id"]: row for row in rows(done)}
    assert found["private-registry"]["steps"] == TEN
    assert found["private-registry"]["title"] == "Run a private registry"
    assert found["private-registry"]["minutes"] == 25


def test_exercises_are_listed_for_people(registry_lab: Command) -> None:
    done = registry_lab("exercises")
    assert (done.returncode, done.stderr) == (0, "")
    assert "private-registry\tRun a private registry (10 steps, 25 minutes)" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--lang", "ko", "exercises"], {}),
        (["exercises", "--lang=ko"], {}),
        (["exercises"], {"REGISTRY_LAB_LANG": "ko"}),
        (["exercises"], {"LANG": "ko_KR.UTF-8"}),
        (["exercises"], {"LC_ALL": "ko_KR.UTF-8"}),
        (["exercises"], {"LANG": "C.UTF-8", "REGISTRY_LAB_LANG": "ko"}),
    ],
    ids=str,
)
def test_korean_is_spoken_where_it_is_asked_for(
    registry_lab: Command, arguments: list[str], environment: dict[str, str]
) -> None:
    assert KOREAN.search(registry_lab(*arguments, **environment).stdout)


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["exercises"], {}),
        (["exercises"], {"LANG": "fr_FR.UTF-8"}),
        (["--lang", "en", "exercises"], {"LANG": "ko_KR.UTF-8", "REGISTRY_LAB_LANG": "ko"}),
        (["exercises"], {"LANG": "ko_KR.UTF-8", "REGISTRY_LAB_LANG": "en"}),
        (["exercises"], {"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}),
    ],
    ids=str,
)
def test_english_is_spoken_otherwise(registry_lab: Command, arguments: list[str], environment: dict[str, str]) -> None:
    assert not KOREAN.search(registry_lab(*arguments, **environment).stdout)


def test_korean_can_be_printed_where_the_terminal_knows_no_korean(process: Command) -> None:
    done = process("exercises", "--lang", "ko", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_progress_begins_with_nothing_done(registry_lab: Command, home: Path) -> None:
    done = registry_lab("progress", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (row,) = [row for row in rows(done) if row["exercise"] == "private-registry"]
    assert (row["done"], row["of"]) == (0, 10)
    assert row["steps"] == {step: {"passed": False, "tries": 0} for step in TEN}


def test_progress_tells_what_was_done(registry_lab: Command, home: Path) -> None:
    book = Progress(f"sqlite:///{home / 'progress.db'}")
    for outcome in ("not_yet", "pass", "cannot_tell"):
        book.append(Record("r", "private-registry", "judged", "pull-image", outcome))
    book.close()
    done = registry_lab("progress", "--json")
    (row,) = [row for row in rows(done) if row["exercise"] == "private-registry"]
    assert (row["done"], row["steps"]["pull-image"]) == (1, {"passed": True, "tries": 2})
    said = registry_lab("progress").stdout
    assert "1 of 10 steps" in said
    assert "✓ pull-image" in said


def test_a_schools_records_that_cannot_be_read_are_told_and_left_as_they_are(
    registry_lab: Command, tmp_path: Path
) -> None:
    database = tmp_path / "school.db"
    database.write_bytes(b"no database" * 500)
    done = registry_lab("progress", REGISTRY_LAB_PROGRESS=f"sqlite:///{database}")
    assert (done.returncode, done.stdout) == (3, "")
    assert "school.db" in done.stderr
    assert "Traceback" not in done.stderr
    assert database.read_bytes() == b"no database" * 500


def test_a_home_that_is_a_file_is_told_in_two_lines(registry_lab: Command, home: Path) -> None:
    home.write_text("in the way")
    done = registry_lab("progress")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_cleaning_up_where_nothing_is_open_needs_no_engine(registry_lab: Command) -> None:
    done = registry_lab("cleanup")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "No exercise is open; there is nothing to clean up.\n",
        "",
    )
    assert registry_lab("cleanup", "--dry-run").returncode == 0
    assert registry_lab("cleanup", "--json").stdout == ""


# --- lint ----------------------------------------------------------------------------------------------------------------


def test_the_exercises_that_come_with_the_lab_have_no_errors(registry_lab: Command) -> None:
    assert registry_lab("lint").returncode == 0


def test_what_is_wrong_with_a_file_is_told_by_path_and_line(registry_lab: Command, tmp_path: Path) -> None:
    broken = tmp_path / "01-broken.md"
    broken.write_text("# Broken\n\n```toml exercise\nid = 5\n```\n\n## A step\n", encoding="utf-8")
    done = registry_lab("lint", str(broken))
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout
    assert all(re.match(rf"{re.escape(str(broken))}:\d+: ", line) for line in done.stdout.splitlines())


def test_what_is_wrong_with_a_file_is_told_as_objects(registry_lab: Command, tmp_path: Path) -> None:
    broken = tmp_path / "01-broken.md"
    broken.write_text("no title\n", encoding="utf-8")
    done = registry_lab("lint", "--json", str(broken))
    assert done.returncode == 2
    assert {row["path"] for row in rows(done)} == {str(broken)}
    assert all(row["line"] >= 1 and row["message"] and row["allowed"] for row in rows(done))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"", b"\x00" * 1000, b"#" * 100_000])
def test_no_bytes_given_as_a_file_make_a_traceback(registry_lab: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "01-odd.md").write_bytes(content)
    done = registry_lab("lint", str(tmp_path))
    assert (done.returncode, done.stderr) == (2, "")


def test_a_file_that_is_not_there_is_told(registry_lab: Command, tmp_path: Path) -> None:
    done = registry_lab("lint", str(tmp_path / "nowhere.md"))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


# --- what is not understood ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["run"],
        ["run", "no-such-exercise"],
        ["run", "private-registry", "--until", "no-such-step"],
        ["run", "private-registry", "--port", "0"],
        ["run", "private-registry", "--port", "65536"],
        ["run", "private-registry", "--port", "-1"],
        ["run", "private-registry", "--port", "x"],
        ["run", "private-registry", "--port", "٥"],
        ["run", "private-registry", "--port", ""],
        ["run", "private-registry", "--name", "-x"],
        ["run", "private-registry", "--name", "a b"],
        ["run", "private-registry", "--name", ""],
        ["run", "private-registry", "--name", "한글"],
        ["run", "private-registry", "--name", "x\n"],
        ["check", "no-such-exercise"],
        ["check", "private-registry", "no-such-step"],
        ["--lang", "xx", "exercises"],
        ["exercises", "--lang"],
        ["cleanup", "surplus"],
    ],
    ids=str,
)
def test_what_is_not_understood_is_told_in_two_lines_with_exit_2(registry_lab: Command, arguments: list[str]) -> None:
    done = registry_lab(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 2


def test_a_program_is_told_as_an_object_what_was_not_understood(registry_lab: Command) -> None:
    done = registry_lab("run", "no-such-exercise", "--json")
    assert (done.returncode, done.stderr) == (2, "")
    (row,) = rows(done)
    assert row["event"] == "failed"
    assert "no-such-exercise" in row["message"]
    assert "private-registry" in row["hint"]


def test_an_exercise_that_is_misspelt_is_answered_with_the_nearest(registry_lab: Command) -> None:
    assert "private-registry" in registry_lab("run", "private-regisrty").stderr


# --- no engine -----------------------------------------------------------------------------------------------------------


def test_a_run_without_an_engine_cannot_tell_of_any_step(process: Command) -> None:
    done = process("run", "private-registry", "--json")
    assert (done.returncode, done.stderr) == (3, "")
    assert rows(done)[-1] == {
        "event": "exercise_finished",
        "exercise": "private-registry",
        "outcome": "cannot_tell",
        "steps": dict.fromkeys(TEN, "cannot_tell"),
    }


def test_a_run_until_a_step_names_only_the_steps_up_to_it(registry_lab: Command) -> None:
    done = registry_lab("run", "private-registry", "--json", "--until", "pull-image")
    assert rows(done)[-1]["steps"] == dict.fromkeys(TEN[:2], "cannot_tell")


def test_a_check_without_an_engine_cannot_tell(registry_lab: Command) -> None:
    done = registry_lab("check", "private-registry", "--json")
    assert (done.returncode, done.stderr) == (3, "")
    last = rows(done)[-1]
    assert (last["event"], last["outcome"]) == ("exercise_checked", "cannot_tell")
    assert last["steps"] == dict.fromkeys(TEN, "cannot_tell")


def test_a_check_of_one_step_without_an_engine_names_that_step(registry_lab: Command) -> None:
    done = registry_lab("check", "private-registry", "pull-image", "--json")
    assert rows(done)[-1]["steps"] == {"pull-image": "cannot_tell"}


@pytest.mark.parametrize("arguments", [["run", "private-registry"], ["check", "private-registry"], ["doctor"]])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_where_no_engine_answers_it_is_said_which_and_what_to_start(
    registry_lab: Command, arguments: list[str], lang: str
) -> None:
    done = registry_lab("--lang", lang, *arguments)
    assert done.returncode == 3
    assert "/nonexistent/docker.sock" in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert bool(KOREAN.search(done.stderr)) == (lang == "ko")


def test_an_engine_may_be_named_and_is_the_one_that_is_asked(registry_lab: Command) -> None:
    done = registry_lab("doctor", "--engine", "unix:///nowhere/else.sock")
    assert done.returncode == 3
    assert "/nowhere/else.sock" in done.stderr
    assert "/nonexistent/docker.sock" not in done.stderr


@pytest.mark.parametrize("address", ["nonsense", "", "unix://", "tcp://", "http://[", "tcp://127.0.0.1:1", "ssh://"])
def test_no_address_of_an_engine_makes_a_traceback(registry_lab: Command, address: str) -> None:
    done = registry_lab("doctor", "--engine", address)
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr


def test_the_doctor_cannot_tell_without_an_engine(registry_lab: Command) -> None:
    done = registry_lab("doctor", "--json")
    assert (done.returncode, done.stderr) == (3, "")
    last = rows(done)[-1]
    assert (last["check"], last["level"], last["code"]) == ("engine", "failure", "engine.unreachable.message")
    assert "systemctl" in last["remedy"] or sys.platform != "linux"


def test_without_a_terminal_and_an_engine_the_app_says_both(registry_lab: Command) -> None:
    done = registry_lab()
    assert done.returncode == 3
    assert "no terminal" in done.stderr
    assert "/nonexistent/docker.sock" in done.stderr


def test_nothing_is_left_behind_by_a_run_without_an_engine(registry_lab: Command, home: Path) -> None:
    registry_lab("run", "private-registry")
    registry_lab("check", "private-registry")
    assert [path for path in home.rglob("*") if path.suffix == ".jsonl"] == []


# --- a reader that goes away ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [["exercises"], ["run", "private-registry", "--json"], ["--version"], ["--help"]],
    ids=str,
)
def test_a_reader_that_has_gone_makes_no_traceback(arguments: list[str], no_engine: dict[str, str]) -> None:
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; sys.stdin.read(); from lab.cli import main; sys.exit(main(sys.argv[1:]))",
            *arguments,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=no_engine,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdin is not None
    process.stdout.close()
    process.stdin.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    process.wait(timeout=60)
    assert "Traceback" not in said
    assert "BrokenPipeError" not in said

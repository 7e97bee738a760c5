"""The command line with an engine in memory: the lines, the exit codes, the last word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lab.cli import main
from lab.docker_cli import actions as act
from lab.engine import connect, ports
from lab.ledger import open_ledgers
from tests.builders import HUB, container
from tests.fakes import FakeEngine, error

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
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    engine = FakeEngine()
    monkeypatch.setenv("REGISTRY_LAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("REGISTRY_LAB_LANG", "en")
    monkeypatch.delenv("REGISTRY_LAB_PROGRESS", raising=False)
    monkeypatch.setattr(connect, "connect", lambda url: engine)
    monkeypatch.setattr(ports, "port_in_use", lambda port: None)
    return engine


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def run(*arguments: str) -> int:
    return main(["run", "private-registry", *arguments])


def failing(engine: FakeEngine, kind: str, action: type) -> None:
    def before(each: act.Action) -> None:
        if isinstance(each, action):
            raise error(kind)

    engine.before = before


def test_a_run_passes_with_exit_0_and_says_so_last(engine: FakeEngine, lines: Lines) -> None:
    before = engine.inventory()
    assert run("--json") == 0
    told = lines()
    assert told[-1] == {
        "event": "exercise_finished",
        "exercise": "private-registry",
        "outcome": "pass",
        "steps": dict.fromkeys(TEN, "pass"),
    }
    assert told[0]["event"] == "exercise_opened"
    assert told[0]["values"] == {"port": 5000, "name": "registry"}
    assert engine.inventory() == before


def test_every_line_for_a_program_is_an_object_with_an_event(engine: FakeEngine, lines: Lines) -> None:
    engine.hold(HUB)
    run("--json")
    told = lines()
    assert {row["event"] for row in told} == {
        "exercise_opened",
        "step_started",
        "command_started",
        "layer_moved",
        "printed",
        "noticed",
        "world_seen",
        "step_judged",
        "clean_up_planned",
        "cleaned",
        "exercise_finished",
    }
    (pulled,) = [row for row in told if row.get("text") == "docker pull hello-world"]
    assert pulled["action"] == {"kind": "ImagePull", "command": "docker image pull hello-world"}


def test_a_verdict_for_a_program_is_in_words(engine: FakeEngine, lines: Lines) -> None:
    main(["check", "private-registry", "pull-image", "--json"])
    (judged,) = [row for row in lines() if row["event"] == "step_judged"]
    assert judged["verdicts"][0]["found"] == "the engine has no image called hello-world"
    assert judged["verdicts"][0]["next"] == "Fetch it: docker pull hello-world"


def test_a_run_for_people_names_steps_commands_and_verdicts(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    said = capsys.readouterr()
    assert said.err == ""
    for text in ("1. Start the registry (start-registry)", "$ docker pull hello-world", "✓", "10 of 10 steps pass."):
        assert text in said.out
    assert "{" not in said.out.replace("{{", "")


def test_a_run_in_korean_is_in_korean(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--lang", "ko") == 0
    assert "나만의" in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "code", "outcome"), [("not-found", 1, "not_yet"), ("offline", 3, "cannot_tell")])
def test_a_run_that_does_not_pass_says_why_by_its_exit_code(
    engine: FakeEngine, lines: Lines, kind: str, code: int, outcome: str
) -> None:
    failing(engine, kind, act.ImagePush)
    assert run("--json") == code
    last = lines()[-1]
    assert last["outcome"] == outcome
    assert list(last["steps"].values()) == ["pass"] * 3 + [outcome] * 7


def test_values_of_the_learners_are_used(engine: FakeEngine, lines: Lines) -> None:
    assert run("--json", "--port", "6000", "--name", "mine") == 0
    told = lines()
    assert told[0]["values"] == {"port": 6000, "name": "mine"}
    assert any("6000" in row.get("text", "") for row in told)


def test_a_name_that_is_taken_is_exit_2(engine: FakeEngine) -> None:
    engine.containers["mine"] = container("mine", ports=())
    assert run("--name", "mine") == 2


def test_what_is_kept_is_cleaned_up_by_its_own_command(engine: FakeEngine, lines: Lines, tmp_path: Path) -> None:
    before = engine.inventory()
    assert run("--keep", "--until", "push-image") == 0
    assert engine.inventory() != before
    lines_before = len(engine.performed)
    assert main(["cleanup", "--dry-run"]) == 0
    assert len(engine.performed) == lines_before
    assert main(["cleanup"]) == 0
    assert engine.inventory() == before
    assert open_ledgers(tmp_path / "home" / "runs") == ()


def test_a_clean_up_that_leaves_something_is_not_yet(engine: FakeEngine) -> None:
    run("--keep", "--until", "push-image")
    failing(engine, "in-use", act.ImageRemove)
    assert main(["cleanup"]) == 1


@pytest.mark.parametrize(("done", "code"), [(False, 1), (True, 0)])
def test_a_check_judges_what_is_there_whoever_made_it(engine: FakeEngine, done: bool, code: int) -> None:
    if done:
        engine.hold(HUB)
    assert main(["check", "private-registry", "pull-image"]) == code
    assert engine.performed == []


def test_the_last_line_is_the_outcome_also_when_the_engine_goes_away_at_once(engine: FakeEngine, lines: Lines) -> None:
    engine.gone = error("unreachable")
    assert run("--json") == 3
    last = lines()[-1]
    assert (last["event"], last.get("steps")) == ("exercise_finished", dict.fromkeys(TEN, "cannot_tell"))


def test_the_last_line_is_the_outcome_also_when_the_engine_goes_away_in_between(
    engine: FakeEngine, lines: Lines
) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ImagePush):
            engine.gone = error("unreachable")

    engine.before = before
    assert run("--json") == 3
    last = lines()[-1]
    assert (last["event"], last["outcome"]) == ("exercise_finished", "cannot_tell")


def test_the_doctor_finds_an_engine_and_changes_nothing(
    engine: FakeEngine, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.engine.hub.pulls_left", lambda: 90)
    assert main(["doctor", "--json"]) == 0
    checks = {row["check"] for row in lines()}
    assert {"python", "home", "engine", "api", "storage", "port", "name", "images", "hub"} <= checks
    assert engine.performed == []


def test_ctrl_c_says_what_is_left_and_how_to_remove_it(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageTag):
            raise KeyboardInterrupt

    engine.before = before
    assert run() == 130
    said = capsys.readouterr().err
    assert "registry-lab cleanup" in said
    assert "docker container rm" in said
    assert "hello-world" in said
    engine.before = lambda action: None
    assert main(["cleanup"]) == 0
    assert engine.inventory() == ({}, {}, frozenset())


def test_ctrl_c_and_then_run_goes_on(engine: FakeEngine, lines: Lines) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ImagePush):
            raise KeyboardInterrupt

    engine.before = before
    run("--json")
    lines()
    engine.before = lambda action: None
    assert run("--json") == 0
    told = lines()
    assert told[0]["resumed"] is True
    assert [row["step"] for row in told if row["event"] == "step_started"] == TEN[3:]


def test_what_the_engine_prints_cannot_command_the_terminal(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.containers["x\x1b[2Jx"] = container("x\x1b[2Jx", image="registry", ports=())
    main(["check", "private-registry", "start-registry"])
    assert "\x1b" not in capsys.readouterr().out


def test_progress_counts_what_a_run_did(engine: FakeEngine, lines: Lines) -> None:
    run("--json", "--until", "tag-image")
    lines()
    assert main(["progress", "--json"]) == 0
    (row,) = [row for row in lines() if row["exercise"] == "private-registry"]
    assert row["done"] == 3


def test_records_that_cannot_be_written_are_told_with_what_is_left_of_the_exercise(
    engine: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("REGISTRY_LAB_PROGRESS", f"sqlite:///{tmp_path}/file/records.db")
    assert run() == 3
    told = capsys.readouterr().err
    assert "docker container rm -f -v registry" in told
    assert "REGISTRY_LAB_PROGRESS" in told


def test_an_option_that_does_not_fit_an_open_run_is_told_and_nothing_else(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--until", "start-registry", "--keep") == 0
    assert run("--port", "5055") == 2
    told = capsys.readouterr().err
    assert "5055" in told
    assert "docker container rm" not in told

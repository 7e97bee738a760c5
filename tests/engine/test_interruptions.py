"""Ctrl-C, a killed lab, a silent engine: nothing is lost, nothing is left behind, nothing hangs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import EXERCISE, Engine, Lab

pytestmark = pytest.mark.engine


def started(lab: Lab, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        lab.command(*words), env=lab.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for(process: subprocess.Popen[str], event: str, text: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        told = json.loads(line)
        if told["event"] == event and text in json.dumps(told):
            return
    raise AssertionError(f"{event} {text} never came")


def test_ctrl_c_says_what_is_left_and_cleanup_removes_it(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    process = started(lab, "run", EXERCISE, "--json")
    wait_for(process, "step_judged", "start-registry")  # early: the rest takes a quick engine no more than seconds
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "registry-lab cleanup" in told
    assert "docker container rm -f -v registry" in told
    assert "Traceback" not in told
    assert engine.inventory() != before
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


@pytest.mark.parametrize("moment", ["start-registry", "pull-image", "push-image", "remove-local", "bind-mount"])
def test_after_a_kill_cleanup_restores_the_engine(engine: Engine, lab: Lab, moment: str) -> None:
    engine.docker("pull", "-q", "hello-world")
    before = engine.inventory()
    process = started(lab, "run", EXERCISE, "--json")
    wait_for(process, "step_started", moment)
    process.kill()
    process.communicate(timeout=30)
    result = lab("cleanup", "--json")
    assert result.code == 0, result.stdout
    assert engine.inventory() == before


def test_a_dry_run_only_says_what_it_would_do(engine: Engine, lab: Lab) -> None:
    lab("run", EXERCISE, "--until", "push-image", "--keep")
    before = engine.inventory()
    result = lab("cleanup", "--dry-run")
    assert "docker container rm -f -v registry" in result.stdout
    assert engine.inventory() == before
    assert lab("cleanup").code == 0


def test_cleaning_up_twice_is_harmless(engine: Engine, lab: Lab) -> None:
    lab("run", EXERCISE, "--until", "tag-image", "--keep")
    assert lab("cleanup").code == 0
    before = engine.inventory()
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


def test_a_container_made_by_hand_is_left_and_named(engine: Engine, lab: Lab) -> None:
    lab("run", EXERCISE, "--until", "start-registry", "--keep")
    engine.docker("rm", "-f", "registry")
    engine.docker("run", "-d", "-p", "127.0.0.1:5000:5000", "--name", "registry", "registry")
    result = lab("cleanup")
    assert "docker container rm -f registry" in result.stdout
    assert engine.succeeds("container", "inspect", "registry")


def test_what_somebody_undid_is_done_again_before_the_run_goes_on(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    lab("run", EXERCISE, "--until", "push-image", "--keep")
    engine.docker("rm", "-f", "-v", "registry")
    result = lab("run", EXERCISE, "--json")
    started = [event["step"] for event in result.events if event["event"] == "step_started"]
    assert result.code == 0, result.stdout
    assert started[:3] == ["start-registry", "push-image", "remove-local"]
    assert engine.inventory() == before


def test_a_run_left_open_on_an_engine_that_is_gone_is_in_nobodys_way(engine: Engine, lab: Lab) -> None:
    lab("run", EXERCISE, "--until", "bind-mount", "--keep")
    ledger = next((lab.home / "runs" / EXERCISE).glob("*.jsonl"))
    here = json.loads(ledger.read_text().splitlines()[0])["run"]["engine"]
    ledger.write_text(ledger.read_text().replace(here, "another engine"))
    engine.empty()
    assert lab("run", EXERCISE, "--json").code == 0
    result = lab("cleanup")
    assert result.code == 0
    assert str(ledger) in result.stderr


@pytest.fixture
def suspended(engine: Engine) -> Iterator[str]:
    """The engine, stopped in its tracks: it accepts connections and answers nothing."""
    daemons = engine.processes()
    assert daemons
    for process in daemons:
        os.kill(process, signal.SIGSTOP)
    yield engine.url
    for process in daemons:
        os.kill(process, signal.SIGCONT)


def test_a_suspended_engine_is_cannot_tell_within_six_seconds(lab: Lab, suspended: str, tmp_path: Path) -> None:
    began = time.monotonic()
    Lab(lab.home, f"unix://{tmp_path}/none.sock")("run", EXERCISE)
    # Where much else runs, a command takes long to start: how long it waits for the engine is what counts.
    result = lab("run", EXERCISE, "--json", timeout=max(6, 5 + 2 * (time.monotonic() - began)))
    assert result.code == 3
    assert result.last["outcome"] == "cannot_tell"
    assert set(result.last["steps"].values()) == {"cannot_tell"}


def test_an_engine_that_is_not_there_is_cannot_tell_and_says_what_to_start(lab: Lab, tmp_path: Path) -> None:
    nowhere = Lab(lab.home, f"unix://{tmp_path}/none.sock")
    result = nowhere("run", EXERCISE, timeout=6)
    assert result.code == 3
    assert "Start Docker Desktop" in result.stderr

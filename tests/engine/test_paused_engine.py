"""An engine that is paused in the midst of a step: whoever works on it can leave at once, and nothing is left behind."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import EXERCISE, Engine, Lab, paused
from .terminal import terminal_of

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

AT_ONCE = 10.0
"""Seconds that leaving may take on a machine that is busy; the engine itself is given two minutes for an answer."""


def test_ctrl_c_ends_a_run_whose_engine_is_paused_in_mid_step(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    process = subprocess.Popen(
        lab.command("run", EXERCISE, "--json"),
        env=lab.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        event = json.loads(line)
        if event["event"] == "step_started" and event["step"] == "push-image":
            break
    with paused(engine):
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, told = process.communicate(timeout=60)
        took = time.monotonic() - began
    assert took < AT_ONCE
    assert process.returncode == 130
    assert "registry-lab cleanup" in told
    assert "Traceback" not in told
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


def test_the_app_can_be_left_while_its_engine_is_paused_in_mid_step(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    before = engine.inventory()
    given = {"REGISTRY_LAB_HOME": str(lab.home), "LANG": "C.UTF-8"}
    with terminal_of(tmp_path / "tmux", Path.cwd(), given) as terminal:
        terminal.press(f"{shlex.join(lab.command())}; echo left with $?", "Enter")
        exercise = terminal.opens(EXERCISE, practice=engine.is_practice)
        if engine.is_practice:
            terminal.runs_a_step("▸✓1")
        else:  # on an engine of one's own the lab asks before it changes anything
            terminal.runs_a_step(engine.url)
            terminal.press("y")
        terminal.shows("▸✓1")
        terminal.press("Enter")
        terminal.shows("▸·2", exercise.steps[1].title)
        with paused(engine):
            terminal.runs_a_step("… running")
            began = time.monotonic()
            terminal.press("C-q")
            terminal.shows("left with 0")
            took = time.monotonic() - began
    assert took < AT_ONCE, took
    assert lab("cleanup").code == 0
    assert engine.inventory() == before

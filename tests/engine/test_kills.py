"""A lab killed at any moment, on an engine that holds somebody's work: clean-up restores it, and no passed step is lost.

LAB_KILLS says how many of each kind; `make kill-test` runs the 300 that a release needs.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import random
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import EXERCISE, Engine, Lab

pytestmark = [pytest.mark.engine, pytest.mark.timeout(7200)]

KILLS = int(os.environ.get("LAB_KILLS", "4"))
SEED = int(os.environ.get("LAB_SEED", "2026"))
KEYS = (b"\r", b"r", b"y", b"\r")
"""What opens the exercise, runs its step, agrees, and goes on to the next; pressed over and over, they do the exercise."""


@pytest.fixture
def neighbours(engine: Engine) -> Engine:
    """Somebody's week: their hello-world under two names, their registry with data on port 5000, a volume and a network."""
    engine.docker("pull", "-q", "hello-world")
    engine.docker("tag", "hello-world", "mine/hello:1")
    engine.docker("volume", "create", "work")
    if not engine.is_practice:  # which has the networks that it came with
        engine.docker("network", "create", "mine")
    engine.docker(
        "run", "-d", "-p", "127.0.0.1:5000:5000", "-v", "work:/var/lib/registry", "--name", "registry", "registry"
    )
    engine.docker("tag", "hello-world", "127.0.0.1:5000/mine:1")
    engine.docker("push", "-q", "127.0.0.1:5000/mine:1")
    return engine


def run_by_command(lab: Lab, moment: float) -> list[str]:
    """Start a run, kill it after a while, and return the steps it had reported as passed."""
    process = subprocess.Popen(
        lab.command("run", EXERCISE, "--json"), env=lab.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        told, _ = process.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        told, _ = process.communicate()
    events = [json.loads(line) for line in told.decode().split("\n")[:-1]]
    return [each["step"] for each in events if each["event"] == "step_judged" and each["outcome"] == "pass"]


def run_in_the_app(lab: Lab, moment: float) -> list[str]:
    """Press keys in the app, kill it after a while, and return the steps that it had recorded as passed by then."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(lab.command()[0], lab.command(), {**lab.environment, "TERM": "xterm-256color"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    ends, pressed = time.monotonic() + moment, 0
    while time.monotonic() < ends:
        if select.select([terminal], [], [], 0.15)[0]:
            os.read(terminal, 65536)
        else:
            os.write(terminal, KEYS[pressed % len(KEYS)])
            pressed += 1
    before = passed(lab)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)
    return before


def passed(lab: Lab) -> list[str]:
    rows = [json.loads(line) for line in lab("progress", "--json").stdout.splitlines()]
    row = next(each for each in rows if each["exercise"] == EXERCISE)
    return [step for step, data in row["steps"].items() if data["passed"]]


@pytest.mark.parametrize(("way", "longest"), [(run_by_command, 6.0), (run_in_the_app, 12.0)])
def test_after_a_kill_at_any_moment_the_engine_is_as_it_was_and_no_passed_step_is_lost(
    neighbours: Engine, tmp_path: Path, way: Callable[[Lab, float], list[str]], longest: float
) -> None:
    engine, chance = neighbours, random.Random(SEED)
    before = engine.inventory()
    for number in range(KILLS):
        lab = Lab(tmp_path / str(number), engine.url)
        moment = chance.uniform(0, longest)
        reported = way(lab, moment)
        result = lab("cleanup")
        assert result.code == 0, (number, moment, result.stdout, result.stderr)
        assert engine.inventory() == before, (number, moment, result.stdout)
        assert set(reported) <= set(passed(lab)), (number, moment)

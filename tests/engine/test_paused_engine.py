"""An engine that is paused in the midst of a step: whoever works on it can leave at once, and nothing is left behind."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from .conftest import EXERCISE, Engine, Lab

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

AT_ONCE = 10.0
"""Seconds that leaving may take on a machine that is busy; the engine itself is given two minutes for an answer."""


@contextmanager
def paused(engine: Engine) -> Iterator[None]:
    """An engine that takes connections and answers nothing."""
    processes = engine.processes()
    assert processes
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each, signal.SIGCONT)


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


def test_the_app_can_be_left_while_its_engine_is_paused_in_mid_step(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(lab.command()[0], lab.command(), {**lab.environment, "TERM": "xterm-256color"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    keys = iter(b"\rry\r" * 50)
    ends = time.monotonic() + 120
    while not any((lab.home / "runs").rglob("*.jsonl")) and time.monotonic() < ends:
        if not drained(terminal, 0.3):
            os.write(terminal, bytes([next(keys)]))
    while not engine.docker("ps", "-aq") and time.monotonic() < ends:
        if not drained(terminal, 0.3):
            os.write(terminal, bytes([next(keys)]))
    with paused(engine):
        os.write(terminal, b"r\ry")
        drained(terminal, 1.0)
        began = time.monotonic()
        os.write(terminal, b"\x11")  # Ctrl-Q
        ended = 0
        while not ended and time.monotonic() - began < 60:
            drained(terminal, 0.05)
            ended, _ = os.waitpid(process, os.WNOHANG)
        took = time.monotonic() - began
    if not ended:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    os.close(terminal)
    assert ended, "the app waits for an engine that says nothing"
    assert took < AT_ONCE, took
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


def drained(terminal: int, seconds: float) -> bool:
    """Read what the app draws; return whether it drew anything within so many seconds."""
    if not select.select([terminal], [], [], seconds)[0]:
        return False
    try:
        return bool(os.read(terminal, 65536))
    except OSError:  # it has gone
        return False

"""A lab killed at any moment, on an engine that holds somebody's work: clean-up restores it, and no passed step is lost.

LAB_KILLS says how many of each kind; 150 of each make the 300 that a release needs. A kill counts where it met a lab that was
at work: the moment is drawn uniformly over as long as the whole exercise takes here, and drawn again where it came too late.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import random
import select
import signal
import sqlite3
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load_all
from lab.home import Home
from lab.ledger import open_ledgers

from .conftest import EXERCISE, Engine, Lab

pytestmark = [pytest.mark.engine, pytest.mark.timeout(7200)]

KILLS = int(os.environ.get("LAB_KILLS", "4"))
SEED = int(os.environ.get("LAB_SEED", "2026"))
EVERY = {each.id: {step.id for step in each.steps} for each in load_all(exercises_folder(), "en")}
"""Exercises and their steps."""
DOWN = b"\x1b[B" * list(EVERY).index(EXERCISE)
"""The way from the first exercise on home to this one; where a text is read instead, it scrolls."""
KEYS = (DOWN + b"\r", b"r", b"y", b"\r")
"""What opens the exercise, runs its step, agrees, and goes on to the next; pressed over and over, they do the exercise."""
FOREVER = 240.0
"""Seconds that no exercise takes."""


@dataclass(frozen=True)
class Work:
    """What a lab did until it was killed, or until it was through."""

    reported: frozenset[str]
    """Steps that it had reported as passed: `exercise/step`."""
    seconds: float
    through: bool
    """Whether there was nothing left to kill."""


def run_by_command(lab: Lab, moment: float, exercise: str = EXERCISE) -> Work:
    """Start a run, and kill it after so many seconds."""
    began = time.monotonic()
    process = subprocess.Popen(
        lab.command("run", exercise, "--json"), env=lab.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    through = True
    try:
        told, _ = process.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        through = False
        told, _ = process.communicate()
    events = [json.loads(line) for line in told.decode().split("\n")[:-1]]
    passes = [each["step"] for each in events if each["event"] == "step_judged" and each["outcome"] == "pass"]
    return Work(frozenset(f"{exercise}/{step}" for step in passes), time.monotonic() - began, through)


def run_in_the_app(lab: Lab, moment: float) -> Work:
    """Press keys in the app, and kill it after so many seconds."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(lab.command()[0], lab.command(), {**lab.environment, "TERM": "xterm-256color"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    began, pressed, done = time.monotonic(), 0, recorded(lab)
    while (left := began + moment - time.monotonic()) > 0 and not complete(done):
        if select.select([terminal], [], [], min(0.15, left))[0]:
            os.read(terminal, 65536)
        else:
            os.write(terminal, KEYS[pressed % len(KEYS)])
            pressed += 1
            done = recorded(lab)
    done = recorded(lab)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)
    return Work(done, time.monotonic() - began, complete(done))


def recorded(lab: Lab) -> frozenset[str]:
    """The steps that are written down as passed, read beside whoever writes; they are shown only after that."""
    query = "SELECT DISTINCT exercise, step FROM records WHERE what = 'judged' AND outcome = 'pass'"
    try:
        with contextlib.closing(sqlite3.connect(f"file:{lab.home / 'progress.db'}?mode=ro", uri=True)) as database:
            return frozenset("/".join(row) for row in database.execute(query))
    except sqlite3.OperationalError:
        return frozenset()  # not there yet, or being made at this moment


def complete(done: frozenset[str]) -> bool:
    return any(done >= {f"{exercise}/{step}" for step in steps} for exercise, steps in EVERY.items())


def passed(lab: Lab) -> set[str]:
    rows = [json.loads(line) for line in lab("progress", "--json").stdout.splitlines()]
    return {f"{row['exercise']}/{step}" for row in rows for step, data in row["steps"].items() if data["passed"]}


@pytest.mark.parametrize("way", [run_by_command, run_in_the_app])
def test_after_a_kill_at_any_moment_the_engine_is_as_it_was_and_no_passed_step_is_lost(
    neighbours: Engine, tmp_path: Path, way: Callable[[Lab, float], Work]
) -> None:
    engine, chance = neighbours, random.Random(SEED)
    before = engine.inventory()
    whole = Lab(tmp_path / "whole", engine.url)
    longest = way(whole, FOREVER).seconds
    assert whole("cleanup").code == 0
    assert engine.inventory() == before
    number = tries = 0
    while number < KILLS:
        lab, moment, tries = Lab(tmp_path / str(tries), engine.url), chance.uniform(0, longest), tries + 1
        work = way(lab, moment)
        number += not work.through
        result = lab("cleanup")
        assert result.code == 0, (number, moment, result.stdout, result.stderr)
        assert engine.inventory() == before, (number, moment, result.stdout)
        assert open_ledgers(Home(lab.home).runs()) == (), (number, moment)
        assert work.reported <= passed(lab), (number, moment)
        assert tries <= 3 * KILLS + 3, f"of {tries} kills only {number} met a lab at work"
    print(f"{way.__name__}: {number} kills in {tries} tries over {longest:.1f} s each, seed {SEED}")


@pytest.mark.parametrize("exercise", sorted(EVERY.keys() - {EXERCISE}))
def test_after_a_kill_in_any_other_exercise_nothing_is_left_either(
    neighbours: Engine, tmp_path: Path, exercise: str
) -> None:
    """Networks, builds, logins, listeners, certificates and services as well; a build that a push began outlives the kill."""
    engine, chance = neighbours, random.Random(f"{SEED} {exercise}")
    (known,) = (each for each in load_all(exercises_folder(), "en") if each.id == exercise)
    for image in known.images:
        # The practice engine's hub has only the images of exercises that can be done on it.
        assert engine.succeeds("pull", "-q", image) or (engine.is_practice and known.needs)
    before = engine.inventory()
    whole = Lab(tmp_path / "whole", engine.url)
    work = run_by_command(whole, FOREVER, exercise)
    assert whole("cleanup", timeout=120).code == 0
    assert engine.inventory() == before
    if known.needs and not work.reported:
        return  # what this engine cannot do was refused before it began
    for number in range(max(1, KILLS // 15)):
        lab, moment = Lab(tmp_path / str(number), engine.url), chance.uniform(0, work.seconds)
        told = run_by_command(lab, moment, exercise).reported
        result = lab("cleanup", timeout=120)
        assert result.code == 0, (number, moment, result.stdout, result.stderr)
        assert engine.inventory() == before, (number, moment, result.stdout)
        assert open_ledgers(Home(lab.home).runs()) == (), (number, moment)
        assert told <= passed(lab), (number, moment)


def test_a_clean_up_that_is_killed_at_any_moment_is_finished_by_the_next(neighbours: Engine, tmp_path: Path) -> None:
    engine, chance = neighbours, random.Random(SEED)
    before = engine.inventory()
    steps = sorted(EVERY[EXERCISE])
    longest, number, tries = 5.0, 0, 0
    while number < max(2, KILLS // 3):
        lab, tries = Lab(tmp_path / str(tries), engine.url), tries + 1
        assert lab("run", EXERCISE, "--until", chance.choice(steps), "--keep").code == 0
        began = time.monotonic()
        process = subprocess.Popen(
            lab.command("cleanup"), env=lab.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(chance.uniform(0, longest))
            longest = time.monotonic() - began
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            number += 1
        assert lab("cleanup").code == 0
        assert engine.inventory() == before, number
        assert open_ledgers(Home(lab.home).runs()) == (), number
        assert tries <= 3 * KILLS + 6, f"of {tries} kills only {number} met a clean-up at work"
    print(f"clean-ups: {number} kills in {tries} tries over {longest:.1f} s each, seed {SEED}")

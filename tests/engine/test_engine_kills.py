"""An engine killed at any moment of a run, and started again: clean-up restores what the engine's own death would have left.

That death stops every container, the neighbours' too, and those with a restart policy run again with the engine. So the
measure is not what was there before, but what the same death does to an engine on which nobody works: that and nothing else.

LAB_ENGINE_KILLS says how many; a release has 50.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.home import Home
from lab.ledger import open_ledgers

from .conftest import EXERCISE, Engine, Lab, command_of

pytestmark = [pytest.mark.engine, pytest.mark.timeout(3600)]

KILLS = int(os.environ.get("LAB_ENGINE_KILLS", "2"))
SEED = int(os.environ.get("LAB_SEED", "2026"))
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json"
START = 30.0
"""Seconds that an engine may take to come back."""


@dataclass(frozen=True)
class Way:
    """How an engine was started, so that it can be again."""

    command: list[str]
    folder: Path
    environment: dict[str, str]


def way_of(process: int) -> Way:
    place = Path(f"/proc/{process}")
    rows = (place / "environ").read_text().split("\0")
    environment = dict(row.split("=", 1) for row in rows if "=" in row)
    return Way(command_of(process), (place / "cwd").resolve(), environment)


def die(engine: Engine) -> Way:
    """Kill the engine, with all that belongs to it, as a power cut would; return how to start it."""
    processes = engine.processes()
    (main,) = [each for each in processes if Path(command_of(each)[0]).name != "containerd"]
    way = way_of(main)
    for process in processes:
        with contextlib.suppress(ProcessLookupError):  # containerd dies with its dockerd
            os.kill(process, signal.SIGKILL)
    while engine.processes():
        time.sleep(0.01)
    return way


def start_again(engine: Engine, way: Way, log: Path) -> None:
    """Start the engine, and again where it gives up, as whatever keeps services running would."""
    process, ends = launched(way, log), time.monotonic() + START
    while not engine.succeeds("version"):
        assert time.monotonic() < ends, f"the engine does not come back: {log.read_text(errors='replace')[-3000:]}"
        if process.poll() is not None:
            process = launched(way, log)
        time.sleep(0.05)


def launched(way: Way, log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen(
            way.command,
            cwd=way.folder,
            env=way.environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )


def state(engine: Engine) -> dict[str, list[str]]:
    """What is there, but not since when, and without the bridge that an engine makes anew whenever it starts."""
    rows = engine.inventory()
    del rows["started"]
    return {**rows, "networks": [row for row in rows["networks"] if not row.endswith(" bridge")]}


def settled(engine: Engine) -> dict[str, list[str]]:
    """What is there once whatever restarts by itself has done so."""
    ends = time.monotonic() + START
    while "web running" not in engine.docker("ps", "--format", "{{.Names}} {{.State}}") and time.monotonic() < ends:
        time.sleep(0.05)
    return state(engine)


def run_while_the_engine_dies(engine: Engine, lab: Lab, moment: float) -> tuple[set[str], bool, Way]:
    """Begin a run, kill the engine after so many seconds; return what was reported as passed, and whether the run was at work."""
    command = lab.command("run", EXERCISE, "--json")
    with subprocess.Popen(
        command, env=lab.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        at_work = process.poll() is None
        way = die(engine)
        told, complaints = process.communicate(timeout=60)
    assert "Traceback" not in complaints
    events = [json.loads(line) for line in told.splitlines()]
    if at_work and events[-1]["event"] == "exercise_finished":
        assert set(events[-1]["steps"].values()) <= {"pass", "cannot_tell"}, told
    return {row["step"] for row in events if row["event"] == "step_judged" and row["outcome"] == "pass"}, at_work, way


def passed(lab: Lab) -> set[str]:
    rows = [json.loads(line) for line in lab("progress", "--json").stdout.splitlines()]
    return {
        step for row in rows if row["exercise"] == EXERCISE for step, data in row["steps"].items() if data["passed"]
    }


def bring_back(engine: Engine) -> None:
    """Start the neighbours' registry, as its owner would, and see that it still serves what it held."""
    engine.docker("start", "registry")
    ends = time.monotonic() + START
    asked = urllib.request.Request("http://127.0.0.1:5000/v2/mine/manifests/1", headers={"Accept": MANIFEST})
    while True:
        try:
            answer = urllib.request.urlopen(asked, timeout=5)
        except OSError:
            assert time.monotonic() < ends, "the neighbours' registry does not serve what it held"
            time.sleep(0.05)
        else:
            assert answer.status == 200
            return


def test_after_an_engine_s_death_at_any_moment_clean_up_leaves_what_that_death_alone_leaves(
    neighbours: Engine, tmp_path: Path
) -> None:
    engine, chance = neighbours, random.Random(SEED)
    engine.docker("run", "-d", "--restart", "always", "--name", "web", "registry")
    before = state(engine)
    start_again(engine, die(engine), tmp_path / "engine.log")
    alone = settled(engine)
    stopped = {
        **before,
        "containers": [row.replace(" registry running", " registry exited") for row in before["containers"]],
    }
    assert alone == stopped
    bring_back(engine)
    whole = Lab(tmp_path / "whole", engine.url)
    began = time.monotonic()
    assert whole("run", EXERCISE).code == 0
    longest = time.monotonic() - began
    number = tries = 0
    while number < KILLS:
        lab, moment, tries = Lab(tmp_path / str(tries), engine.url), chance.uniform(0, longest), tries + 1
        assert state(engine) == before, (number, moment)
        reported, at_work, way = run_while_the_engine_dies(engine, lab, moment)
        number += at_work
        start_again(engine, way, tmp_path / "engine.log")
        settled(engine)
        result = lab("cleanup")
        assert result.code == 0, (number, moment, result.stdout, result.stderr)
        assert state(engine) == alone, (number, moment, result.stdout)
        assert open_ledgers(Home(lab.home).runs()) == (), (number, moment)
        assert reported <= passed(lab), (number, moment)
        bring_back(engine)
        assert tries <= 3 * KILLS + 3, f"of {tries} deaths only {number} met a run at work"
    print(f"{number} deaths in {tries} tries over {longest:.1f} s each, seed {SEED}")

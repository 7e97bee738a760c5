"""Two learners at the same exercise, on one engine, at the same moment; and one learner in two windows.

LAB_PAIRS says how often.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lab.home import Home
from lab.ledger import open_ledgers

from .conftest import EXERCISE, Engine, Lab, await_registry

pytestmark = [pytest.mark.engine, pytest.mark.timeout(1800)]

OTHER = "understanding-registry"
"""Another exercise, with a registry of its own."""
PAIRS = int(os.environ.get("LAB_PAIRS", "3"))


def empty(engine: Engine) -> None:
    """Nothing of anybody's."""


def at_home(engine: Engine) -> None:
    """An engine that holds what both exercises are about: hello-world under two names, and a registry with data on port 5000."""
    engine.docker("pull", "-q", "hello-world")
    engine.docker("tag", "hello-world", "mine/hello:1")
    engine.docker(
        "run", "-d", "-p", "127.0.0.1:5000:5000", "-v", "work:/var/lib/registry", "--name", "registry", "registry"
    )
    engine.docker("tag", "hello-world", "127.0.0.1:5000/mine:1")
    await_registry(5000)
    engine.docker("push", "-q", "127.0.0.1:5000/mine:1")


def begin(lab: Lab) -> subprocess.Popen[str]:
    return subprocess.Popen(
        lab.command("run", EXERCISE, "--json"),
        env=lab.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def events_of(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    told, complaints = process.communicate(timeout=120)
    assert "Traceback" not in complaints
    return [json.loads(line) for line in told.splitlines()]


def story(told: list[list[dict[str, Any]]]) -> str:
    """What happened to each, short enough to read when it went wrong."""
    lines = []
    for number, events in enumerate(told, start=1):
        for event in events:
            if event["event"] in ("exercise_opened", "command_failed", "noticed", "step_judged", "cleaned", "failed"):
                found = [verdict["found"] for verdict in event.get("verdicts", ())]
                keys = ("values", "step", "outcome", "text", "message", "left")
                lines.append(f"{number} {event['event']} {[event[key] for key in keys if key in event]} {found}")
    return "\n".join(lines)


def own_values(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names and ports that a run had, one row each time it began."""
    return [event["values"] for event in events if event["event"] == "exercise_opened"]


@pytest.mark.parametrize("before", [empty, at_home])
def test_both_pass_and_leave_exactly_what_was_there(
    engine: Engine, tmp_path: Path, before: Callable[[Engine], None]
) -> None:
    before(engine)
    inventory = engine.inventory()
    for number in range(PAIRS):
        labs = [Lab(tmp_path / f"{number}-{name}", engine.url) for name in ("kim", "lee")]
        learners = [begin(lab) for lab in labs]
        told = [events_of(learner) for learner in learners]
        outcomes = [events[-1]["outcome"] for events in told]
        assert outcomes == ["pass", "pass"], f"{number}\n{story(told)}"
        assert [learner.returncode for learner in learners] == [0, 0], f"{number}\n{story(told)}"
        assert engine.inventory() == inventory, f"{number}\n{story(told)}"
        assert [open_ledgers(Home(lab.home).runs()) for lab in labs] == [(), ()]
        kim, lee = map(own_values, told)
        if len(kim) == len(lee) == 1:  # who begins anew may find the other gone, and take what was theirs
            assert kim[0]["name"] != lee[0]["name"]
            assert kim[0]["port"] != lee[0]["port"]


def ours(engine: Engine) -> None:
    """Somebody's own images of what the exercises are about."""
    for image in ("hello-world", "registry"):
        engine.docker("pull", "-q", image)


@pytest.mark.parametrize("before", [empty, ours])
@pytest.mark.parametrize("first", [EXERCISE, OTHER])
def test_two_exercises_of_one_learner_end_in_any_order(
    engine: Engine, lab: Lab, before: Callable[[Engine], None], first: str
) -> None:
    """The second begins while the first has the image's name taken away, and uses the first one's registry image."""
    before(engine)
    inventory = engine.inventory()
    assert lab("run", EXERCISE, "--until", "remove-local", "--keep").code == 0
    assert lab("run", OTHER, "--until", "push-image", "--keep").code == 0
    for exercise in (first, *({EXERCISE, OTHER} - {first})):
        result = lab("run", exercise, "--json")
        assert (result.code, result.last["outcome"]) == (0, "pass"), result.stdout
    assert engine.inventory() == inventory
    assert open_ledgers(Home(lab.home).runs()) == ()


@pytest.mark.parametrize("first", [0, 1])
def test_a_learner_who_begins_amid_anothers_exercise_takes_nothing_of_the_users_along(
    engine: Engine, tmp_path: Path, first: int
) -> None:
    ours(engine)
    inventory = engine.inventory()
    labs = [Lab(tmp_path / name, engine.url) for name in ("kim", "lee")]
    assert labs[0]("run", EXERCISE, "--until", "remove-local", "--keep").code == 0
    assert labs[1]("run", OTHER, "--until", "push-image", "--keep").code == 0
    for each in (labs[first], labs[1 - first]):
        result = each("cleanup")
        assert result.code == 0, result.stdout
    assert engine.inventory() == inventory


def test_an_exercise_that_is_open_in_one_window_is_refused_in_another(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    with begin(lab) as first:
        assert first.stdout is not None
        assert json.loads(first.stdout.readline())["event"] == "exercise_opened"
        second = lab("run", EXERCISE)
        assert (second.code, second.stdout) == (2, "")
        assert "open in another window" in second.stderr
        assert lab("check", EXERCISE, "--json").last["event"] == "exercise_checked"
        assert lab("progress").code == 0
        assert lab("cleanup", "--dry-run").code == 0
        assert events_of(first)[-1]["outcome"] == "pass"
    assert engine.inventory() == before


def test_cleaning_up_elsewhere_leaves_the_exercise_that_somebody_is_at(engine: Engine, lab: Lab) -> None:
    """A run that was left is cleaned up meanwhile, and its neighbour goes on to its end."""
    before = engine.inventory()
    assert lab("run", OTHER, "--until", "start-registry", "--keep").code == 0
    with begin(lab) as first:
        assert first.stdout is not None
        assert json.loads(first.stdout.readline())["event"] == "exercise_opened"
        result = lab("cleanup")
        assert (result.code, f"{EXERCISE} is being worked on" in result.stderr) == (1, True), result.stderr
        assert OTHER in result.stdout
        assert [ledger.run.exercise for ledger in open_ledgers(Home(lab.home).runs())] == [EXERCISE]
        assert events_of(first)[-1]["outcome"] == "pass"
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


def test_a_window_that_was_killed_keeps_nobody_out(engine: Engine, lab: Lab) -> None:
    before = engine.inventory()
    with begin(lab) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()
    assert lab("run", EXERCISE, "--json").last["outcome"] == "pass"
    assert engine.inventory() == before

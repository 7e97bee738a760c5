"""Every exercise that comes with the lab is proved on this engine: `make verify`, an engine for each."""

from __future__ import annotations

import json
import os

import pytest

from lab.content.library import exercises_folder, load_all
from lab.content.model import Exercise

from .conftest import Engine, Lab

pytestmark = [pytest.mark.engine, pytest.mark.timeout(600)]

EVERY = load_all(exercises_folder(), "en")


def others() -> tuple[Engine, ...]:
    """The other machines within reach, where there are any: THROWAWAY_NODES."""
    return tuple(map(Engine, os.environ.get("LAB_TEST_NODES", "").split()))


REAL = {"engine", "build", "swarm"}
"""Needs that no practice engine can meet."""


@pytest.mark.parametrize("exercise", EVERY, ids=lambda each: each.id)
def test_an_exercise_that_comes_with_the_lab_is_proved(engine: Engine, lab: Lab, exercise: Exercise) -> None:
    before = engine.inventory()
    done = lab("verify", exercise.id, "--json", timeout=580)
    assert engine.inventory() == before
    assert [node.docker("info", "-f", "{{.Swarm.LocalNodeState}} {{.Images}}") for node in others()] == [
        "inactive 0"
    ] * len(others())
    assert not any(path.name.startswith("verify-") for path in lab.home.iterdir())
    if engine.is_practice and REAL & set(exercise.needs):
        assert (done.code, done.last["outcome"]) == (3, "cannot_tell"), done.stdout
        return
    wrong = [row for row in done.events if row.get("outcome") not in (None, "pass")]
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1) + done.stderr
    assert done.code == 0, done.stdout + done.stderr
    steps = [row for row in done.events if row["event"] == "step_proved"]
    assert [row["step"] for row in steps] == [step.id for step in exercise.steps]
    assert all(len(row["mistakes"]) >= 2 and row["hints"] >= 1 for row in steps)
    assert {mistake["outcome"] for row in steps for mistake in row["mistakes"]} == {"pass"}
    assert done.events[-2:] == [
        {"event": "clean_up_proved", "exercise": exercise.id, "outcome": "pass", "troubles": []},
        {"event": "exercise_proved", "exercise": exercise.id, "outcome": "pass", "troubles": []},
    ]


def test_every_exercise_has_hints_notes_and_mistakes_enough() -> None:
    for exercise in EVERY:
        assert 5 <= len(exercise.steps) <= 10, exercise.id
        assert 15 <= exercise.minutes <= 25, exercise.id
        assert [step.id for step in exercise.steps if len(step.mistakes) < 2 or not step.hints or not step.notes] == []

"""Every mistake an exercise declares fails the check it names, with the words it names."""

from __future__ import annotations

import pytest

from lab.content.library import exercises_folder, load
from lab.engine.connect import connect
from lab.engine.ports import port_in_use
from lab.home import Home
from lab.language.words import words
from lab.progress import Progress
from lab.session import events as ev
from lab.session.opening import Lab as Parts
from lab.session.opening import open_session
from lab.session.walking import find_step

from .conftest import EXERCISE, Engine, Lab

pytestmark = pytest.mark.engine

EXERCISE_TEXT = load(exercises_folder(), EXERCISE, "en")
MISTAKES = [
    pytest.param(step.id, number, id=f"{step.id}-{number}")
    for step in EXERCISE_TEXT.steps
    for number in range(len(step.mistakes))
]


@pytest.mark.parametrize(("step_id", "number"), MISTAKES)
def test_a_mistake_fails_the_check_it_names_with_the_words_it_names(
    engine: Engine, lab: Lab, step_id: str, number: int
) -> None:
    home = Home(lab.home)
    parts = Parts(home, connect(engine.url), Progress(home.progress), port_in_use)
    session = open_session(parts, EXERCISE_TEXT, {})
    step = find_step(session.exercise, step_id)
    for earlier in session.exercise.steps[: session.exercise.steps.index(step)]:
        assert judged(session.perform(earlier)).outcome == "pass", earlier.id
    mistake = step.mistakes[number]
    verdicts = judged(session.perform(step, mistake.do)).verdicts
    failed = [verdict for verdict in verdicts if verdict.check == mistake.fails and verdict.outcome == "not_yet"]
    assert failed, verdicts
    said = " | ".join(words("en").say(part) for verdict in failed for part in (verdict.expected, verdict.found))
    assert mistake.says in said


def judged(events: object) -> ev.StepJudged:
    return [event for event in events if isinstance(event, ev.StepJudged)][-1]  # type: ignore[attr-defined]


def test_every_step_declares_at_least_two_mistakes() -> None:
    assert all(len(step.mistakes) >= 2 for step in EXERCISE_TEXT.steps)

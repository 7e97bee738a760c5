"""What is done to the whole engine is agreed to first: by whoever is at the keyboard, once in a run, and written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from lab.content.model import Exercise
from lab.docker_cli.actions import SwarmInit
from lab.session import events as ev
from lab.session.opening import Lab, open_session, to_agree
from lab.session.resetting import reset
from lab.session.session import Session
from lab.session.walking import walk
from tests.fakes import FakeEngine, error

from .test_resetting import Bench

INIT = "docker swarm init --advertise-addr 127.0.0.1 --listen-addr 127.0.0.1"


@pytest.fixture
def needing(exercise: Exercise) -> Exercise:
    """An exercise that begins a Swarm in its first step."""
    first, *others = exercise.steps
    return replace(exercise, needs=("swarm",), steps=(replace(first, commands=(INIT, *first.commands)), *others))


def failures(events: Iterator[ev.Event]) -> list[str]:
    return [event.kind for event in events if isinstance(event, ev.CommandFailed)]


def begun(engine: FakeEngine) -> int:
    return sum(isinstance(action, SwarmInit) for action in engine.performed)


def test_a_swarm_is_begun_only_after_somebody_has_agreed(lab: Lab, needing: Exercise, engine: FakeEngine) -> None:
    session = open_session(lab, needing, {})
    assert failures(session.perform(session.exercise.steps[0])) == ["not-agreed"]
    assert begun(engine) == 0
    session.agree("asked")
    assert failures(session.perform(session.exercise.steps[0])) == []
    assert begun(engine) == 1


def test_nobody_begins_a_swarm_in_an_exercise_that_does_not_ask(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    session = open_session(lab, exercise, {})
    assert session.asks is None
    assert failures(session.perform(session.exercise.steps[0], [INIT])) == ["not-agreed"]
    assert begun(engine) == 0


def test_what_was_agreed_to_is_written_down_with_how_and_is_not_asked_again_in_the_same_run(
    lab: Lab, needing: Exercise
) -> None:
    session = open_session(lab, needing, {})
    assert session.asks is not None
    assert to_agree(lab, needing) == session.asks
    session.agree("--yes")
    assert session.books is not None
    assert session.books.ledger.agreed() == "--yes"
    assert to_agree(lab, needing) is None
    del session
    again = open_session(lab, needing, {})
    assert (again.asks, again.agreed) == (None, "--yes")


def test_what_cannot_begin_is_not_asked_for(lab: Lab, exercise: Exercise, needing: Exercise) -> None:
    assert to_agree(lab, exercise) is None
    taken = replace(lab, engine=FakeEngine(facts=replace(lab.engine.facts, swarm="active")))
    assert to_agree(taken, needing) is None


def test_a_walk_carries_the_agreement_into_its_run_and_into_the_next(
    lab: Lab, needing: Exercise, engine: FakeEngine
) -> None:
    for expected in (1, 2):
        first = needing.steps[0].id
        assert "not-agreed" not in failures(walk(lab, needing, {}, first, agreed="--yes"))
        assert begun(engine) == expected
    assert "not-agreed" in failures(walk(lab, needing, {}, needing.steps[0].id))


@dataclass
class Keeping(Bench):
    """A workplace whose sessions can be looked at afterwards."""

    opened: Session | None = None

    def open(self, exercise: str, lang: str, before: object = None) -> Session:
        self.opened = open_session(self.lab, self.exercise, {})
        return self.opened


def test_a_run_that_is_begun_anew_by_the_learner_needs_no_second_yes(lab: Lab, needing: Exercise) -> None:
    bench = Keeping(lab, needing)
    session = bench.open(needing.id, "en")
    session.agree("asked")
    list(session.perform(session.exercise.steps[0]))
    list(reset(bench, session, needing.steps[1].id, "en"))
    assert bench.opened is not session
    assert bench.opened is not None
    assert bench.opened.agreed == "asked"


def test_an_engine_that_does_not_answer_is_not_taken_for_one_that_need_not_be_asked(
    lab: Lab, needing: Exercise
) -> None:
    engine = FakeEngine(gone=error("unreachable"))
    with pytest.raises(type(error("unreachable"))):
        to_agree(replace(lab, engine=engine), needing)

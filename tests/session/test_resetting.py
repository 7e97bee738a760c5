"""Beginning a step again: the engine is brought back to the state before it, whatever was done since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lab.content.model import Exercise
from lab.engine.contract import EngineFacts
from lab.session import events as ev
from lab.session.catching_up import catch_up, missing
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, open_session
from lab.session.resetting import reset
from lab.session.session import Session
from lab.session.walking import find_step
from lab.standing import Standing
from tests.fakes import FakeEngine, error


@dataclass
class Bench:
    """A workplace on a lab in memory."""

    lab: Lab
    exercise: Exercise

    def exercises(self, lang: str) -> tuple[Exercise, ...]:
        return (self.exercise,)

    def standings(self) -> tuple[Standing, ...]:
        return ()

    def connect(self) -> EngineFacts:
        return self.lab.engine.facts

    def open(self, exercise: str, lang: str) -> Session:
        return open_session(self.lab, self.exercise, {})

    def clean_up(self, session: Session) -> Iterator[ev.Event]:
        assert session.books is not None
        return clean_up(session.engine, session.books.ledger)


@pytest.fixture
def bench(lab: Lab, exercise: Exercise) -> Bench:
    return Bench(lab, exercise)


def perform(session: Session, *steps: str) -> None:
    for identity in steps:
        list(session.perform(find_step(session.exercise, identity)))


def test_the_state_before_the_step_is_back(bench: Bench, engine: FakeEngine) -> None:
    session = bench.open("private-registry", "en")
    list(catch_up(session, find_step(session.exercise, "push-image")))
    before = set(engine.images), set(engine.containers)
    perform(session, "push-image", "remove-local")
    list(reset(bench, session, "push-image", "en"))
    assert (set(engine.images), set(engine.containers)) == before


def test_the_exercise_opens_again_where_the_reset_left_it(bench: Bench) -> None:
    session = bench.open("private-registry", "en")
    perform(session, "start-registry", "pull-image")
    first = session.opened().run
    list(reset(bench, session, "pull-image", "en"))
    again = bench.open("private-registry", "en")
    assert again.opened().run != first
    assert again.passed == {"start-registry"}
    assert missing(again, find_step(again.exercise, "pull-image")) == ()


def test_it_tells_of_the_clean_up_the_new_run_and_what_is_done_again(bench: Bench) -> None:
    session = bench.open("private-registry", "en")
    perform(session, "start-registry")
    kinds = [type(event).__name__ for event in reset(bench, session, "pull-image", "en")]
    assert kinds.index("Cleaned") < kinds.index("ExerciseOpened") < kinds.index("CommandStarted")
    assert kinds[-1] == "StepJudged"


def test_where_something_cannot_be_removed_no_new_run_begins(bench: Bench, engine: FakeEngine) -> None:
    session = bench.open("private-registry", "en")
    perform(session, "start-registry")
    engine.gone = error("unreachable")
    events = list(reset(bench, session, "pull-image", "en"))
    assert not [event for event in events if isinstance(event, ev.ExerciseOpened)]
    engine.gone = None
    assert bench.open("private-registry", "en").opened().run == session.opened().run

"""Beginning a step again: the engine is brought back to the state before it, whatever was done since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from lab.content.model import Exercise
from lab.docker_cli import actions as act
from lab.engine.contract import EngineFacts
from lab.ledger import LABEL, Baseline
from lab.session import events as ev
from lab.session.catching_up import catch_up, missing
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, open_session
from lab.session.resetting import leased, reset
from lab.session.session import Session
from lab.session.sharing import LEASES, LOST
from lab.session.walking import find_step
from lab.standing import Standing
from lab.world import Port
from tests.builders import HUB, container
from tests.fakes import FakeEngine, FakeRecords, error


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

    def open(self, exercise: str, lang: str, before: Baseline | None = None) -> Session:
        return open_session(self.lab, self.exercise, {}, before)

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


# --- a name or port that somebody else took first ---------------------------------------------------------------------------


def somebody(engine: FakeEngine, name: str, port: int, **changed: Any) -> None:
    """Another learner's lab has its registry running."""
    ports = (Port(5000, port, "127.0.0.1"),)
    engine.containers[name] = container(name, ports=ports, **{"labels": ((LABEL, "ffffffff"),), **changed})


def try_it(bench: Bench, session: Session, step: str, *commands: str) -> list[ev.Event]:
    """What the app does for a key: a step, or what somebody typed for it."""
    found = find_step(session.exercise, step)
    return list(leased(bench, session, step, "en", session.perform(found, commands or None)))


def kinds(events: list[ev.Event]) -> list[str]:
    wanted = ev.CommandFailed | ev.Noticed | ev.Cleaned | ev.ExerciseOpened | ev.StepJudged
    return [type(event).__name__ for event in events if isinstance(event, wanted)]


@pytest.mark.parametrize(("name", "port"), [("registry", 7000), ("theirs", 5000)])
def test_a_learner_is_not_judged_for_a_name_or_port_that_somebody_took_first(
    bench: Bench, engine: FakeEngine, records: FakeRecords, name: str, port: int
) -> None:
    session = bench.open("private-registry", "en")
    somebody(engine, name, port)
    events = try_it(bench, session, "start-registry")
    assert kinds(events) == ["CommandFailed", "Noticed", "Cleaned", "ExerciseOpened"]
    assert records.rows == []
    again = bench.open("private-registry", "en")
    values = dict(again.opened().values)
    assert (values["name"], values["port"]) == (("registry-lab", 5000) if port == 7000 else ("registry", 5001))
    assert kinds(try_it(bench, again, "start-registry")) == ["StepJudged"]
    assert again.passed == {"start-registry"}


def test_in_the_midst_of_an_exercise_what_came_before_is_done_again(bench: Bench, engine: FakeEngine) -> None:
    session = bench.open("private-registry", "en")
    list(catch_up(session, find_step(session.exercise, "bind-mount")))
    somebody(engine, "registry", 5000)
    events = try_it(bench, session, "bind-mount")
    assert next(event.message for event in events if isinstance(event, ev.Noticed)) == LOST
    again = bench.open("private-registry", "en")
    assert missing(again, find_step(again.exercise, "bind-mount")) == ()
    assert dict(again.opened().values)["name"] == "registry-lab"


def test_what_others_brought_along_meanwhile_is_not_taken_for_what_was_there_before(
    bench: Bench, engine: FakeEngine
) -> None:
    session = bench.open("private-registry", "en")
    somebody(engine, "registry", 5000)
    engine.hold(HUB)
    try_it(bench, session, "start-registry")
    again = bench.open("private-registry", "en")
    assert again.books is not None
    assert HUB not in again.books.ledger.run.baseline.images
    assert "registry" not in again.books.ledger.run.baseline.containers


@pytest.mark.parametrize(
    ("step", "commands"),
    [
        ("start-registry", ["docker run -d -p 127.0.0.1:5000:5000 --name web registry"]),
        ("start-registry", ["docker run -d -p 127.0.0.1:7000:5000 --name registry registry"]),
        ("pull-image", ["docker run -d -p 127.0.0.1:5000:5000 --name again registry"]),
        ("pull-image", ["docker run -d --name registry registry"]),
        ("pull-image", ["docker container stop registry", "docker run -d --name registry registry"]),
    ],
)
def test_a_learner_in_their_own_way_is_judged(bench: Bench, engine: FakeEngine, step: str, commands: list[str]) -> None:
    session = bench.open("private-registry", "en")
    somebody(engine, "web", 7000)
    if step != "start-registry":
        perform(session, "start-registry")
    events = try_it(bench, session, step, *commands)
    assert kinds(events) == ["CommandFailed", "StepJudged"]
    assert bench.open("private-registry", "en").opened().run == session.opened().run


def test_what_the_learner_made_in_another_terminal_is_not_somebody_elses(bench: Bench, engine: FakeEngine) -> None:
    session = bench.open("private-registry", "en")
    somebody(engine, "registry", 5000, labels=(), created=4_000_000_000)
    assert kinds(try_it(bench, session, "start-registry")) == ["CommandFailed", "StepJudged"]
    assert session.passed == {"start-registry"}


def test_whoever_is_too_late_every_time_is_told_so_and_not_judged(
    bench: Bench, engine: FakeEngine, records: FakeRecords
) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ContainerRun) and action.spec.name not in engine.containers:
            somebody(engine, str(action.spec.name), 10_000 + len(engine.containers))

    session = bench.open("private-registry", "en")
    engine.before = before
    events = try_it(bench, session, "pull-image", "docker run -d -p 127.0.0.1:5000:5000 --name registry registry")
    assert kinds(events) == ["CommandFailed", "Noticed", "Cleaned", "ExerciseOpened"] * LEASES
    assert records.rows == []


def test_where_a_run_cannot_be_ended_nothing_is_begun_anew(bench: Bench, engine: FakeEngine) -> None:
    session = bench.open("private-registry", "en")
    somebody(engine, "registry", 5000)
    told = []
    for event in leased(bench, session, "start-registry", "en", session.perform(session.exercise.steps[0])):
        told.append(event)
        if event == ev.Noticed(LOST):
            engine.gone = error("unreachable")
    assert kinds(told) == ["CommandFailed", "Noticed", "Cleaned"]
    engine.gone = None
    assert bench.open("private-registry", "en").opened().run == session.opened().run

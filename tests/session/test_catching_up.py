"""A late or lost learner: the engine is brought to the state that a step begins with."""

from __future__ import annotations

import pytest

from lab.content.model import Exercise, Step
from lab.reference import Reference
from lab.session import events as ev
from lab.session.catching_up import catch_up, missing
from lab.session.opening import Lab, open_session
from lab.session.session import Session
from tests.builders import HUB
from tests.fakes import FakeEngine, error


@pytest.fixture
def session(lab: Lab, exercise: Exercise) -> Session:
    return open_session(lab, exercise, {})


def step(session: Session, identity: str) -> Step:
    found = session.exercise.step(identity)
    assert found is not None
    return found


def done(events: list[ev.Event]) -> list[tuple[str, str]]:
    return [(event.step, event.outcome) for event in events if isinstance(event, ev.StepJudged)]


def test_a_learner_who_comes_late_gets_every_step_before_theirs(session: Session) -> None:
    events = list(catch_up(session, step(session, "push-image")))
    assert done(events) == [("start-registry", "pass"), ("pull-image", "pass"), ("tag-image", "pass")]


def test_what_has_been_done_is_not_done_again(session: Session) -> None:
    list(session.perform(step(session, "start-registry")))
    assert [each.id for each in missing(session, step(session, "tag-image"))] == ["pull-image"]


def test_what_somebody_undid_is_done_again(session: Session, engine: FakeEngine) -> None:
    list(catch_up(session, step(session, "push-image")))
    del engine.images[f"127.0.0.1:5000/{Reference.parse('hello-world').familiar()}:latest"]
    assert done(list(catch_up(session, step(session, "push-image")))) == [("tag-image", "pass")]


def test_what_a_later_step_undid_on_purpose_is_not_done_again(session: Session) -> None:
    list(catch_up(session, step(session, "pull-back")))
    assert missing(session, step(session, "pull-back")) == ()


def test_it_stops_at_a_step_that_does_not_pass(session: Session, engine: FakeEngine) -> None:
    del engine.hub[HUB]
    events = list(catch_up(session, step(session, "push-image")))
    assert done(events)[-1] == ("pull-image", "not_yet")


def test_the_first_step_lacks_nothing(session: Session) -> None:
    assert list(catch_up(session, step(session, "start-registry"))) == []


def test_a_glance_at_an_unchanged_world_tells_nothing(session: Session) -> None:
    list(session.check(step(session, "pull-image")))
    assert list(session.glance(step(session, "pull-image"))) == []


def test_a_glance_ticks_off_a_step_that_was_done_in_another_terminal(session: Session, engine: FakeEngine) -> None:
    list(session.check(step(session, "pull-image")))
    engine.hold(HUB)
    seen, judged = session.glance(step(session, "pull-image"))
    assert isinstance(seen, ev.WorldSeen)
    assert seen.changes
    assert isinstance(judged, ev.StepJudged)
    assert judged.outcome == "pass"
    assert "pull-image" in session.passed


def test_a_glance_at_an_engine_that_is_gone_cannot_tell(session: Session, engine: FakeEngine) -> None:
    list(session.check(step(session, "pull-image")))
    engine.gone = error("unreachable")
    (judged,) = session.glance(step(session, "pull-image"))
    assert isinstance(judged, ev.StepJudged)
    assert judged.outcome == "cannot_tell"


def test_what_was_expected_of_a_step_is_held_against_what_it_changed(session: Session) -> None:
    list(session.perform(step(session, "start-registry")))
    events = list(session.perform(step(session, "pull-image"), expected=frozenset({"nothing"})))
    (told,) = [event for event in events if isinstance(event, ev.PredictionJudged)]
    assert told.prediction.real == {"image-name-appears"}
    assert not told.prediction.right

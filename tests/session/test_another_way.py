"""A learner's own commands: the same in other words, or another way to the same state."""

from __future__ import annotations

import pytest

from lab.content.model import Exercise
from lab.session import events as ev
from lab.session.opening import Lab, open_session
from lab.session.session import Session
from lab.session.walking import find_step


@pytest.fixture
def session(lab: Lab, exercise: Exercise) -> Session:
    session = open_session(lab, exercise, {})
    list(session.perform(find_step(session.exercise, "start-registry")))
    return session


def typed(session: Session, step: str, *commands: str) -> ev.StepJudged:
    *_, last = session.perform(find_step(session.exercise, step), commands)
    assert isinstance(last, ev.StepJudged)
    return last


def test_another_spelling_of_the_same_command_is_the_same(session: Session) -> None:
    judged = typed(session, "pull-image", "docker image pull docker.io/library/hello-world:latest")
    assert (judged.outcome, judged.otherwise) == ("pass", False)


def test_another_command_that_reaches_the_same_state_passes_and_is_told_apart(session: Session) -> None:
    own = "127.0.0.1:5000/hello-world"
    typed(session, "pull-image", "docker pull hello-world")
    typed(session, "tag-image", f"docker tag hello-world {own}")
    typed(session, "push-image", f"docker push {own}")
    judged = typed(session, "remove-local", f"docker rmi hello-world {own}")
    assert (judged.outcome, judged.otherwise) == ("pass", True)


def test_one_of_the_steps_two_commands_is_no_other_way(session: Session) -> None:
    typed(session, "pull-image", "docker pull hello-world")
    judged = typed(session, "tag-image", "docker tag hello-world 127.0.0.1:5000/hello-world")
    assert (judged.outcome, judged.otherwise) == ("pass", False)


def test_looking_around_after_a_pass_is_no_other_way(session: Session) -> None:
    typed(session, "pull-image", "docker pull hello-world")
    assert not typed(session, "pull-image", "docker ps").otherwise
    assert not typed(session, "pull-image", "docker rmi nothing").otherwise


def test_what_does_not_pass_is_no_other_way(session: Session) -> None:
    judged = typed(session, "tag-image", "docker pull registry")
    assert (judged.outcome, judged.otherwise) == ("not_yet", False)

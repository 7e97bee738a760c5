"""A password that is typed at the prompt is in no event, no record and no ledger, however its line is spelt."""

from __future__ import annotations

import pytest

from lab.cli.machine import line
from lab.content.model import Exercise
from lab.docker_cli import actions as act
from lab.language.words import words
from lab.session.opening import Lab, open_session
from tests.fakes import FakeEngine, FakeRecords

SECRET = "s3cr3t"
HERE = "127.0.0.1:5000"


@pytest.mark.parametrize(
    "typed",
    [
        f"docker login -u alice -p {SECRET} {HERE}",
        f"docker login -u alice -p{SECRET} {HERE}",
        f"echo {SECRET} | docker login -u alice --password-stdin {HERE}",
        f"docker lgoin -u alice --password={SECRET} {HERE}",
        f"echo {SECRET} | dokcer login -u alice --password-stdin {HERE}",
        f"docker login -u alice --pasword {SECRET} {HERE}",
        f"docker login -u alice -p {SECRET} ghcr.io",
    ],
)
def test_nobody_else_is_told(
    lab: Lab, exercise: Exercise, engine: FakeEngine, records: FakeRecords, typed: str
) -> None:
    session = open_session(lab, exercise, {})
    events = list(session.perform(session.exercise.steps[0], [typed]))
    told = "\n".join(line(event, words("en")) for event in events)
    assert "login" in told
    assert SECRET not in told
    assert SECRET not in repr(events)
    assert SECRET not in repr(records.records())
    assert not [path for path in lab.home.path.rglob("*.jsonl") if SECRET in path.read_text()]


def test_the_engine_is_given_it(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    session = open_session(lab, exercise, {})
    list(session.perform(session.exercise.steps[0], [f"docker login -u alice -p {SECRET} {HERE}"]))
    (login,) = [action for action in engine.performed if isinstance(action, act.Login)]
    assert (login.username, login.password) == ("alice", SECRET)

"""A few hundred of what `python -m tests.fuzz` tries by the hundred thousand."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from lab.docker_cli import actions as act
from lab.docker_cli.actions import Action
from lab.reference import Reference
from tests.fuzz import FoundError, Replies, _dangerous, main, rounds, tame

SPEC = act.ContainerSpec(Reference.parse("registry"))


def test_nothing_is_found() -> None:
    assert main(["--count", "600", "--seed", "7"]) == 0


def test_much_of_it_is_understood_and_much_is_not() -> None:
    outcomes: Counter[str] = Counter()
    for _, attempt, count in rounds(1, 900):
        outcomes.update(attempt().partition(":")[0] for _ in range(count))
    assert (
        min(outcomes[each] for each in ("understood", "refused", "read", "complained of", "event told", "error")) > 10
    )


@pytest.mark.parametrize(
    "action",
    [
        act.ImagePush(Reference.parse("hello-world")),
        act.RegistryRequest("http://evil/"),
        act.ContainerRun(act.ContainerSpec(SPEC.image, network="host")),
        act.ContainerRun(act.ContainerSpec(SPEC.image, mounts=(act.MountPoint("bind", "/etc", "/x"),))),
        act.ContainerCreate(act.ContainerSpec(SPEC.image, mounts=(act.MountPoint("volume", "/etc", "/x"),))),
    ],
)
def test_it_would_find_an_action_that_no_exercise_may_have(action: Action) -> None:
    assert _dangerous(action)


def test_it_would_find_an_escape_and_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not tame("\x1b[2J")
    monkeypatch.setattr("tests.fuzz.harmless", lambda text: text)
    monkeypatch.setattr("lab.cli.plain.safe", lambda text: text)
    replies = Replies(random.Random(1))
    with pytest.raises(FoundError):
        [replies() for _ in range(500)]

"""Following an engine: nudges to look again, from its events where it has any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from threading import Event as Signal

import pytest

from lab.engine import watching
from lab.engine.adapter import DockerEngine

from .fake_engine import FakeEngine, Json, Silence, Stream

Nudges = Callable[[int], int]


@pytest.fixture
def nudged(client: DockerEngine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nudges]:
    """Take so many nudges, and stop."""
    monkeypatch.setattr(watching, "POLL", 0.01)
    monkeypatch.setattr(watching, "REST", 0.001)
    stop = Signal()
    yield lambda count: len(list(islice(client.nudges(stop), count)))
    stop.set()


def test_an_event_is_a_nudge(engine: FakeEngine, nudged: Nudges) -> None:
    gate = Signal()

    def events() -> Iterator[dict[str, str]]:
        yield {"Type": "image", "Action": "tag"}
        gate.wait(20)

    engine.script("GET", "/events", Stream(events()))
    assert nudged(1) == 1
    gate.set()


@pytest.mark.parametrize("answer", [Json({"message": "no events here"}, 404), Json({"message": "boom"}, 500), Stream()])
def test_an_engine_without_events_is_looked_at_every_now_and_then(
    engine: FakeEngine, nudged: Nudges, answer: Json | Stream
) -> None:
    engine.script("GET", "/events", answer)
    assert nudged(3) == 3


def test_an_engine_that_says_nothing_is_looked_at_all_the_same(
    engine: FakeEngine, nudged: Nudges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "QUICK", 0.01)
    engine.script("GET", "/events", Silence())
    assert nudged(2) == 2


def test_watching_ends_when_it_is_told_to(client: DockerEngine) -> None:
    stop = Signal()
    stop.set()
    assert list(client.nudges(stop)) == []


def test_many_events_make_few_nudges(engine: FakeEngine, client: DockerEngine) -> None:
    gate, stop = Signal(), Signal()

    def events() -> Iterator[dict[str, str]]:
        yield from ({"Type": "image", "Action": "tag"} for _ in range(2000))
        gate.set()

    engine.script("GET", "/events", Stream(events()))
    count = 0
    for _ in client.nudges(stop):
        count += 1
        if gate.is_set():
            stop.set()
    assert count < 100

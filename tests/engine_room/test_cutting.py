"""A wait for an engine can be ended from another thread, before its bound."""

from __future__ import annotations

import threading
import time

import pytest

from lab.docker_cli.parse import Place, parse
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.world import Scope

from .fake_engine import FakeEngine, Silence

BOUND = 10.0
"""Seconds; the engine itself is given two minutes."""


def test_whoever_waits_for_a_silent_engine_is_told_when_the_wait_is_cut_short(
    engine: FakeEngine, client: DockerEngine, permit: Permit
) -> None:
    asked = threading.Event()

    def silent(_: object) -> Silence:
        asked.set()
        return Silence()

    engine.script("POST", "/images/create", silent)
    failures: list[EngineError] = []

    def pull() -> None:
        with pytest.raises(EngineError) as caught:
            list(client.perform(parse("docker pull hello-world", Place("/")), permit))
        failures.append(caught.value)

    waiting = threading.Thread(target=pull)
    waiting.start()
    assert asked.wait(BOUND)
    began = time.monotonic()
    client.cut_short()
    waiting.join(BOUND)
    assert not waiting.is_alive()
    assert time.monotonic() - began < BOUND
    assert [error.blameless for error in failures] == [True]


def test_an_engine_can_be_asked_again_after_a_wait_was_cut_short(engine: FakeEngine, client: DockerEngine) -> None:
    client.observe(Scope())
    client.cut_short()
    client.observe(Scope())

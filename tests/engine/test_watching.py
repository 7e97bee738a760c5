"""What is done in another terminal is seen at once, and what a registry received is told as it was."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load
from lab.engine.adapter import DockerEngine
from lab.engine.connect import connect
from lab.engine.ports import port_in_use
from lab.home import Home
from lab.progress import Progress
from lab.session import events as ev
from lab.session.catching_up import catch_up
from lab.session.inside import inside
from lab.session.opening import Lab, open_session
from lab.session.session import Session

from .conftest import EXERCISE, Engine

pytestmark = pytest.mark.engine

SOON = 0.3
"""Seconds after a change within which it has to be judged (issue 5, part 4)."""


@pytest.fixture
def session(engine: Engine, tmp_path: Path) -> Session:
    connected: DockerEngine = connect(engine.url)
    lab = Lab(Home(tmp_path / "home"), connected, Progress(tmp_path / "progress.db"), port_in_use)
    return open_session(lab, load(exercises_folder(), EXERCISE, "en"), {})


def test_a_change_in_another_terminal_ticks_the_step_off_within_300_ms(session: Session, engine: Engine) -> None:
    step = session.exercise.steps[2]
    assert step.id == "tag-image"
    list(catch_up(session, step))
    stop, nudged, judged, undone = (threading.Event() for _ in range(4))

    def watch() -> None:
        for _ in session.engine.nudges(stop):
            nudged.set()
            for event in session.glance(step):
                if isinstance(event, ev.StepJudged):
                    (judged if event.outcome == "pass" else undone).set()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    assert nudged.wait(10), "the engine is not followed"
    took: list[float] = []
    for _ in range(3):
        judged.clear()
        undone.clear()
        engine.docker("tag", "hello-world", "127.0.0.1:5000/hello-world")
        done = time.monotonic()
        assert judged.wait(5)
        took.append(time.monotonic() - done)
        engine.docker("rmi", "127.0.0.1:5000/hello-world")
        assert undone.wait(5)
    stop.set()
    watcher.join(10)
    assert min(took) < SOON, took


def test_the_requests_of_a_push_are_told_and_the_second_push_sends_nothing(session: Session) -> None:
    push = session.exercise.step("push-image")
    assert push is not None
    list(catch_up(session, push))
    began = time.time()
    list(session.perform(push))
    first = inside(session, began - 1)
    assert first is not None
    meanings = [hit.meaning for hit in first.hits]
    assert {"ping", "blob-missing", "upload-begins", "upload-ends", "manifest-put"} <= set(meanings)
    (sheet,) = [each for each in first.sheets if each.reference.endswith("/hello-world:latest")]
    assert [blob.role for blob in sheet.blobs] == ["config", "layer"]
    list(session.perform(push))
    both = inside(session, began - 1)
    assert both is not None
    second = [hit.meaning for hit in both.hits[len(first.hits) :]]
    assert "upload-begins" not in second
    assert "blob-here" in second

"""A lab on an engine in memory, with the exercise that comes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load
from lab.content.model import Exercise
from lab.home import Home
from lab.props.stage import set_up
from lab.session.opening import Lab
from tests.fakes import FakeEngine, FakeRecords


def idle(port: int) -> None:
    """Nothing listens on any port."""


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def records() -> FakeRecords:
    return FakeRecords()


@pytest.fixture
def lab(tmp_path: Path, engine: FakeEngine, records: FakeRecords) -> Lab:
    return Lab(Home(tmp_path / "home"), engine, records, idle, stage=set_up)


@pytest.fixture
def exercise() -> Exercise:
    return load(exercises_folder(), "private-registry", "en")

"""Any runs, of any homes, at any steps at a time, that end in any order: what was there before the first is there after the last."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.content.library import exercises_folder, load
from lab.content.model import Exercise
from lab.docker_cli import actions as act
from lab.engine.contract import Permit
from lab.hold import Holds
from lab.home import Home
from lab.ledger import open_ledgers
from lab.props.stage import set_up
from lab.reference import Reference
from lab.session import events as ev
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, open_ledger, open_session
from lab.session.session import Session
from tests.builders import HUB, REGISTRY_IMAGE
from tests.fakes import FakeEngine, FakeRecords

EXERCISE = load(exercises_folder(), "private-registry", "en")
RUNS = (("kim", EXERCISE), ("kim", replace(EXERCISE, id="second")), ("lee", EXERCISE))
OLD = "sha256:" + "0" * 64
THEIRS = st.lists(st.sampled_from(("hello-world", "registry", "older", "mine")), unique=True)
"""What the user has of the images that the exercises are about; `older` is an older hello-world."""
RUN = st.integers(0, len(RUNS) - 1)
OPEN, END = -2, -1
DEEDS = st.lists(st.tuples(RUN, st.integers(OPEN, len(EXERCISE.steps) - 1)), max_size=25)
"""A run and which of its steps it does, or that it is only opened or ended."""


@dataclass
class Room:
    """An engine, and the labs of everybody who works on it."""

    folder: Path
    engine: FakeEngine = field(default_factory=FakeEngine)
    sessions: dict[int, Session] = field(default_factory=dict)
    holds: Holds = field(default_factory=Holds)

    def lab(self, number: int) -> Lab:
        home = Home(self.folder / RUNS[number][0])
        return Lab(home, self.engine, FakeRecords(), lambda port: None, self.holds, stage=set_up)

    def hold(self, theirs: list[str]) -> None:
        """Put what the user has on the engine."""
        if "registry" in theirs:
            self._done(act.ImagePull(Reference.parse(REGISTRY_IMAGE)))
        if {"hello-world", "mine"} & set(theirs):
            self._done(act.ImagePull(Reference.parse(HUB)))
        if "mine" in theirs:
            self._done(act.ImageTag(Reference.parse(HUB), Reference.parse("mine/hello:1")))
        if "older" in theirs:
            self.engine.hold(HUB, id=OLD, layers=(OLD,))

    def _done(self, action: act.Action) -> None:
        list(self.engine.perform(action, Permit("/", ())))

    def do(self, number: int, step: int) -> None:
        """Do one step, whether it passes or not: others may have undone what it stands on."""
        exercise: Exercise = RUNS[number][1]
        if number not in self.sessions:
            self.sessions[number] = open_session(self.lab(number), exercise, {})
        session = self.sessions[number]
        if step != OPEN:
            list(session.perform(session.exercise.steps[step]))

    def end(self, number: int) -> None:
        """End a run, if it is open; nothing of its own is left."""
        session = self.sessions.pop(number, None)
        if session is None:
            return
        lab = self.lab(number)
        ledger = open_ledger(lab.home, RUNS[number][1].id, self.engine.facts.id)
        assert ledger is not None
        cleaned = list(clean_up(self.engine, ledger))[-1]
        assert isinstance(cleaned, ev.Cleaned)
        assert cleaned.left == ()


@settings(max_examples=150, deadline=None)
@given(THEIRS, DEEDS, st.permutations(range(len(RUNS))))
def test_the_engine_is_as_it_was_before_the_first_after_the_last(
    tmp_path_factory: pytest.TempPathFactory, theirs: list[str], deeds: list[tuple[int, int]], ends: list[int]
) -> None:
    room = Room(tmp_path_factory.mktemp("room"))
    room.hold(theirs)
    before = room.engine.inventory()
    for number, step in deeds:
        room.end(number) if step == END else room.do(number, step)
    for number in ends:
        room.end(number)
    assert room.engine.inventory() == before
    assert open_ledgers(room.folder) == ()

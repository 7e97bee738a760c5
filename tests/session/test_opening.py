"""Opening: an exercise that was renamed, one that is open elsewhere, and disks that take no more."""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lab.content.model import Exercise
from lab.docker_cli.actions import Action, VolumeCreate
from lab.engine.contract import Happening, Permit
from lab.errors import LabError, UsageError
from lab.language.message import say
from lab.ledger import open_ledgers
from lab.needs import LackError
from lab.session import events as ev
from lab.session.checking import check
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, looking_session, open_session
from lab.session.session import Session
from lab.session.walking import walk
from tests.fakes import FakeEngine, FakeRecords


def elsewhere(lab: Lab) -> Lab:
    """The same learner's lab in another process."""
    return Lab(lab.home, lab.engine, lab.records, lab.probe)


def perform(session: Session, *steps: str) -> None:
    for identity in steps:
        step = session.exercise.step(identity)
        assert step is not None
        list(session.perform(step))


def renamed(exercise: Exercise) -> Exercise:
    """Today's exercise, as one whose id and first step's id were others before."""
    first, *rest = exercise.steps
    steps = (replace(first, id="begin", aliases=("start-registry",)), *rest)
    return replace(exercise, id="own-registry", aliases=("private-registry",), steps=steps)


# --- ids that were renamed ------------------------------------------------------------------------------------------------


def test_a_run_of_a_former_id_goes_on_under_todays(lab: Lab, exercise: Exercise) -> None:
    begun = open_session(lab, exercise, {"port": 6000})
    perform(begun, "start-registry", "pull-image")
    session = open_session(lab, renamed(exercise), {})
    assert session.passed == {"begin", "pull-image"}
    assert session.opened().run == begun.opened().run
    assert looking_session(lab, renamed(exercise)).passed == {"begin", "pull-image"}


def test_what_undid_a_step_is_known_under_todays_ids(lab: Lab, exercise: Exercise) -> None:
    perform(open_session(lab, exercise, {}), *(step.id for step in exercise.steps[:7]))
    session = open_session(lab, renamed(exercise), {})
    assert session.drifted() == frozenset()


def test_a_renamed_exercise_is_walked_to_its_end(
    lab: Lab, exercise: Exercise, engine: FakeEngine, records: FakeRecords
) -> None:
    before = engine.inventory()
    perform(open_session(lab, exercise, {}), "start-registry", "pull-image")
    last = list(walk(lab, renamed(exercise), {}))[-1]
    assert isinstance(last, ev.ExerciseFinished)
    assert (last.exercise, last.outcome) == ("own-registry", "pass")
    assert engine.inventory() == before
    assert open_ledgers(lab.home.runs()) == ()


# --- one exercise, two windows ----------------------------------------------------------------------------------------------


def test_an_exercise_that_is_open_elsewhere_is_refused(lab: Lab, exercise: Exercise) -> None:
    session = open_session(lab, exercise, {})
    with pytest.raises(UsageError) as caught:
        open_session(elsewhere(lab), exercise, {})
    assert caught.value.message.key == "session.open-elsewhere.message"
    assert len(open_ledgers(lab.home.runs())) == 1
    assert session.books is not None


def test_it_can_be_opened_again_in_the_same_window(lab: Lab, exercise: Exercise) -> None:
    first = open_session(lab, exercise, {})
    second = open_session(lab, exercise, {})
    assert first.opened().run == second.opened().run
    del first
    gc.collect()
    with pytest.raises(UsageError):
        open_session(elsewhere(lab), exercise, {})


def test_once_it_is_closed_it_can_be_opened_elsewhere(lab: Lab, exercise: Exercise) -> None:
    session = open_session(lab, exercise, {})
    run = session.opened().run
    del session
    gc.collect()
    assert open_session(elsewhere(lab), exercise, {}).opened().run == run


def test_opening_that_failed_holds_nothing(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    refused = replace(lab, probe=lambda port: say("engine.port-user.server"))
    with pytest.raises(UsageError):
        open_session(refused, exercise, {"port": 5000})
    assert open_session(elsewhere(lab), exercise, {}).books is not None


def test_another_exercise_and_another_engine_are_open_at_the_same_time(lab: Lab, exercise: Exercise) -> None:
    session = open_session(lab, exercise, {})
    other = replace(elsewhere(lab), engine=FakeEngine(facts=replace(lab.engine.facts, id="ANOTHER")))
    sessions = [open_session(other, exercise, {}), open_session(elsewhere(lab), replace(exercise, id="another"), {})]
    assert len({each.opened().run for each in (session, *sessions)}) == 3


def test_looking_and_cleaning_up_work_while_it_is_open_elsewhere(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    before = engine.inventory()
    session = open_session(lab, exercise, {})
    perform(session, "start-registry")
    *_, checked = check(elsewhere(lab), exercise, "start-registry")
    assert isinstance(checked, ev.ExerciseChecked)
    assert checked.outcome == "pass"
    (written,) = open_ledgers(lab.home.runs())
    *_, cleaned = clean_up(engine, written)
    assert isinstance(cleaned, ev.Cleaned)
    assert cleaned.left == ()
    assert engine.inventory() == before


# --- what an exercise needs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("need", "kind"), [("swarm", "needs-swarm"), ("practice", "needs-practice-engine")])
def test_what_is_missing_is_said_before_anything_is_begun(
    lab: Lab, exercise: Exercise, engine: FakeEngine, need: str, kind: str
) -> None:
    lab = replace(lab, engine=FakeEngine(facts=replace(engine.facts, swarm="")))
    with pytest.raises(LackError) as caught:
        open_session(lab, replace(exercise, needs=(need,)), {})
    assert caught.value.kind == kind
    assert not (lab.home.path / "workspace").exists()
    assert open_ledgers(lab.home.runs()) == ()
    assert open_session(lab, exercise, {}).books is not None


def test_a_run_that_has_begun_goes_on_in_the_swarm_that_it_made(lab: Lab, exercise: Exercise) -> None:
    needing = replace(exercise, needs=("swarm",))
    run = open_session(lab, needing, {}).opened().run
    later = replace(lab, engine=FakeEngine(facts=replace(lab.engine.facts, swarm="active")))
    assert open_session(later, needing, {}).opened().run == run


# --- where images come from -----------------------------------------------------------------------------------------------


class Permitting(FakeEngine):
    """An engine that remembers where a command was permitted to pull from."""

    pull_from: tuple[str, ...] = ()

    def perform(self, action: Action, permit: Permit) -> Iterator[Happening]:
        self.pull_from = self.pull_from if isinstance(action, VolumeCreate) else permit.pull_from
        return super().perform(action, permit)


@pytest.mark.parametrize(
    ("hosts", "failed", "permitted"),
    [((), ["refused-pull"], ()), (("quay.io:443",), ["not-found"], ("docker.io", "quay.io:443"))],
)
def test_the_hosts_that_an_exercise_names_are_pulled_from_and_no_others(
    lab: Lab, exercise: Exercise, hosts: tuple[str, ...], failed: list[str], permitted: tuple[str, ...]
) -> None:
    engine = Permitting()
    session = open_session(replace(lab, engine=engine), replace(exercise, hosts=hosts), {})
    events = list(session.perform(exercise.steps[0], ["docker pull quay.io:443/app"]))
    assert [event.kind for event in events if isinstance(event, ev.CommandFailed)] == failed
    assert engine.pull_from == permitted


# --- disks that take no more --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "key"), [(errno.ENOSPC, "home-full"), (errno.EROFS, "home-not-writable")])
@pytest.mark.parametrize("writes", range(7))
def test_a_disk_that_fails_at_any_write_is_said_and_cleaning_up_knows_everything(
    lab: Lab,
    exercise: Exercise,
    engine: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    key: str,
    writes: int,
) -> None:
    before, left, really = engine.inventory(), [writes], os.fsync

    def fsync(file: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(number, os.strerror(number))
        really(file)

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(LabError) as caught:
        list(walk(lab, exercise, {}))
    assert caught.value.message.key == f"session.{key}.message"
    monkeypatch.setattr("os.fsync", really)
    for written in open_ledgers(lab.home.runs()):
        *_, cleaned = clean_up(engine, written)
        assert isinstance(cleaned, ev.Cleaned)
        assert cleaned.left == ()
    assert engine.inventory() == before


def test_what_the_learner_should_hear_is_among_the_notices(lab: Lab, exercise: Exercise) -> None:
    notice = say("session.progress-damaged", path="/home/kim/registry-lab/progress.db.damaged-20261124-030640")
    assert open_session(replace(lab, notices=(notice,)), exercise, {}).opened().notices == (notice,)

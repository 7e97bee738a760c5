"""Two exercises open on one engine, ended in any order: the engine is as it was before the first of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lab.claims import claimed, is_note
from lab.content.library import exercises_folder, load
from lab.content.model import Exercise
from lab.docker_cli import actions as act
from lab.engine.contract import Permit
from lab.hold import Holds
from lab.home import Home
from lab.keeping import KEPT
from lab.ledger import open_ledgers
from lab.reference import Reference
from lab.session import events as ev
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, open_ledger, open_session
from lab.session.walking import walk
from lab.world import Scope
from tests.builders import HUB, REGISTRY_IMAGE
from tests.fakes import FakeEngine, error

STANDS = ("pull-image", "push-image", "remove-local", "pull-back", "keep-data")
"""Steps after which a run stands differently to hello-world: it has pulled it, pushed it, removed it, has another's instead."""
PAIRS = tuple(itertools.product(STANDS, STANDS))
PERMIT = Permit("/", (), ())
OLD = "sha256:" + "0" * 64


@pytest.fixture
def second(exercise: Exercise) -> Exercise:
    """Another exercise about the same images, which one learner may have open at the same time."""
    return replace(exercise, id="second")


def nothing(engine: FakeEngine) -> None:
    """Nothing of anybody's."""


def current(engine: FakeEngine) -> None:
    """The images that the exercises are about, as Docker Hub has them."""
    for name in (HUB, REGISTRY_IMAGE):
        list(engine.perform(act.ImagePull(Reference.parse(name)), PERMIT))


def older(engine: FakeEngine) -> None:
    """An older image of the same name."""
    current(engine)
    engine.hold(HUB, id=OLD, layers=(OLD,))


def up_to(lab: Lab, exercise: Exercise, step: str) -> None:
    """Do an exercise up to a step, and keep it open."""
    assert list(walk(lab, exercise, {}, step, keep=True))[-1].outcome == "pass"  # type: ignore[union-attr]


def ended(lab: Lab, exercise: Exercise) -> ev.Cleaned:
    ledger = open_ledger(lab.home, exercise.id, lab.engine.facts.id)
    assert ledger is not None
    last = list(clean_up(lab.engine, ledger))[-1]
    assert isinstance(last, ev.Cleaned)
    return last


def told(cleaned: ev.Cleaned) -> list[tuple[str, dict[str, object]]]:
    return [(message.key, dict(message.arguments())) for message in cleaned.stays]


@pytest.mark.parametrize("theirs", [nothing, current, older])
@pytest.mark.parametrize(("at", "other_at"), PAIRS)
@pytest.mark.parametrize("newest_first", [True, False])
def test_two_exercises_of_a_learner_end_in_any_order(
    lab: Lab, exercise: Exercise, second: Exercise, engine: FakeEngine,
    theirs: Callable[[FakeEngine], None], at: str, other_at: str, newest_first: bool,
) -> None:  # fmt: skip
    theirs(engine)
    before = engine.inventory()
    up_to(lab, exercise, at)
    up_to(lab, second, other_at)
    for each in (second, exercise) if newest_first else (exercise, second):
        assert ended(lab, each).left == ()
    assert engine.inventory() == before
    assert open_ledgers(lab.home.runs()) == ()


@pytest.mark.parametrize("theirs", [current, older])
@pytest.mark.parametrize(("at", "other_at"), PAIRS)
@pytest.mark.parametrize("newest_first", [True, False])
def test_two_learners_on_one_engine_end_in_any_order_and_lose_nothing_of_the_users(
    lab: Lab, exercise: Exercise, engine: FakeEngine, tmp_path: Path,
    theirs: Callable[[FakeEngine], None], at: str, other_at: str, newest_first: bool,
) -> None:  # fmt: skip
    """They know of each other by what is on the engine alone."""
    neighbour = replace(lab, home=Home(tmp_path / "another"), holds=Holds())
    theirs(engine)
    before = engine.inventory()
    up_to(lab, exercise, at)
    up_to(neighbour, exercise, other_at)
    for each in (neighbour, lab) if newest_first else (lab, neighbour):
        assert ended(each, exercise).left == ()
    assert engine.inventory() == before


def test_an_image_that_another_exercise_uses_stays_for_it_and_goes_with_it(
    lab: Lab, exercise: Exercise, second: Exercise, engine: FakeEngine
) -> None:
    up_to(lab, exercise, "pull-image")
    up_to(lab, second, "pull-image")
    assert told(ended(lab, exercise)) == [
        ("session.stays.shared", {"image": name}) for name in ("hello-world", "registry")
    ]
    assert {HUB, REGISTRY_IMAGE} <= engine.images.keys()
    assert told(ended(lab, second)) == []
    assert engine.images == {}


def test_an_image_that_another_exercise_only_found_goes(
    lab: Lab, exercise: Exercise, second: Exercise, engine: FakeEngine
) -> None:
    up_to(lab, exercise, "pull-image")
    up_to(lab, second, "start-registry")
    assert [values["image"] for _, values in told(ended(lab, exercise))] == ["registry"]
    assert engine.images.keys() == {REGISTRY_IMAGE}
    up_to(lab, second, "pull-image")
    assert (ended(lab, second).left, engine.images, engine.volumes) == ((), {}, set())


def test_of_two_that_end_at_the_same_moment_one_removes_what_both_had(
    lab: Lab, exercise: Exercise, second: Exercise, engine: FakeEngine
) -> None:
    """Each sees the other's claim while it makes its plan."""
    up_to(lab, exercise, "pull-image")
    up_to(lab, second, "pull-image")
    others: list[ev.Cleaned] = []

    def at_once(action: act.Action) -> None:
        engine.before = lambda action: None
        others.append(ended(lab, second))

    engine.before = at_once
    cleaned = ended(lab, exercise)
    assert (cleaned.left, others[0].left, engine.images) == ((), (), {})


def test_an_exercise_whose_images_are_all_the_users_claims_none(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    current(engine)
    up_to(lab, exercise, "pull-image")
    assert claimed(engine.observe(Scope())) == frozenset()


def test_a_port_and_a_name_stay_a_runs_own_while_no_container_has_them(
    lab: Lab, exercise: Exercise, second: Exercise, engine: FakeEngine
) -> None:
    up_to(lab, exercise, "remove-registry")
    assert engine.containers == {}
    session = open_session(lab, second, {})
    opened = session.opened()
    assert dict(opened.values) == {"port": 5001, "name": "registry-lab"}
    assert [notice.key for notice in opened.notices] == ["session.other-port", "session.other-name-of-thing"]


def test_an_image_that_the_user_brings_while_an_exercise_claims_it_stays_theirs(
    lab: Lab, exercise: Exercise, second: Exercise, engine: FakeEngine
) -> None:
    """The run that claims it never gets as far as pulling it, and another begins and ends meanwhile."""
    up_to(lab, exercise, "start-registry")
    engine.hold(HUB)
    up_to(lab, second, "start-registry")
    for each in (exercise, second):
        assert ended(lab, each).left == ()
    assert engine.images.keys() == {HUB}


def test_an_image_that_was_removed_before_it_was_left_to_others_is_not_due_to_be_there(
    lab: Lab, exercise: Exercise, second: Exercise, engine: FakeEngine
) -> None:
    up_to(lab, exercise, "push-image")
    up_to(lab, second, "pull-image")
    up_to(lab, exercise, "remove-local")
    for each in (exercise, second):
        assert ended(lab, each).left == ()
    assert (engine.images, engine.volumes) == ({}, set())


def test_an_image_of_the_users_that_somebody_elses_run_has_aside_is_not_lost(
    lab: Lab, exercise: Exercise, engine: FakeEngine, tmp_path: Path
) -> None:
    """They take it at the moment when it has been put back."""
    neighbour = replace(lab, home=Home(tmp_path / "another"), holds=Holds())
    current(engine)
    before = engine.inventory()
    up_to(lab, exercise, "pull-back")
    up_to(neighbour, exercise, "push-image")

    def take(action: act.Action) -> None:
        if isinstance(action, act.ImageRemove) and KEPT in str(action.references[0]):
            engine.before = lambda action: None
            up_to(neighbour, exercise, "remove-local")

    engine.before = take
    cleaned = ended(lab, exercise)
    assert (cleaned.left, told(cleaned)) == ((), [("session.stays.lent", {"image": "hello-world"})])
    assert HUB not in engine.images
    assert ended(neighbour, exercise).left == ()
    assert engine.inventory() == before


# --- what goes wrong on the way -------------------------------------------------------------------------------------------


@pytest.fixture
def neighbour(lab: Lab, tmp_path: Path) -> Lab:
    """A lab on the same engine, with a home of its own."""
    return replace(lab, home=Home(tmp_path / "another"), holds=Holds())


def failing(engine: FakeEngine, kind: type, times: int = 99) -> None:
    left = [times]

    def before(action: act.Action) -> None:
        if isinstance(action, kind) and left[0]:
            left[0] -= 1
            raise error("other")

    engine.before = before


def typed(lab: Lab, exercise: Exercise, line: str) -> list[str]:
    """Type a line at an exercise, and return the kinds of error that it meets."""
    session = open_session(lab, exercise, {})
    events = session.perform(session.exercise.steps[0], [line])
    return [event.kind for event in events if isinstance(event, ev.CommandFailed)]


@pytest.mark.parametrize("kind", [act.ImageTag, act.ImageRemove])
def test_a_copy_that_could_not_be_put_back_is_not_removed(
    lab: Lab, exercise: Exercise, engine: FakeEngine, kind: type
) -> None:
    older(engine)
    before = engine.inventory()
    up_to(lab, exercise, "pull-image" if kind is act.ImageRemove else "remove-local")
    failing(engine, kind)
    assert ended(lab, exercise).left != ()
    assert any(KEPT in name for name in engine.images)
    engine.before = lambda action: None
    assert ended(lab, exercise).left == ()
    assert engine.inventory() == before


def test_an_image_that_is_put_back_while_another_is_pulled_over_it_is_not_lost(
    lab: Lab, exercise: Exercise, engine: FakeEngine, neighbour: Lab
) -> None:
    """Where it is taken from, it is kept under the name of whoever had taken it away."""
    older(engine)
    before = engine.inventory()
    up_to(lab, exercise, "remove-local")

    def put_back(action: act.Action) -> None:
        if isinstance(action, act.ImagePull):
            engine.before = lambda action: None
            ended(lab, exercise)

    engine.before = put_back
    up_to(neighbour, exercise, "pull-image")
    assert ended(neighbour, exercise).left == ()
    assert engine.inventory() == before


@pytest.mark.parametrize("command", ["docker rmi {kept}", "docker tag registry {kept}"])
def test_a_copy_that_a_run_keeps_is_nobodys_to_remove(
    lab: Lab, exercise: Exercise, engine: FakeEngine, neighbour: Lab, command: str
) -> None:
    current(engine)
    up_to(lab, exercise, "remove-local")
    (kept,) = (name for name in engine.images if KEPT in name)
    for each in (lab, neighbour):
        assert typed(each, exercise, command.format(kept=kept)) == ["not-ours"]


def test_a_note_is_nobodys_to_remove(lab: Lab, exercise: Exercise, engine: FakeEngine, neighbour: Lab) -> None:
    up_to(lab, exercise, "start-registry")
    (note,) = filter(is_note, engine.volumes)
    for each in (lab, neighbour):
        assert typed(each, exercise, f"docker volume rm {note}") == ["not-ours"]


def test_a_note_that_could_not_be_made_is_made_before_the_next_change(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    failing(engine, act.VolumeCreate, times=1)
    assert typed(lab, exercise, "docker pull hello-world") == ["other"]
    assert HUB not in engine.images
    assert typed(lab, exercise, "docker pull hello-world") == []
    assert HUB in claimed(engine.observe(Scope()))


def test_a_note_stays_where_a_clean_up_fails_and_is_made_again_where_it_went(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    up_to(lab, exercise, "pull-image")
    notes = set(filter(is_note, engine.volumes))
    failing(engine, act.ImageRemove)
    assert ended(lab, exercise).left != ()
    assert notes <= engine.volumes
    engine.volumes -= notes
    assert typed(lab, exercise, "docker pull hello-world") == []
    assert HUB in claimed(engine.observe(Scope()))


def test_a_run_that_was_only_opened_takes_nothing_of_anothers_for_the_users(
    lab: Lab, exercise: Exercise, engine: FakeEngine, neighbour: Lab
) -> None:
    up_to(lab, exercise, "pull-image")
    open_session(neighbour, exercise, {})
    ended(lab, exercise)
    up_to(neighbour, exercise, "pull-image")
    assert (ended(neighbour, exercise).left, engine.images) == ((), {})


def test_names_that_exercises_share_may_be_given_again(lab: Lab, engine: FakeEngine, neighbour: Lab) -> None:
    hosted = load(exercises_folder(), "third-party-registries", "en")
    lines = hosted.filled({}).steps[0].commands
    for line in lines:
        assert typed(lab, hosted, line) == []
    for line in lines:
        assert typed(neighbour, hosted, line) == []
    for each in (lab, neighbour):
        assert ended(each, hosted).left == ()
    assert engine.images == {}


def test_a_networks_name_stays_a_runs_own_too(lab: Lab, neighbour: Lab) -> None:
    hosted = load(exercises_folder(), "third-party-registries", "en")
    first = open_session(lab, hosted, {})
    list(first.perform(first.exercise.steps[0]))
    second = open_session(neighbour, hosted, {})
    assert dict(first.opened().values)["network_name"] != dict(second.opened().values)["network_name"]

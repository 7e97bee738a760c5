"""Two learners on one engine: who comes second takes another name, and what the other undoes is nobody's failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lab.content.model import Exercise
from lab.docker_cli import actions as act
from lab.errors import UsageError
from lab.ledger import LABEL, open_ledgers
from lab.session import events as ev
from lab.session.opening import Lab
from lab.session.sharing import LEASES, UNDONE
from lab.session.walking import ANEW, PAUSES, walk
from lab.world import Port
from tests.builders import HUB, container
from tests.fakes import FakeEngine, FakeRecords, error

Before = Callable[[act.Action], None]


def once(kind: type, do: Callable[[], None]) -> Before:
    """Let somebody else do something just before the first action of a kind."""
    waiting = [do]

    def before(action: act.Action) -> None:
        if isinstance(action, kind) and waiting:
            waiting.pop()()

    return before


def theirs(engine: FakeEngine, name: str = "registry", port: int = 5000) -> None:
    """Another learner's lab starts its registry."""
    ports = (Port(5000, port, "127.0.0.1"),)
    engine.containers[name] = container(name, ports=ports, labels=((LABEL, "ffffffff"),))


def walked(
    lab: Lab, exercise: Exercise, **wanted: str | int
) -> tuple[ev.ExerciseFinished, list[ev.Event], list[float]]:
    waits: list[float] = []
    events = list(walk(lab, exercise, wanted, wait=waits.append))
    last = events[-1]
    assert isinstance(last, ev.ExerciseFinished)
    return last, events, waits


def noticed(events: list[ev.Event]) -> list[str]:
    return [each.message.key for each in events if isinstance(each, ev.Noticed)]


def values(events: list[ev.Event]) -> list[dict[str, str | int]]:
    return [dict(each.values) for each in events if isinstance(each, ev.ExerciseOpened)]


# --- names and ports ------------------------------------------------------------------------------------------------------


def test_a_name_that_somebody_took_first_is_let_go_and_another_taken(
    lab: Lab, exercise: Exercise, engine: FakeEngine, records: FakeRecords
) -> None:
    engine.before = once(act.ContainerRun, lambda: theirs(engine))
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert [each["name"] for each in values(events)] == ["registry", "registry-lab"]
    assert noticed(events)[:1] == ["session.lease-lost"]
    assert set(engine.containers) == {"registry"}
    assert open_ledgers(lab.home.runs()) == ()
    assert {row.outcome for row in records.rows if row.what == "judged"} == {"pass"}


def test_a_port_that_somebody_took_first_is_let_go_and_another_taken(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    engine.before = once(act.ContainerRun, lambda: theirs(engine, "other"))
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert [each["port"] for each in values(events)] == [5000, 5001]
    assert set(engine.containers) == {"other"}


def test_nothing_is_recorded_of_a_step_that_somebody_elses_registry_would_pass(
    lab: Lab, exercise: Exercise, engine: FakeEngine, records: FakeRecords
) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ContainerRun) and "registry" not in engine.containers:
            theirs(engine)
            raise error("name-taken")

    engine.before = before
    walked(lab, exercise)
    first = [row for row in records.rows if row.step == "start-registry"]
    assert [(row.outcome, row.run) for row in first] == [("pass", records.rows[-1].run)]


def test_a_name_that_was_asked_for_is_never_replaced(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.before = once(act.ContainerRun, lambda: theirs(engine, "mine", 7000))
    with pytest.raises(UsageError):
        walked(lab, exercise, name="mine")
    assert open_ledgers(lab.home.runs()) == ()


def test_who_comes_too_late_every_time_cannot_tell(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ContainerRun):
            theirs(engine, str(action.spec.name), 10_000 + len(engine.containers))

    engine.before = before
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "cannot_tell"
    assert len(values(events)) == LEASES
    assert open_ledgers(lab.home.runs()) == ()


def test_a_name_lost_between_two_steps_begins_the_run_anew(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    """Its registry taken down, a run has no container, and its name is free for whoever comes."""

    def before(action: act.Action) -> None:
        if isinstance(action, act.ContainerRun) and action.spec.mounts and "registry" not in engine.containers:
            theirs(engine, "registry", 7000)

    engine.before = before
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert [each["name"] for each in values(events)] == ["registry", "registry-lab"]


def test_what_the_other_has_pulled_meanwhile_is_not_taken_for_what_was_there_before(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    def arrive() -> None:
        theirs(engine)
        engine.hold(HUB)

    engine.before = once(act.ContainerRun, arrive)
    last, _, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert HUB not in engine.images


def test_its_own_container_after_a_kill_is_not_somebody_elses(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    started = walk(lab, exercise, {}, wait=lambda seconds: None)
    for event in started:
        if isinstance(event, ev.WorldSeen):
            break
    started.close()  # killed after the container runs, before the step is recorded
    last, events, _ = walked(replace(lab, records=FakeRecords()), exercise)
    assert last.outcome == "pass"
    assert len(values(events)) == 1


# --- names of images that both use ------------------------------------------------------------------------------------------


def test_an_image_that_somebody_removed_is_fetched_again(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    theirs(engine, "other", 7000)
    engine.before = once(act.ImageTag, lambda: engine.images.pop(HUB, None) and None)
    last, events, waits = walked(lab, exercise)
    assert last.outcome == "pass"
    assert noticed(events) == ["session.disturbed"]
    assert len(waits) == 1


def test_a_name_that_somebody_removed_first_is_removed_enough(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    theirs(engine, "other", 7000)
    engine.before = once(act.ImageRemove, lambda: engine.images.pop(HUB, None) and None)
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert noticed(events) == ["session.disturbed"]


def test_a_name_that_somebody_fetched_again_is_removed_again(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    theirs(engine, "other", 7000)
    removed: list[act.Action] = []

    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageRemove):
            removed.append(action)
            if len(removed) == 2:
                engine.hold(HUB)

    engine.before = before
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert noticed(events) == ["session.disturbed"]


def test_an_image_that_was_removed_while_a_step_only_pushed_is_fetched_again(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    theirs(engine, "other", 7000)
    engine.before = once(act.ImagePush, lambda: engine.images.pop(HUB, None) and None)
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert noticed(events) == ["session.disturbed"]


@pytest.mark.parametrize("sign", ["container", "note"])
def test_somebody_who_came_and_went_between_is_to_blame_for_what_they_removed(
    lab: Lab, exercise: Exercise, engine: FakeEngine, sign: str
) -> None:
    """They were not there when the run began, and are not when it finds what they did."""

    def come() -> None:
        theirs(engine, "other", 7000)
        if sign == "note":
            del engine.containers["other"]
            engine.volumes.add("registry-lab-run-ffffffff-1")
            engine.volume_labels.append(("registry-lab-run-ffffffff-1", LABEL, "ffffffff"))

    def go() -> None:
        engine.containers.pop("other", None)
        engine.volumes.discard("registry-lab-run-ffffffff-1")
        engine.images.pop(HUB)

    arrives, leaves = once(act.ImageTag, come), once(act.ImageRemove, go)
    engine.before = lambda action: [each(action) for each in (arrives, leaves)] and None
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert noticed(events) == ["session.disturbed"]


def test_somebody_who_has_gone_again_is_still_to_blame(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    """Their clean-up puts back what they had before: it is there again at the very step that needs it gone."""
    theirs(engine, "other", 7000)

    def leave() -> None:
        del engine.containers["other"]
        engine.hold(HUB)

    engine.before = lambda action: once_left(action) if isinstance(action, act.ImagePull) and is_own(action) else None
    once_left = once(act.ImagePull, leave)

    def is_own(action: act.ImagePull) -> bool:
        return action.reference.registry != "docker.io"

    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert noticed(events) == ["session.disturbed"]


def test_whoever_is_always_in_the_way_makes_it_cannot_tell_and_not_a_failure(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    theirs(engine, "other", 7000)

    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageTag):
            engine.images.pop(HUB, None)

    engine.before = before
    last, events, waits = walked(lab, exercise)
    assert dict(last.steps)["tag-image"] == "cannot_tell"
    assert dict(last.steps)["pull-image"] == "pass"
    assert noticed(events).count(UNDONE.key) == ANEW
    assert len(waits) == len(PAUSES) * (1 + ANEW)
    assert [low <= wait <= 2 * low for low, wait in zip(PAUSES, waits, strict=False)] == [True] * len(PAUSES)


def test_what_others_undid_past_mending_is_done_anew_from_the_start(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    """A step that stands on a much earlier one has nothing to be mended with: the run lets go of its own and begins again."""
    theirs(engine, "other", 7000)
    tried: list[act.Action] = []

    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageTag) and len(tried) < len(PAUSES):
            tried.append(action)
            engine.images.pop(HUB, None)

    engine.before = before
    last, events, _ = walked(lab, exercise)
    assert last.outcome == "pass"
    assert noticed(events).count(UNDONE.key) == 1
    assert len(values(events)) == 2


def test_a_failure_with_nobody_else_there_is_a_failure(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageTag):
            raise error("other")

    engine.before = before
    last, events, waits = walked(lab, exercise)
    assert dict(last.steps)["tag-image"] == "not_yet"
    assert (noticed(events), waits) == ([], [])


def cleaned(lab: Lab, exercise: Exercise, engine: FakeEngine, disturb: Callable[[], None]) -> list[tuple[str, ...]]:
    """What was left each time that a run was cleaned up in whose way somebody else is, as it removes its image."""
    theirs(engine, "other", 7000)
    cleaning: list[ev.Event] = []

    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageRemove) and HUB in map(str, action.references) and cleaning:
            disturb()

    engine.before = before
    events = []
    for event in walk(lab, exercise, {}, "pull-image", wait=lambda seconds: None):
        events.append(event)
        if isinstance(event, ev.CleanUpPlanned):
            cleaning.append(event)
    assert open_ledgers(lab.home.runs()) == ()
    return [tuple(each.key for each in event.left) for event in events if isinstance(event, ev.Cleaned)]


def test_what_somebody_else_removed_first_needs_no_removing(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    assert cleaned(lab, exercise, engine, lambda: engine.images.pop(HUB, None) and None) == [()]


def test_cleaning_up_is_tried_again_where_somebody_else_is_in_the_way(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    tried: list[None] = []

    def hold() -> None:
        tried.append(None)
        if len(tried) <= 2:  # a clean-up goes two rounds by itself where the first has done something
            raise error("in-use")

    first, last = cleaned(lab, exercise, engine, hold)
    assert first
    assert last == ()


def test_what_cannot_be_put_back_because_its_copy_is_gone_is_told(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    engine.hold(HUB)

    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageTag) and str(action.target) == HUB:
            raise error("no-such-image")

    engine.before = before
    events = list(walk(lab, exercise, {}, "remove-local", wait=lambda seconds: None))
    receipt = next(event for event in events if isinstance(event, ev.Cleaned))
    assert error("no-such-image").message in receipt.left

"""Opening, walking, looking, cleaning up: a run from its first line to its last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lab.claims import is_note
from lab.content.model import Exercise
from lab.docker_cli import actions as act
from lab.errors import UsageError
from lab.ledger import open_ledgers
from lab.session import events as ev
from lab.session.checking import check
from lab.session.cleaning import clean_up, plan_clean_up
from lab.session.opening import Lab, looking_session, open_ledger, open_session
from lab.session.session import Session
from lab.session.walking import steps_until, walk
from tests.builders import HUB, REGISTRY_IMAGE, container
from tests.fakes import FACTS, FakeEngine, FakeRecords, error

TEN = (
    "start-registry",
    "pull-image",
    "tag-image",
    "push-image",
    "remove-local",
    "pull-back",
    "remove-registry",
    "bind-mount",
    "named-volume",
    "keep-data",
)
PASS = dict.fromkeys(TEN, "pass")


def finished(events: Sequence[ev.Event]) -> ev.ExerciseFinished:
    last = events[-1]
    assert isinstance(last, ev.ExerciseFinished)
    return last


def cleaned(events: Iterable[ev.Event]) -> ev.Cleaned:
    (found,) = [event for event in events if isinstance(event, ev.Cleaned)]
    return found


def started(events: Iterable[ev.Event]) -> list[str]:
    return [event.step for event in events if isinstance(event, ev.StepStarted)]


def judged(events: Iterable[ev.Event]) -> dict[str, ev.StepJudged]:
    return {event.step: event for event in events if isinstance(event, ev.StepJudged)}


def perform(session: Session, *steps: str) -> None:
    for identity in steps:
        step = session.exercise.step(identity)
        assert step is not None
        list(session.perform(step))


def failing(engine: FakeEngine, kind: str, action: type) -> None:
    def before(each: act.Action) -> None:
        if isinstance(each, action):
            raise error(kind)

    engine.before = before


# --- walking -------------------------------------------------------------------------------------------------------------


def test_a_walk_passes_every_step_and_leaves_the_engine_as_it_was(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    before = engine.inventory()
    events = list(walk(lab, exercise, {}))
    assert finished(events) == ev.ExerciseFinished("private-registry", "pass", tuple(PASS.items()))
    assert started(events) == list(TEN)
    assert engine.inventory() == before
    assert open_ledgers(lab.home.runs()) == ()
    assert list((lab.home.path / "workspace").iterdir()) == []


def test_a_walk_begins_with_the_run_and_ends_with_its_outcome(lab: Lab, exercise: Exercise) -> None:
    events = list(walk(lab, exercise, {}))
    assert isinstance(events[0], ev.ExerciseOpened)
    assert [type(event) for event in events[-3:]] == [ev.CleanUpPlanned, ev.Cleaned, ev.ExerciseFinished]
    assert cleaned(events).left == ()


def test_images_of_before_are_as_they_were_after_a_walk(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    digest = f"docker.io/library/hello-world@sha256:{'f' * 64}"
    engine.hold(HUB, digests=(digest,))
    engine.hold(REGISTRY_IMAGE)
    engine.hold("docker.io/library/postgres:16")
    engine.volumes.add("theirs")
    engine.containers["web"] = container("web", image="nginx", ports=())
    before = engine.inventory()
    assert finished(list(walk(lab, exercise, {}))).outcome == "pass"
    assert engine.inventory() == before


def test_an_older_image_of_the_same_name_is_put_back(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.hold(HUB, id="sha256:" + "0" * 64, layers=("sha256:" + "0" * 64,))
    before = engine.inventory()
    assert finished(list(walk(lab, exercise, {}))).outcome == "pass"
    assert engine.inventory() == before


def test_a_container_called_registry_is_left_alone_and_the_texts_follow(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    engine.containers["registry"] = container(image="registry:2")
    before = engine.inventory()
    events = list(walk(lab, exercise, {}))
    opened = events[0]
    assert isinstance(opened, ev.ExerciseOpened)
    assert dict(opened.values) == {"port": 5001, "name": "registry-lab"}
    assert [notice.key for notice in opened.notices] == ["session.other-port", "session.other-name"]
    assert all(":5000/" not in event.text for event in events if isinstance(event, ev.CommandStarted))
    assert finished(events).outcome == "pass"
    assert engine.inventory() == before


def test_values_that_were_asked_for_are_used(lab: Lab, exercise: Exercise) -> None:
    opened = next(iter(walk(lab, exercise, {"port": 6000, "name": "mine"})))
    assert isinstance(opened, ev.ExerciseOpened)
    assert dict(opened.values) == {"port": 6000, "name": "mine"}


def test_what_can_be_passed_without_the_engines_memory_of_pulls_is_passed(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    engine.remembers_pulls = False
    assert finished(list(walk(lab, exercise, {}))).outcome == "pass"


@pytest.mark.parametrize(("kind", "outcome"), [("not-found", "not_yet"), ("rate-limit", "cannot_tell")])
def test_later_steps_take_the_outcome_of_the_first_that_did_not_pass(
    lab: Lab, exercise: Exercise, engine: FakeEngine, kind: str, outcome: str
) -> None:
    failing(engine, kind, act.ImagePull)
    before = engine.inventory()
    events = list(walk(lab, exercise, {}))
    assert finished(events).outcome == outcome
    assert dict(finished(events).steps) == {**dict.fromkeys(TEN, outcome), "start-registry": "pass"}
    assert started(events) == ["start-registry", "pull-image"]
    assert engine.inventory() == before


def test_an_engine_that_goes_away_in_the_middle_is_cannot_tell_for_the_rest(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ImagePush):
            engine.gone = error("unreachable")

    engine.before = before
    events = list(walk(lab, exercise, {}))
    outcomes = dict(finished(events).steps)
    assert [outcomes[step] for step in TEN] == ["pass"] * 3 + ["cannot_tell"] * 7
    assert cleaned(events).left != ()
    assert len(open_ledgers(lab.home.runs())) == 1


def test_a_walk_until_a_step_does_only_the_steps_up_to_it(lab: Lab, exercise: Exercise) -> None:
    events = list(walk(lab, exercise, {}, "tag-image"))
    assert started(events) == list(TEN[:3])
    assert finished(events).steps == tuple((step, "pass") for step in TEN[:3])


def test_an_unknown_step_is_said_before_anything_is_done(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    with pytest.raises(UsageError) as caught:
        next(iter(walk(lab, exercise, {}, "no-such")))
    assert caught.value.hint == replace(caught.value.hint, args=(("steps", TEN),))
    assert (engine.performed, engine.looks) == ([], 0)


def test_all_steps_are_meant_where_none_is_named(exercise: Exercise) -> None:
    assert steps_until(exercise, None) == exercise.steps
    assert steps_until(exercise, TEN[-1]) == exercise.steps


# --- going on ------------------------------------------------------------------------------------------------------------


def test_what_is_kept_can_be_gone_on_with(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    before = engine.inventory()
    list(walk(lab, exercise, {}, "push-image", keep=True))
    assert "registry" in engine.containers
    events = list(walk(lab, exercise, {}))
    opened = events[0]
    assert isinstance(opened, ev.ExerciseOpened)
    assert opened.resumed
    assert started(events) == list(TEN[4:])
    assert finished(events).steps == tuple(PASS.items())
    assert engine.inventory() == before


def test_the_memory_of_a_run_is_that_of_its_records(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.remembers_pulls = False
    perform(open_session(lab, exercise, {}), *TEN[:5])
    again = open_session(lab, exercise, {})
    assert again.passed == set(TEN[:5])
    perform(again, "pull-back")
    assert "pull-back" in again.passed


def test_a_step_that_was_undone_is_known_as_such_when_the_exercise_is_opened_again(
    lab: Lab, exercise: Exercise
) -> None:
    perform(open_session(lab, exercise, {}), *TEN[:5])
    told = judged(open_session(lab, exercise, {}).check_all())
    assert (told["tag-image"].done, told["tag-image"].undone_by) == (True, "remove-local")
    assert (told["push-image"].outcome, told["push-image"].undone_by) == ("pass", None)
    assert (told["bind-mount"].done, told["bind-mount"].outcome) == (False, "not_yet")


def test_a_complete_run_is_ended_before_the_next_begins(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    first = list(walk(lab, exercise, {}, keep=True))
    assert "registry" in engine.containers
    events = list(walk(lab, exercise, {}))
    runs = [event.run for event in (*first, *events) if isinstance(event, ev.ExerciseOpened)]
    assert len(set(runs)) == 2
    assert started(events) == list(TEN)


def test_a_complete_run_that_could_not_be_ended_is_not_reported_as_done_anew(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    list(walk(lab, exercise, {}, keep=True))
    engine.containers["registry"] = container(created=4_000_000_000)
    waits: list[float] = []
    events = list(walk(lab, exercise, {}, wait=waits.append))
    assert started(events) == list(TEN) or finished(events).outcome != "pass"
    assert waits == []


def test_where_nobody_else_is_at_work_nothing_is_waited_for(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    """What a clean-up could not remove does not go by waiting, and what it did remove was taken by nobody."""
    failing(engine, "in-use", act.ContainerRemove)
    waits: list[float] = []
    events = list(walk(lab, exercise, {}, "push-image", wait=waits.append))
    assert cleaned(events).left != ()
    assert waits == []


def test_a_step_whose_work_a_clean_up_removed_is_not_skipped_as_passed(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    session = open_session(lab, exercise, {})
    perform(session, "pull-image")
    engine.containers["registry"] = container(created=4_000_000_000)
    assert [message.key for message in cleaned(end(lab, session)).left] == ["session.left.by-hand"]
    assert HUB not in engine.images
    waits: list[float] = []
    events = list(walk(lab, exercise, {}, "pull-image", keep=True, wait=waits.append))
    assert waits == []
    assert HUB in engine.images or dict(finished(events).steps)["pull-image"] != "pass"


def test_other_values_than_those_of_the_open_run_are_refused(lab: Lab, exercise: Exercise) -> None:
    open_session(lab, exercise, {})
    with pytest.raises(UsageError) as caught:
        open_session(lab, exercise, {"port": 6000})
    assert caught.value.message.key == "session.other-values.message"
    open_session(lab, exercise, {"port": 5000, "name": "registry"})


def test_a_run_on_another_engine_waits_for_that_engine(lab: Lab, exercise: Exercise) -> None:
    perform(open_session(lab, exercise, {}), "pull-image")
    elsewhere = replace(lab, engine=FakeEngine(facts=replace(FACTS, id="ANOTHER")))
    assert open_session(elsewhere, exercise, {}).passed == set()
    assert open_session(lab, exercise, {}).passed == {"pull-image"}
    assert len(open_ledgers(lab.home.runs())) == 2


def test_what_was_undone_from_outside_is_done_again(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    list(walk(lab, exercise, {}, "tag-image", keep=True))
    del engine.images[HUB]
    events = list(walk(lab, exercise, {}, "tag-image"))
    assert started(events) == ["pull-image", "tag-image"]
    assert finished(events).outcome == "pass"


@pytest.mark.parametrize("source", ["DOCKER_HOST", "context school"])
def test_an_engine_on_another_machine_has_to_be_named_outright(lab: Lab, exercise: Exercise, source: str) -> None:
    far = FakeEngine(facts=replace(FACTS, remote=True, host="school", source=source))
    with pytest.raises(UsageError) as caught:
        open_session(replace(lab, engine=far), exercise, {})
    assert caught.value.message.key == "session.remote.message"
    assert (far.looks, open_ledgers(lab.home.runs())) == (0, ())
    named = FakeEngine(facts=replace(FACTS, remote=True, source="--engine"))
    assert open_session(replace(lab, engine=named), exercise, {}).opened().engine.remote


def test_what_differs_from_the_lecture_is_told_again_when_a_run_goes_on(lab: Lab, exercise: Exercise) -> None:
    open_session(lab, exercise, {"port": 6000})
    notices = open_session(lab, exercise, {}).opened().notices
    assert [(notice.key, dict(notice.args)) for notice in notices] == [
        ("session.still-other", {"value": "5000", "other": "6000"})
    ]


def test_the_newest_open_run_is_the_one_that_goes_on(lab: Lab, exercise: Exercise) -> None:
    session = open_session(lab, exercise, {})
    assert session.books is not None
    found = open_ledger(lab.home, "private-registry", FACTS.id)
    assert found is not None
    assert found.run.id == session.books.ledger.run.id
    assert open_ledger(lab.home, "another", FACTS.id) is None
    assert open_ledger(lab.home, "private-registry", "ANOTHER") is None


def test_opening_writes_down_what_was_there_and_changes_nothing(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    engine.hold(HUB)
    open_session(lab, exercise, {})
    (found,) = open_ledgers(lab.home.runs())
    assert set(found.run.baseline.images) == {HUB}
    assert engine.performed == []


def test_a_run_that_cannot_be_opened_leaves_no_ledger(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.containers["mine"] = container("mine")
    with pytest.raises(UsageError):
        open_session(lab, exercise, {"name": "mine"})
    assert open_ledgers(lab.home.runs()) == ()


# --- looking -------------------------------------------------------------------------------------------------------------


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_check_without_a_run_judges_the_defaults_and_writes_nothing(
    lab: Lab, exercise: Exercise, engine: FakeEngine, records: FakeRecords
) -> None:
    engine.hold(HUB)
    events = list(check(lab, exercise))
    last = events[-1]
    assert isinstance(last, ev.ExerciseChecked)
    assert dict(last.steps)["pull-image"] == "pass"
    assert last.outcome == "not_yet"
    assert (engine.performed, records.rows, everything(lab.home.path)) == ([], [], {})


def test_a_check_of_one_step_tells_that_step(lab: Lab, exercise: Exercise) -> None:
    events = list(check(lab, exercise, "pull-image"))
    assert [type(event) for event in events] == [ev.WorldSeen, ev.StepJudged, ev.ExerciseChecked]
    last = events[-1]
    assert isinstance(last, ev.ExerciseChecked)
    assert last.steps == (("pull-image", "not_yet"),)


def test_a_check_of_an_unknown_step_is_a_mistake_of_the_caller(lab: Lab, exercise: Exercise) -> None:
    with pytest.raises(UsageError):
        list(check(lab, exercise, "no-such"))


def test_a_check_of_everything_within_a_run_writes_nothing(
    lab: Lab, exercise: Exercise, engine: FakeEngine, records: FakeRecords
) -> None:
    perform(open_session(lab, exercise, {}), *TEN)
    before = (list(engine.performed), list(records.rows), everything(lab.home.path))
    list(check(lab, exercise))
    assert (engine.performed, records.rows, everything(lab.home.path)) == before


def test_a_check_of_everything_while_the_engine_is_gone_writes_nothing(
    lab: Lab, exercise: Exercise, engine: FakeEngine, records: FakeRecords
) -> None:
    perform(open_session(lab, exercise, {}), "pull-image")
    before = list(records.rows)
    engine.gone = error("unreachable")
    events = list(check(lab, exercise))
    assert {each.outcome for each in judged(events).values()} == {"cannot_tell"}
    assert records.rows == before


def test_steps_that_later_ones_undid_count_as_done_when_all_is_checked(lab: Lab, exercise: Exercise) -> None:
    perform(open_session(lab, exercise, {}), *TEN)
    last = list(check(lab, exercise))[-1]
    assert isinstance(last, ev.ExerciseChecked)
    assert (last.outcome, dict(last.steps)) == ("pass", PASS)


def test_a_check_of_one_step_says_what_is_true_now(lab: Lab, exercise: Exercise) -> None:
    perform(open_session(lab, exercise, {}), *TEN)
    last = list(check(lab, exercise, "pull-image"))[-1]
    assert isinstance(last, ev.ExerciseChecked)
    assert last.outcome == "not_yet"


def test_a_check_never_performs_anything(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    perform(open_session(lab, exercise, {}), *TEN[:3])
    before = list(engine.performed)
    for step in TEN:
        list(check(lab, exercise, step))
    assert engine.performed == before


def test_a_stopped_engine_is_cannot_tell_not_a_failure(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.gone = error("unreachable")
    last = list(check(lab, exercise))[-1]
    assert isinstance(last, ev.ExerciseChecked)
    assert (last.outcome, dict(last.steps)) == ("cannot_tell", dict.fromkeys(TEN, "cannot_tell"))


def test_a_run_on_another_engine_is_not_judged_here(lab: Lab, exercise: Exercise) -> None:
    perform(open_session(lab, exercise, {}), "pull-image")
    elsewhere = replace(lab, engine=FakeEngine(facts=replace(FACTS, id="ANOTHER")))
    session = looking_session(elsewhere, exercise)
    assert (session.books, session.passed) == (None, set())


def test_a_session_that_only_looks_performs_nothing(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    session = looking_session(lab, exercise)
    with pytest.raises(ValueError, match="only looks"):
        list(session.perform(session.exercise.steps[0]))
    assert engine.performed == []


# --- cleaning up ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def session(lab: Lab, exercise: Exercise) -> Session:
    opened = open_session(lab, exercise, {})
    perform(opened, *TEN)
    return opened


def workspace_of(session: Session) -> Path:
    assert session.books is not None
    return Path(session.books.ledger.run.workspace)


def end(lab: Lab, session: Session) -> list[ev.Event]:
    assert session.books is not None
    return list(clean_up(lab.engine, session.books.ledger))


def test_a_plan_changes_nothing(lab: Lab, session: Session, engine: FakeEngine) -> None:
    assert session.books is not None
    before = engine.inventory()
    planned = plan_clean_up(engine, session.books.ledger)
    assert planned.actions != ()
    assert planned.paths == (str(workspace_of(session) / "registry-data"),)
    assert engine.inventory() == before
    assert len(open_ledgers(lab.home.runs())) == 1


def test_cleaning_up_does_what_was_planned_and_closes_the_run(lab: Lab, session: Session, engine: FakeEngine) -> None:
    events = end(lab, session)
    assert [type(event) for event in events] == [ev.CleanUpPlanned, ev.Cleaned]
    assert cleaned(events).left == ()
    assert engine.inventory() == ({}, {}, frozenset())
    assert open_ledgers(lab.home.runs()) == ()


def test_cleaning_up_again_does_nothing_more(lab: Lab, session: Session, engine: FakeEngine) -> None:
    end(lab, session)
    before = len(engine.performed)
    assert cleaned(end(lab, session)).left == ()
    assert len(engine.performed) == before


def test_what_went_and_cannot_be_put_back_is_told_as_gone(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.hold(HUB)
    session = open_session(lab, exercise, {})
    list(session.perform(session.exercise.steps[4], ["docker image rm hello-world"]))
    engine.images.clear()  # the copy that was kept as well, by somebody else
    assert "session.left.gone" in {message.key for message in cleaned(end(lab, session)).left}


def test_what_cannot_be_removed_is_told_and_keeps_the_run_open(lab: Lab, session: Session, engine: FakeEngine) -> None:
    failing(engine, "in-use", act.ImageRemove)
    events = end(lab, session)
    assert "session.left.appeared" in {message.key for message in cleaned(events).left}
    assert engine.containers == {}
    assert len(open_ledgers(lab.home.runs())) == 1
    engine.before = lambda action: None
    assert cleaned(end(lab, session)).left == ()
    assert open_ledgers(lab.home.runs()) == ()


def test_what_appears_while_it_is_cleaned_up_is_cleaned_up_in_another_round(
    lab: Lab, session: Session, engine: FakeEngine
) -> None:
    late = engine.containers["registry"]

    def before(action: act.Action) -> None:
        if (
            isinstance(action, act.ImageRemove)
            and late.name not in engine.containers
            and all(map(is_note, engine.volumes))
        ):
            engine.containers[late.name] = late
            engine.before = lambda action: None

    engine.before = before
    events = end(lab, session)
    rounds = [event.actions for event in events if isinstance(event, ev.CleanUpPlanned)]
    assert len(rounds) == 2
    assert rounds[1][0] == act.ContainerRemove((late.name,), kill_first=True, volumes=True)
    assert cleaned(events).left == ()
    assert engine.inventory() == ({}, {}, frozenset())


def test_an_engine_that_is_gone_keeps_the_run_open(lab: Lab, session: Session, engine: FakeEngine) -> None:
    engine.gone = error("unreachable")
    events = end(lab, session)
    assert [type(event) for event in events] == [ev.Cleaned]
    assert cleaned(events).left != ()
    assert len(open_ledgers(lab.home.runs())) == 1


def test_a_container_made_by_hand_stays_and_is_told(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    session = open_session(lab, exercise, {})
    engine.containers["registry"] = container(created=4_000_000_000)
    assert [message.key for message in cleaned(end(lab, session)).left] == ["session.left.by-hand"]
    assert "registry" in engine.containers


def test_only_the_runs_own_folder_is_removed(lab: Lab, session: Session) -> None:
    workspace = workspace_of(session)
    (workspace / "notes.txt").write_text("mine")
    (workspace / "registry-data" / "x").write_text("the registry's")
    end(lab, session)
    assert {path.name for path in workspace.iterdir()} == {".registry-lab", "notes.txt"}


def test_a_folder_of_the_learners_that_was_there_before_stays(lab: Lab, exercise: Exercise) -> None:
    folder = lab.home.path / "workspace" / "private-registry" / "registry-data"
    folder.mkdir(parents=True)
    (folder / "mine").write_text("mine")
    assert finished(list(walk(lab, exercise, {}))).outcome == "pass"
    assert (folder / "mine").read_text() == "mine"


def test_an_empty_workspace_goes_with_the_run(lab: Lab, session: Session) -> None:
    end(lab, session)
    assert not workspace_of(session).exists()


def test_a_workspace_that_cannot_be_removed_does_not_keep_the_run_open(
    lab: Lab, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows removes no folder that a shell stands in."""

    def refuse(path: Path) -> None:
        raise PermissionError(13, "in use", str(path))

    monkeypatch.setattr(Path, "rmdir", refuse)
    assert isinstance(end(lab, session)[-1], ev.Cleaned)


def test_a_link_in_place_of_the_folder_is_not_followed(lab: Lab, session: Session, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("mine")
    folder = workspace_of(session) / "registry-data"
    folder.rmdir()
    folder.symlink_to(precious)
    assert "session.left.folder-not-ours" in {message.key for message in cleaned(end(lab, session)).left}
    assert (precious / "file").read_text() == "mine"


def test_a_workspace_without_the_labs_mark_is_left_alone(lab: Lab, session: Session) -> None:
    workspace = workspace_of(session)
    (workspace / ".registry-lab").unlink()
    assert "session.left.folder-not-ours" in {message.key for message in cleaned(end(lab, session)).left}
    assert (workspace / "registry-data").is_dir()


@pytest.mark.parametrize("done", range(len(TEN) + 1))
def test_a_run_killed_after_any_step_can_be_cleaned_up(
    lab: Lab, exercise: Exercise, engine: FakeEngine, done: int
) -> None:
    engine.hold(HUB)
    before = engine.inventory()
    perform(open_session(lab, exercise, {}), *TEN[:done])
    (found,) = open_ledgers(lab.home.runs())
    assert cleaned(clean_up(engine, found)).left == ()
    assert engine.inventory() == before


@pytest.mark.parametrize("number", range(13))
def test_a_run_killed_within_any_command_can_be_cleaned_up(
    lab: Lab, exercise: Exercise, engine: FakeEngine, number: int
) -> None:
    engine.hold(HUB)
    before = engine.inventory()

    class Killed(BaseException):
        """Ends a process."""

    def kill(action: act.Action) -> None:
        if len(engine.performed) == number:
            raise Killed

    engine.before = kill
    with pytest.raises(Killed):
        list(walk(lab, exercise, {}, keep=True))
    engine.before = lambda action: None
    (found,) = open_ledgers(lab.home.runs())
    assert cleaned(clean_up(engine, found)).left == ()
    assert engine.inventory() == before

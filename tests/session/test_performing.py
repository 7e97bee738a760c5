"""Doing a step: what is told, in which order, and how it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import SimpleNamespace

import pytest

from lab.content.model import Exercise, Step
from lab.docker_cli import actions as act
from lab.language.words import words
from lab.ledger import LABEL, Touched, open_ledgers
from lab.reference import Reference
from lab.session import events as ev
from lab.session import session as room
from lab.session.opening import Lab, open_session, scope_of
from lab.session.session import PATIENCE, Session
from tests.builders import HUB, container
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
LATER = 4_000_000_000


def names(events: Iterable[ev.Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def do(session: Session, step: str, *commands: str) -> list[ev.Event]:
    found = session.exercise.step(step)
    assert found is not None
    return list(session.perform(found, commands or None))


def verdict_on(events: Sequence[ev.Event]) -> ev.StepJudged:
    last = events[-1]
    assert isinstance(last, ev.StepJudged)
    return last


def failure_in(events: Iterable[ev.Event]) -> ev.CommandFailed:
    (failed,) = [event for event in events if isinstance(event, ev.CommandFailed)]
    return failed


@pytest.fixture
def session(lab: Lab, exercise: Exercise) -> Session:
    return open_session(lab, exercise, {})


# --- what is told --------------------------------------------------------------------------------------------------------


def test_a_step_is_told_from_its_start_to_its_verdict(session: Session) -> None:
    told = [name for name in names(do(session, "start-registry")) if name not in ("LayerMoved", "Printed")]
    assert told == ["StepStarted", "CommandStarted", "WorldSeen", "StepJudged"]


def test_what_the_engine_tells_comes_between_the_command_and_the_world(session: Session) -> None:
    told = names(do(session, "pull-image"))
    assert told == ["StepStarted", "CommandStarted", "LayerMoved", "Printed", "WorldSeen", "StepJudged"]


def test_a_command_is_told_as_it_is_written_and_as_what_it_means(session: Session) -> None:
    (started,) = [event for event in do(session, "pull-image") if isinstance(event, ev.CommandStarted)]
    assert started.text == "docker pull hello-world"
    assert isinstance(started.action, act.ImagePull)


def test_what_changed_is_the_difference_of_the_worlds_before_and_after(session: Session) -> None:
    (seen,) = [event for event in do(session, "pull-image") if isinstance(event, ev.WorldSeen)]
    assert [(change.kind, change.noun, change.name) for change in seen.changes] == [("appeared", "image", HUB)]
    assert seen.world == session.world


def test_several_commands_are_told_one_after_the_other(session: Session) -> None:
    for step in TEN[:4]:
        do(session, step)
    told = do(session, "remove-local")
    texts = [event.text for event in told if isinstance(event, ev.CommandStarted)]
    assert texts == ["docker image remove hello-world", "docker image remove 127.0.0.1:5000/hello-world"]
    assert verdict_on(told).outcome == "pass"


def test_nothing_happens_before_the_first_event_is_read(session: Session, engine: FakeEngine) -> None:
    step = session.exercise.steps[0]
    looks = engine.looks
    session.perform(step)
    assert (engine.performed, engine.looks) == ([], looks)


def test_a_reader_that_stops_stops_the_step(session: Session, engine: FakeEngine) -> None:
    events = session.perform(session.exercise.steps[1])
    assert names([next(events), next(events)]) == ["StepStarted", "CommandStarted"]
    assert engine.performed == []


def test_opening_tells_the_run_its_values_and_its_engine(session: Session) -> None:
    opened = session.opened()
    assert session.books is not None
    assert (opened.exercise, opened.run) == ("private-registry", session.books.ledger.run.id)
    assert dict(opened.values) == {"port": 5000, "name": "registry"}
    assert (opened.engine, opened.notices, opened.resumed) == (FACTS, (), False)


def test_what_was_there_when_a_step_began_counts_though_somebody_else_takes_it_away(
    session: Session, engine: FakeEngine
) -> None:
    """As a webhook does, which removes a container and makes it anew while the lab looks."""
    engine.containers["registry"] = container()
    engine.before = lambda action: engine.containers.clear()
    assert verdict_on(do(session, "remove-registry", "docker ps")).outcome == "pass"


# --- the ten steps and their mistakes ------------------------------------------------------------------------------------


def test_the_ten_steps_pass_one_after_the_other(session: Session) -> None:
    assert {step: verdict_on(do(session, step)).outcome for step in TEN} == dict.fromkeys(TEN, "pass")
    assert session.complete


@pytest.mark.parametrize("step", TEN)
def test_a_step_does_not_pass_before_it_is_done(session: Session, step: str) -> None:
    for earlier in TEN[: TEN.index(step)]:
        do(session, earlier)
    found = session.exercise.step(step)
    assert found is not None
    assert verdict_on(list(session.check(found))).outcome == "not_yet"


MISTAKES = [(step, number) for step in TEN for number in (0, 1, 2)]


@pytest.mark.parametrize(("step", "number"), MISTAKES)
def test_a_mistake_fails_the_check_it_names_with_the_words_it_names(session: Session, step: str, number: int) -> None:
    found = session.exercise.step(step)
    assert found is not None
    if number >= len(found.mistakes):
        assert number == 2, "every step declares two mistakes at least"
        return
    for earlier in TEN[: TEN.index(step)]:
        do(session, earlier)
    mistake = found.mistakes[number]
    judged = verdict_on(do(session, step, *mistake.do))
    assert judged.outcome == "not_yet"
    said = [words("en").say(v.found) for v in judged.verdicts if (v.check, v.outcome) == (mistake.fails, "not_yet")]
    assert [text for text in said if mistake.says in text] != []


# --- commands that fail --------------------------------------------------------------------------------------------------


def test_a_command_that_is_not_understood_is_not_yet(session: Session, engine: FakeEngine) -> None:
    events = do(session, "pull-image", "docker conatiner ls")
    assert verdict_on(events).outcome == "not_yet"
    assert failure_in(events).text == "docker conatiner ls"
    assert engine.performed == []


def test_a_command_that_the_engine_refuses_is_the_learners_and_not_yet(session: Session) -> None:
    events = do(session, "pull-image", "docker pull hello-wrold")
    failed = failure_in(events)
    assert (failed.kind, failed.words) == ("not-found", "the engine's words for not-found")
    assert not failed.expected
    assert verdict_on(events).outcome == "not_yet"


def test_the_commands_after_one_that_failed_are_not_performed(session: Session, engine: FakeEngine) -> None:
    do(session, "pull-image", "docker pull nosuch", "docker pull hello-world")
    assert engine.performed == [act.ImagePull(Reference.parse("nosuch"))]


BLAMELESS = [
    "unreachable",
    "timeout",
    "socket-permission",
    "offline",
    "rate-limit",
    "credentials",
    "interception",
    "garbled",
]


def raising(kind: str, *, on: type = act.ImagePull) -> object:
    def before(action: act.Action) -> None:
        if isinstance(action, on):
            raise error(kind)

    return before


@pytest.mark.parametrize("kind", BLAMELESS)
def test_a_failure_that_is_nobodys_fault_is_cannot_tell(session: Session, engine: FakeEngine, kind: str) -> None:
    engine.before = raising(kind)  # type: ignore[assignment]
    events = do(session, "pull-image")
    assert failure_in(events).kind == kind
    assert verdict_on(events).outcome == "cannot_tell"
    assert "pull-image" not in session.passed


def test_a_step_whose_state_is_reached_passes_although_its_command_failed(session: Session, engine: FakeEngine) -> None:
    engine.hold(HUB)
    engine.before = raising("rate-limit")  # type: ignore[assignment]
    assert verdict_on(do(session, "pull-image")).outcome == "pass"


def test_an_engine_that_goes_away_is_cannot_tell_and_no_failure(session: Session, engine: FakeEngine) -> None:
    def before(action: act.Action) -> None:
        engine.gone = error("unreachable")

    engine.before = before
    judged = verdict_on(do(session, "pull-image"))
    assert (judged.outcome, [verdict.check for verdict in judged.verdicts]) == ("cannot_tell", ["engine-answers"])


def test_an_engine_that_is_gone_before_the_first_look_is_cannot_tell(session: Session, engine: FakeEngine) -> None:
    engine.gone = error("unreachable")
    events = do(session, "pull-image")
    assert names(events)[0] == "StepStarted"
    assert verdict_on(events).outcome == "cannot_tell"


def test_after_the_engine_is_back_the_step_can_be_done(session: Session, engine: FakeEngine) -> None:
    engine.gone = error("unreachable")
    do(session, "pull-image")
    engine.gone = None
    assert verdict_on(do(session, "pull-image")).outcome == "pass"


# --- a refusal that is wanted --------------------------------------------------------------------------------------------


def refused(kind: str = "https-required") -> Step:
    return Step("refused", "", "", ("docker pull hello-world",), (), expect=kind)


def of_one_step(lab: Lab, step: Step) -> Session:
    return open_session(lab, Exercise("one", "", "", (step,), 5, (), (("port", 5000),)), {})


def test_a_refusal_that_the_step_wants_is_a_pass(lab: Lab, engine: FakeEngine) -> None:
    engine.before = raising("https-required")  # type: ignore[assignment]
    events = do(of_one_step(lab, refused()), "refused")
    assert failure_in(events).expected
    judged = verdict_on(events)
    assert (judged.outcome, [verdict.check for verdict in judged.verdicts]) == ("pass", ["refusal"])


def test_another_refusal_than_the_step_wants_is_not_yet(lab: Lab, engine: FakeEngine) -> None:
    engine.before = raising("not-found")  # type: ignore[assignment]
    events = do(of_one_step(lab, refused()), "refused")
    assert not failure_in(events).expected
    assert verdict_on(events).outcome == "not_yet"


def test_no_refusal_where_the_step_wants_one_is_not_yet(lab: Lab) -> None:
    judged = verdict_on(do(of_one_step(lab, refused()), "refused"))
    assert (judged.outcome, judged.verdicts[0].found.key) == ("not_yet", "session.not-refused")


def test_silence_where_the_step_wants_a_refusal_is_cannot_tell(lab: Lab, engine: FakeEngine) -> None:
    engine.before = raising("offline")  # type: ignore[assignment]
    assert verdict_on(do(of_one_step(lab, refused()), "refused")).outcome == "cannot_tell"


def test_a_refusal_that_was_seen_is_not_denied_by_looking(lab: Lab, engine: FakeEngine) -> None:
    engine.before = raising("https-required")  # type: ignore[assignment]
    session = of_one_step(lab, refused())
    do(session, "refused")
    assert verdict_on(list(session.check(session.exercise.steps[0]))).outcome != "not_yet"


# --- a server that is still starting -------------------------------------------------------------------------------------


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(room, "time", SimpleNamespace(monotonic=lambda: clock.now, sleep=clock.wait))
    return clock


def patient(lab: Lab, exercise: Exercise, clock: Clock) -> Session:
    opened = open_session(lab, exercise, {})
    assert opened.books is not None
    scope = scope_of(opened.exercise, opened.books.ledger.run)
    return Session(opened.exercise, lab.engine, scope, opened.books, wait=clock.wait)


def test_a_registry_that_answers_at_once_is_not_waited_for(lab: Lab, exercise: Exercise, clock: Clock) -> None:
    assert verdict_on(do(patient(lab, exercise, clock), "start-registry")).outcome == "pass"
    assert clock.waits == []


def test_a_registry_that_is_still_starting_is_waited_for(
    lab: Lab, exercise: Exercise, engine: FakeEngine, clock: Clock
) -> None:
    session = patient(lab, exercise, clock)
    engine.silent_looks = 6
    assert verdict_on(do(session, "start-registry")).outcome == "pass"
    assert 0 < len(clock.waits) <= 6
    assert clock.waits == sorted(clock.waits)


def test_patience_ends(lab: Lab, exercise: Exercise, engine: FakeEngine, clock: Clock) -> None:
    session = patient(lab, exercise, clock)
    engine.silent_looks = 10_000
    judged = verdict_on(do(session, "start-registry"))
    assert judged.outcome == "not_yet"
    assert PATIENCE <= sum(clock.waits) <= PATIENCE + 2 * max(clock.waits)


def test_nothing_is_waited_for_where_waiting_would_not_help(
    lab: Lab, exercise: Exercise, engine: FakeEngine, clock: Clock
) -> None:
    session = patient(lab, exercise, clock)
    engine.silent_looks = 10_000
    do(session, "start-registry", "docker container run -d --name registry registry")
    assert clock.waits == []


def test_the_next_command_waits_until_the_server_before_it_answers(
    lab: Lab, exercise: Exercise, engine: FakeEngine, clock: Clock
) -> None:
    session = patient(lab, exercise, clock)
    for step in TEN[:7]:
        do(session, step)
    engine.silent_looks = 4
    assert verdict_on(do(session, "bind-mount")).outcome == "pass"
    assert clock.waits != []


def test_a_check_does_not_wait(lab: Lab, exercise: Exercise, engine: FakeEngine, clock: Clock) -> None:
    session = patient(lab, exercise, clock)
    do(session, "start-registry")
    engine.silent_looks = 3
    assert verdict_on(list(session.check(session.exercise.steps[0]))).outcome == "not_yet"
    assert clock.waits == []


# --- what belongs to somebody else ---------------------------------------------------------------------------------------


def test_a_container_of_somebody_elses_is_not_touched(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.containers["mydb"] = container("mydb", image="postgres", ports=())
    session = open_session(lab, exercise, {})
    events = do(session, "remove-registry", "docker container rm -f mydb")
    assert failure_in(events).kind == "not-ours"
    assert "mydb" in engine.containers
    assert engine.performed == []


def test_a_container_that_somebody_made_since_the_last_look_is_not_touched(
    session: Session, engine: FakeEngine
) -> None:
    do(session, "pull-image")
    engine.containers["mydb"] = container("mydb", image="postgres", ports=(), created=LATER)
    events = do(session, "remove-registry", "docker container rm -f mydb")
    assert "mydb" in engine.containers
    assert failure_in(events).kind == "not-ours"


def test_an_image_of_somebody_elses_is_not_removed(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.hold("docker.io/library/postgres:16")
    events = do(open_session(lab, exercise, {}), "remove-local", "docker image rm postgres:16")
    assert failure_in(events).kind == "not-ours"
    assert "docker.io/library/postgres:16" in engine.images


def test_an_image_of_the_users_that_the_exercise_removes_is_kept_and_that_is_told(
    lab: Lab, exercise: Exercise, engine: FakeEngine
) -> None:
    before = engine.hold(HUB)
    session = open_session(lab, exercise, {})
    events = [event for step in TEN[:5] for event in do(session, step)]
    notices = [event.message for event in events if isinstance(event, ev.Noticed)]
    assert [notice.key for notice in notices] == ["session.kept"]
    assert dict(notices[0].args)["image"] == "hello-world"
    kept = [each for name, each in engine.images.items() if "kept-by-registry-lab" in name]
    assert [each.id for each in kept] == [before.id]
    assert HUB not in engine.images


def test_it_is_kept_before_it_is_touched(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.hold(HUB)
    session = open_session(lab, exercise, {})
    do(session, "remove-local", "docker image rm hello-world")
    assert [type(action) for action in engine.performed] == [act.ImageTag, act.ImageRemove]


def test_what_was_kept_once_is_not_kept_again_within_a_step(lab: Lab, exercise: Exercise, engine: FakeEngine) -> None:
    engine.hold(HUB)
    session = open_session(lab, exercise, {})
    events = do(session, "pull-image", "docker image rm hello-world", "docker pull hello-world")
    assert [event for event in events if isinstance(event, ev.CommandFailed)] == []
    assert verdict_on(events).outcome == "pass"


# --- what is written down ------------------------------------------------------------------------------------------------


def test_what_will_be_touched_is_written_down_before_it_is_touched(
    lab: Lab, session: Session, engine: FakeEngine
) -> None:
    known: list[Touched] = []
    engine.before = lambda action: known.append(open_ledgers(lab.home.runs())[0].touched())
    do(session, "pull-image")
    noted, pulled = known
    assert (noted.images, noted.volumes) == (frozenset(), frozenset(engine.volumes))
    assert pulled.images == {HUB}


def test_everything_created_carries_the_label_of_the_run(session: Session, engine: FakeEngine) -> None:
    do(session, "start-registry")
    assert session.books is not None
    assert engine.containers["registry"].label(LABEL) == session.books.ledger.run.id


def test_a_volume_that_the_engine_named_is_written_down(session: Session, engine: FakeEngine) -> None:
    do(session, "start-registry")
    assert session.books is not None
    assert session.books.ledger.touched().volumes == engine.volumes


def test_a_volume_of_a_container_that_is_removed_at_once_is_written_down(session: Session, engine: FakeEngine) -> None:
    do(session, "start-registry", "docker container create --name registry registry", "docker container rm registry")
    assert session.books is not None
    assert session.books.ledger.touched().volumes == engine.volumes


def test_every_judgement_is_recorded_once(session: Session, records: FakeRecords) -> None:
    do(session, "pull-image", "docker pull nosuch")
    do(session, "pull-image")
    assert [(row.what, row.step, row.outcome) for row in records.rows] == [
        ("judged", "pull-image", "not_yet"),
        ("judged", "pull-image", "pass"),
    ]


def test_a_step_that_a_later_one_undid_names_it(session: Session) -> None:
    for step in TEN[:5]:
        do(session, step)
    found = session.exercise.step("pull-image")
    assert found is not None
    judged = verdict_on(list(session.check(found)))
    assert (judged.outcome, judged.done, judged.undone_by) == ("not_yet", True, "remove-local")


def test_a_step_that_is_true_again_is_undone_by_nobody(session: Session) -> None:
    for step in TEN[:5]:
        do(session, step)
    judged = verdict_on(do(session, "pull-image"))
    assert (judged.outcome, judged.undone_by) == ("pass", None)

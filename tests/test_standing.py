"""Where a learner stands, out of the records."""

from __future__ import annotations

from dataclasses import replace

from lab.content.model import Exercise, Step
from lab.record import Record
from lab.standing import Standing, StepStanding, standing


def step(identity: str) -> Step:
    return Step(identity, identity, "", (), ())


EXERCISE = Exercise("private-registry", "", "", (step("start"), step("pull")), 20, ())


def judged(identity: str, outcome: str, exercise: str = "private-registry", run: str = "r") -> Record:
    return Record(run, exercise, "judged", identity, outcome, {}, 1.0)


def test_who_did_nothing_stands_at_the_beginning() -> None:
    steps = (StepStanding("start", False, 0), StepStanding("pull", False, 0))
    assert standing(EXERCISE, []) == Standing("private-registry", steps)
    assert standing(EXERCISE, []).done == 0


def test_steps_stand_in_the_exercises_order() -> None:
    records = [judged("pull", "pass"), judged("start", "pass")]
    assert [each.step for each in standing(EXERCISE, records).steps] == ["start", "pull"]


def test_a_step_that_passed_once_has_passed() -> None:
    records = [judged("start", "not_yet"), judged("start", "pass"), judged("start", "not_yet")]
    assert standing(EXERCISE, records).steps[0] == StepStanding("start", True, 3)


def test_cannot_tell_is_nobodys_try() -> None:
    records = [judged("start", "cannot_tell"), judged("start", "cannot_tell")]
    assert standing(EXERCISE, records).steps[0] == StepStanding("start", False, 0)


def test_runs_count_together() -> None:
    records = [judged("start", "pass", run="one"), judged("pull", "pass", run="two")]
    assert standing(EXERCISE, records).done == 2


def test_other_exercises_steps_and_happenings_do_not_count() -> None:
    records = [
        judged("start", "pass", exercise="another"),
        judged("removed-step", "pass"),
        Record("r", "private-registry", "hinted", "start", "pass", {}, 1.0),
    ]
    assert standing(EXERCISE, records).done == 0


def test_what_was_recorded_under_former_ids_counts() -> None:
    renamed = Exercise(
        "private-registry", "", "", (replace(step("start"), aliases=("begin",)),), 20, (), aliases=("first", "own")
    )
    records = [
        judged("begin", "pass", exercise="first"),
        judged("begin", "not_yet", exercise="own"),
        judged("start", "pass"),
    ]
    assert standing(renamed, records).steps == (StepStanding("start", True, 3),)


def test_records_may_come_one_at_a_time() -> None:
    assert standing(EXERCISE, (each for each in [judged("start", "pass"), judged("pull", "pass")])).done == 2

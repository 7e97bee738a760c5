"""Where a learner stands: per exercise and step, out of the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lab.content.model import Exercise, Step
from lab.record import Record


@dataclass(frozen=True, slots=True)
class StepStanding:
    """What became of one step, over all runs."""

    step: str
    passed: bool
    tries: int
    """Times it was judged `not yet` or `pass`; `cannot tell` is nobody's try."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one exercise."""

    exercise: str
    steps: tuple[StepStanding, ...]

    @property
    def done(self) -> int:
        """How many steps have ever passed."""
        return sum(step.passed for step in self.steps)


def standing(exercise: Exercise, records: Iterable[Record]) -> Standing:
    """Fold the records of an exercise into where it stands."""
    mine = [record for record in records if record.exercise in exercise.ids and record.what == "judged"]
    return Standing(exercise.id, tuple(_step(step, mine) for step in exercise.steps))


def _step(step: Step, records: list[Record]) -> StepStanding:
    ids = (step.id, *step.aliases)
    judged = [record for record in records if record.step in ids and record.outcome in ("pass", "not_yet")]
    return StepStanding(step.id, any(record.outcome == "pass" for record in judged), len(judged))

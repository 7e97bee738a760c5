"""Proving an exercise, step by step; a generator of frozen proofs."""

from __future__ import annotations

from collections.abc import Iterator

from lab.checks import Outcome, overall
from lab.content.model import Exercise
from lab.engine.contract import EngineError
from lab.language.message import Message, say
from lab.needs import LackError
from lab.session.opening import Lab, to_agree
from lab.verifying.bench import Bench
from lab.verifying.proofs import CleanUpProved, ExerciseProved, Proof


def verify(lab: Lab, exercise: Exercise, agreed: str | None = None) -> Iterator[Proof]:
    """Prove each step, then the clean-up; end at a step that does not pass, on which the later ones stand.

    `agreed` is how somebody agreed to what the exercise asks for before it begins; where nobody did, nothing is begun.

    The lab's home must be nobody else's. Whatever happens, and also where nobody listens any more, the run is cleaned up.
    """
    try:
        if agreed is None and to_agree(lab, exercise) is not None:
            yield ExerciseProved(exercise.id, "cannot_tell", _nobody_agreed(exercise))
            return
        bench = Bench(lab, exercise, agreed)
    except (EngineError, LackError) as error:
        yield ExerciseProved(exercise.id, "cannot_tell", (error.message, error.hint))
        return
    outcomes: list[Outcome] = []
    try:
        for step in exercise.steps:
            proof = bench.prove(step.id)
            outcomes.append(proof.outcome)
            yield proof
            if proof.after != "pass":
                outcomes.append("cannot_tell" if proof.after == "cannot_tell" else "not_yet")
                break
    finally:
        left = bench.clean()
    outcomes.append("not_yet" if left else "pass")
    yield CleanUpProved(exercise.id, outcomes[-1], left)
    yield ExerciseProved(exercise.id, overall(outcomes))


def _nobody_agreed(exercise: Exercise) -> tuple[Message, Message]:
    return say("verify.not-agreed", exercise=exercise.id), say("verify.not-agreed-hint", exercise=exercise.id)

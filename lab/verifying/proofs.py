"""What was proved of an exercise, in the order it is found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from lab.checks import Outcome
from lab.language.message import Message


@dataclass(frozen=True, slots=True)
class MistakeProof:
    """What came of one near miss."""

    do: tuple[str, ...]
    """Its command lines, as they were performed."""
    fails: str
    """Kind of the check that it must fail."""
    says: str
    """Words that the check must say, in English."""
    outcome: Outcome
    """`pass` where it failed just so."""
    trouble: Message | None = None
    """What it did instead."""


@dataclass(frozen=True, slots=True)
class StepProved:
    """A step has been looked at, its mistakes have been made, and it has been done."""

    exercise: str
    step: str
    outcome: Outcome
    before: Outcome
    """Of its checks, with only the steps before it done: never `pass`."""
    after: Outcome
    mistakes: tuple[MistakeProof, ...] = ()
    hints: int = 0
    troubles: tuple[Message, ...] = ()
    """Why it is not proved, as far as no mistake is to blame."""


@dataclass(frozen=True, slots=True)
class CleanUpProved:
    """Everything has been cleaned up, and compared with what was there before."""

    exercise: str
    outcome: Outcome
    troubles: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class ExerciseProved:
    """Nothing more will be told of an exercise."""

    exercise: str
    outcome: Outcome
    troubles: tuple[Message, ...] = ()
    """Why nothing could be begun."""


Proof: TypeAlias = StepProved | CleanUpProved | ExerciseProved
"""Everything a verification tells."""

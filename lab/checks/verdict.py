"""What a check says: one of three outcomes, with what was wanted, what was seen and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from lab.language.message import Message
from lab.memory import Memory
from lab.world import Scope, World

Outcome = Literal["pass", "not_yet", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check's judgement of one World."""

    outcome: Outcome
    check: str
    """The check's kind."""
    expected: Message
    found: Message
    next: Message | None = None
    """What to try; on a pass, something worth knowing."""
    settling: bool = False
    """Whether looking again in a moment may pass without anyone doing anything: a server that starts."""


class Check(Protocol):
    """A requirement on the state a step leaves; its fields are what an exercise file may say."""

    kind: ClassVar[str]

    def scope(self) -> Scope:
        """Return what has to be looked at closely to judge this."""

    def evaluate(self, world: World, memory: Memory) -> Verdict:
        """Judge a World, given what earlier Worlds of the run showed."""


def overall(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome of several together: `not yet` outweighs `cannot tell`, which outweighs `pass`."""
    every = set(outcomes)
    return "not_yet" if "not_yet" in every else "cannot_tell" if "cannot_tell" in every else "pass"

"""What a run is written down in, and what it has been through before."""

from __future__ import annotations

from dataclasses import dataclass

from lab.docker_cli.actions import CHANGING, Action
from lab.docker_cli.feeding import concealed
from lab.ledger import Ledger
from lab.memory import NOTHING, Memory
from lab.record import Records


@dataclass(frozen=True, slots=True)
class Books:
    """What a run is written down in."""

    ledger: Ledger
    records: Records

    def receive(self, text: str, action: Action, outcome: str) -> None:
        """Write down what became of a command that changes something: `done`, or the kind of its error."""
        if isinstance(action, CHANGING):
            self.ledger.receive(concealed(text), outcome)


@dataclass(frozen=True, slots=True)
class Past:
    """What a run has been through before this session, from its records."""

    memory: Memory = NOTHING
    passed: frozenset[str] = frozenset()
    """Steps that have passed."""
    undone: tuple[tuple[str, str], ...] = ()
    """Steps that passed and are true no more, each with the step that undid it."""

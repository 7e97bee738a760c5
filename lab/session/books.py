"""What a run is written down in, and what it has been through before."""

from __future__ import annotations

from dataclasses import dataclass

from lab.ledger import Ledger
from lab.memory import NOTHING, Memory
from lab.record import Records


@dataclass(frozen=True, slots=True)
class Books:
    """What a run is written down in."""

    ledger: Ledger
    records: Records


@dataclass(frozen=True, slots=True)
class Past:
    """What a run has been through before this session, from its records."""

    memory: Memory = NOTHING
    passed: frozenset[str] = frozenset()
    """Steps that have passed."""
    undone: tuple[tuple[str, str], ...] = ()
    """Steps that passed and are true no more, each with the step that undid it."""

"""What performing an action needs at hand."""

from __future__ import annotations

from dataclasses import dataclass

from lab.engine.client import BoundedClient
from lab.engine.contract import EngineFacts, Permit


@dataclass(frozen=True, slots=True)
class Workbench:
    """An SDK client of this thread, what is known of its engine, and what the action may touch."""

    client: BoundedClient
    facts: EngineFacts
    permit: Permit

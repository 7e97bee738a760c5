"""Where an address of a registry's is dialled from this process."""

from __future__ import annotations

from lab.engine.contract import EngineFacts


def dialled(host: str, facts: EngineFacts) -> str:
    """Return the host to connect to, which is the one that was named; only the practice engine's network is its own.

    It opens every port on this machine's loopback, also one that is published on its bridge: no other process may be
    reached from elsewhere because of it.
    """
    return "127.0.0.1" if facts.kind == "practice" else host

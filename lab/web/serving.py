"""What is served, where, and to how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Serving:
    """One server, as it was asked for."""

    command: tuple[str, ...]
    """Command line of the app, to which `--lang LANG` is added."""
    host: str
    port: int
    """0 for any that is free."""
    visitors: int
    """How many may be there at a time."""
    lang: str
    """Language for browsers that ask for none the lab speaks."""
    homes: Path | None = None
    """Folder of the visitors' homes; without it all of them share the server's own."""

    def environment(self, visitor: str) -> Mapping[str, str]:
        """Return what a visitor's app finds in its environment beside the server's own."""
        more = {"TEXTUAL_DRIVER": "lab.web.driver:PageDriver"}
        if self.homes is not None:
            more |= {"REGISTRY_LAB_HOME": str(self.homes / visitor), "REGISTRY_LAB_LEARNER": visitor}
        return more

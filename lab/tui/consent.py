"""What the learner has agreed to: which engines may be changed."""

from __future__ import annotations

from lab.tui.facts import Facts


class Consent:
    """Asked for once for each engine, unless it was given beforehand."""

    def __init__(self, always: bool) -> None:
        self._always = always
        self._engines: set[str] = set()

    def given(self, engine: Facts) -> bool:
        """Tell whether an engine may be changed; the practice engine is the lab's own."""
        return self._always or engine.kind == "practice" or engine.id in self._engines

    def give(self, engine: Facts) -> None:
        """Remember that an engine may be changed."""
        self._engines.add(engine.id)

"""What a learner has typed before, to be brought back line by line."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST = 200
"""Lines remembered."""


@dataclass(frozen=True, slots=True)
class History:
    """Lines typed, oldest first, and which one is looked at; each change makes a new one."""

    lines: tuple[str, ...] = ()
    back: int = 0
    """How many lines back from the one being typed; 0 is that one itself."""
    draft: str = ""
    """What was being typed when looking back began."""

    @property
    def text(self) -> str:
        """The line looked at."""
        return self.lines[-self.back] if self.back else self.draft

    def added(self, line: str) -> History:
        """Return it with one more line; the same line twice in a row is one."""
        lines = self.lines if self.lines[-1:] == (line,) else (*self.lines, line)
        return History(lines[-MOST:])

    def older(self, text: str) -> History:
        """Return it one line further back, from the text that is on the screen; at the oldest it stays."""
        kept = replace(self, draft=text) if self.back == 0 else self
        return replace(kept, back=min(self.back + 1, len(self.lines)))

    def newer(self) -> History:
        """Return it one line further on; the newest is what was being typed."""
        return replace(self, back=max(self.back - 1, 0))

"""The folder that props are laid into: nothing leaves it, not even through a link, and nothing in it is written over."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lab import inside
from lab.engine.contract import EngineFacts
from lab.errors import LabError
from lab.home import LAYING, MARKER, not_writable
from lab.language.message import say
from lab.ledger import Run
from lab.listener.sharing import Listeners
from lab.world import Delivery

React = Callable[[Run, str, Delivery], str]
"""Makes a container of a run anew for a delivery, and says what was in the way; "" where nothing was."""

PLAIN = 0o644
"""Readable for the program in a container, whoever it runs as."""
PRIVATE = 0o600
LARGEST = 1024 * 1024
"""Bytes that are read of a prop."""
PROGRAM = 0o755


@dataclass(frozen=True, slots=True)
class Ground:
    """A run's workspace, and the engine that will look into it."""

    run: Run
    engine: EngineFacts
    listeners: Listeners = field(default_factory=Listeners)
    """Those of this process."""
    react: React | None = None
    """What a listener that deploys does; None where nobody has said."""

    @property
    def workspace(self) -> Path:
        """Return the run's folder."""
        return Path(self.run.workspace)

    def holds(self, path: str) -> bool:
        """Tell whether something lies at a path of the workspace, even if it is a link that leads nowhere."""
        return os.path.lexists(self.workspace / path)

    def read(self, path: str) -> bytes | None:
        """Return a file's content, None where none can be read."""
        try:
            self._allowed(path)
            return inside.read(self.workspace, path, LARGEST)
        except OSError:
            return None

    def write(self, path: str, content: bytes, mode: int = PLAIN) -> None:
        """Write a new file, and the folders above it; what lies there already is the learner's, and is left as it is.

        Raise LabError where the path leaves the workspace, goes through a link, or cannot be written.
        """
        place = self._allowed(path)
        if self.holds(path):
            return
        try:
            inside.lay(self.workspace, path, content, mode, LAYING)
        except OSError as error:
            raise not_writable(place, error) from error

    def make_folder(self, path: str) -> None:
        """Make a folder, and those above it; raise LabError as `write` does."""
        place = self._allowed(f"{path}/.")
        try:
            inside.make_folder(self.workspace, path)
        except OSError as error:
            raise not_writable(place, error) from error

    def _allowed(self, path: str) -> Path:
        """Return where a path leads, no further than the workspace, which carries the lab's mark."""
        workspace, place = self.workspace, self.workspace / path
        straight = place.parent.resolve() == workspace.resolve().joinpath(*place.parent.relative_to(workspace).parts)
        if ".." in Path(path).parts or not straight or not (workspace / MARKER).is_file():
            message = say("session.prop-outside.message", path=path, workspace=str(workspace))
            raise LabError(message, say("session.prop-outside.hint"))
        return place

"""Listeners of one process: where a run is opened twice in it, both have the same one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from lab.listener.log import Log
from lab.listener.server import Told, listen

End = Callable[[], None]


class Listeners:
    """What listens in this process, and for how many."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, int, Path], tuple[End, int]] = {}
        self._lock = threading.Lock()

    def join(self, address: str, port: int, folder: Path, path: str, told: Told | None = None) -> End:
        """Listen, or join who listens there for the same file already; return what lets go of it, and the last one ends it.

        Raise OSError where somebody else listens.
        """
        key = (address, port, folder / path)
        with self._lock:
            end, times = self._held.get(key, (None, 0))
            self._held[key] = (end or listen(address, port, Log(folder, path), told), times + 1)
        return lambda: self._leave(key)

    def _leave(self, key: tuple[str, int, Path]) -> None:
        with self._lock:
            end, times = self._held.pop(key)
            if times > 1:
                self._held[key] = (end, times - 1)
            else:
                end()

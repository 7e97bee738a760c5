"""Python's collector of cycles, left out of where many objects are made and none of them is part of a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector: looking through a long file's tokens again and again is a fifth of the time of reading it."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Whoever found it running starts it again, whatever another thread has done meanwhile.
        if paused:
            gc.enable()

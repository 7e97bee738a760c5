"""The app on a terminal: its first frame, a key's paint while a push streams, and memory, beside an app with one label."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator

from bench.result import ROUNDS, Result, median
from bench.streaming import EXERCISE
from bench.terminal import Terminal

FIRST_FRAME = 1.25
"""Times a bare app's."""
KEY = 0.05
"""Seconds, at the 95th percentile."""
MEMORY = 40.0
"""Megabytes more than a bare app."""
PRESSES = 60
_LETTERS = "jzqywv"

_BARE = ("-m", "bench.bare")
_OURS = ("-m", "lab")
_TEXT = "Registry Lab"


def measure() -> Iterator[Result]:
    """Measure all three."""
    with tempfile.TemporaryDirectory(prefix="registry-lab-bench-") as home:
        _first_frame(*_OURS, home=home)  # what is read from the disk for the first time is read
        rows = [(_first_frame(*_OURS, home=home), _first_frame(*_BARE)) for _ in range(ROUNDS)]
        ours, bare = (median(list(column)) for column in zip(*rows, strict=True))
        detail = f"the lab {ours:.3f} s, a bare app {bare:.3f} s; medians of {ROUNDS}"
        yield Result("the first frame against a bare Textual app's", ours / bare, FIRST_FRAME, "times", detail)
        ours, bare = _memory(*_OURS, home=home), _memory(*_BARE)
        yield Result(
            "memory beyond a bare app's", ours - bare, MEMORY, "MB", f"the lab {ours:.0f} MB, on its first screen"
        )
    steps, letters = _keys()
    yield _painted("a step's paint after its key", steps)
    yield _painted("a typed letter's paint", letters)


def _painted(what: str, times: list[float]) -> Result:
    times = sorted(times)
    middle, slowest = median(times), times[-1]
    detail = f"95th percentile of {len(times)} while 1000 events a second stream; median {middle:.3f} s, slowest {slowest:.3f} s"
    return Result(what, times[int(len(times) * 0.95)], KEY, "s", detail)


def _first_frame(*words: str, home: str | None = None) -> float:
    with Terminal(*words, home=home) as terminal:
        return terminal.shows(_TEXT) - terminal.began


def _memory(*words: str, home: str | None = None) -> float:
    with Terminal(*words, home=home) as terminal:
        terminal.shows(_TEXT)
        terminal.rest(3)
        return terminal.megabytes()


def _keys() -> tuple[list[float], list[float]]:
    """Time the way to the next step and back, and letters, at moments of no rhythm, while the push goes on."""
    moments, count = random.Random(5), len(EXERCISE.steps)
    with Terminal("-m", "bench.streaming") as terminal:

        def painted(key: str, text: str) -> float:
            terminal.rest(moments.uniform(0.5, 1.0))
            pressed = terminal.press(key)
            return terminal.shows(text) - pressed

        terminal.shows(f"{EXERCISE.minutes} min")
        terminal.rest(1)
        terminal.press("\r")
        terminal.shows("Start the registry")
        terminal.rest(1)
        terminal.press("r")
        terminal.shows("Pushing")
        steps = [
            painted(*("n", f"2 of {count}") if number % 2 == 0 else ("p", f"1 of {count}")) for number in range(PRESSES)
        ]
        terminal.press("t")
        # Letters that nothing paints which moves by itself.
        letters = [painted(key, key) for key in _LETTERS * (PRESSES // len(_LETTERS))]
    return steps, letters

"""How long `registry-lab --version` takes, beside a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys

from bench.result import ROUNDS, Result, median, timed

BUDGET = 0.15


def measure() -> Result:
    """Time the command as a process."""

    def run(*command: str) -> float:
        return timed(lambda: subprocess.run(command, check=True, capture_output=True))

    rows = [(run(sys.executable, "-m", "lab", "--version"), run(sys.executable, "-c", "pass")) for _ in range(ROUNDS)]
    ours, bare = (median(list(column)) for column in zip(*rows, strict=True))
    return Result("registry-lab --version", ours, BUDGET, "s", f"an empty Python takes {bare:.3f} s")

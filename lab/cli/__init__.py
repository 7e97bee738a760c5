"""The command line: arguments in, printing and exit codes out; the only place that wires the real parts together."""

from __future__ import annotations

import sys
from collections.abc import Sequence

DONE, NOT_YET, UNUSABLE, CANNOT_TELL, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: done, not yet, usage or content, cannot tell, ended by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["--version"], ["-V"]):
        return _version()
    # The rest of the lab is imported only now: a version is printed in the time Python takes to start.
    from lab.cli.running import run

    return run(given)


def _version() -> int:
    from importlib.metadata import version

    print(f"registry-lab {version('registry-lab')}")
    return DONE

"""The command line: arguments in, printing and exit codes out; the only place that wires the real parts together."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

DONE, NOT_YET, UNUSABLE, CANNOT_TELL, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: done, not yet, usage or content, cannot tell, ended by Ctrl-C."""


def entry() -> int:
    """Run one command as a process of its own, without the time Python would spend on looking for garbage.

    Importing makes a hundred thousand objects and hardly any garbage: the search takes a sixth of the start, and another
    0.2 s at the end, when the process's end is about to free everything at once.
    """
    gc.set_threshold(100_000)
    sys.unraisablehook = _unraisable
    code = main()
    gc.freeze()
    return code


def _unraisable(unraisable: UnraisableHookArgs) -> None:
    """Send a Ctrl-C again that came while Python freed something: it would print it there, and go on as if nobody had asked.

    Later and from outside, since what is raised in here is lost as well.
    """
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        import threading

        again = threading.Timer(0.01, _interrupt)
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(unraisable)


def _interrupt() -> None:
    import _thread
    import signal
    import threading

    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        # To the thread that waits: a wait that another thread's signal finds goes on.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        code = _main(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output has gone; what Python still holds back must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERRUPTED


def _main(given: list[str]) -> int:
    if given in (["--version"], ["-V"]):
        return _version()
    # The rest of the lab is imported only now: a version is printed in the time Python takes to start.
    from lab.cli.running import run

    return run(given)


def _version() -> int:
    from importlib.metadata import version

    print(f"registry-lab {version('registry-lab')}")
    return DONE

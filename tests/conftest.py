"""How the tests run: what makes all of them cheaper, and the same wherever they are started from."""

from __future__ import annotations

import gc
import os
import signal

import pytest

pytest.register_assert_rewrite("tests.checks.judging")


def pytest_configure() -> None:
    """Hear Ctrl-C, and let the programs that tests start hear it: a shell has what it starts in the background ignore it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return three workers for two processors: a third of the time is waited for other processes and for sockets."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_collection_finish() -> None:
    """Let no collection of garbage look through eight thousand tests again, which all live until the end."""
    gc.freeze()

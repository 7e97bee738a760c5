"""How the tests run: what makes all of them cheaper, and what tells why one of them failed."""

from __future__ import annotations

import gc
import os

import pytest

pytest.register_assert_rewrite("tests.checks.judging")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return three workers for two processors: a third of the time is waited for other processes and for sockets."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_collection_finish() -> None:
    """Let no collection of garbage look through eight thousand tests again, which all live until the end."""
    gc.freeze()

"""Ctrl-C ends a command wherever it meets it."""

from __future__ import annotations

import subprocess
import sys

IN_A_FINALIZER = """
import os, signal, sys, time
import lab.cli, lab.cli.running

class Freed:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        list(map(str, range(1000)))

def work(options, speech):
    Freed()
    print("went on", flush=True)
    time.sleep(60)

lab.cli.running._dispatch = work
sys.argv = ["registry-lab", "exercises"]
sys.exit(lab.cli.entry())
"""


def test_a_ctrl_c_that_meets_a_finalizer_is_not_lost() -> None:
    """Python prints what is raised there, and goes on."""
    done = subprocess.run(
        [sys.executable, "-c", IN_A_FINALIZER], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stderr) == (130, "")

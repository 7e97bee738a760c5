"""How long looking at all steps again takes: one look, every check."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.result import ROUNDS, Result, median, timed
from lab.content.library import exercises_folder, load
from lab.engine.connect import connect
from lab.engine.ports import port_in_use
from lab.home import Home
from lab.progress import Progress
from lab.session.cleaning import clean_up
from lab.session.events import Cleaned
from lab.session.opening import Lab, open_ledger, open_session
from lab.session.walking import walk

BUDGET = 0.1


def measure() -> Result:
    """Time `check_all` after the last step, when there is most to see."""
    with tempfile.TemporaryDirectory(prefix="registry-lab-bench-") as folder:
        home = Home(Path(folder))
        lab = Lab(home, connect(), Progress(home.progress), port_in_use)
        exercise = load(exercises_folder(), "private-registry", "en")
        for _ in walk(lab, exercise, {}, keep=True):
            pass
        session = open_session(lab, exercise, {})
        times = [timed(lambda: list(session.check_all())) for _ in range(ROUNDS)]
        ledger = open_ledger(home, exercise.id, lab.engine.facts.id)
        assert ledger is not None
        left = [
            message for event in clean_up(lab.engine, ledger) if isinstance(event, Cleaned) for message in event.left
        ]
        assert not left, left
    return Result(
        "checking all steps of private-registry again", median(times), BUDGET, "s", f"slowest {max(times):.3f} s"
    )

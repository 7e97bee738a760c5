"""What listeners set going, with the real parts: an engine, and the run's own ledger."""

from __future__ import annotations

from collections.abc import Callable

from lab.cli.arguments import language_of
from lab.engine.contract import Engine
from lab.errors import LabError
from lab.home import Home
from lab.language.words import words
from lab.ledger import Run, open_ledgers
from lab.redeploying import redeploy
from lab.settings import read_settings
from lab.world import Delivery


def reacting(engine: Engine, home: Home) -> Callable[[Run, str, Delivery], str]:
    """Return what makes a container of a run anew, and says what was in the way of that; "" where nothing was."""

    def react(run: Run, container: str, delivery: Delivery) -> str:
        ledger = next((each for each in open_ledgers(home.runs(run.exercise)) if each.run.id == run.id), None)
        if ledger is None:
            return "the run is over"
        try:
            return "" if redeploy(engine, ledger, container, delivery) else f"no container {container} of this run"
        except LabError as error:
            return words(language_of((), read_settings(home)[0].lang)).say(error.message)

    return react

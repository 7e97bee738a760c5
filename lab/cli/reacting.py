"""What listeners set going, with the real parts: an engine, and the run's own ledger."""

from __future__ import annotations

from collections.abc import Callable

from lab.cli.spoken import language_of
from lab.engine.contract import Engine
from lab.errors import LabError
from lab.home import Home
from lab.language.message import say
from lab.language.words import words
from lab.ledger import Run, open_ledgers
from lab.redeploying import redeploy
from lab.settings import read_settings
from lab.world import Delivery


def reacting(engine: Engine, home: Home) -> Callable[[Run, str, Delivery], str]:
    """Return what makes a container of a run anew, and says what was in the way of that; "" where nothing was."""

    def react(run: Run, container: str, delivery: Delivery) -> str:
        ledger = next((each for each in open_ledgers(home.runs(run.exercise)) if each.run.id == run.id), None)
        speech = words(language_of((), read_settings(home)[0].lang))
        if ledger is None:
            return speech.say(say("cli.react.over"))
        try:
            done = redeploy(engine, ledger, container, delivery)
        except LabError as error:
            return speech.say(error.message)
        return "" if done else speech.say(say("cli.react.no-container", name=container))

    return react

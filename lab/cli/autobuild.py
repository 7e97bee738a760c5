"""What a builder's hook runs after a push: `python -m lab.cli.autobuild WORKSPACE RUN SOURCE BRANCH IMAGE RECORD`.

Git gives it a line for each branch that was pushed, `OLD NEW refs/heads/NAME` (githooks(5), post-receive), and sends what it
prints to whoever pushed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from lab.autobuild import Order, autobuild
from lab.cli import CANNOT_TELL, DONE
from lab.cli.plain import harmless
from lab.cli.spoken import language_of
from lab.engine.connect import connect
from lab.engine.contract import Output
from lab.errors import LabError, UsageError
from lab.hold import alone
from lab.home import Home
from lab.language.message import say
from lab.language.words import Words, words
from lab.ledger import Ledger, open_ledgers
from lab.settings import read_settings

GONE = "0" * 40
"""What git calls the commit of a branch that was deleted."""


def main(arguments: Sequence[str], pushed: Iterable[str]) -> int:
    """Build what was pushed; return an exit code, which git shows nobody."""
    workspace, run, *rest = arguments
    order = Order(*rest)
    home = Home(Path(workspace).parents[1])
    speech = words(language_of((), read_settings(home)[0].lang))
    try:
        for line in pushed:
            _, commit, branch = line.split()
            if branch != f"refs/heads/{order.branch}" or commit == GONE:
                print(speech.say(say("cli.autobuild.other-branch", branch=order.branch)), flush=True)
                continue
            with alone(_ledger(home, run).making):
                _build(_ledger(home, run), order, commit, speech)  # which may have been closed while this waited
    except LabError as error:
        print(harmless(f"{speech.say(error.message)}\n{speech.say(error.hint)}"), flush=True)
        return CANNOT_TELL
    return DONE


def _build(ledger: Ledger, order: Order, commit: str, speech: Words) -> None:
    engine = connect(ledger.run.url)
    try:
        for happening in autobuild(engine, ledger, order, commit, speech.say):
            if isinstance(happening, Output):
                print(harmless(happening.text), flush=True)
    finally:
        engine.close()


def _ledger(home: Home, run: str) -> Ledger:
    """Return the ledger of a run that is open; raise UsageError where there is none any more."""
    found = next((each for each in open_ledgers(home.runs()) if each.run.id == run), None)
    if found is None:
        raise UsageError(say("cli.autobuild.no-run"), say("cli.autobuild.no-run-hint"))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin))

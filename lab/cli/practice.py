"""`registry-lab engine`: the practice engine on its own, for a Docker CLI or anything else that speaks to an engine."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from lab.cli import DONE
from lab.engine.contract import EngineError
from lab.home import find_home
from lab.language.message import Message, say
from lab.language.words import Words


def engine(options: argparse.Namespace, speech: Words) -> int:
    """Run the practice engine until it is interrupted, or in the background until `--stop`; print its DOCKER_HOST first."""
    from lab.practice.engine.start import PracticeError, ensure, running, stop

    home = find_home().practice

    def tell(url: str, more: Message | None = None) -> None:
        print(json.dumps({"DOCKER_HOST": url}) if options.json else f"DOCKER_HOST={url}", flush=True)
        if more is not None:
            print(speech.say(more), file=sys.stderr)

    try:
        if options.stop:
            stop(home)
        elif options.background:
            tell(ensure(home))
        elif (url := running(home)) is not None:
            tell(url, say("cli.engine.already"))
        else:
            _serve(home, lambda url: tell(url, say("cli.engine.until")))
    except (PracticeError, OSError) as error:
        message = say("engine.practice-failed.message", path=str(home))
        raise EngineError("unreachable", message, say("engine.practice-failed.hint"), str(error)) from error
    return DONE


def _serve(home: Path, tell: Callable[[str], None]) -> None:
    from lab.practice.engine.home import Home
    from lab.practice.engine.loading import loading
    from lab.practice.engine.start import PracticeError

    with loading():
        from lab.practice.engine.server import ServeError, serve

    try:
        serve(Home(home), tcp=sys.platform == "win32", ready=tell)
    except ServeError as error:
        raise PracticeError(str(error)) from error

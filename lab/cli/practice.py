"""`registry-lab engine`: the practice engine on its own, for a Docker CLI or anything else that speaks to an engine."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from lab.cli import CANNOT_TELL, DONE
from lab.engine.contract import EngineError
from lab.home import find_home
from lab.language.message import say
from lab.language.words import Words


def engine(options: argparse.Namespace, speech: Words) -> int:
    """Run the practice engine until it is interrupted, or in the background until `--stop`; print its DOCKER_HOST first."""
    from lab.practice.engine.start import PracticeError, ensure, running, stop

    home = find_home().practice

    def tell(url: str) -> None:
        print(json.dumps({"DOCKER_HOST": url}) if options.json else f"DOCKER_HOST={url}", flush=True)

    try:
        if options.stop:
            stop(home)
            return DONE
        if options.background:
            tell(ensure(home))
            return DONE
    except PracticeError as error:
        message = say("engine.practice-failed.message", path=str(home))
        raise EngineError("unreachable", message, say("engine.practice-failed.hint"), str(error)) from error
    url = running(home)
    if url is not None:
        tell(url)
        print(speech.say(say("cli.engine.already")), file=sys.stderr)
        return DONE
    print(speech.say(say("cli.engine.until")), file=sys.stderr)
    return _serve(home, tell)


def _serve(home: Path, tell: Callable[[str], None]) -> int:
    from lab.practice.engine.home import Home
    from lab.practice.engine.server import serve

    code = serve(Home(home), tcp=sys.platform == "win32", ready=tell)
    return DONE if code == 0 else CANNOT_TELL

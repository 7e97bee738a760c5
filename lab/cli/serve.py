"""`registry-lab serve`: the app in web pages, on this machine or for a room of learners."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path

from lab.cli import DONE
from lab.errors import UsageError
from lab.language.message import say
from lab.language.words import Words
from lab.web.server import serve as serve_pages
from lab.web.serving import Serving

ROOM = 30
"""Visitors that have a home each, where nothing else is said."""


def serve(options: argparse.Namespace, speech: Words) -> int:
    """Serve web pages until Ctrl-C; print their address first."""
    serving = _serving(options, speech)
    output = sys.stdout

    def tell(url: str) -> None:
        print(json.dumps({"url": url}) if options.json else url, file=output, flush=True)
        print(speech.say(say("cli.serve.until")), file=sys.stderr, flush=True)

    # What an app complains of, textual-serve prints on the standard output, which is for data.
    with contextlib.redirect_stdout(sys.stderr):
        serve_pages(serving, tell)
    return DONE


def _serving(options: argparse.Namespace, speech: Words) -> Serving:
    homes = _made(Path(options.homes).expanduser().absolute()) if options.homes else None
    if homes is None and (options.visitors or 1) > 1:
        raise UsageError(say("cli.serve.shared-home", visitors=options.visitors), say("cli.serve.shared-home-hint"))
    engine = ("--engine", options.engine) if options.engine else ()
    return Serving(
        command=(sys.executable, "-m", "lab.cli.served", *engine),
        host=options.host,
        port=options.port,
        visitors=options.visitors or (ROOM if homes else 1),
        lang=speech.lang,
        homes=homes,
    )


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = say("cli.serve.unusable-homes", path=str(folder), reason=error.strerror or str(error))
        raise UsageError(what, say("cli.serve.unusable-homes-hint")) from error
    return folder

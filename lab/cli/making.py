"""`registry-lab new` and `registry-lab schema`: for those who write exercises and quizzes."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path

from lab.cli import DONE
from lab.content.schema import schemas
from lab.content.skeleton import begin
from lab.language.message import say
from lab.language.words import Words


def new(options: argparse.Namespace, speech: Words) -> int:
    """Write the beginning of an exercise or a quiz, and tell what to do with it."""
    folder = Path(options.content or ".")
    main, korean = begin(options.kind, options.name, folder, datetime.date.today())
    for path in (main, korean):
        print(json.dumps({"path": str(path)}, ensure_ascii=False) if options.json else path)
    print(speech.say(say("cli.new.lint", path=str(main.parent))), file=sys.stderr)
    if options.kind == "exercise":
        told = say("cli.new.verify", id=options.name, folder=str(folder))
        print(speech.say(told), file=sys.stderr)
    return DONE


def schema(options: argparse.Namespace, speech: Words) -> int:
    """Print one schema, or an object of all of them by the fence's name."""
    every = schemas()
    print(json.dumps(every[options.fence] if options.fence else every, indent=2, ensure_ascii=False))
    return DONE

"""One command, from its arguments to its exit code; every error ends here, as two lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lab.cli import CANNOT_TELL, DONE, INTERRUPTED, NOT_YET, UNUSABLE
from lab.cli.spoken import language_of
from lab.errors import DeclinedError, LabError, UsageError
from lab.home import find_home
from lab.language.words import Words, words
from lab.settings import read_settings

if TYPE_CHECKING:
    import argparse


def run(arguments: Sequence[str]) -> int:
    """Run a command; print what is wrong on stderr, or as an object where JSON was asked for."""
    settings, trouble = read_settings(find_home())
    speech = words(language_of(arguments, settings.lang))
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a letter shows its number
    try:
        # What most learners type: the app does not wait for the words of the other commands.
        if not arguments and _at_a_terminal():
            return _app(speech, None)
        from lab.cli.arguments import parse_arguments

        options = parse_arguments(arguments, speech.lang)
        if trouble is not None and options.command is not None:  # the app tells it itself
            print(speech.say(trouble), file=sys.stderr)
        if options.content and options.command not in ("verify", "new"):
            from lab.content.others import VARIABLE

            # In the environment, where the processes of web pages find it too.
            os.environ[VARIABLE] = os.pathsep.join(filter(None, (os.environ.get(VARIABLE), options.content)))
        return _dispatch(options, speech)
    except LabError as error:
        complain(error, speech, as_json=as_json)
        return exit_code(error)
    except SystemExit as ending:  # argparse has shown its help
        return ending.code if isinstance(ending.code, int) else DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def exit_code(error: LabError) -> int:
    """Return what an error means for the exit code: the caller's mistake, a no to what was asked, or nobody's."""
    from lab.content.problem import ContentError

    if isinstance(error, DeclinedError):
        return NOT_YET
    return UNUSABLE if isinstance(error, UsageError | ContentError) else CANNOT_TELL


def complain(error: LabError, speech: Words, *, as_json: bool) -> None:
    """Say what happened, and what to do."""
    message, hint = speech.say(error.message), speech.say(error.hint)
    if as_json:
        from lab.cli.machine import written

        print(written({"event": "failed", "message": message, "hint": hint}), flush=True)
    else:
        from lab.cli.plain import harmless

        # An engine's words and a file's may be among these, and what a terminal would obey among them.
        print(harmless(f"{message}\n{hint}"), file=sys.stderr)


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _app(speech: Words, engine: str | None) -> int:
    from lab.cli.start import app

    return app(speech.lang, engine)


def _dispatch(options: argparse.Namespace, speech: Words) -> int:
    if options.version:
        from lab.cli import main

        return main(["--version"])
    if options.command is None and _at_a_terminal() and not options.json:
        return _app(speech, options.engine)
    from lab.cli import commands

    if options.command is None:
        return commands.walk_in_text(options, speech)
    table = {
        "exercises": commands.exercises,
        "run": commands.run,
        "check": commands.check,
        "progress": commands.progress,
        "doctor": commands.doctor,
        "cleanup": commands.cleanup,
        "lint": commands.lint,
    }
    if options.command == "engine":
        from lab.cli.practice import engine

        return engine(options, speech)
    if options.command == "verify":
        from lab.cli.verify import verify

        return verify(options, speech)
    if options.command in ("new", "schema"):
        from lab.cli import making

        return making.new(options, speech) if options.command == "new" else making.schema(options, speech)
    if options.command == "serve":
        from lab.cli.serve import serve

        return serve(options, speech)
    if options.command in table:
        return table[options.command](options, speech)
    from lab.cli.quiz_commands import COMMANDS

    return COMMANDS[options.command](options, speech)

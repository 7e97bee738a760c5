"""What may stand on the command line, in the learner's language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from lab.cli.quiz_arguments import add_quiz_commands
from lab.cli.serve_arguments import add_serve_command
from lab.errors import UsageError
from lab.language.message import Message, say
from lab.language.words import LANGUAGES, Words, words

FENCES = ("exercise", "step", "quiz", "question", "translation")
"""Second words of the TOML fences that are ours."""

_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")
"""A container's name, as the engine accepts it."""


def _parser_class(speech: Words) -> type[argparse.ArgumentParser]:
    """Return a parser that speaks a language, and raises what it does not understand instead of leaving the program."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[argparse._MutuallyExclusiveGroup],
            prefix: str | None = None,
        ) -> None:
            word = f"{speech.say(say('cli.help.usage'))} " if prefix is None else prefix
            super().add_usage(usage, actions, groups, word)

    class Parser(argparse.ArgumentParser):
        def __init__(self, **options: Any) -> None:
            # The headings and the line on --help are the only words of argparse's own that a learner reads.
            super().__init__(**options, add_help=False, formatter_class=Formatter)
            self._positionals.title = speech.say(say("cli.help.arguments"))
            self._optionals.title = speech.say(say("cli.help.options"))
            self._common()

        def _common(self) -> None:
            self.add_argument("--help", "-h", action="help", help=speech.say(say("cli.help.help")))
            absent = argparse.SUPPRESS  # before or after the command: the one that is given counts
            self.add_argument("--json", action="store_true", default=absent, help=speech.say(say("cli.help.json")))
            self.add_argument("--engine", metavar="URL", default=absent, help=speech.say(say("cli.help.engine")))
            told = speech.say(say("cli.help.content"))
            self.add_argument("--content", metavar="DIR", default=absent, help=told)
            self.add_argument("--lang", choices=LANGUAGES, default=absent, help=speech.say(say("cli.help.lang")))

        def error(self, message: str) -> NoReturn:
            raise UsageError(say("cli.usage.message", detail=message), say("cli.usage.hint", program=self.prog))

    return Parser


def parse_arguments(arguments: Sequence[str], lang: str) -> argparse.Namespace:
    """Return what was asked for; raise UsageError for what is not understood."""
    return _parser(words(lang)).parse_args(list(arguments))


def _parser(speech: Words) -> argparse.ArgumentParser:
    def told(message: Message) -> str:
        return speech.say(message).replace("%", "%%")

    parser = _parser_class(speech)(prog="registry-lab", description=told(say("cli.help.about")))
    parser.add_argument("--version", "-V", action="store_true", help=told(say("cli.help.version")))
    parser.set_defaults(command=None, json=False, engine=None, lang=None, content=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, message: Message) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=told(message), description=told(message))

    command("exercises", say("cli.help.exercises"))
    run = command("run", say("cli.help.run"))
    run.add_argument("exercise", metavar="EXERCISE")
    run.add_argument("--port", type=_port, metavar="N", help=told(say("cli.help.port")))
    run.add_argument("--name", type=_name, metavar="NAME", help=told(say("cli.help.name")))
    run.add_argument("--until", metavar="STEP", help=told(say("cli.help.until")))
    run.add_argument("--keep", action="store_true", help=told(say("cli.help.keep")))
    run.add_argument("--yes", "-y", action="store_true", help=told(say("cli.help.yes")))
    check = command("check", say("cli.help.check"))
    check.add_argument("exercise", metavar="EXERCISE")
    check.add_argument("step", metavar="STEP", nargs="?")
    add_quiz_commands(command, told)
    engine = command("engine", say("cli.help.engine-alone"))
    engine.add_argument("--background", action="store_true", help=told(say("cli.help.background")))
    engine.add_argument("--stop", action="store_true", help=told(say("cli.help.stop")))
    add_serve_command(command, told)
    progress = command("progress", say("cli.help.progress"))
    progress.add_argument("action", nargs="?", choices=("export", "import"), help=told(say("cli.help.carry")))
    progress.add_argument("file", nargs="?", metavar="FILE", help=told(say("cli.help.carry-file")))
    command("doctor", say("cli.help.doctor"))
    cleanup = command("cleanup", say("cli.help.cleanup"))
    cleanup.add_argument("--dry-run", action="store_true", help=told(say("cli.help.dry-run")))
    lint = command("lint", say("cli.help.lint"))
    lint.add_argument("paths", metavar="PATH", nargs="*")
    lint.add_argument("--stamp", action="store_true", help=told(say("cli.help.stamp")))
    new = command("new", say("cli.help.new"))
    new.add_argument("kind", choices=("exercise", "quiz"), help=told(say("cli.help.new-kind")))
    new.add_argument("name", metavar="NAME", help=told(say("cli.help.new-name")))
    schema = command("schema", say("cli.help.schema"))
    schema.add_argument("fence", nargs="?", choices=FENCES, help=told(say("cli.help.schema-fence")))
    verify = command("verify", say("cli.help.verify"))
    verify.add_argument("exercises", metavar="EXERCISE", nargs="*")
    verify.add_argument("--yes", "-y", action="store_true", help=told(say("cli.help.yes")))
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r}: 1–65535")
    return int(text)


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r}: [a-zA-Z0-9][a-zA-Z0-9_.-]+")
    return text

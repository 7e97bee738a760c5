"""What may stand on the command line about serving web pages."""

from __future__ import annotations

import argparse

from lab.cli.quiz_arguments import Add, Told
from lab.language.message import say


def add_serve_command(command: Add, told: Told) -> None:
    """Add `serve`."""
    serve = command("serve", say("cli.help.serve"))
    serve.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help=told(say("cli.help.host")))
    serve.add_argument("--port", type=_port, metavar="N", default=8000, help=told(say("cli.help.serve-port")))
    serve.add_argument("--visitors", type=_visitors, metavar="N", help=told(say("cli.help.visitors")))
    serve.add_argument("--homes", metavar="DIR", help=told(say("cli.help.homes")))


def _port(text: str) -> int:
    return _number(text, 0, 65535)


def _visitors(text: str) -> int:
    return _number(text, 1, 1000)


def _number(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r}: {least}–{most}")
    return int(text)

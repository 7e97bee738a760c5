"""What may stand on the command line about quizzes."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from lab.language.message import Message, say

FORMATS = ("csv-canvas", "csv-moodle", "csv-long", "gift", "moodle-xml", "anki")

Add = Callable[[str, Message], argparse.ArgumentParser]
Told = Callable[[Message], str]


def add_quiz_commands(command: Add, told: Told) -> None:
    """Add the commands for learners, then those for teachers."""
    command("quizzes", say("cli.help.quizzes"))
    quiz = command("quiz", say("cli.help.quiz"))
    quiz.add_argument("quiz", metavar="NAME")
    mode = quiz.add_mutually_exclusive_group()
    mode.add_argument("--exam", action="store_true", help=told(say("cli.help.exam")))
    mode.add_argument("--review", action="store_true", help=told(say("cli.help.review")))
    quiz.add_argument("--minutes", type=_minutes, metavar="N", help=told(say("cli.help.minutes")))
    quiz.add_argument("--seed", type=int, metavar="S", help=told(say("cli.help.seed")))
    grade = command("grade", say("cli.help.grade"))
    grade.add_argument("quiz", metavar="NAME")
    grade.add_argument("--answers", metavar="FILE", required=True, help=told(say("cli.help.answers")))
    _add_teaching(command, told)


def _add_teaching(command: Add, told: Told) -> None:
    appeals = command("appeals", say("cli.help.appeals"))
    appeals.add_argument("action", nargs="?", choices=("list", "accept", "reject"), default="list")
    appeals.add_argument("number", nargs="?", type=int, metavar="N")
    appeals.add_argument("--into", metavar="FILE", help=told(say("cli.help.into")))
    appeals.add_argument("--why", metavar="TEXT", default="", help=told(say("cli.help.why")))
    regrade = command("regrade", say("cli.help.regrade"))
    regrade.add_argument("quiz", metavar="NAME")
    stats = command("quiz-stats", say("cli.help.quiz-stats"))
    stats.add_argument("quiz", metavar="NAME", nargs="?")
    export = command("quiz-export", say("cli.help.quiz-export"))
    export.add_argument("quiz", metavar="NAME")
    export.add_argument("file", metavar="FILE")
    export.add_argument("--to", choices=FORMATS, required=True, help=told(say("cli.help.to")))
    for each in (stats, export):
        each.add_argument(
            "--from", dest="sources", action="append", default=[], metavar="DB", help=told(say("cli.help.from"))
        )
    taken = command("quiz-import", say("cli.help.quiz-import"))
    taken.add_argument("gift", metavar="GIFT")
    taken.add_argument("file", metavar="QUIZ")


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1440:
        raise argparse.ArgumentTypeError(f"{text!r}: 1–1440")
    return int(text)

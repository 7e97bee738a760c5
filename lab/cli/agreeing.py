"""Asking at the terminal whether an exercise may do what it does to the whole engine."""

from __future__ import annotations

import argparse
import sys

from lab.cli.plain import harmless
from lab.cli.wiring import Machine
from lab.content.model import Exercise
from lab.errors import DeclinedError, UsageError
from lab.language.message import say
from lab.language.words import Words
from lab.session.opening import to_agree

YES = ("y", "yes", "ㅛ", "예", "네", "응")
"""Answers that agree; the third is what `y` types on a Korean keyboard."""


def agreement(machine: Machine, exercise: Exercise, options: argparse.Namespace, speech: Words) -> str | None:
    """Return how somebody agrees to what an exercise asks for; None where there is nothing to ask.

    Raise UsageError where nobody is there to be asked, DeclinedError where the answer is no, EngineError where it cannot begin.
    """
    asked = to_agree(machine.lab, exercise)
    if asked is None:
        return None
    if options.yes:
        return "--yes"
    if options.json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        message = say("cli.agree.nobody", exercise=exercise.id)
        raise UsageError(message, say("cli.agree.nobody-hint", exercise=exercise.id))
    print(harmless(speech.say(asked)), file=sys.stderr)
    print(speech.say(say("cli.agree.question")), end=" ", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in YES:
        raise DeclinedError(say("cli.agree.declined"), say("cli.agree.declined-hint", exercise=exercise.id))
    return "asked"

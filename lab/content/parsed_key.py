"""`ref`, `command` and `state` in a question's fence: answers that are read by a grammar, or from an engine."""

from __future__ import annotations

from typing import Any, cast, get_args, get_type_hints

from lab.content.problem import shown
from lab.content.said_table import read_wrong
from lab.content.table import Table
from lab.docker_cli.parse import parse
from lab.docker_cli.place import Place
from lab.errors import LabError
from lab.grading.keys import CommandKey, RefKey, StateKey
from lab.grading.place import NOWHERE, place_for
from lab.language.message import say
from lab.reference import Reference

REF_KEYS = ("want", "explicit_tag")
COMMAND_KEYS = ("want", "wrong")
STATE_KEYS = ("asks", "reference", "digits")

ASKS: tuple[str, ...] = get_args(get_type_hints(StateKey)["asks"])

_DIGITS = range(6, 65)


def read_ref(table: Table) -> RefKey | None:
    """Return the key, or None after complaining."""
    want = table.text("want", say("content.allowed.reference"))
    explicit = table.flag("explicit_tag", default=False)
    if want is None or explicit is None:
        return None
    try:
        Reference.parse(want)
    except LabError as error:
        advice = say("content.allowed.advice", why=error.message, hint=error.hint)
        table.report.add(table.line_of("want"), say("content.problem.reference", reference=shown(want)), advice)
        return None
    return RefKey(want, explicit)


def read_command(table: Table) -> CommandKey | None:
    """Return the key, or None after complaining."""
    want = table.some("want", say("content.allowed.do"))
    wrong = tuple(read_wrong(table))
    place = place_for(NOWHERE, want or ())
    unknown = [line for line in want or () if not _is_command(table, line, place)]
    return None if want is None or unknown else CommandKey(want, wrong)


def _is_command(table: Table, line: str, place: Place) -> bool:
    try:
        parse(line, place)
    except LabError as error:
        advice = say("content.allowed.advice", why=error.message, hint=error.hint)
        table.report.add(table.line_of("want"), say("content.problem.command", command=shown(line)), advice)
        return False
    return True


def read_state(table: Table) -> StateKey | None:
    """Return the key, or None after complaining."""
    asks = table.one_of("asks", ASKS)
    reference = table.text("reference", say("content.allowed.text"))
    limits = say("content.allowed.number", low=_DIGITS.start, high=_DIGITS.stop - 1)
    digits = table.number("digits", limits, _DIGITS) if "digits" in table.values else 0
    if asks is None or reference is None or digits is None:
        return None
    return StateKey(cast(Any, asks), reference, digits)

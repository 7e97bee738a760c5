"""Explaining a command line while it is typed: what it means so far, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from lab.docker_cli.completing import Names, complete
from lab.docker_cli.errors import CommandError
from lab.docker_cli.parse import parse
from lab.docker_cli.place import Place
from lab.docker_cli.spot import Spot, spot_at
from lab.language.message import Message
from lab.reference import Reference, ReferenceError  # noqa: A004 - the field's own word

UNFINISHED = frozenset({"empty", "incomplete-command", "missing-argument", "missing-value", "help"})
"""Kinds of error that only say that more is to come, or that help was asked for."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say of a line."""

    reference: Reference | None = None
    """The image's name under the cursor, in full."""
    usage: str = ""
    """How the command or option under the cursor is typed."""
    about: Message | None = None
    """What it is for."""
    error: CommandError | None = None
    """What is wrong with the whole line; None where it can be performed."""
    unfinished: bool = False
    """Whether that is only that more has to be typed."""


def explain(text: str, cursor: int, place: Place) -> Explanation:
    """Return what a line means as far as it is typed."""
    spot = spot_at(text, cursor)
    usage, about = _meaning(spot)
    error = _error(text, place)
    unfinished = error is not None and (error.kind in UNFINISHED or _goes_on(text, cursor, spot))
    return Explanation(_reference(text, spot), usage, about, error, unfinished)


def _meaning(spot: Spot) -> tuple[str, Message | None]:
    if spot.option is not None:
        hyphens = "--" if len(spot.option.name) > 1 else "-"
        return f"{hyphens}{spot.option.name} {spot.option.takes}".strip(), spot.option.about
    if spot.command is not None:
        return spot.command.usage, spot.command.about
    return "", None


def _error(text: str, place: Place) -> CommandError | None:
    try:
        parse(text, place)
    except CommandError as error:
        return error
    return None


def _goes_on(text: str, cursor: int, spot: Spot) -> bool:
    """Tell whether a word that is wrong as it stands is the beginning of a right one, and is still being typed."""
    if spot.kind not in ("command", "option") or cursor < len(text.rstrip()):
        return False
    return spot.end > spot.start and bool(complete(text, cursor, Names()).choices)


def _reference(text: str, spot: Spot) -> Reference | None:
    if spot.kind != "image" or spot.start == spot.end:
        return None
    try:
        return Reference.parse(text[spot.start : spot.end].strip("'\""))
    except ReferenceError:
        return None

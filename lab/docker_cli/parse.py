"""One command line in, one Action out: a grammar, never a shell."""

from __future__ import annotations

from dataclasses import replace

from lab.docker_cli.actions import Action
from lab.docker_cli.errors import CommandError, type_instead
from lab.docker_cli.feeding import concealed, read_feeding, refuse_pipe
from lab.docker_cli.grammar import Fed
from lab.docker_cli.lookup import find_command
from lab.docker_cli.options import read_given
from lab.docker_cli.place import Place
from lab.docker_cli.shell_words import read_line
from lab.docker_cli.substitution import refuse_substitution

__all__ = ["CommandError", "Place", "parse"]

MOST_CORRECTIONS = 8
"""Misspellings in one line that are put right together; more than that is another language."""


def parse(text: str, place: Place) -> Action:
    """Read a command line typed at `place`, or raise `CommandError`; a misspelt line comes back corrected as a whole."""
    try:
        return _parse(text, place)
    except CommandError as error:
        if error.correction is None:
            raise
        line = _corrected(error.correction, place)
        hint = type_instead(concealed(line))
        raise CommandError(error.kind, error.message, hint, line) from None


def _parse(text: str, place: Place) -> Action:
    feeding = read_feeding(text, place)
    try:
        return _read(feeding.rest, feeding.fed, place)
    except CommandError as error:
        if feeding.fed is None or error.correction is None:
            raise
        line = feeding.before + error.correction
        raise CommandError(error.kind, error.message, type_instead(concealed(line)), line) from None


def _read(text: str, fed: Fed | None, place: Place) -> Action:
    line = read_line(text, place.workspace)
    command, words = find_command(line)
    if fed is not None and not command.fed:
        raise refuse_pipe()
    if not command.substitutes:
        for word in words:
            refuse_substitution(word.text)
    return command.build(replace(read_given(command, line, words), fed=fed), place)


def _corrected(line: str, place: Place) -> str:
    for _ in range(MOST_CORRECTIONS):
        try:
            _parse(line, place)
        except CommandError as error:
            if error.correction is None:
                break
            line = error.correction
        else:
            break
    return line

"""The two command substitutions that a line may have: a file's hash, and a field of a file of JSON.

`$(sha256sum FILE | cut -c-64)` and `$(jq -r .FIELD FILE)` mean here what they mean in a shell. Marks around them tell them
from the same characters in single quotes, until a command has taken them.
"""

from __future__ import annotations

import re

from lab.docker_cli.errors import CommandError
from lab.language.message import say

NAME = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
"""A file right in the workspace."""
FIELD = r"(?:\.[A-Za-z_][A-Za-z0-9_]*(?:\[[0-9]{1,4}\])*)+"
"""What `jq` is asked for: `.config.digest`, `.layers[0].digest`."""

_HASH = re.compile(rf"\$\(\s*sha256sum\s+({NAME})\s*\|\s*cut\s+-c\s*1?-64\s*\)")
_VALUE = re.compile(rf"\$\(\s*jq\s+-r\s+(['\"]?)({FIELD})\1\s+({NAME})\s*\)")
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(rf"{_OPEN}(\$\((?:sha256sum {NAME} \| cut -c-64|jq -r {FIELD} {NAME})\)){_CLOSE}")


def read_substitution(source: str, at: int) -> tuple[str, int] | None:
    """Return the substitution that begins in a line at a place, marked, and where it ends; None where none does."""
    if found := _HASH.match(source, at):
        return f"{_OPEN}$(sha256sum {found[1]} | cut -c-64){_CLOSE}", found.end()
    if found := _VALUE.match(source, at):
        return f"{_OPEN}$(jq -r {found[2]} {found[3]}){_CLOSE}", found.end()
    return None


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """Cut a word into plain text and substitutions, the latter told by True and without their marks."""
    cut = _MARKED.split(text)
    return tuple((piece, index % 2 == 1) for index, piece in enumerate(cut) if piece)


def refuse_substitution(text: str) -> None:
    """Raise for a word that has a substitution, in a command that takes none."""
    if _MARKED.search(text):
        raise CommandError("shell-syntax", say("commands.shell.substitution"), say("commands.shell.substitution-try"))

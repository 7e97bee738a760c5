"""An Action as a command line: what to type in any terminal to do the same by hand."""

from __future__ import annotations

import re
import shlex

from lab.docker_cli import actions as act
from lab.docker_cli.spelling import containers, engine, images, registries, swarm, workspace
from lab.docker_cli.spelling.words import Rows

_SPELLINGS: Rows = {
    kind: row
    for subject in (containers, images, engine, swarm, registries, workspace)
    for kind, row in subject.SPELLINGS.items()
}


def spell(action: act.Action) -> str:
    """Return the canonical command line; `parse(spell(action), place) == action`, though no password is ever spelt."""
    path, words = _SPELLINGS[type(action)]
    if isinstance(action, act.Login) and action.password_file is not None:
        path = f"cat {_quoted(action.password_file)} | {path}"
    return " ".join([path, *(_quoted(word) for word in words(action))])


def _quoted(word: str) -> str:
    """Quote a word for a shell, which still fills in what it substitutes: only that has `$(` and a space."""
    substitution = r"(\$\((?:sha256sum|jq) [^)]*\))"
    if not re.search(substitution, word):
        return shlex.quote(word)
    parts = re.split(substitution, word)
    return (
        '"'
        + "".join(part if index % 2 else re.sub(r'([$`"\\])', r"\\\1", part) for index, part in enumerate(parts))
        + '"'
    )

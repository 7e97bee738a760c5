"""Whether a file holds an exercise or a quiz: a folder may hold both."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

Kind = Literal["exercise", "quiz"]

_FENCE = re.compile(rb"^ {0,3}(?:```+|~~~+)[ \t]*toml[ \t]+(exercise|step|quiz|question)\b", re.MULTILINE)


def kind_of(source: bytes, path: str) -> Kind:
    """Return what a main file is by its first fence that tells; a file that has none is what its folder is for."""
    found = _FENCE.search(source)
    if found:
        return "quiz" if found[1] in (b"quiz", b"question") else "exercise"
    return "quiz" if PurePath(path).parent.name == "quizzes" else "exercise"

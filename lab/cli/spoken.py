"""The language that a command speaks, known before its arguments are read: what is wrong with those is told in it."""

from __future__ import annotations

import os
from collections.abc import Sequence

from lab.language.words import choose_language


def language_of(arguments: Sequence[str], kept: str | None) -> str:
    """Return the language to speak: `--lang`, REGISTRY_LAB_LANG, the one that was kept, then the locale."""
    named = next((text.partition("=")[2] for text in arguments if text.startswith("--lang=")), None)
    if "--lang" in arguments[:-1]:
        named = arguments[arguments.index("--lang") + 1]
    locale = (os.environ.get(name) or None for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    environment = os.environ.get("REGISTRY_LAB_LANG")
    return choose_language(named, environment, kept, next((each for each in locale if each), None))

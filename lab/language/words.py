"""Words for messages: one folder of TOML files a language, English behind every other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lab.language.message import Message, Part

LANGUAGES = ("en", "ko")
"""Every language the lab speaks; the first is the one others fall back to."""


@dataclass(frozen=True, slots=True)
class Words:
    """A language, able to say any message."""

    lang: str
    catalogue: Mapping[str, str]

    def say(self, message: Message) -> str:
        """Put a message into words; a message without words is a bug and shows its key."""
        template = self.catalogue.get(message.key)
        if template is None:
            return str(message)
        return template.format(**{name: self._part(part) for name, part in message.args})

    def _part(self, part: Part) -> str:
        if isinstance(part, Message):
            return self.say(part)
        if isinstance(part, tuple):
            return ", ".join(self._part(item) for item in part)
        return str(part)


def choose_language(*wanted: str | None) -> str:
    """Return the first of `wanted` that the lab speaks (`ko`, `ko_KR.UTF-8`, `ko-KR` all mean Korean), else English."""
    for name in wanted:
        short = (name or "").replace("-", "_").split("_")[0].split(".")[0].lower()
        if short in LANGUAGES:
            return short
        if short in ("c", "posix"):
            break
    return LANGUAGES[0]


@cache
def words(lang: str) -> Words:
    """Return the words of `lang`, completed from English."""
    catalogue = dict(catalogue_of(LANGUAGES[0]))
    if lang != LANGUAGES[0]:
        catalogue |= catalogue_of(lang)
    return Words(lang, catalogue)


def catalogue_of(lang: str) -> dict[str, str]:
    """Read one language's own catalogue: dotted key to template."""
    found: dict[str, str] = {}
    for file in sorted((Path(__file__).parent / lang).glob("*.toml")):
        found |= _flat(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
    return found


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}.{name}", value)
        else:
            yield f"{prefix}.{name}", str(value)

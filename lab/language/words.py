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


class Catalogue(Mapping[str, str]):
    """Templates by dotted key, from the first of some languages that has one; a room's file is read when it first speaks."""

    def __init__(self, *langs: str) -> None:
        self._langs = langs

    def __getitem__(self, key: str) -> str:
        """Return the template of a message; raise KeyError where no language has one."""
        room = key.partition(".")[0]
        for lang in self._langs:
            if (template := _room(lang, room).get(key)) is not None:
                return template
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        """Yield every key once."""
        return iter(dict.fromkeys(key for lang in self._langs for room in _rooms(lang) for key in _room(lang, room)))

    def __len__(self) -> int:
        """Return how many keys there are."""
        return sum(1 for _ in self)


@cache
def words(lang: str) -> Words:
    """Return the words of `lang`, completed from English."""
    return Words(lang, Catalogue(*dict.fromkeys((lang, LANGUAGES[0]))))


def catalogue_of(lang: str) -> dict[str, str]:
    """Read one language's own catalogue: dotted key to template."""
    return dict(Catalogue(lang))


@cache
def _rooms(lang: str) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in (Path(__file__).parent / lang).glob("*.toml")))


@cache
def _room(lang: str, room: str) -> Mapping[str, str]:
    if room not in _rooms(lang):
        return {}
    file = Path(__file__).parent / lang / f"{room}.toml"
    return dict(_flat(room, tomllib.loads(file.read_text(encoding="utf-8"))))


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}.{name}", value)
        else:
            yield f"{prefix}.{name}", str(value)

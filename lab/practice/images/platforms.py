"""Platforms: what the engine is, what `--platform` asks for, which manifest of an index fits."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lab.practice.errors import ApiError

_SPELLINGS = {"x86_64": "amd64", "x64": "amd64", "aarch64": "arm64", "armhf": "arm", "armel": "arm", "i386": "386"}
_WORD = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Platform:
    """An operating system and a processor, in Go's words."""

    os: str
    architecture: str
    variant: str = ""

    def __str__(self) -> str:
        """Return `linux/arm64/v8`."""
        return "/".join(part for part in (self.os, self.architecture, self.variant) if part)

    def fits(self, described: Mapping[str, Any]) -> bool:
        """Return whether content for the described platform (of an index or a configuration) is what was asked for."""
        given = read(described)
        return (self.os, self.architecture) == (given.os, given.architecture) and (
            not self.variant or _plain(self) == _plain(given)
        )


def read(described: Mapping[str, Any]) -> Platform:
    """Return the platform of an index's entry, an image's configuration or the like; words that are missing are empty."""
    return Platform(
        str(described.get("os") or ""), str(described.get("architecture") or ""), str(described.get("variant") or "")
    )


def default_platform() -> Platform:
    """Return what the engine says it is: the machine's processor if the hub has content for it, else amd64."""
    machine = platform.machine().lower()
    return Platform("linux", "arm64" if _SPELLINGS.get(machine, machine) == "arm64" else "amd64")


def parse(text: str) -> Platform:
    """Read the value of `--platform`; empty is the default, what cannot be read is ApiError 400 in dockerd's words."""
    if not text:
        return default_platform()
    parts = text.split("/")
    if len(parts) > 3 or not all(_WORD.fullmatch(part) for part in parts):
        raise ApiError(400, f'"{text}": cannot parse platform specifier: invalid argument')
    words = [part.lower() for part in parts]
    if len(words) == 1:
        # One word is an operating system or a processor; the other is the engine's own.
        here = default_platform()
        return (
            Platform(words[0], here.architecture)
            if words[0] in ("linux", "windows")
            else Platform("linux", _go(words[0]))
        )
    return Platform(words[0], _go(words[1]), words[2] if len(words) == 3 else "")


def _go(architecture: str) -> str:
    return _SPELLINGS.get(architecture, architecture)


def _plain(given: Platform) -> str:
    """Return the variant, but none for the one that every processor of the kind has (`platforms.Normalize`)."""
    return "" if (given.architecture, given.variant) == ("arm64", "v8") else given.variant

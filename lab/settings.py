"""What the learner has chosen to last: a small TOML file in the lab's home, read at every start."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.home import Home, not_writable
from lab.language.message import Message, say
from lab.language.words import LANGUAGES

FILE = "settings.toml"
"""Its name in the lab's home."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What lasts from one start of the app to the next."""

    lang: str | None = None
    """One of `LANGUAGES`; None leaves it to the environment."""
    theme: str | None = None
    """A theme's name; None is the lab's own. Which names there are is known to the app alone."""
    motion: bool = True
    """Whether anything on the screen may glide or turn."""


def read_settings(home: Home) -> tuple[Settings, Message | None]:
    """Return what was kept, and one line on what of it cannot be used; whatever cannot is as if it had not been kept.

    A home that cannot be entered holds no settings; whoever needs more of it says what is the matter with it.
    """
    path = home.path / FILE
    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        if not os.access(home.path, os.X_OK) or not home.path.is_dir():
            return Settings(), None
        return Settings(), say("tui.settings.unreadable", path=str(path), reason=error.strerror or str(error))
    except ValueError:  # neither TOML nor UTF-8
        return Settings(), say("tui.settings.damaged", path=str(path))
    usable = {name: value for name, value in kept.items() if _usable(name, value)}
    odd = tuple(name for name in kept if name not in usable)
    return Settings(**usable), say("tui.settings.odd", path=str(path), names=odd) if odd else None


def write_settings(home: Home, settings: Settings) -> None:
    """Keep settings where they differ from what is kept; whoever reads meanwhile sees the old ones or the new ones.

    Raise LabError where the home cannot be written to.
    """
    path, text = home.path / FILE, "".join(_lines(settings))
    if _kept(path) == text:
        return
    beside = path.with_name(f"{FILE}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise not_writable(path, error) from error


def _usable(name: str, value: Any) -> bool:
    match name:
        case "lang":
            return value in LANGUAGES
        case "theme":
            return isinstance(value, str)
        case "motion":
            return isinstance(value, bool)
    return False


def _lines(settings: Settings) -> Iterator[str]:
    import json  # which the first frame does without

    values: Mapping[str, str | bool | None] = {
        "lang": settings.lang,
        "theme": settings.theme,
        "motion": settings.motion,
    }
    # JSON's strings, true and false are TOML's too (toml.io/en/v1.0.0).
    yield from (f"{name} = {json.dumps(value)}\n" for name, value in values.items() if value is not None)


def _kept(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None  # there is nothing to leave as it is

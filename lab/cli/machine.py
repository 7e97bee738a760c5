"""Events for programs: one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from lab.docker_cli.actions import Action
from lab.docker_cli.spelling import spell
from lab.engine.secrets import without_passwords
from lab.language.message import Message
from lab.language.words import Words
from lab.session import events as ev
from lab.verifying.proofs import Proof
from lab.world import World

_PAIRS = ("values", "steps")
"""Fields that hold names and values, and are objects in JSON."""


def line(event: ev.Event | Proof, speech: Words) -> str:
    """Return an event as one line of JSON, its messages in words; a World is left out, its changes are told."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return written({"event": name, **_object(event, speech)})


def written(row: Mapping[str, Any]) -> str:
    """Return an object as one line of JSON that can be read by people as well, and that no terminal obeys."""
    text = json.dumps(row, ensure_ascii=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def _object(value: Any, speech: Words) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if isinstance(content, World):
            continue
        found[field.name] = _plain(dict(content), speech) if field.name in _PAIRS else _plain(content, speech)
    return found


def _plain(value: Any, speech: Words) -> Any:
    if isinstance(value, Message):
        return without_passwords(speech.say(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(content, speech) for name, content in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item, speech) for item in value]
    if isinstance(value, get_args(Action)):
        return {"kind": type(value).__name__, "command": spell(value)}
    if is_dataclass(value):
        return _object(value, speech)
    return without_passwords(value) if isinstance(value, str) else value

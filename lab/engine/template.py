"""The small part of Go templates that people use with `--format`: paths, and `json`."""

from __future__ import annotations

import json
import re
from typing import Any

from lab.engine.contract import EngineError
from lab.language.message import say

_FIELD = re.compile(r"\{\{\s*(json\s+)?((?:\.[A-Za-z_][\w-]*)+|\.)\s*\}\}")


def render(template: str, value: Any) -> str:
    """Fill in `{{.State.Status}}` and `{{json .Mounts}}`; raise EngineError for what is beyond that."""
    template = template.replace("\\n", "\n").replace("\\t", "\t")
    if "{{" in _FIELD.sub("", template):
        raise EngineError("not-permitted", say("engine.template.message"), say("engine.template.hint"))
    return _FIELD.sub(lambda match: _field(value, match.group(2), as_json=bool(match.group(1))), template)


def _field(value: Any, path: str, *, as_json: bool) -> str:
    for name in path.strip(".").split("."):
        if name:
            value = value.get(name) if isinstance(value, dict) else None
    if as_json or isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return str(value).lower()
    return "<no value>" if value is None else str(value)

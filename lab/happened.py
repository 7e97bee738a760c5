"""What listeners and builders wrote down, a line of JSON for each thing that happened, as what a World holds of it."""

from __future__ import annotations

from collections.abc import Iterator
from json import loads
from typing import Any

from lab.world import Build, Delivery


def deliveries(file: str, text: str) -> Iterator[Delivery]:
    """Yield the pushes that a listener was told of (distribution, "Work with notifications").

    A line is a request's body, or an object that has it as `body`. One push makes an event for each blob as well, and a registry
    also tells who reads: of all that, a push of a manifest under a tag is what somebody did.
    """
    for line in _lines(text):
        body = line.get("body", line)
        for event in _list(body, "events"):
            target, request, actor = (_object(event, name) for name in ("target", "request", "actor"))
            kind, tag = str(target.get("mediaType", "")), str(target.get("tag") or "")
            if event.get("action") == "push" and tag and ("manifest" in kind or "index" in kind):
                reference = f"{request.get('host', '')}/{target.get('repository', '')}:{tag}"
                digest, whose = str(target.get("digest", "")), str(actor.get("name") or "")
                yield Delivery(file, str(event.get("id", "")), reference, digest, whose)


def builds(file: str, text: str) -> Iterator[Build]:
    """Yield what a builder did."""
    for line in _lines(text):
        given = {name: str(line.get(name) or "") for name in ("commit", "reference", "digest", "trouble")}
        if given["commit"] and given["reference"]:
            yield Build(file, **given)


def _lines(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects among lines of JSON; the last line may still be on its way."""
    for line in text.splitlines():
        try:
            value = loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value


def _list(value: Any, name: str) -> list[dict[str, Any]]:
    found = value.get(name) if isinstance(value, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _object(value: dict[str, Any], name: str) -> dict[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}

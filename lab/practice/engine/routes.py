"""The table of paths: which function answers what."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from lab.practice.engine.call import Call
from lab.practice.engine.engine import Engine

Handler = Callable[[Engine, Call], Awaitable[web.StreamResponse]]
"""Answers one request."""


@dataclass(frozen=True, slots=True)
class Route:
    """One method and path, and what answers it."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    listens: bool
    """Whether it ends when the client goes away; others finish what they began."""

    def match(self, method: str, path: str) -> Mapping[str, str] | None:
        """Return what the path names, or None where this route is not meant."""
        found = self.pattern.fullmatch(path) if method == self.method else None
        return found.groupdict() if found else None


def route(method: str, path: str, handler: Handler, *, listens: bool = False) -> Route:
    """Return a route for a path such as `/containers/{name}/json`, or `/images/{name*}/json` for names with slashes."""
    pattern = re.sub(
        r"\\{(\w+)(\\\*)?\\}", lambda each: f"(?P<{each[1]}>{'.+' if each[2] else '[^/]+'})", re.escape(path)
    )
    return Route(method, re.compile(pattern), handler, listens)

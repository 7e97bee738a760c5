"""Everything that can be done now, as a list to search: Textual's command palette, in the learner's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.markup import escape

from lab.language.message import say
from lab.tui.going import PALETTE, PLACES
from lab.tui.keys import Key
from lab.tui.screens.base import Asking, Speaking
from lab.tui.theme import to_choose

_CURSOR = ("cursor_", "scroll", "move(", "app.focus_")
"""What actions begin with that only move something and mean nothing without the screen before one's eyes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be done."""

    name: str
    about: str
    key: str
    """As people read it; empty where there is none."""
    run: Callable[[], Any]

    @property
    def title(self) -> str:
        """Name and key in one line."""
        return f"{self.name}  [{self.key}]" if self.key else self.name


class Commands(Provider):
    """Lists the keys of the screen that work now, and the places to go to."""

    async def discover(self) -> Hits:
        """Yield everything but themes, in the order of the screen's keys."""
        for entry in self._entries():
            yield DiscoveryHit(Content(entry.title), entry.run, entry.title, escape(entry.about))

    async def search(self, query: str) -> Hits:
        """Yield what matches by its name or by what it does; where nothing does, one line that says so."""
        matcher = self.matcher(query)
        found = False
        for entry in (*self._entries(), *self._themes()):
            score = max(matcher.match(entry.title), matcher.match(entry.about) * 0.9)
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(entry.title), entry.run, entry.title, escape(entry.about))
        if not found:
            nothing = self._speaking.words.say(say("tui.palette.nothing"))
            yield Hit(0.01, Content(nothing), partial(self.app.run_action, PALETTE.action), nothing)

    @property
    def _speaking(self) -> Speaking[Any]:
        assert isinstance(self.screen, Speaking)  # every screen of the lab is one
        return self.screen

    def _entries(self) -> Iterator[Entry]:
        screen = self._speaking
        active = screen.active_bindings
        told = screen.words.say
        listed: set[str] = set()
        for key in screen.KEYS:
            bound = active.get(key.key.partition(",")[0])
            works = bound is not None and bound.enabled and bound.binding.action == key.action
            if bound is None or not works or key.action in listed or key.action.startswith(_CURSOR):
                continue
            listed.add(key.action)
            run = partial(self.app.run_action, key.action, bound.node)
            yield Entry(told(key.label), told(key.help), key.name, run)
        if not isinstance(screen, Asking):
            yield from (self._going(place) for place in PLACES if place.action not in listed and self._elsewhere(place))

    def _going(self, place: Key) -> Entry:
        told = self._speaking.words.say
        return Entry(told(place.label), told(place.help), "", partial(self.app.run_action, place.action))

    def _elsewhere(self, place: Key) -> bool:
        return place.action != self._speaking.PLACE

    def _themes(self) -> Iterator[Entry]:
        told = self._speaking.words.say
        for name in to_choose(self.app.available_themes):
            run = partial(self.app.run_action, f"app.choose_theme({name!r})")
            yield Entry(told(say("tui.palette.theme", name=name)), told(say("tui.palette.theme-help")), "", run)

"""Driving the app in a test: start it, press keys, wait until it rests, read what widgets show."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from tui_fakes import FakeWorkplace

from lab.tui.app import RegistryLabApp
from lab.tui.widgets.hanging import Hanging

W = TypeVar("W", bound=Widget)
NARROW, MEDIUM, WIDE = (80, 24), (104, 30), (140, 40)


@asynccontextmanager
async def started(
    workplace: FakeWorkplace, keys: str = "", lang: str = "en", consent: bool = True, size: tuple[int, int] = NARROW
) -> AsyncIterator[Pilot[None]]:
    """Start the app, press keys, and hand it over when it rests."""
    app = RegistryLabApp(workplace, lang, consent)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, keys)
        yield pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until no worker is at work and every message has been handled; a message may start a worker.

    Workers that watch go on for as long as their screen does.
    """
    await pilot.pause()
    while busy := [each for each in pilot.app.workers if not each.is_finished and each.group != "watching"]:
        await pilot.app.workers.wait_for_complete(busy)
        await pilot.pause()
    await pilot.pause()


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for what a running worker will tell."""
    while not condition():
        await pilot.pause()


async def press(pilot: Pilot[None], keys: str) -> None:
    """Press keys, given with spaces between them, each once the app rests."""
    for key in keys.split():
        await pilot.press(key)
        await settled(pilot)


async def burst(pilot: Pilot[None], keys: str) -> None:
    """Press keys, given with spaces between them, faster than the app takes them in."""
    for key in keys.split():
        pilot.app.post_message(events.Key(key, " " if key == "space" else None))
    await settled(pilot)


def one(pilot: Pilot[None], kind: type[W]) -> W:
    """The only widget of a kind on the screen."""
    return pilot.app.screen.query_one(kind)


def text(widget: Widget) -> str:
    """What a widget shows, with everything inside it that is on the screen."""
    if isinstance(widget, Hanging):
        return widget.text
    parts = [str(widget.render())] if not widget.children else []
    return "\n".join(parts + [text(child) for child in widget.children if child.display])


def footer(pilot: Pilot[None]) -> dict[str, str]:
    """Keys in the footer that work now, the first of each action, with what they say they do."""
    found: dict[str, tuple[str, str]] = {}
    for bound in pilot.app.screen.active_bindings.values():
        if bound.binding.show and bound.enabled:
            found.setdefault(bound.binding.action, (bound.binding.key, bound.binding.description))
    return dict(found.values())

"""An app over a fake workplace, and a way to wait until it rests."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from lab.tui.app import RegistryLabApp

sys.path.insert(0, str(Path(__file__).parent))

from tui_fakes import FakeWorkplace

Start = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until no worker is at work and every message has been handled; messages may start workers."""
    for _ in range(4):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.fixture
def start() -> Start:
    """Start the app and wait until it rests."""

    @asynccontextmanager
    async def started(
        workplace: FakeWorkplace, lang: str = "en", consent: bool = True, size: tuple[int, int] = (80, 24), keys: str = ""
    ) -> AsyncIterator[Pilot[None]]:
        app = RegistryLabApp(workplace, lang, consent)  # type: ignore[arg-type]
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            for key in keys.split():
                await press(pilot, key)
            yield pilot

    return started


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each once the app rests."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


@pytest.fixture
def press_keys() -> Callable[..., object]:
    """Press keys, each once the app rests."""
    return press

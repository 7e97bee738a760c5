"""Images in a folder of their own, the lab's hub, a registry, and shortcuts to read what they say."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lab.practice.hub.making import made_in
from lab.practice.images.images import Images

from .small_registry import SmallRegistry, running


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed loses nothing by this; only a power cut would show the difference."""
    monkeypatch.setattr(os, "fsync", lambda number: None)


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_in(tmp_path_factory.mktemp("hub"))


@pytest.fixture
def images(tmp_path: Path, hub: Path) -> Images:
    return Images(tmp_path / "images", hub)


@pytest.fixture
async def registry() -> AsyncIterator[SmallRegistry]:
    async with running(SmallRegistry()) as started:
        yield started

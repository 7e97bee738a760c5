"""A registry for every test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from .client import Registry, running


@pytest.fixture
async def registry(tmp_path: Path) -> AsyncIterator[Registry]:
    """A registry that lets things be deleted."""
    async with running(tmp_path / "data", {"REGISTRY_STORAGE_DELETE_ENABLED": "true"}) as one:
        yield one

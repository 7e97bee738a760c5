"""An error that nobody expected is reported with its place, and without what was typed."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from lab.tui.app import RegistryLabApp
from tests.tui.tui_fakes import FakeWorkplace

SECRET = "s3cr3t"


def typed(password: str) -> str:
    line = f"docker login -p {password}"
    raise ValueError(f"{len(line)} letters")


async def crashed(app: RegistryLabApp) -> None:
    async with app.run_test() as pilot:
        app.call_later(typed, SECRET)
        await pilot.pause()


async def test_a_crash_shows_where_it_was_and_no_password() -> None:
    app = RegistryLabApp(FakeWorkplace(), "en", consent=True)
    reports: list[object] = app._exit_renderables
    app._print_error_renderables = lambda: None  # type: ignore[method-assign]  # they are looked at below
    with pytest.raises(ValueError, match="letters"):
        await crashed(app)
    shown = StringIO()
    for each in reports:
        Console(file=shown, width=200).print(each)
    assert "in typed" in shown.getvalue()
    assert SECRET not in shown.getvalue()

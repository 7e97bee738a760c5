"""Settings: chosen with four keys, seen at once, and kept."""

from __future__ import annotations

from tui_fakes import STOPPED, FakeWorkplace
from tui_pilot import press, settled, started, text

from lab.language.message import say
from lab.settings import Settings
from lab.tui.app import RegistryLabApp
from lab.tui.screens.home import HomeScreen
from lab.tui.screens.settings import SettingsScreen

LONG = 600
"""Seconds that notifications stay, however slow the machine is."""


async def test_each_setting_is_taken_at_once_and_kept() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="s") as pilot:
        assert isinstance(pilot.app.screen, SettingsScreen)
        await press(pilot, "right")
        assert "‹ 한국어 ›" in text(pilot.app.screen)
        assert workplace.kept[-1] == Settings(lang="ko")
        await press(pilot, "down right")
        assert pilot.app.theme == "harbour-light"
        assert workplace.kept[-1] == Settings("ko", "harbour-light")
        await press(pilot, "down left")
        assert pilot.app.animation_level == "none"
        assert workplace.kept[-1] == Settings("ko", "harbour-light", motion=False)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "레지스트리" in text(pilot.app.screen)


async def test_what_was_kept_is_there_at_the_next_start_and_colours_that_are_gone_are_told_of() -> None:
    kept = Settings("ko", "harbour-light", motion=False)
    app = RegistryLabApp(FakeWorkplace(), "ko", True, settings=kept)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        await settled(pilot)
        assert (app.theme, app.animation_level) == ("harbour-light", "none")
    app = RegistryLabApp(FakeWorkplace(), "en", True, settings=Settings(theme="no-such"))  # type: ignore[arg-type]
    app.NOTIFICATION_TIMEOUT = LONG
    async with app.run_test() as pilot:
        await settled(pilot)
        assert app.theme == "harbour"
        assert "no colours called no-such" in " ".join(each.message for each in app._notifications)


async def test_settings_that_cannot_be_kept_hold_for_this_time_and_that_is_said() -> None:
    class ReadOnly(FakeWorkplace):
        def keep(self, settings: Settings) -> None:
            raise STOPPED

    async with started(ReadOnly(), keys="s down") as pilot:
        pilot.app.NOTIFICATION_TIMEOUT = LONG
        await press(pilot, "right")
        assert pilot.app.theme == "harbour-light"
        assert "No container engine answers" in " ".join(each.message for each in pilot.app._notifications)


async def test_trouble_with_what_was_kept_is_told_once() -> None:
    trouble = say("tui.settings.damaged", path="/x/settings.toml")
    app = RegistryLabApp(FakeWorkplace(), "en", True, trouble=trouble)  # type: ignore[arg-type]
    app.NOTIFICATION_TIMEOUT = LONG
    async with app.run_test() as pilot:
        await settled(pilot)
        assert [each.message for each in app._notifications] == [
            "Your settings in /x/settings.toml are damaged; the lab goes on without them."
        ]

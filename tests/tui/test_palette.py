"""The command palette: everything that can be done now, in the learner's language; and the line of keys."""

from __future__ import annotations

from textual.command import CommandPalette
from textual.content import Content
from textual.widgets import Input, OptionList
from tui_fakes import FakeWorkplace
from tui_pilot import one, press, settled, started, until

from lab.tui.screens.exercise import ExerciseScreen
from lab.tui.screens.progress import ProgressScreen
from lab.tui.widgets.key_bar import KeyBar, fitting


def listed(palette: CommandPalette) -> str:
    options = palette.query_one(OptionList)
    return "\n".join(str(options.get_option_at_index(index).prompt) for index in range(options.option_count))


async def test_it_lists_the_keys_that_work_now_and_the_places_to_go_to() -> None:
    async with started(FakeWorkplace(), keys="enter ctrl+p") as pilot:
        palette = pilot.app.screen
        assert isinstance(palette, CommandPalette)
        await until(pilot, lambda: "Doctor" in listed(palette))
        for name in ("Run  [r]", "Hint  [h]", "Progress", "Settings"):
            assert name in listed(palette)
        assert "Back  [p]" not in listed(palette), "there is no step before the first"


async def test_what_is_chosen_is_done_and_what_does_not_exist_is_said_to_be_nothing() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="ctrl+p", lang="ko") as pilot:
        palette = pilot.app.screen
        palette.query_one(Input).value = "진도"
        await until(pilot, lambda: listed(palette).startswith("진도"))  # type: ignore[arg-type]
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProgressScreen))
        await press(pilot, "escape ctrl+p")
        palette = pilot.app.screen
        palette.query_one(Input).value = "qqqq"
        await until(pilot, lambda: "없습니다" in listed(palette))  # type: ignore[arg-type]


async def test_colours_can_be_searched_for_and_are_kept() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="ctrl+p") as pilot:
        palette = pilot.app.screen
        palette.query_one(Input).value = "harbour-light"
        await until(pilot, lambda: "harbour-light" in listed(palette))  # type: ignore[arg-type]
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.theme == "harbour-light")
        await settled(pilot)
        assert workplace.kept[-1].theme == "harbour-light"


async def test_a_click_on_a_key_of_the_line_is_as_good_as_pressing_it() -> None:
    async with started(FakeWorkplace()) as pilot:
        await pilot.click(KeyBar, offset=(1, 0))
        await settled(pilot)
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert one(pilot, KeyBar).size.height == 1


def test_keys_that_can_be_spared_give_way_one_by_one_and_others_never() -> None:
    keys = {name: Content(name) for name in ("run", "copy", "hint", "world")}
    assert list(fitting(keys, ("copy", "world"), 99)) == ["run", "copy", "hint", "world"]
    assert list(fitting(keys, ("copy", "world"), 15)) == ["run", "hint", "world"]
    assert list(fitting(keys, ("copy", "world"), 3)) == ["run", "hint"]

"""What the learner expects of a step, and what came."""

from __future__ import annotations

from tui_fakes import FakeWorkplace
from tui_pilot import burst, footer, one, press, started, text

from lab.tui.screens.predict import EffectList, PredictScreen
from lab.tui.widgets.exercise.action_log import ActionLog
from lab.tui.widgets.exercise.foretold import Expected


async def test_a_prediction_is_ticked_shown_and_held_against_what_came() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter e") as pilot:
        assert isinstance(pilot.app.screen, PredictScreen)
        assert footer(pilot) == {"space": "Tick", "up": "Choose", "enter": "Done", "escape": "Cancel"}
        await press(pilot, "space down down space enter")
        shown = text(one(pilot, Expected))
        assert "a name of an image appears on the engine; a container appears" in shown
        await press(pilot, "r")
        assert workplace.performed == [(None, frozenset({"image-name-appears", "container-appears"}))]
        log = text(one(pilot, ActionLog))
        for part in (
            "Your prediction, and what came",
            "✗ a name of an image appears on the engine  did not come",
            "✓ a container appears  right",
            "+ a name of an image goes from the engine  came too",
        ):
            assert part in log
        assert not one(pilot, Expected).display, "it was of this step, and is held against it once"


async def test_who_types_faster_than_the_app_is_understood_as_well() -> None:
    async with started(FakeWorkplace(), keys="enter e") as pilot:
        await burst(pilot, "space down down space enter")
        assert "a name of an image appears on the engine; a container appears" in text(one(pilot, Expected))


async def test_nothing_is_expected_unless_the_learner_says_so() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter e escape r") as pilot:
        assert workplace.performed == [(None, None)]
        assert "prediction" not in text(one(pilot, ActionLog))


async def test_to_expect_none_of_them_excludes_the_others() -> None:
    async with started(FakeWorkplace(), keys="enter e space") as pilot:
        rows = one(pilot, EffectList)
        rows.toggle("nothing")
        assert rows.ticked == {"nothing"}
        rows.toggle("files-appear")
        assert rows.ticked == {"files-appear"}
        assert "[✓] files appear" in str(rows.get_option_at_index(6).prompt)
        assert "[ ] none of these" in str(rows.get_option_at_index(7).prompt)

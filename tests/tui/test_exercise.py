"""The exercise screen: reading, running, checking, hints, and the way through the steps."""

from __future__ import annotations

from threading import Event as Signal
from typing import Any

import pytest
from markdown_it import MarkdownIt
from textual.pilot import Pilot
from tui_fakes import STOPPED, FakeWorkplace, failed, judged, told
from tui_pilot import footer, one, press, settled, started, text, until

from lab.session import events as ev
from lab.tui.gathering import MOST_LINES
from lab.tui.screens.exercise import ExerciseScreen
from lab.tui.widgets.exercise.action_log import ActionLog
from lab.tui.widgets.exercise.command_block import CommandBlock
from lab.tui.widgets.exercise.step_head import StepHead
from lab.tui.widgets.exercise.step_list import StepList, StepRow
from lab.tui.widgets.exercise.verdicts import Verdicts
from lab.tui.widgets.page import Page, PassageView
from lab.tui.widgets.trouble import Trouble


def passages(page: Page, kind: str) -> list[str]:
    return [view.passage.text for view in page.query(PassageView) if view.passage.kind == kind]


def signs(steps: StepList) -> list[str]:
    return [text(row.query_one(".sign")).strip() for row in steps.query(StepRow)]


async def test_the_first_step_opens_with_introduction_warning_and_text() -> None:
    async with started(FakeWorkplace(), keys="enter") as pilot:
        kinds = [view.passage.kind for view in pilot.app.screen.query(PassageView)]
        assert kinds == ["introduction", "warning", "prose"]
        assert signs(one(pilot, StepList)) == ["▸·", "·", "·"]
        assert "not done" in text(one(pilot, StepHead))
        assert not one(pilot, ActionLog).display


async def test_running_a_step_shows_command_layers_output_and_verdicts_and_ticks_it_off() -> None:
    async with started(FakeWorkplace(), keys="enter r") as pilot:
        shown = text(one(pilot, ActionLog))
        for part in ("$ docker run -d registry", "0123456789ab  Pull complete", "a-container-id", "✓ Done", "Enter"):
            assert part in shown
        assert signs(one(pilot, StepList)) == ["▸✓", "·", "·"]
        assert "✓ done" in text(one(pilot, StepHead))


async def test_a_layer_on_its_way_has_a_bar_and_an_amount() -> None:
    gate = Signal()
    workplace = FakeWorkplace(script=lambda step: waiting(step, gate))
    async with started(workplace, keys="enter") as pilot:
        await pilot.press("r")
        await until(pilot, lambda: "Downloading" in text(one(pilot, ActionLog)))
        assert "0123456789ab  ▰▰▰▰▰▰▱▱▱▱▱▱  Downloading  5.0/10.0 MB" in text(one(pilot, ActionLog))
        gate.set()
        await settled(pilot)


async def test_notes_appear_only_after_the_step_has_passed() -> None:
    async with started(FakeWorkplace(), keys="enter") as pilot:
        assert passages(one(pilot, Page), "note") == []
        await press(pilot, "r")
        assert passages(one(pilot, Page), "note") == ["A note"]


async def test_not_yet_says_what_was_wanted_what_was_found_and_what_to_try() -> None:
    async with started(FakeWorkplace("not_yet"), keys="enter r") as pilot:
        verdicts = one(pilot, Verdicts)
        shown = text(verdicts)
        assert verdicts.has_class("-not_yet")
        for part in ("✗ Not yet", "wanted  ", "found   ", "try     ", "docker container start registry"):
            assert part in shown
        assert signs(one(pilot, StepList)) == ["▸·", "·", "·"]


async def test_cannot_tell_looks_different_and_blames_nobody() -> None:
    async with started(FakeWorkplace("cannot_tell"), keys="enter r") as pilot:
        verdicts = one(pilot, Verdicts)
        assert verdicts.has_class("-cannot_tell")
        assert "? Cannot tell: this says nothing about your work" in text(verdicts)
        assert "✗" not in text(verdicts)
        assert signs(one(pilot, StepList)) == ["▸?", "·", "·"]


async def test_check_judges_without_running_anything() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter c") as pilot:
        assert "perform start" not in workplace.calls
        assert "check start" in workplace.calls
        assert list(pilot.app.screen.query(CommandBlock)) == []
        assert "✓ Done" in text(one(pilot, ActionLog))


async def test_hints_open_one_after_the_other() -> None:
    async with started(FakeWorkplace(), keys="enter") as pilot:
        assert passages(one(pilot, Page), "hint") == []
        await press(pilot, "h")
        assert passages(one(pilot, Page), "hint") == ["First hint"]
        await press(pilot, "h")
        assert passages(one(pilot, Page), "hint") == ["First hint", "Second hint"]
        assert "h" not in footer(pilot)


async def test_a_refused_command_shows_what_to_do_and_the_engines_own_words() -> None:
    async with started(FakeWorkplace(script=lambda step: failed(step, expected=False)), keys="enter r") as pilot:
        shown = text(one(pilot, CommandBlock))
        for part in ("! Port 5000 of this machine is taken.", "lead to one program only", "→ docker ps shows"):
            assert part in shown
        assert "bind: in use" not in shown, "the engine's own words are folded away"
        await press(pilot, "d")
        assert "The engine said: bind: in use" in text(one(pilot, CommandBlock))


async def test_a_refusal_that_the_step_wants_is_good_news() -> None:
    async with started(FakeWorkplace(script=lambda step: failed(step, expected=True)), keys="enter r") as pilot:
        trouble = one(pilot, CommandBlock).query_one(Trouble)
        assert trouble.has_class("-meant")
        assert "✓ Port 5000" in text(trouble)


async def test_n_p_and_enter_move_between_steps_and_each_keeps_its_log() -> None:
    async with started(FakeWorkplace(), keys="enter r n") as pilot:
        assert "Fetch" in text(one(pilot, StepHead))
        assert not one(pilot, ActionLog).display
        await press(pilot, "p")
        assert "a-container-id" in text(one(pilot, ActionLog))
        await press(pilot, "enter")
        assert "Fetch" in text(one(pilot, StepHead))
        await press(pilot, "enter")
        assert "Fetch" in text(one(pilot, StepHead)), "Enter goes on only after a pass"


async def test_a_click_on_a_step_goes_there() -> None:
    async with started(FakeWorkplace(), keys="enter", size=(140, 40)) as pilot:
        await pilot.click(list(pilot.app.screen.query(StepRow))[2])
        await settled(pilot)
        assert "Remove [all]" in text(one(pilot, StepHead))


async def test_the_footer_shows_only_keys_that_work_now() -> None:
    gate = Signal()
    workplace = FakeWorkplace(gate=gate)
    async with started(workplace, keys="enter") as pilot:
        assert {"r", "c", "h", "n"} <= set(footer(pilot))
        assert "p" not in footer(pilot)
        await pilot.press("r")
        await until(pilot, lambda: "running" in text(one(pilot, StepHead)))
        assert not {"r", "c"} & set(footer(pilot))
        await pilot.press("r", "c")
        assert "This step runs already." in notes(pilot)
        gate.set()
        await settled(pilot)
        assert [call for call in workplace.calls if call in ("perform start", "check start")] == ["perform start"]


async def test_a_key_that_is_pressed_while_the_lab_looks_waits_its_turn_and_says_so() -> None:
    gate = Signal()
    workplace = FakeWorkplace(gate=gate)
    async with started(workplace, keys="enter") as pilot:
        await pilot.press("c")
        await until(pilot, lambda: "checking" in text(one(pilot, StepHead)))
        await pilot.press("r")
        await until(pilot, lambda: "your key waits its turn" in text(one(pilot, StepHead)))
        assert "perform start" not in workplace.calls
        gate.set()
        await settled(pilot)
        assert workplace.calls[-2:] == ["check start", "perform start"]
        assert "✓ done" in text(one(pilot, StepHead))


@pytest.mark.parametrize(("key", "shown"), [("n", "checking"), ("escape", "stopping")])
async def test_what_waits_for_a_step_is_forgotten_where_the_learner_goes_on_or_leaves(key: str, shown: str) -> None:
    gate = Signal()
    workplace = FakeWorkplace(gate=gate)
    async with started(workplace, keys="enter") as pilot:
        await pilot.press("c", "r", key)
        assert shown in text(one(pilot, StepHead))
        gate.set()
        await settled(pilot)
    assert "perform start" not in workplace.calls


async def test_the_language_is_switched_while_a_step_runs() -> None:
    gate = Signal()
    workplace = FakeWorkplace(gate=gate)
    async with started(workplace, keys="enter") as pilot:
        await pilot.press("r")
        await until(pilot, lambda: "running" in text(one(pilot, StepHead)))
        await pilot.press("l")
        await until(pilot, lambda: "실행 중" in text(one(pilot, StepHead)))
        gate.set()
        await settled(pilot)
        assert "레지스트리 시작하기" in text(one(pilot, StepHead))
        assert "✓ 완료" in text(one(pilot, ActionLog))
        assert workplace.calls.count("perform start") == 1


async def test_a_step_that_a_later_one_undid_says_which() -> None:
    async with started(FakeWorkplace(judged=judged(start="undone", fetch="pass")), keys="enter p p") as pilot:
        assert signs(one(pilot, StepList)) == ["▸↺", "✓", "·"]
        assert "done, and undone since" in text(one(pilot, StepHead))
        assert "Fetch" in passages(one(pilot, Page), "undone")[0]


async def test_a_run_goes_on_at_its_first_step_that_has_not_passed() -> None:
    async with started(FakeWorkplace(judged=judged(start="pass", fetch="pass")), keys="enter") as pilot:
        assert "Remove [all]" in text(one(pilot, StepHead))


async def test_after_the_last_step_the_lab_says_so_and_what_to_do_next() -> None:
    workplace = FakeWorkplace(judged=judged(start="pass", fetch="pass"))
    async with started(workplace, keys="enter r") as pilot:
        assert "Every step has passed" in passages(one(pilot, Page), "finished")[0]
        assert "That was the last step" in text(one(pilot, ActionLog))


async def test_what_is_new_on_the_page_comes_into_view_however_late_its_text_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scrolled, parse, scroll = Signal(), MarkdownIt.parse, Page.scroll_to_widget

    def late(parser: MarkdownIt, source: str, env: object = None) -> object:
        if "Every step has passed" in source:
            scrolled.wait(1)
        return parse(parser, source)

    def noted(page: Page, *args: Any, **kwargs: Any) -> bool:
        done = scroll(page, *args, **kwargs)
        scrolled.set()
        return done

    monkeypatch.setattr(MarkdownIt, "parse", late)
    monkeypatch.setattr(Page, "scroll_to_widget", noted)
    async with started(FakeWorkplace(judged=judged(start="pass", fetch="pass")), keys="enter h h r") as pilot:
        page = one(pilot, Page)
        finished = next(view for view in page.query(PassageView) if view.passage.kind == "finished")
        await until(pilot, lambda: finished.region.height > 2 and finished.region in page.region)


async def test_an_exercise_that_cannot_be_opened_can_be_read_and_tried_again() -> None:
    async with started(FakeWorkplace(open_errors=[STOPPED]), keys="enter") as pilot:
        assert "No container engine answers" in text(one(pilot, ActionLog))
        assert passages(one(pilot, Page), "introduction") == ["The introduction"]
        assert {"r": "Try again"}.items() <= footer(pilot).items()
        assert "c" not in footer(pilot)
        await press(pilot, "r")
        assert not one(pilot, ActionLog).display
        assert footer(pilot)["r"] == "Run"


async def test_what_differs_on_this_machine_is_said_on_the_first_page() -> None:
    notice = ev.Message("session.other-name", (("name", "registry"), ("other", "registry-2")))
    async with started(FakeWorkplace(notices=(notice,)), keys="enter") as pilot:
        assert "registry-2" in passages(one(pilot, Page), "notice")[0]


@pytest.mark.parametrize("printed", ["[bold]not markup[/bold]", "[/]", "[@click=app.quit]x[/]"])
async def test_output_is_text_and_never_markup(printed: str) -> None:
    workplace = FakeWorkplace(script=lambda step: told(step, "pass", printed))
    async with started(workplace, keys="enter r") as pilot:
        assert printed in text(one(pilot, ActionLog))


async def test_output_cannot_command_the_terminal_and_does_not_grow_for_ever() -> None:
    wild = "\x1b]0;title\x07\x1b[31mred\x1b[0m\x07 10%\r20%\tdone\n" + "\n".join(f"line {n}" for n in range(2000))
    workplace = FakeWorkplace(script=lambda step: told(step, "pass", wild))
    async with started(workplace, keys="enter r") as pilot:
        block = one(pilot, CommandBlock)
        assert block.late.lines[-1] == "line 1999"
        assert len(block.late.lines) == MOST_LINES
        assert "\x1b" not in text(block)


async def test_the_language_is_switched_without_losing_the_place() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter r n h l") as pilot:
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert "이미지 받기" in text(one(pilot, StepHead))
        assert passages(one(pilot, Page), "hint") == ["첫 힌트"]
        assert signs(one(pilot, StepList)) == ["✓", "▸·", "·"]
        assert footer(pilot)["r"] == "실행"
        assert "open private-registry ko" in workplace.calls
        await press(pilot, "p")
        assert "✓ 완료" in text(one(pilot, ActionLog))
        assert "다음 단계 '이미지 받기'" in text(one(pilot, ActionLog))
        await press(pilot, "escape k")
        assert "나만의 레지스트리 운영하기" in text(pilot.app.screen)


async def test_the_page_of_keys_explains_every_key_and_sign() -> None:
    async with started(FakeWorkplace(), keys="enter question_mark") as pilot:
        shown = text(pilot.app.screen)
        for part in ("run the commands of this step", "↺", "done, and undone since", "leave the lab"):
            assert part in shown
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ExerciseScreen)


def notes(pilot: Pilot[None]) -> list[str]:
    """What the app says in its corner."""
    return [note.message for note in pilot.app._notifications]


def waiting(step, gate):  # type: ignore[no-untyped-def]
    for event in told(step, "pass"):
        if isinstance(event, ev.LayerMoved) and event.status == "Pull complete":
            gate.wait(20)
        yield event

"""Typing a command: completion, history, explanation, help, and what becomes of the line."""

from __future__ import annotations

from textual import events
from tui_fakes import FakeWorkplace, told
from tui_pilot import footer, one, press, settled, started, text

from lab.content.model import Step
from lab.docker_cli.shell_words import LONGEST_LINE
from lab.session import events as ev
from lab.tui.history import History
from lab.tui.screens.consent import ConsentScreen
from lab.tui.widgets.exercise.action_log import ActionLog
from lab.tui.widgets.exercise.command_line import CommandLine
from lab.tui.widgets.exercise.prompt import Prompt
from lab.tui.widgets.exercise.step_head import StepHead


def put(line: CommandLine, text: str) -> None:
    line.value = text
    line.cursor_position = len(text)


def another_way(step: Step):  # type: ignore[no-untyped-def]
    for event in told(step, "pass"):
        yield ev.StepJudged(step.id, "pass", (), True, otherwise=True) if isinstance(event, ev.StepJudged) else event


async def test_what_is_typed_is_performed_and_an_empty_line_goes_on() -> None:
    workplace = FakeWorkplace(script=another_way)
    async with started(workplace, keys="enter colon") as pilot:
        assert set(footer(pilot)) == {"enter", "tab", "up", "escape"}, "letters are typed now"
        await press(pilot, "d o c k tab p s enter")
        assert workplace.performed == [(["docker ps"], None)]
        assert one(pilot, CommandLine).value == ""
        assert "Not how I would write it, but it works." in text(one(pilot, ActionLog))
        await press(pilot, "up")
        assert one(pilot, CommandLine).value == "docker ps"
        await press(pilot, "down enter")
        assert "Fetch" in text(one(pilot, StepHead))
        await press(pilot, "escape")
        assert not one(pilot, Prompt).display
        assert footer(pilot)["r"] == "Run"


async def test_a_line_is_explained_while_it_is_typed() -> None:
    async with started(FakeWorkplace(), keys="enter t") as pilot:
        line, said = one(pilot, CommandLine), pilot.app.screen.query_one("#explained")

        async def explained(typed: str) -> str:
            put(line, typed)
            await settled(pilot)
            return text(said)

        shown = await explained("docker push 127.0.0.1:5000/hello-world")
        assert "registry 127.0.0.1:5000" in shown
        assert "repository hello-world" in shown
        assert "tag latest" in shown
        assert "registry docker.io (Docker Hub)" in await explained("docker pull hello")
        assert "⇥ hello-world" in text(said), "a name that the engine has"
        assert "⇥ pull  push" in await explained("docker image pu")
        assert "! " not in text(said), "a word that is still typed is not wrong"
        shown = await explained("docker imgae pull hello-world")
        assert "! imgae: did you mean image?" in shown
        assert "docker image pull hello-world" in shown
        await press(pilot, "tab")
        assert line.value == "docker image pull hello-world"
        assert "*, ?, [ ]" in await explained("docker pull [bold]x[/bold]"), "text, and never markup"


async def test_help_is_answered_and_performs_nothing() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter t") as pilot:
        put(one(pilot, CommandLine), "docker image push --help")
        await press(pilot, "enter")
        assert workplace.performed == []
        assert "docker image push [OPTIONS] NAME[:TAG]" in text(one(pilot, ActionLog))


async def test_a_huge_paste_is_cut_to_one_command_that_cannot_command_the_terminal() -> None:
    async with started(FakeWorkplace(), keys="enter t") as pilot:
        line = one(pilot, CommandLine)
        line.post_message(events.Paste("docker\x1b[31m ps \\\n-a\nrm -rf /\n" + "x" * 1_000_000))
        await settled(pilot)
        assert line.value == "docker ps  -a"
        line.post_message(events.Paste("y" * 1_000_000))
        await settled(pilot)
        assert len(line.value) == LONGEST_LINE


async def test_what_is_typed_needs_consent_as_what_is_run_does() -> None:
    workplace = FakeWorkplace()
    async with started(workplace, keys="enter t d enter", consent=False) as pilot:
        assert isinstance(pilot.app.screen, ConsentScreen)
        assert workplace.performed == []
        await press(pilot, "y")
        assert workplace.performed == [(["d"], None)]


async def test_the_steps_commands_are_copied_for_another_terminal() -> None:
    async with started(FakeWorkplace(), keys="enter y") as pilot:
        assert pilot.app.clipboard == "docker run -d registry"
        assert "ticks itself off" in next(notice.message for notice in pilot.app._notifications)


def test_history_goes_back_and_comes_home_to_what_was_being_typed() -> None:
    history = History().added("one").added("two").added("two").older("dra")
    assert history.text == "two"
    history = history.older("two")
    assert (history.text, history.older("one").text) == ("one", "one")
    assert (history.newer().text, history.newer().newer().text) == ("two", "dra")
    assert History().older("dra").text == "dra"

"""What a terminal would obey, and what Textual would, is shown in the app's log and not obeyed."""

from __future__ import annotations

from tui_fakes import FakeWorkplace, told
from tui_pilot import NARROW, one, started, text

from lab.engine.errors import classify
from lab.language.message import say
from lab.session import events as ev
from lab.tui.widgets.exercise.action_log import ActionLog

EVIL = "\x1b[2J\x1b]0;owned\x07 \x9b31m \u202eevil [red]bold[/red] [@click=app.quit]x[/] \x08\x85"


async def test_nothing_in_the_log_is_obeyed() -> None:
    hostile = (
        ev.Printed(EVIL),
        ev.LayerMoved("0123456789ab", EVIL, 1, 2),
        ev.Noticed(say("session.kept", image=EVIL, name=EVIL)),
        ev.CallMade(EVIL),
        ev.CommandFailed(EVIL, "other", classify(EVIL).message, classify(EVIL).hint, EVIL),
    )
    workplace = FakeWorkplace(script=lambda step: (*hostile, *told(step, "pass")))
    async with started(workplace, keys="enter r") as pilot:
        shown = text(one(pilot, ActionLog))
        assert "[red]bold[/red]" in shown
        drawn = "".join(
            segment.text for y in range(NARROW[1]) for segment in pilot.app.screen._compositor.render_strips()[y]
        )
        for content in (shown, drawn):
            assert not {char for char in content if not char.isprintable()} - {"\n"}
        assert pilot.app.is_running

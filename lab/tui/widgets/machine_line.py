"""One quiet line on the home screen, only where the doctor found something that matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from lab.language.message import say
from lab.language.words import Words
from lab.tui.findings import LEVEL_SIGNS, LEVEL_STYLES
from lab.tui.plain import plain

if TYPE_CHECKING:
    from lab.doctor import Finding


class MachineLine(Static):
    """Shows the worst of what was found, and that there may be more; hidden where there is nothing."""

    def show(self, findings: Sequence[Finding], words: Words) -> None:
        """Draw what presses."""
        self.set_class(bool(findings), "-some")
        if findings:
            worst = findings[0]
            more = say("tui.doctor.more", more=len(findings) - 1) if len(findings) > 1 else say("tui.doctor.look")
            self.update(
                Content.assemble(
                    (f"{LEVEL_SIGNS[worst.level]} ", f"{LEVEL_STYLES[worst.level]} bold"),
                    plain(words.say(worst.found)),
                    "  ",
                    (words.say(more), "$text-accent"),
                )
            )

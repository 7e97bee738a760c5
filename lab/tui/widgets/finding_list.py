"""What the doctor found, under a heading for each level."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Label, ListItem, ListView, Static

from lab.doctor import Finding
from lab.language.message import say
from lab.language.words import Words
from lab.tui.findings import LEVEL_SIGNS, LEVEL_STYLES, LEVEL_WORDS, by_level
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain
from lab.tui.widgets.exercise_list import HeadRow


class FindingRow(ListItem):
    """One finding, and what to do about it."""

    def __init__(self, finding: Finding, words: Words) -> None:
        super().__init__()
        self.finding = finding
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out sign and words, both as long as they are."""
        finding, told = self.finding, self._words.say
        parts: list[str | tuple[str, str]] = [plain(told(finding.found))]
        if finding.remedy is not None:
            parts.append((f"\n→ {plain(told(finding.remedy))}", "$text-accent"))
        with Horizontal():
            yield Label(
                Content.styled(LEVEL_SIGNS[finding.level], f"{LEVEL_STYLES[finding.level]} bold"), classes="sign"
            )
            yield Static(Content.assemble(*parts), classes="title")


class FindingList(ListView, inherit_bindings=False):
    """All findings, what is wrong first; the cursor chooses one whose remedy is wanted."""

    KEYS = (
        Key("up", "cursor_up", say("tui.key.choose"), say("tui.help.choose-finding"), "↑↓"),
        Key("down", "cursor_down", say("tui.key.down"), say("tui.help.choose-finding"), footer=False),
    )
    BINDINGS = bindings(KEYS)

    async def show(self, findings: Iterable[Finding], words: Words) -> None:
        """Draw findings, and stay on the row that was chosen."""
        rows: list[ListItem] = []
        for level, found in by_level(findings):
            rows.append(HeadRow(words.say(LEVEL_WORDS[level])))
            rows.extend(FindingRow(finding, words) for finding in found)
        index = self.index
        await self.clear()
        await self.extend(rows)
        self.index = min(index if index is not None else 1, len(rows) - 1) if rows else None

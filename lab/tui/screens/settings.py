"""What the learner may choose to last: language, colours, motion; each choice is seen at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from lab.language.message import Message, say
from lab.language.words import LANGUAGES
from lab.settings import Settings
from lab.tui.keys import Key, bindings
from lab.tui.screens.base import Asking
from lab.tui.widgets.key_bar import KeyBar

Choice = Literal["lang", "theme", "motion"]

_TITLES: Mapping[Choice, Message] = {
    "lang": say("tui.settings.language"),
    "theme": say("tui.settings.theme"),
    "motion": say("tui.settings.motion"),
}
_CHOICES: tuple[Choice, ...] = ("lang", "theme", "motion")


class SettingsScreen(Asking[None]):
    """Three lines, each with the value that is chosen now."""

    CSS_PATH = "around.tcss"
    KEYS = (
        Key("up", "move(-1)", say("tui.key.choose"), say("tui.help.choose-setting"), "↑↓"),
        Key("down", "move(1)", say("tui.key.down"), say("tui.help.choose-setting"), footer=False),
        Key("right,space,enter", "change(1)", say("tui.key.change"), say("tui.help.change"), "←→"),
        Key("left", "change(-1)", say("tui.key.change"), say("tui.help.change"), footer=False),
        Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
        Key("escape,q", "close", say("tui.keys.close"), say("tui.help.back"), "Esc"),
    )
    BINDINGS = bindings(KEYS)

    settings: reactive[Settings] = reactive(Settings(), init=False)
    """As they are now; language and theme are always named here."""
    at: reactive[int] = reactive(0, init=False)
    """Which line is chosen."""

    def __init__(self, lang: str, settings: Settings, themes: Sequence[str]) -> None:
        """Take the names of the themes there are."""
        super().__init__(lang)
        self.set_reactive(SettingsScreen.settings, settings)
        self._themes = themes

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        with VerticalScroll(classes="dialog -slim", can_focus=False):
            yield Static(id="settings")
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw them."""
        self._draw()

    def action_move(self, by: int) -> None:
        """Go to another line."""
        self.at = (self.at + by) % len(_CHOICES)

    def action_change(self, by: int) -> None:
        """Take the next value, or the one before."""
        now, choice = self.settings, _CHOICES[self.at]
        match choice:
            case "lang":
                self.settings = replace(now, lang=_after(now.lang, LANGUAGES, by))
            case "theme":
                self.settings = replace(now, theme=_after(now.theme, self._themes, by))
            case "motion":
                self.settings = replace(now, motion=not now.motion)
        self.post_message(self.SettingChosen(choice, getattr(self.settings, choice)))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def watch_lang(self) -> None:
        """Say everything in the new language."""
        self._draw()
        self.refresh_bindings()

    def watch_settings(self) -> None:
        """Draw the new value."""
        self._draw()

    def watch_at(self) -> None:
        """Draw where the cursor is."""
        self._draw()

    def _draw(self) -> None:
        told = self.words.say
        self.query_one(".dialog").border_title = told(say("tui.settings.title"))
        values: Mapping[Choice, str] = {
            "lang": told(say("tui.settings.own-name")),
            "theme": self.settings.theme or "",
            "motion": told(say("tui.settings.on") if self.settings.motion else say("tui.settings.off")),
        }
        width = max(Content(told(title)).cell_length for title in _TITLES.values()) + 2
        lines = []
        for index, choice in enumerate(_CHOICES):
            title = Content(told(_TITLES[choice]))
            chosen = index == self.at
            line = Content.assemble(
                ("▸ " if chosen else "  ", "$text-accent bold"),
                title,
                " " * (width - title.cell_length),
                (f"‹ {values[choice]} ›" if chosen else f"  {values[choice]}", "bold" if chosen else ""),
            )
            lines.append(line)
        lines += [Content(""), Content.styled(told(say("tui.settings.lasts")), "$foreground 60%")]
        self.query_one("#settings", Static).update(Content("\n").join(lines))


def _after(value: str | None, values: Sequence[str], by: int) -> str:
    return values[(values.index(value) + by) % len(values)] if value in values else values[0]

"""How a quiz is to be taken: practice, exam with or without a limit of time, or review of what is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Label, ListItem, ListView, Static

from lab.content.questions import Quiz
from lab.language.message import Message, say
from lab.language.words import Words
from lab.quiz.attempt import Mode
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain
from lab.tui.screens.base import Asking
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.quiz.signs import MODE_WORDS

if TYPE_CHECKING:
    from lab.session.workplace import QuizStanding

MODES: tuple[Mode, ...] = ("practice", "exam", "review")
MOST_MINUTES = 999


@dataclass(frozen=True, slots=True)
class Choice:
    """What the learner wants."""

    mode: Mode
    minutes: int | None = None
    """Time for an exam; None for as long as they like."""


class ModeRow(ListItem):
    """One way to take a quiz."""

    def __init__(self, mode: Mode) -> None:
        super().__init__(Static())
        self.mode = mode

    def show(self, quiz: Quiz, standing: QuizStanding, words: Words) -> None:
        """Draw what it is, and whether one is under way."""
        self.disabled = self.mode == "review" and not standing.due
        name = Content.styled(words.say(MODE_WORDS[self.mode]), "bold")
        told = words.say(_told(self.mode, quiz, standing))
        self.query_one(Static).update(Content.assemble(name, "\n", (told, "$foreground 70%")))


class ModeList(ListView, inherit_bindings=False):
    """The ways to take a quiz; Enter chooses one."""

    KEYS = (
        Key("enter", "select_cursor", say("tui.key.begin"), say("tui.help.begin"), "⏎"),
        Key("up", "cursor_up", say("tui.key.choose"), say("tui.help.choose-mode"), "↑↓"),
        Key("down", "cursor_down", say("tui.key.down"), say("tui.help.choose-mode"), footer=False),
    )
    BINDINGS = bindings(KEYS)


class Minutes(Input):
    """The line for an exam's minutes; Enter begins."""

    BINDINGS = bindings((Key("enter", "submit", say("tui.key.begin"), say("tui.help.begin"), "⏎"),))

    def __init__(self) -> None:
        super().__init__(type="integer", max_length=3, compact=True, id="minutes")


class QuizChoosing(Asking[Choice]):
    """Asks how a quiz is to be taken; answers None where it is not."""

    CSS_PATH = "quiz.tcss"
    KEYS = (
        *ModeList.KEYS,
        Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
        Key("escape,q", "cancel", say("tui.key.back"), say("tui.help.back"), "Esc"),
    )
    BINDINGS = bindings(KEYS[3:])
    AUTO_FOCUS = "ModeList"

    timing: reactive[bool] = reactive(False, init=False)
    """Whether the minutes are asked for."""

    def __init__(self, lang: str, quiz: Quiz, standing: QuizStanding) -> None:
        super().__init__(lang)
        self._quiz = quiz
        self._standing = standing

    def compose(self) -> ComposeResult:
        """Lay out the ways, and the line for an exam's minutes."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield ModeList(*(ModeRow(mode) for mode in MODES))
            with Horizontal(id="timing"):
                yield Label("", id="minutes-label", markup=False)
                yield Minutes()
        yield KeyBar()

    def on_mount(self) -> None:
        """Say everything."""
        self.watch_lang()

    def watch_lang(self) -> None:
        """Say everything in the new language; what was typed stays."""
        told = self.words.say
        self.query_one(".dialog").border_title = plain(self._quiz.title)
        for row in self.query(ModeRow):
            row.show(self._quiz, self._standing, self.words)
        self.query_one("#minutes-label", Label).update(told(say("tui.quiz.minutes")))
        self.refresh_bindings()

    def watch_timing(self, timing: bool) -> None:
        """Show the line for the minutes, and let the learner type there."""
        self.query_one("#timing").set_class(timing, "-some")
        self.query_one("#minutes" if timing else ModeList).focus()

    def action_cancel(self) -> None:
        """Go back one step: from the minutes to the ways, from there home."""
        if self.timing:
            self.timing = False
        else:
            self.dismiss(None)

    @on(ListView.Selected)
    def _chosen(self, selected: ListView.Selected) -> None:
        if not isinstance(selected.item, ModeRow):
            return
        mode = selected.item.mode
        if mode == "exam" and "exam" not in self._standing.under_way:
            self.timing = True
        else:
            self.dismiss(Choice(mode))

    @on(Input.Submitted, "#minutes")
    def _timed(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        minutes = int(submitted.value) if submitted.value.isdecimal() else 0
        self.dismiss(Choice("exam", min(minutes, MOST_MINUTES) or None))


def _told(mode: Mode, quiz: Quiz, standing: QuizStanding) -> Message:
    if mode == "review":
        return say("tui.mode.due", cards=standing.due) if standing.due else say("tui.mode.nothing-due")
    under_way = standing.under_way.get(mode)
    if under_way is not None:
        return say("tui.mode.under-way", answered=under_way.answered, questions=under_way.questions)
    return say("tui.mode.about-exam") if mode == "exam" else say("tui.mode.about-practice")

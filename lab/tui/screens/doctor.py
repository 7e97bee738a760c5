"""The doctor: what this machine and its engine offer, what is wrong first, each with its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from lab.doctor import Finding
from lab.errors import LabError
from lab.language.message import say
from lab.tui.findings import command_of, gathered
from lab.tui.going import DOCTOR
from lab.tui.keys import Key, bindings
from lab.tui.screens.base import Speaking
from lab.tui.widgets.finding_list import FindingList, FindingRow
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.title_bar import TitleBar
from lab.tui.widgets.trouble import Trouble

if TYPE_CHECKING:
    from lab.session.workplace import Workplace


class DoctorScreen(Speaking[None]):
    """Looks at the machine in the background, and again on demand; it changes nothing."""

    CSS_PATH = "around.tcss"
    KEYS = (
        Key("r", "look", say("tui.key.look"), say("tui.help.look")),
        Key("y", "copy", say("tui.key.copy"), say("tui.help.copy-remedy")),
        *FindingList.KEYS,
        Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
        Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
        Key("escape,q", "close", say("tui.key.back"), say("tui.help.back"), "Esc"),
    )
    BINDINGS = bindings(key for key in KEYS if key not in FindingList.KEYS)
    AUTO_FOCUS = "FindingList"
    PLACE = DOCTOR.action

    looking: reactive[bool] = reactive(False, init=False, bindings=True)
    """Whether it is looking now."""

    @dataclass
    class MachineExamined(Message):
        """The doctor has looked at everything, or as far as an error let it."""

        findings: Sequence[Finding]
        error: LabError | None

    def __init__(self, lang: str, workplace: Workplace) -> None:
        super().__init__(lang)
        self._workplace = workplace
        self._examined: DoctorScreen.MachineExamined | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TitleBar()
        with Vertical(id="doctor"):
            yield Static(id="doctor-state")
            yield Trouble()
            yield FindingList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to look."""
        self._speak()
        self.action_look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys work: copying only where the remedy under the cursor names a command."""
        match action:
            case "look":
                return None if self.looking else True
            case "copy":
                return bool(self._command())
        return True

    def action_look(self) -> None:
        """Look again."""
        self.looking = True
        self._look()

    def action_copy(self) -> None:
        """Put what the remedy under the cursor names on the clipboard of the learner's terminal (OSC 52)."""
        self.app.copy_to_clipboard(self._command())
        self.notify(self.words.say(say("tui.doctor.copied")), markup=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    async def watch_lang(self) -> None:
        """Say everything in the new language."""
        self._speak()
        await self._show()

    def watch_looking(self) -> None:
        """Say whether it looks."""
        self._speak()

    @work(thread=True, exclusive=True, group="doctor")
    def _look(self) -> None:
        self.post_message(self.MachineExamined(*gathered(self._workplace.examine())))

    @on(MachineExamined)
    async def _machine_examined(self, examined: MachineExamined) -> None:
        self._examined, self.looking = examined, False
        await self._show()

    @on(FindingList.Highlighted)
    def _highlighted(self) -> None:
        self.refresh_bindings()

    def _command(self) -> str:
        row = self.query_one(FindingList).highlighted_child if self.is_mounted else None
        return command_of(row.finding) if isinstance(row, FindingRow) else ""

    def _speak(self) -> None:
        told = self.words.say
        self.query_one(TitleBar).show(told(say("tui.doctor.title")), None)
        state = say("tui.doctor.looking") if self.looking else say("tui.doctor.looked")
        self.query_one("#doctor-state", Static).update(told(state))
        self.refresh_bindings()

    async def _show(self) -> None:
        if self._examined is None:
            return
        trouble = self.query_one(Trouble)
        trouble.set_class(self._examined.error is not None, "-some")
        if self._examined.error is not None:
            trouble.show(self._examined.error, self.words)
        await self.query_one(FindingList).show(self._examined.findings, self.words)

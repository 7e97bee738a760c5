"""The question at the door: clean up now, keep everything for later, or stay; and the receipt of a clean-up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from lab.docker_cli.spelling import spell
from lab.errors import LabError
from lab.language.message import say
from lab.session.events import Cleaned, CleanUpPlanned
from lab.tui.keys import Key, bindings
from lab.tui.plain import plain
from lab.tui.screens.base import Asking
from lab.tui.telling import SessionRested, SessionTold, read
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.receipt import Receipt
from lab.tui.widgets.trouble import Trouble

if TYPE_CHECKING:
    from lab.session.session import Session
    from lab.session.workplace import Workplace

Answer = Literal["stay", "keep", "cleaned"]


class LeavingScreen(Asking[Answer]):
    """Asks what is to become of what a run has made, and cleans up if that is the answer."""

    CSS_PATH = "exercise.tcss"
    KEYS = (
        Key("c", "clean_up", say("tui.leave.clean"), say("tui.leave.clean-help")),
        Key("k", "answer('keep')", say("tui.leave.keep"), say("tui.leave.keep-help")),
        Key("s,escape", "answer('stay')", say("tui.leave.stay"), say("tui.leave.stay-help"), "s"),
        Key("enter", "answer('cleaned')", say("tui.leave.close"), say("tui.leave.close-help"), "⏎"),
    )
    BINDINGS = bindings(KEYS)

    phase: reactive[Literal["asking", "cleaning", "cleaned"]] = reactive("asking", bindings=True)

    def __init__(self, lang: str, workplace: Workplace, session: Session) -> None:
        super().__init__(lang)
        self._workplace = workplace
        self._session = session

    def compose(self) -> ComposeResult:
        """Lay out the question, and the room for the receipt."""
        with VerticalScroll(classes="dialog") as dialog:
            dialog.border_title = self.words.say(say("tui.leave.title"))
            yield Static(self._question(), id="question")
            yield Static("", id="plan", markup=False)
            yield Receipt()
            yield Trouble()
        yield KeyBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys work: an answer while asking, only closing once it is done."""
        if action == "clean_up" or parameters in (("keep",), ("stay",)):
            return self.phase == "asking"
        return self.phase == "cleaned" if action == "answer" else True

    def action_answer(self, answer: Answer) -> None:
        """Close with an answer."""
        self.dismiss(answer)

    def action_clean_up(self) -> None:
        """Begin to clean up."""
        self.phase = "cleaning"
        self.query_one("#question", Static).update(self.words.say(say("tui.leave.cleaning")))
        self._clean_up()

    @work(thread=True, exclusive=True)
    def _clean_up(self) -> None:
        try:
            read(self, self._workplace.clean_up(self._session), threading.Event())
        except LabError as error:
            self.post_message(SessionRested(error))
        else:
            self.post_message(SessionRested())

    @on(SessionTold)
    def _told(self, told: SessionTold) -> None:
        told.stop()
        plan = self.query_one("#plan", Static)
        match told.event:
            case CleanUpPlanned():
                lines = [*(f"$ {spell(action)}" for action in told.event.actions), *told.event.paths]
                plan.update(plain("\n".join(lines)))
                plan.add_class("-some")
            case Cleaned():
                plan.remove_class("-some")
                self.query_one("#question", Static).update(self.words.say(say("tui.leave.receipt")))
                self.query_one(Receipt).show(told.event, self.words)

    @on(SessionRested)
    def _rested(self, rested: SessionRested) -> None:
        rested.stop()
        if rested.error is not None:
            self.query_one("#question", Static).update("")
            self.query_one(Trouble).show(rested.error, self.words)
        self.phase = "cleaned"

    def _question(self) -> Content:
        told = self.words.say
        rows = [(key.name, told(key.help)) for key in self.KEYS[:3]]
        lines = [Content.assemble((f"{name}  ", "$text-accent bold"), text) for name, text in rows]
        return Content("\n").join([Content(told(say("tui.leave.question"))), Content(""), *lines])

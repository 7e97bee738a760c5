"""The result of a quiz: what it came to, every mark with its reasons, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive

from lab.content.questions import Quiz
from lab.language.message import say
from lab.quiz import events as ev
from lab.quiz.attempt import Mode
from lab.quiz.scoring import ItemResult, Result
from lab.tui.keys import Key, bindings
from lab.tui.screens.quiz_sitting import Seated
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.quiz.quiz_bar import QuizBar
from lab.tui.widgets.quiz.result_rows import ResultList, ResultRow, ResultSum
from lab.tui.widgets.quiz.signs import MODE_WORDS

if TYPE_CHECKING:
    from lab.quiz.sitting import Sitting
    from lab.session.workplace import Workplace

Onward = Literal["again", "finish", "home", "quit"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt has come to so far."""

    result: Result
    mode: Mode
    submitted: bool
    late: bool = False
    """Whether the time ended it."""

    @property
    def can_retry(self) -> bool:
        """Whether something is left that another round may put right."""
        return not self.submitted and any(item.status != "correct" for item in self.result.items)


class QuizResult(Seated[Onward]):
    """Shows an outcome; answers what the learner does next."""

    CSS_PATH = "quiz.tcss"
    KEYS = (
        Key("r", "onward('again')", say("tui.key.retry-wrong"), say("tui.help.retry-wrong")),
        Key("enter", "onward('finish')", say("tui.key.finish"), say("tui.help.finish"), "⏎"),
        *ResultList.KEYS,
        Key("a", "appeal", say("tui.key.appeal"), say("tui.help.appeal-row")),
        Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
        Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
        Key("escape", "onward('home')", say("tui.key.home"), say("tui.help.quiz-home"), "Esc"),
        Key("q", "onward('quit')", say("tui.key.quit"), say("tui.help.quit")),
    )
    BINDINGS = bindings((*KEYS[:2], *KEYS[4:]))
    AUTO_FOCUS = "ResultList"

    appealed: reactive[frozenset[str]] = reactive(frozenset(), init=False, bindings=True)
    """Questions whose mark the learner has objected to on this page."""

    def __init__(self, lang: str, workplace: Workplace, quiz: Quiz, sitting: Sitting, outcome: Outcome) -> None:
        super().__init__(lang, workplace, quiz)
        self._sitting = sitting
        self._outcome = outcome

    def compose(self) -> ComposeResult:
        """Lay out the sum and the questions."""
        yield QuizBar()
        with Vertical(id="result"):
            yield ResultSum()
            yield ResultList()
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show everything."""
        await self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys work: a retry only where it may put something right."""
        if action == "onward" and parameters == ("again",):
            return self._outcome.can_retry
        if action == "appeal":
            item = self._item()
            marked_down = item is not None and item.status in ("partial", "incorrect", "review")
            return marked_down and item is not None and item.question not in self.appealed
        return True

    def action_onward(self, onward: Onward) -> None:
        """Close with what comes next."""
        self.dismiss(onward)

    def action_appeal(self) -> None:
        """Object to the mark that the cursor is on."""
        item = self._item()
        if item is None:
            return
        identity = item.question

        def appeal() -> Iterable[ev.Event]:
            yield self._sitting.appeal(identity)

        self.ask(appeal)

    async def watch_lang(self) -> None:
        """Say everything in the new language; the questions' titles follow when they are read."""
        await self._draw()
        self.refresh_bindings()
        self.read_texts(self.lang)

    async def watch_quiz(self) -> None:
        """Draw the questions' titles in the language of the quiz."""
        await self._draw()

    async def watch_appealed(self) -> None:
        """Draw what was objected to."""
        await self._draw()

    @on(ResultList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(ResultList.Selected)
    def _clicked(self, selected: ResultList.Selected) -> None:
        selected.stop()

    @on(Seated.SittingTold)
    def _told(self, told: Seated.SittingTold) -> None:
        told.stop()
        if isinstance(told.event, ev.Appealed):
            self.appealed |= {told.event.question}
        elif isinstance(told.event, ev.Refused):
            self.notify(self.words.say(told.event.reason), markup=False)

    @on(Seated.SittingRested)
    def _rested(self, rested: Seated.SittingRested) -> None:
        rested.stop()
        self.busy = False
        if rested.error is not None:
            self.notify(self.words.say(rested.error.message), severity="error", markup=False)

    def _item(self) -> ItemResult | None:
        row = self.query_one(ResultList).highlighted_child
        return row.item if isinstance(row, ResultRow) else None

    async def _draw(self) -> None:
        title = f"{self.quiz.title} · {self.words.say(MODE_WORDS[self._outcome.mode])}"
        self.query_one(QuizBar).show(title, None, self.words)
        self.query_one(ResultSum).show(self._outcome.result, self.words, late=self._outcome.late)
        await self.query_one(ResultList).show(self._outcome.result, self.quiz, self.words, self.appealed)

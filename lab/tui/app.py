"""The app: it holds the language and the screens, and hands messages of one screen to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import App
from textual.binding import Binding
from textual.reactive import reactive

from lab.language.message import say
from lab.language.words import LANGUAGES, words
from lab.tui.consent import Consent
from lab.tui.screens.base import Speaking
from lab.tui.screens.exercise import ExerciseScreen
from lab.tui.screens.home import HomeScreen
from lab.tui.screens.keys import KeysScreen
from lab.tui.screens.quiz import QuizScreen
from lab.tui.screens.quiz_choosing import Choice, QuizChoosing
from lab.tui.screens.quiz_working import Drafts
from lab.tui.theme import HARBOUR

if TYPE_CHECKING:
    from lab.content.questions import Quiz
    from lab.session.workplace import Workplace


class RegistryLabApp(App[None]):
    """The lab on a terminal; what it shows and does comes from a workplace."""

    TITLE = "Registry Lab"
    CSS_PATH = "lab.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (120, "-wide")]  # noqa: RUF012 - Textual's own type
    BINDINGS = [Binding("ctrl+q", "quit", show=False, priority=True)]  # noqa: RUF012 - Textual's own type

    lang: reactive[str] = reactive(LANGUAGES[0], init=False)
    """The learner's language, passed down to every screen."""

    def __init__(self, workplace: Workplace, lang: str, consent: bool) -> None:
        """Take `consent` as given beforehand where the lab itself started the engine; else the learner is asked."""
        super().__init__()
        self.set_reactive(RegistryLabApp.lang, lang)
        self._workplace = workplace
        self._consent = Consent(consent)
        self._drafts: Drafts = {}

    def on_mount(self) -> None:
        """Open the first screen; nothing has been asked of the workplace yet."""
        self.register_theme(HARBOUR)
        self.theme = HARBOUR.name
        self.push_screen(HomeScreen(self.lang, self._workplace))

    def watch_lang(self, lang: str) -> None:
        """Let every screen speak it."""
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.lang = lang

    def action_help_quit(self) -> None:
        """Answer Ctrl-C, which does not end the app: say what does."""
        self.notify(words(self.lang).say(say("tui.app.how-to-quit")), markup=False)

    @on(Speaking.LanguageAsked)
    def _language_asked(self) -> None:
        self.lang = LANGUAGES[(LANGUAGES.index(self.lang) + 1) % len(LANGUAGES)]

    @on(Speaking.HelpAsked)
    def _help_asked(self, asked: Speaking.HelpAsked) -> None:
        self.push_screen(KeysScreen(self.lang, asked.keys))

    @on(HomeScreen.ExerciseChosen)
    def _exercise_chosen(self, chosen: HomeScreen.ExerciseChosen) -> None:
        self.push_screen(ExerciseScreen(self.lang, self._workplace, chosen.exercise, self._consent))

    @on(ExerciseScreen.ExerciseLeft)
    def _exercise_left(self, left: ExerciseScreen.ExerciseLeft) -> None:
        if left.quit:
            self.exit()
        else:
            self.pop_screen()

    @on(HomeScreen.QuizChosen)
    def _quiz_chosen(self, chosen: HomeScreen.QuizChosen) -> None:
        screen = QuizChoosing(self.lang, chosen.quiz, chosen.standing)
        self.push_screen(screen, lambda choice: self._take_quiz(chosen.quiz, choice))

    @on(HomeScreen.ReviewChosen)
    def _review_chosen(self, chosen: HomeScreen.ReviewChosen) -> None:
        self._take_quiz(chosen.quiz, Choice("review"))

    @on(QuizScreen.QuizLeft)
    def _quiz_left(self, left: QuizScreen.QuizLeft) -> None:
        if left.quit:
            self.exit()
        else:
            self.pop_screen()

    def _take_quiz(self, quiz: Quiz, choice: Choice | None) -> None:
        if choice is not None:
            self.push_screen(QuizScreen(self.lang, self._workplace, quiz, choice, self._drafts))

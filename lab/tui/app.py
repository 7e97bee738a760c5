"""The app: it holds the language and the screens, and hands messages of one screen to another."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import App
from textual.binding import Binding
from textual.reactive import reactive

from lab.errors import LabError
from lab.language.message import Message, say
from lab.language.words import LANGUAGES, words
from lab.settings import Settings
from lab.tui.consent import Consent
from lab.tui.going import PALETTE
from lab.tui.screens.base import Speaking
from lab.tui.screens.home import HomeScreen
from lab.tui.theme import HARBOUR, OURS, to_choose

# Every other screen is imported when it is first opened: the first frame does not wait for them.
if TYPE_CHECKING:
    from lab.content.questions import Quiz
    from lab.session.workplace import Workplace
    from lab.tui.facts import Facts
    from lab.tui.screens.quiz_choosing import Choice
    from lab.tui.screens.quiz_working import Drafts


class RegistryLabApp(App[None]):
    """The lab on a terminal; what it shows and does comes from a workplace."""

    TITLE = "Registry Lab"
    CSS_PATH = "lab.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (120, "-wide")]  # noqa: RUF012 - Textual's own type
    BINDINGS = [  # noqa: RUF012 - Textual's own type
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding(PALETTE.key, PALETTE.action, show=False, priority=True),
    ]

    lang: reactive[str] = reactive(LANGUAGES[0], init=False)
    """The learner's language, passed down to every screen."""

    def __init__(
        self,
        workplace: Workplace,
        lang: str,
        consent: bool,
        settings: Settings = Settings(),  # noqa: B008 - it is frozen
        trouble: Message | None = None,
    ) -> None:
        """Take `consent` as given beforehand where the lab itself started the engine; else the learner is asked.

        `trouble` is what is the matter with the settings that were kept.
        """
        super().__init__()
        # Before the style sheet is read for the first time: each further theme has it read again.
        for theme in OURS:
            self.register_theme(theme)
        if settings.theme is not None and settings.theme not in self.available_themes:
            trouble = say("tui.settings.no-theme", name=settings.theme)
            settings = replace(settings, theme=None)
        self.set_reactive(App.theme, settings.theme or HARBOUR.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self._moving = self.animation_level
        self.animation_level = self._moving if settings.motion else "none"
        self._settings = settings
        self._trouble = trouble
        self._keeping = threading.Lock()
        self.set_reactive(RegistryLabApp.lang, lang)
        self._workplace = workplace
        self._consent = Consent(consent)
        self._engine: Facts | None = None
        self._drafts: Drafts = {}

    def get_default_screen(self) -> HomeScreen:
        """Begin at home, with no empty screen beneath."""
        return HomeScreen(self.lang, self._workplace)

    def on_mount(self) -> None:
        """Say what is the matter with the settings."""
        if self._trouble is not None:
            self._say(self._trouble)

    def watch_lang(self, lang: str) -> None:
        """Let every screen speak it."""
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.lang = lang

    def action_help_quit(self) -> None:
        """Answer Ctrl-C, which does not end the app: say what does."""
        self._say(say("tui.app.how-to-quit"))

    def action_palette(self) -> None:
        """Show everything that can be done now."""
        from textual.command import CommandPalette

        from lab.tui.commands import Commands

        if not isinstance(self.screen, CommandPalette):
            placeholder = words(self.lang).say(say("tui.palette.search"))
            self.push_screen(CommandPalette(providers=[Commands], placeholder=placeholder))

    def action_doctor(self) -> None:
        """Look at the machine."""
        from lab.tui.screens.doctor import DoctorScreen

        self.push_screen(DoctorScreen(self.lang, self._workplace))

    def action_progress(self) -> None:
        """Look at what has been done."""
        from lab.tui.screens.progress import ProgressScreen

        self.push_screen(ProgressScreen(self.lang, self._workplace, self._engine))

    def action_settings(self) -> None:
        """Let the learner choose what lasts."""
        from lab.tui.screens.settings import SettingsScreen

        now = replace(self._settings, lang=self.lang, theme=self.theme)
        self.push_screen(SettingsScreen(self.lang, now, to_choose(self.available_themes)))

    def action_choose_theme(self, name: str) -> None:
        """Take other colours, and keep them."""
        self._settle(theme=name)

    def _settle(self, **chosen: Any) -> None:
        """Take settings over, and let them last."""
        settings = replace(self._settings, **chosen)
        self.lang = chosen.get("lang", self.lang)
        self.theme = settings.theme or HARBOUR.name
        self.animation_level = self._moving if settings.motion else "none"
        if settings != self._settings:
            self._settings = settings
            self._keep()

    @work(thread=True, group="settings")
    def _keep(self) -> None:
        try:
            with self._keeping:  # the last of several writes the newest
                self._workplace.keep(self._settings)
        except LabError as error:
            self.call_from_thread(self._say, error.message)

    def _say(self, message: Message) -> None:
        self.notify(words(self.lang).say(message), markup=False)

    @on(Speaking.LanguageAsked)
    def _language_asked(self) -> None:
        self._settle(lang=LANGUAGES[(LANGUAGES.index(self.lang) + 1) % len(LANGUAGES)])

    @on(Speaking.SettingChosen)
    def _setting_chosen(self, chosen: Speaking.SettingChosen) -> None:
        self._settle(**{chosen.name: chosen.value})

    @on(Speaking.HelpAsked)
    def _help_asked(self, asked: Speaking.HelpAsked) -> None:
        from lab.tui.screens.keys import KeysScreen

        self.push_screen(KeysScreen(self.lang, (*asked.keys, PALETTE)))

    @on(HomeScreen.EngineSought)
    def _engine_sought(self, sought: HomeScreen.EngineSought) -> None:
        self._engine = None if isinstance(sought.engine, LabError) else sought.engine

    @on(HomeScreen.ExerciseChosen)
    def _exercise_chosen(self, chosen: HomeScreen.ExerciseChosen) -> None:
        from lab.tui.screens.exercise import ExerciseScreen

        self.push_screen(ExerciseScreen(self.lang, self._workplace, chosen.exercise, self._consent))

    @on(Speaking.ScreenLeft)
    def _screen_left(self, left: Speaking.ScreenLeft) -> None:
        if left.quit:
            self.exit()
        else:
            self.pop_screen()

    @on(HomeScreen.QuizChosen)
    def _quiz_chosen(self, chosen: HomeScreen.QuizChosen) -> None:
        from lab.tui.screens.quiz_choosing import QuizChoosing

        screen = QuizChoosing(self.lang, chosen.quiz, chosen.standing)
        self.push_screen(screen, lambda choice: self._take_quiz(chosen.quiz, choice))

    @on(HomeScreen.ReviewChosen)
    def _review_chosen(self, chosen: HomeScreen.ReviewChosen) -> None:
        from lab.tui.screens.quiz_choosing import Choice

        self._take_quiz(chosen.quiz, Choice("review"))

    def _take_quiz(self, quiz: Quiz, choice: Choice | None) -> None:
        from lab.tui.screens.quiz import QuizScreen

        if choice is not None:
            self.push_screen(QuizScreen(self.lang, self._workplace, quiz, choice, self._drafts))

    def _fatal_error(self) -> None:
        """Leave after an error that nobody expected, as Textual does, with a report that holds no values."""
        from lab.tui.crash import report

        self.bell()
        self._exit_renderables.append(report(self))
        self._close_messages_no_wait()

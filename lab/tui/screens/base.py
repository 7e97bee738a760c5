"""What every screen of the lab can do: speak the learner's language, also in its keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic

from textual.binding import ActiveBinding
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen, ScreenResultType

from lab.language.words import LANGUAGES, Words, words
from lab.tui.keys import Key, in_words


class Speaking(Screen[ScreenResultType], Generic[ScreenResultType]):
    """A screen whose `lang` the app sets, and whose texts follow it."""

    KEYS: ClassVar[Sequence[Key]] = ()
    """Its keys, for the page of keys."""
    PLACE: ClassVar[str] = ""
    """The app's action that leads here from every other screen; empty where there is none."""

    lang: reactive[str] = reactive(LANGUAGES[0], init=False)

    @dataclass
    class LanguageAsked(Message):
        """The learner wants the next language."""

    @dataclass
    class ScreenLeft(Message):
        """The learner goes back to where they came from, or leaves the lab."""

        quit: bool

    @dataclass
    class SettingChosen(Message):
        """The learner wants one of the `Settings` to be another, and to last."""

        name: str
        value: str | bool

    @dataclass
    class HelpAsked(Message):
        """The learner wants to see what each key does."""

        keys: Sequence[Key]

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.set_reactive(Speaking.lang, lang)

    @property
    def words(self) -> Words:
        """The words of the learner's language."""
        return words(self.lang)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, described in the learner's language."""
        return in_words(super().active_bindings, self.words)

    def action_switch_language(self) -> None:
        """Ask for the next language."""
        self.post_message(self.LanguageAsked())

    def action_keys(self) -> None:
        """Ask for the page of keys."""
        self.post_message(self.HelpAsked(self.KEYS))


class Asking(Speaking[ScreenResultType], ModalScreen[ScreenResultType], Generic[ScreenResultType]):
    """A question or a page over another screen."""

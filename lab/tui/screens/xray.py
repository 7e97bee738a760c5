"""Inside the registry: the requests it received, what a tag is made of, and where the bytes lie."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Tab, Tabs

from lab.errors import LabError
from lab.language.message import say
from lab.tui.keys import Key, bindings
from lab.tui.screens.base import Speaking
from lab.tui.widgets.exercise.xray_panes import ManifestPane, Pane, RequestPane, StoragePane
from lab.tui.widgets.key_bar import KeyBar
from lab.tui.widgets.title_bar import TitleBar
from lab.world import Store
from lab.xray import Xray

if TYPE_CHECKING:
    from lab.session.session import Session

PAUSE = 1.0
"""Seconds between two looks."""


class XrayScreen(Speaking[None]):
    """Three panes beside each other, or behind tabs where there is no room; looked at again while it is open."""

    CSS_PATH = "exercise.tcss"
    KEYS = (
        Key("x,escape,q", "close", say("tui.xray.close"), say("tui.xray.close-help"), "x"),
        Key("right,tab", "pane(1)", say("tui.xray.next"), say("tui.xray.next-help"), "→"),
        Key("left,shift+tab", "pane(-1)", say("tui.xray.previous"), say("tui.xray.next-help"), "←", footer=False),
        Key("r", "other", say("tui.xray.other"), say("tui.xray.other-help")),
        Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
    )
    BINDINGS = bindings(KEYS)
    AUTO_FOCUS = "RequestPane"

    known: reactive[tuple[str, ...]] = reactive((), init=False, bindings=True)
    """Addresses of the registries that can be looked into."""
    address: reactive[str | None] = reactive(None, init=False)
    """The one that is looked into; None is the first."""

    @dataclass
    class RegistrySeen(Message):
        """A registry was looked into; None where none runs, an error where the engine could not be asked."""

        address: str | None
        known: tuple[str, ...]
        found: Xray | LabError | None
        stores: tuple[Store, ...]

    def __init__(self, lang: str, session: Session, title: str, since: float, before: Collection[str]) -> None:
        """Take the moment from which requests count, and the files that were there before it."""
        super().__init__(lang)
        self._session = session
        self._title = title
        self._since = since
        self._before = frozenset(before)
        self._stop = threading.Event()
        self._wanted = threading.Event()
        """Set where a look is wanted before its time."""
        self._last: XrayScreen.RegistrySeen | None = None

    def compose(self) -> ComposeResult:
        """Lay out the panes; the style sheet hides all but one where there is no room for three."""
        yield TitleBar()
        yield Tabs(
            *(Tab(self.words.say(pane.TITLE), id=pane.NAME) for pane in (RequestPane, ManifestPane, StoragePane))
        )
        with Horizontal(id="xray"):
            yield RequestPane()
            yield ManifestPane()
            yield StoragePane()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to look."""
        self._entitle()
        for pane in self.query(Pane):
            pane.border_title = self.words.say(pane.TITLE)
        self.query_one(Tabs).can_focus = False
        self._choose(RequestPane.NAME)
        self._look()

    def on_unmount(self) -> None:
        """Stop looking."""
        self._stop.set()
        self._wanted.set()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys work: to another registry only where there is one."""
        return len(self.known) > 1 if action == "other" else True

    def action_other(self) -> None:
        """Look into the next registry."""
        at = self.known.index(self.address) if self.address in self.known else 0
        self.address = self.known[(at + 1) % len(self.known)]

    def action_close(self) -> None:
        """Go back to the step."""
        self.dismiss()

    def action_pane(self, by: int) -> None:
        """Go to another pane."""
        names = [pane.NAME for pane in self.query(Pane)]
        shown = next(index for index, pane in enumerate(self.query(Pane)) if pane.has_class("-shown"))
        self.query_one(Tabs).active = names[(shown + by) % len(names)]

    def watch_address(self) -> None:
        """Look into it now."""
        self._entitle()
        self._wanted.set()

    def _entitle(self) -> None:
        """Say at the top which step it is about, and which registry where there are several."""
        title = f"{self.words.say(say('tui.xray.title'))}: {self._title}"
        if len(self.known) > 1:
            title += f" › {self.address or self.known[0]}"
        self.query_one(TitleBar).show(title, None)

    @on(Tabs.TabActivated)
    def _tab(self, activated: Tabs.TabActivated) -> None:
        self._choose(activated.tab.id or RequestPane.NAME)

    def _choose(self, name: str) -> None:
        for pane in self.query(Pane):
            pane.set_class(name == pane.NAME, "-shown")
            if name == pane.NAME:
                pane.focus()

    @work(thread=True, exclusive=True, group="watching")
    def _look(self) -> None:
        from lab.session.inside import inside, registries

        while not self._stop.is_set():
            self._wanted.clear()
            world, address = self._session.world, self.address
            try:
                found: Xray | LabError | None = inside(self._session, self._since, address)
            except LabError as error:
                found = error
            stores = world.stores if world is not None else ()
            self.post_message(self.RegistrySeen(address, registries(self._session), found, stores))
            self._wanted.wait(PAUSE)

    @on(RegistrySeen)
    def _seen(self, seen: RegistrySeen) -> None:
        self.known = seen.known
        self._entitle()
        if seen != self._last and seen.address == self.address:
            self._last = seen
            for pane in self.query(Pane):
                pane.show(seen.found, seen.stores, self._before, self.words)

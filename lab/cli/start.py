"""Opening the app: its first frame waits for nothing but the app; the lab's parts are put together behind it."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, cast

from lab.cli import DONE
from lab.home import find_home
from lab.settings import read_settings

if TYPE_CHECKING:
    from lab.session.workplace import Workplace


class LateMachine:
    """The lab on this machine, put together when it is first asked for something: in a thread, after the first frame."""

    def __init__(self, engine: str | None) -> None:
        self._wanted = engine
        self._making = threading.Lock()
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        """Return what the machine has under a name."""
        with self._making:
            if self._made is None:
                from lab.cli.wiring import Machine

                self._made = Machine(self._wanted)
        return getattr(self._made, name)


def app(lang: str, engine: str | None) -> int:
    """Open the app, in a language and on an engine: its address, or None where the lab is to look for one."""
    from lab.tui.app import RegistryLabApp

    for name in ("COLUMNS", "LINES"):  # what Textual would believe rather than the terminal, which may be resized
        os.environ.pop(name, None)
    settings, trouble = read_settings(find_home())
    workplace = cast("Workplace", LateMachine(engine))
    RegistryLabApp(workplace, lang, consent=False, settings=settings, trouble=trouble).run()
    return DONE

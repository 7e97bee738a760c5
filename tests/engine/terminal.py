"""The app in a real terminal: keys are pressed, and the screen is read, as a learner does."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.content.library import exercises_folder, load_all
from lab.content.model import Exercise

PATIENCE = 30
"""Seconds that the screen may take to show something."""
NOT_HERE = "not on this engine"
"""What home says, in English, of an exercise that its engine cannot do."""


@dataclass(frozen=True)
class Terminal:
    """A terminal of 80×24 cells, with the app in it."""

    socket: Path

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-S", str(self.socket), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=10).stdout

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def shows(self, *texts: str) -> str:
        """Look until everything is on the screen; return it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            screen = self.screen()
            if all(text in screen for text in texts):
                return screen
        raise AssertionError(f"{texts} never showed:\n{self.screen()}")

    def works(self, key: str) -> bool:
        """Tell whether a key works now: the line of keys greys out those that do not, and never the one for help."""
        drawn = self.tmux("capture-pane", "-p", "-e").rstrip().splitlines()[-1]
        colours = {name: colour for colour, name in re.findall(r"\x1b\[(38;[\d;]+)m([^\x1b ]+)\x1b", drawn)}
        return key in colours and colours[key] == colours.get("?")

    def runs_a_step(self, then: str) -> None:
        """Press r where it works, until something comes of it: the app may have begun to look at the engine just before."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if then in (screen := self.screen()):
                return
            if self.works("r"):
                self.press("r")
                heard = time.monotonic() + 1
                while time.monotonic() < heard and self.works("r") and self.screen() == screen:
                    pass
        raise AssertionError(f"nothing came of r:\n{self.screen()}")

    def opens(self, exercise: str, *, practice: bool) -> Exercise:
        """Choose an exercise on home by its keys, in English, and open it; return it."""
        exercises = load_all(exercises_folder(), "en")
        (wanted,) = (each for each in exercises if each.id == exercise)
        self.shows(wanted.title, f"0/{len(wanted.steps)}", *([NOT_HERE] if practice else ()))
        self.goes_to(exercises.index(wanted), len(exercises))
        self.press("Enter")
        self.shows("▸·1", wanted.steps[0].title)
        return wanted

    def goes_to(self, row: int, rows: int) -> None:
        """Go to a row of home's list, wherever the cursor rests."""
        assert self.works("↑↓")
        self.press(*["Up"] * rows, *["Down"] * row)


@contextmanager
def terminal_of(
    socket: Path, folder: Path, given: Mapping[str, str], size: tuple[int, int] = (80, 24)
) -> Iterator[Terminal]:
    """A shell in a folder, with what else it is given in its environment."""
    assert shutil.which("tmux"), "this test needs a terminal: apt-get install tmux"
    terminal = Terminal(socket)
    variables = (f"{name}={value}" for name, value in given.items())
    shell = ["sh", "-c", f"cd {folder} && exec env -u REGISTRY_LAB_LANG {' '.join(variables)} sh"]
    width, height = map(str, size)
    terminal.tmux("-f", "/dev/null", "new-session", "-d", "-x", width, "-y", height, *shell)
    try:
        yield terminal
    finally:
        terminal.tmux("kill-server")

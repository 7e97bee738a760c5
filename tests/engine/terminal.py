"""The app in a real terminal: keys are pressed, and the screen is read, as a learner does."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.content.library import exercises_folder, load_all
from lab.content.model import Exercise

PATIENCE = 30
"""Seconds that the screen may take to show something."""
UNSET = "-u REGISTRY_LAB_LANG -u COLUMNS -u LINES"
"""What the tests' own environment has that a new terminal has not: `readline`, which pytest imports, exports a size that would hold for ever."""
BETWEEN = 0.05
"""Seconds between two looks: a terminal that is looked at all the time does nothing else."""
NOT_HERE = "not here"
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
        while not all(text in (screen := self.screen()) for text in texts):
            assert time.monotonic() < deadline, f"{texts} never showed:\n{screen}"
            time.sleep(BETWEEN)
        return screen

    def until(self, holds: Callable[[], bool]) -> None:
        """Look until something holds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, self.screen()
            time.sleep(BETWEEN)

    def works(self, key: str) -> bool:
        """Tell whether a key works now: the line of keys greys out those that do not, and never the one for help."""
        drawn = self.tmux("capture-pane", "-p", "-e").rstrip().splitlines()[-1]
        colours = {name: colour for colour, name in re.findall(r"\x1b\[(38;[\d;]+|[39]\d)m([^\x1b ]+)\x1b", drawn)}
        return key in colours and colours[key] == colours.get("?")

    def runs_a_step(self, then: str) -> None:
        """Press r, once: where the lab is looking at the engine just now, it waits its turn."""
        self.press("r")
        self.shows(then)

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
    shell = ["sh", "-c", f"cd {folder} && exec env {UNSET} {' '.join(variables)} sh"]
    width, height = map(str, size)
    terminal.tmux("-f", "/dev/null", "new-session", "-d", "-x", width, "-y", height, *shell)
    try:
        yield terminal
    finally:
        subprocess.run(["tmux", "-S", str(socket), "kill-server"], capture_output=True, check=False)  # it may have gone

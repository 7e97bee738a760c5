"""The app in a real terminal, on a real engine, by keys that are shown on the screen."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load, load_all

from .conftest import EXERCISE, Engine, Lab

pytestmark = pytest.mark.engine

EXERCISES = [each.id for each in load_all(exercises_folder(), "en")]
"""In the order of the home screen."""
PATIENCE = 30
"""Seconds that the screen may take to show something."""


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


@pytest.fixture
def terminal(lab: Lab, tmp_path: Path) -> Iterator[Terminal]:
    assert shutil.which("tmux"), "this test needs a terminal: apt-get install tmux"
    terminal = Terminal(tmp_path / "tmux")
    variables = (f"{name}={lab.environment[name]}" for name in ("REGISTRY_LAB_HOME", "PATH"))
    size = ["-x", "80", "-y", "24"]
    shell = ["sh", "-c", f"exec env LANG=C.UTF-8 {' '.join(variables)} sh"]
    terminal.tmux("-f", "/dev/null", "new-session", "-d", *size, *shell)
    yield terminal
    terminal.tmux("kill-server")


@pytest.mark.parametrize(
    ("lang", "done", "finished", "clean"),
    [
        ("en", "✓ done", "All done", "The engine is as it was"),
        ("ko", "✓ 완료", "모두 완료", "엔진이 실습 전과 같은 상태입니다"),
    ],
)
def test_a_learner_goes_through_all_steps(
    engine: Engine, lab: Lab, terminal: Terminal, lang: str, done: str, finished: str, clean: str
) -> None:
    before = engine.inventory()
    titles = [step.title for step in load(exercises_folder(), EXERCISE, lang).steps]
    terminal.press(f"{sys.executable} -m lab --engine {engine.url} --lang {lang}", "Enter")
    version = engine.docker("version", "-f", "{{.Server.Version}}").removesuffix("+practice")
    terminal.shows(f"0/{len(titles)}", version)
    terminal.press(*["Down"] * EXERCISES.index(EXERCISE), "Enter")
    terminal.shows("▸·1", titles[0])
    if engine.is_practice:
        terminal.runs_a_step("▸✓1")
    else:  # on an engine of one's own the lab asks before it changes anything
        terminal.runs_a_step(engine.url)
        terminal.press("y")
    for number, title in enumerate(titles, start=1):
        terminal.shows(title, f"▸✓{number}", done)
        if number < len(titles):
            terminal.press("Enter")
            terminal.shows(titles[number], f"▸·{number + 1}")
            terminal.runs_a_step(f"▸✓{number + 1}")
    terminal.shows(finished)
    assert engine.docker("inspect", "-f", "{{(index .Mounts 0).Type}}", "registry") == "bind"
    terminal.press("Escape")
    terminal.shows(" c ", " k ", " s ")
    terminal.press("c")
    terminal.shows(clean)
    terminal.press("Enter")
    terminal.shows(f"{len(titles)}/{len(titles)}")
    terminal.press("q")
    terminal.shows("# ")
    assert engine.inventory() == before

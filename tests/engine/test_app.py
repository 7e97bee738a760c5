"""The app in a real terminal, on a real engine, by keys that are shown on the screen."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load_all

from .conftest import EXERCISE, Engine, Lab

ROOT = Path(__file__).parents[2]

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
    """A shell in the lab's folder, where the engine is the one that DOCKER_HOST names."""
    assert shutil.which("tmux"), "this test needs a terminal: apt-get install tmux"
    terminal = Terminal(tmp_path / "tmux")
    given = {**lab.environment, "DOCKER_HOST": lab.url, "REGISTRY_LAB_LANG": "", "LANG": "C.UTF-8"}
    variables = (f"{name}={given[name]}" for name in ("REGISTRY_LAB_HOME", "PATH", "DOCKER_HOST", "LANG"))
    shell = ["sh", "-c", f"cd {ROOT} && exec env -u REGISTRY_LAB_LANG {' '.join(variables)} sh"]
    terminal.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", *shell)
    yield terminal
    terminal.tmux("kill-server")


@pytest.mark.parametrize(
    ("lang", "todo", "done", "finished", "clean"),
    [
        ("en", "· not done", "✓ done", "All done", "The engine is as it was"),
        ("ko", "· 아직 안 함", "✓ 완료", "모두 완료", "엔진이 실습 전과 같은 상태입니다"),
    ],
)
def test_a_new_learner_goes_from_make_lab_through_all_eight_steps_by_keys_on_the_screen(
    engine: Engine, terminal: Terminal, lang: str, todo: str, done: str, finished: str, clean: str
) -> None:
    before = engine.inventory()
    exercises = load_all(exercises_folder(), lang)
    (exercise,) = (each for each in exercises if each.id == EXERCISE)
    titles = [step.title for step in exercise.steps]
    # What .venv was installed from is not this test's.
    terminal.press("make -o .venv/lab.stamp lab", "Enter")
    terminal.shows(f"0/{len(titles)}", engine.docker("version", "-f", "{{.Server.Version}}").partition("+practice")[0])
    if lang == "ko":
        assert "l 한국어" in terminal.screen()
        terminal.press("l")
    terminal.shows(exercise.title)
    assert terminal.works("↑↓")
    terminal.press(*["Down"] * exercises.index(exercise))
    terminal.press("Enter")
    terminal.shows("▸·1", titles[0], todo)
    if engine.is_practice:
        terminal.runs_a_step("▸✓1")
    else:  # on an engine of one's own the lab asks before it changes anything
        terminal.runs_a_step(engine.url)
        terminal.press("y")
    for number, title in enumerate(titles, start=1):
        terminal.shows(title, f"▸✓{number}", done)
        if number < len(titles):
            terminal.press("Enter")
            terminal.shows(titles[number], f"▸·{number + 1}", todo)
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

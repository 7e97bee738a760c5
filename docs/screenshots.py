"""Take the pictures of the app that README shows, from a real run on the engine that DOCKER_HOST names: `make screenshots`."""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from lab.cli.wiring import Machine
from lab.content.quiz_library import load_quiz, quizzes_folder
from lab.tui.app import RegistryLabApp
from lab.tui.screens.exercise import ExerciseScreen
from lab.tui.screens.home import HomeScreen
from lab.tui.screens.quiz import QuizScreen
from lab.tui.widgets.exercise.xray_panes import ManifestPane
from lab.tui.widgets.exercise_list import ExerciseList, ExerciseRow, QuizRow

FOLDER = Path(__file__).parent / "screenshots"
SIZE = (120, 34)
"""Cells: enough for everything to be side by side, few enough to be read in a browser's column."""
EXERCISE, QUIZ = "private-registry", "private-registry"
PUSH = 3
"""Index of the step that is shown: the image is in three places, and the registry has requests to tell of."""
PATIENCE = 60
"""Seconds that the engine may take for one step."""

_CELL = 12.2
"""Units of width that Rich gives a cell (`rich.console.Console.export_svg`, at its font size of 20)."""
_TEXT = re.compile(r"<text([^>]*) textLength=\"[^\"]*\"([^>]*)>([^<]*)</text>")
_FONTS = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)
_FAMILY = "Fira Code, Menlo, Consolas, DejaVu Sans Mono, monospace"


class Photographer:
    """Leads the app from screen to screen as a learner would, and keeps what it shows."""

    def __init__(self, pilot: Pilot[None], lang: str) -> None:
        self._pilot = pilot
        self._app = pilot.app
        self._lang = lang

    async def take(self) -> None:
        """Do an exercise up to its push, look into the registry, go home, and take the quiz."""
        await self.until(lambda: bool(self._app.screen.query(ExerciseRow)))
        await self.open(lambda row: isinstance(row, ExerciseRow) and row.exercise.id == EXERCISE)
        await self.do_steps()
        self.shoot("exercise")
        await self._pilot.press("x")
        await self.until(lambda: "manifest" in self._app.screen.query_one(ManifestPane).query_one("Hanging").text)  # type: ignore[attr-defined]
        self.shoot("xray")
        await self._pilot.press("x", "escape")
        await self._pilot.pause()
        await self._pilot.press("k")
        await self.until(lambda: isinstance(self._app.screen, HomeScreen))
        await self.rest()
        self.shoot("home")
        await self.open(lambda row: isinstance(row, QuizRow) and row.quiz.id == QUIZ)
        await self._pilot.press("enter")
        await self.until(lambda: isinstance(self._app.screen, QuizScreen))
        await self.rest()
        await self.answer()
        self.shoot("quiz")

    async def do_steps(self) -> None:
        """Run every step up to the push; each is waited for."""
        for number in range(PUSH + 1):
            await self.until(lambda: self.exercise.session is not None and self.exercise.doing is None)
            await self._pilot.press("r")
            step = self.exercise.course.exercise.steps[number]
            await self.until(lambda step=step: self.exercise.course.passed(step) and self.exercise.doing is None)  # type: ignore[misc]
            if number < PUSH:
                await self._pilot.press("enter")
        await self.rest()

    async def answer(self) -> None:
        """Answer the first question that is a choice, wrongly, so that the picture shows how that is told."""
        quiz = load_quiz(quizzes_folder(), QUIZ, self._lang)
        for question in quiz.questions:
            if question.type == "choice":
                break
            await self._pilot.press("escape", "n")
            await self.rest()
        await self._pilot.press("1", "enter")
        await self.rest()

    async def open(self, wanted: Callable[[object], bool]) -> None:
        """Go to a row of home by the arrow keys, and open it."""
        rows = self._app.screen.query_one(ExerciseList)
        await self._pilot.press(*["up"] * len(rows.children))
        while not wanted(rows.highlighted_child):
            await self._pilot.press("down")
        await self._pilot.press("enter")
        await self._pilot.pause()

    @property
    def exercise(self) -> ExerciseScreen:
        """The screen of the exercise."""
        screen = self._app.screen
        assert isinstance(screen, ExerciseScreen)
        return screen

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise SystemExit(f"nothing more happened on {self._app.screen!r}")
            await asyncio.sleep(0.05)
        await self._pilot.pause()

    async def rest(self) -> None:
        """Wait until every worker that ends by itself has ended."""
        await self.until(lambda: all(each.is_finished or each.group == "watching" for each in self._app.workers))

    def shoot(self, name: str) -> None:
        """Keep what is on the screen."""
        path = FOLDER / f"{name}.{self._lang}.svg"
        path.write_text(mended(self._app.export_screenshot()), encoding="utf-8")
        print(path)


def mended(svg: str) -> str:
    """Return a picture with text as wide as its cells, and with fonts that are at hand: Rich counts letters, and names a font elsewhere."""
    svg = _FONTS.sub("", svg).replace("Fira Code, monospace", _FAMILY)

    def widened(found: re.Match[str]) -> str:
        before, after, text = found.groups()
        width = cell_len(html.unescape(text)) * _CELL
        return f'<text{before} textLength="{width:.1f}"{after}>{text}</text>'

    return "\n".join(line.rstrip() for line in _TEXT.sub(widened, svg).splitlines()) + "\n"


async def main() -> int:
    """Take every picture in every language in turn, each from a home of its own; leave the engine as it was."""
    FOLDER.mkdir(exist_ok=True)
    for lang in ("en", "ko"):
        with tempfile.TemporaryDirectory() as home:
            os.environ["REGISTRY_LAB_HOME"] = home
            machine = Machine(None)
            app = RegistryLabApp(machine, lang, consent=True)
            async with app.run_test(size=SIZE) as pilot:
                await Photographer(pilot, lang).take()
            for _ in machine.clean_up(machine.open(EXERCISE, lang)):
                pass
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

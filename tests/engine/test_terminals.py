"""What terminals do to the app: few colours or none, another size at any moment, a megabyte that is pasted, an end without a word."""

from __future__ import annotations

import os
import re
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len

from .conftest import EXERCISE, Engine, Lab, command_of, paused
from .terminal import PATIENCE, Terminal, terminal_of

pytestmark = pytest.mark.engine

_SGR = re.compile(rb"\x1b\[([\d;:]*)m")
STANDARD = {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}
"""The sixteen colours, in front and behind (ECMA-48, and what every terminal adds to it)."""


@contextmanager
def app_in(terminal: Path, lab: Lab, *words: str, size: tuple[int, int] = (80, 24), **given: str) -> Iterator[Terminal]:
    """The app in a terminal of its own, in English; `given` is in its environment."""
    every = {"REGISTRY_LAB_HOME": str(lab.home), "LANG": "C.UTF-8", "TERM": "xterm-256color", **given}
    with terminal_of(terminal / "tmux", Path.cwd(), every, size) as shell:
        shell.tmux("pipe-pane", f"cat > {terminal / 'drawn'}")
        shell.press(f"stty -g; {shlex.join(lab.command(*words))}; echo left with $?; stty -g", "Enter")
        yield shell


def begins(terminal: Terminal, engine: Engine) -> None:
    """Open the exercise and do its first step."""
    terminal.opens(EXERCISE, practice=engine.is_practice)
    if engine.is_practice:
        terminal.runs_a_step("▸✓1")
    else:  # on an engine of one's own the lab asks before it changes anything
        terminal.runs_a_step(engine.url)
        terminal.press("y")
    terminal.shows("▸✓1")


def colours(drawn: bytes) -> set[tuple[int, ...]]:
    """Every colour that was ever chosen, as its numbers: one of the sixteen, 5 and one of 256, 2 and red, green, blue."""
    found: set[tuple[int, ...]] = set()
    for chosen in _SGR.findall(drawn):
        numbers = iter([int(number or 0) for number in chosen.replace(b":", b";").split(b";")])
        for number in numbers:
            if number in (38, 48):
                kind = next(numbers)
                found.add((kind, *(next(numbers) for _ in range(3 if kind == 2 else 1))))
            elif number in STANDARD:
                found.add((number,))
    return found


def is_grey(colour: tuple[int, ...]) -> bool:
    """Tell whether a colour has no hue."""
    match colour:
        case (2, red, green, blue):
            return red == green == blue
        case (5, number):
            return number in (0, 7, 8, 15, 16, 59, 102, 145, 188, 231) or number >= 232
        case (number,):
            return number % 10 in (0, 7)
    raise AssertionError(colour)


def is_standard(colour: tuple[int, ...]) -> bool:
    """Tell whether a terminal of sixteen colours has it."""
    return len(colour) == 1


@pytest.mark.parametrize(
    ("given", "has"),
    [({"NO_COLOR": "1", "COLORTERM": "truecolor"}, is_grey), ({"TERM": "xterm-16color"}, is_standard)],
)
def test_a_terminal_gets_only_colours_that_it_has(
    engine: Engine, lab: Lab, tmp_path: Path, given: dict[str, str], has: Callable[[tuple[int, ...]], bool]
) -> None:
    with app_in(tmp_path, lab, **given) as terminal:
        begins(terminal, engine)
        for key, shown in (("w", "registry:latest"), ("w", "done"), ("?", "Keys and signs"), ("Escape", "✓ done")):
            terminal.press(key)
            terminal.shows(shown)
    drawn = colours((tmp_path / "drawn").read_bytes())
    assert drawn
    assert {colour for colour in drawn if not has(colour)} == set()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_terminal_that_is_resized_in_mid_run_is_drawn_whole_at_each_size(
    engine: Engine, lab: Lab, tmp_path: Path, lang: str
) -> None:
    done = {"en": "✓ done", "ko": "✓ 완료"}[lang]
    with app_in(tmp_path, lab) as terminal:
        begins(terminal, engine)
        terminal.press(*(["l"] if lang == "ko" else []), "Enter")
        terminal.shows("▸·2")
        terminal.press("r")
        for width, height in ((140, 40), (60, 20), (100, 30), (80, 24)):
            terminal.tmux("resize-window", "-x", str(width), "-y", str(height))
            terminal.until(lambda size=(width, height): is_whole(terminal, *size))  # type: ignore[misc]
        terminal.shows("▸✓2", done)
        terminal.press("Escape")
        terminal.shows(" k ")
        for line in terminal.screen().splitlines():
            if line.strip().startswith(("│", "╭", "╰")) and line.rstrip().endswith(("│", "╮", "╯")):
                assert cell_len(line.rstrip()) in (79, 78), "a frame whose sides are not above each other"
        terminal.press("k")
        terminal.shows("2/10")


def is_whole(terminal: Terminal, width: int, height: int) -> bool:
    """Tell whether the title is at the top, once, the keys are at the bottom, and nothing is wider than the terminal."""
    lines = terminal.screen().split("\n")[:height]
    titles = [number for number, line in enumerate(lines) if line.startswith(" Registry Lab ›")]
    return titles == [0] and " ? " in lines[-1] and max(map(cell_len, lines)) <= width


def test_a_megabyte_that_is_pasted_into_the_prompt_is_one_line_and_the_app_goes_on(
    engine: Engine, lab: Lab, tmp_path: Path
) -> None:
    (tmp_path / "paste").write_text("docker ps " + "x" * 1_000_000 + "\nrm -rf /\n")
    with app_in(tmp_path, lab) as terminal:
        terminal.opens(EXERCISE, practice=engine.is_practice)
        terminal.until(lambda: terminal.works("t"))
        terminal.press("t")
        terminal.tmux("load-buffer", str(tmp_path / "paste"))
        terminal.tmux("paste-buffer", "-p")
        terminal.shows("xxxxx")
        assert "rm -rf" not in terminal.screen()
        terminal.press("Escape")
        terminal.until(lambda: terminal.works("t"))
        terminal.press("C-q")
        terminal.shows("left with 0")


SCREENS = {
    "home": (),
    "doctor": ("d",),
    "progress": ("p",),
    "settings": ("s",),
    "palette": ("C-p",),
    "keys": ("?",),
}


def app_process(lab: Lab) -> int | None:
    """The app that has this home, by process."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and command_of(int(entry.name))[1:3] == ["-m", "lab"]:
            try:
                environment = Path(entry / "environ").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if f"REGISTRY_LAB_HOME={lab.home}\0" in environment:
                return int(entry.name)
    return None


def lose(terminal: Terminal, lab: Lab) -> None:
    """Close the terminal, and see the app go."""
    assert app_process(lab) is not None
    terminal.tmux("kill-session")
    ends = time.monotonic() + PATIENCE
    while app_process(lab) is not None:
        assert time.monotonic() < ends, "the app goes on without a terminal"
        time.sleep(0.05)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_app_ends_with_its_terminal_on_every_screen(lab: Lab, tmp_path: Path, screen: str) -> None:
    with app_in(tmp_path, lab) as terminal:
        home = terminal.shows("0/10", "q Quit")
        terminal.press(*SCREENS[screen])
        terminal.until(lambda: screen == "home" or terminal.screen() != home)
        lose(terminal, lab)


_LEAVES = ("q", "What is to become of what you made?")
WITHIN = {
    "inside the registry": (("x", "Inside the registry"),),
    "a prediction": (("Enter", "▸·2"), ("e", "What will this step change?")),
    "leaving": (_LEAVES,),
    "a receipt": (_LEAVES, ("c", "This is what the clean-up did:")),
}


@pytest.mark.parametrize("screen", WITHIN)
def test_a_terminal_that_is_lost_within_an_exercise_leaves_nothing_that_a_clean_up_does_not_remove(
    engine: Engine, lab: Lab, tmp_path: Path, screen: str
) -> None:
    before = engine.inventory()
    with app_in(tmp_path, lab) as terminal:
        begins(terminal, engine)
        for key, shown in WITHIN[screen]:
            terminal.press(key)
            terminal.shows(shown)
        lose(terminal, lab)
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


def settings_of(terminal: Terminal) -> list[str]:
    """What `stty -g` told: before the app, and after it."""
    return re.findall(r"^[0-9a-f:]{30,}$", terminal.screen(), re.MULTILINE)


def test_what_was_done_is_saved_when_the_terminal_is_lost_and_the_next_one_is_left_as_it_was_found(
    engine: Engine, lab: Lab, tmp_path: Path
) -> None:
    before = engine.inventory()
    (tmp_path / "one").mkdir()
    with app_in(tmp_path / "one", lab) as terminal:
        begins(terminal, engine)
        terminal.press("Enter")
        terminal.shows("▸·2")
        terminal.press("t")
        terminal.press("docker pu")
        lose(terminal, lab)
    (tmp_path / "two").mkdir()
    with app_in(tmp_path / "two", lab) as terminal:
        terminal.shows("1/10")
        terminal.goes_to(7, 12)
        terminal.press("Enter")
        terminal.shows("You are told at once")
        terminal.press("Enter")
        terminal.shows("After the private registry · Practice", "1/")
        lose(terminal, lab)
    (tmp_path / "three").mkdir()
    with app_in(tmp_path / "three", lab) as terminal:
        terminal.shows("1/10", "After the private registry")
        terminal.press("C-c")
        terminal.shows("Quit")
        terminal.press("q")
        terminal.shows("left with 0")
        terminal.until(lambda: len(settings_of(terminal)) == 2)
        assert len(set(settings_of(terminal))) == 1, "the terminal is left as it was found"
    assert lab("cleanup").code == 0
    assert engine.inventory() == before


def test_an_engine_that_answers_nothing_from_the_start_leaves_every_key_working(
    engine: Engine, lab: Lab, tmp_path: Path
) -> None:
    with paused(engine), app_in(tmp_path, lab) as terminal:
        terminal.shows("Looking for a container engine", "0/10")
        terminal.press("l")
        terminal.shows("컨테이너 엔진을 찾고 있습니다")
        terminal.press("l", "?")
        terminal.shows("Keys and signs")
        terminal.press("Escape")
        terminal.shows("suspended", "Try again")
        terminal.press("Enter")
        terminal.shows("▸·1", "suspended", "r Try again")
        terminal.press("n")
        terminal.shows("▸·2")
        terminal.press("h")
        terminal.shows("Hint 1")
        terminal.press("Escape")
        terminal.shows("› Home")
        terminal.press("q")
        terminal.shows("left with 0")


def test_an_engine_that_falls_silent_is_told_of_and_every_key_still_works(
    engine: Engine, lab: Lab, tmp_path: Path
) -> None:
    with app_in(tmp_path, lab) as terminal:
        begins(terminal, engine)
        terminal.press("Enter")
        terminal.shows("▸·2")
        with paused(engine):
            terminal.press("c")
            terminal.shows("… checking")
            terminal.press("h")
            terminal.shows("Hint 1")
            terminal.press("l")
            terminal.shows("힌트 1")
            terminal.press("l", "w")
            terminal.shows("This engine")
            terminal.press("w")
            terminal.shows("? cannot tell")
            assert "✗" not in terminal.screen()
        terminal.runs_a_step("▸✓2")
        terminal.press("C-q")
        terminal.shows("left with 0")
    assert os.path.exists(lab.home / "progress.db")
    assert lab("cleanup").code == 0

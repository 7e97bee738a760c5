"""The app in a real terminal, on a real engine, by keys that are shown on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load_all

from .conftest import EXERCISE, Engine, Lab
from .terminal import Terminal, terminal_of

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.engine


@pytest.fixture
def terminal(lab: Lab, tmp_path: Path) -> Iterator[Terminal]:
    """A shell in the lab's folder, where the engine is the one that DOCKER_HOST names."""
    given = {**lab.environment, "DOCKER_HOST": lab.url, "LANG": "C.UTF-8"}
    names = ("REGISTRY_LAB_HOME", "PATH", "DOCKER_HOST", "LANG")
    with terminal_of(tmp_path / "tmux", ROOT, {name: given[name] for name in names}) as terminal:
        yield terminal


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
    terminal.goes_to(exercises.index(exercise), len(exercises))
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
    terminal.shows({"en": "› Home", "ko": "› 홈"}[lang], f"{len(titles)}/{len(titles)}")
    terminal.press("q")
    terminal.shows("# ")
    assert engine.inventory() == before

"""The pages behind an exercise's facts: read from its fence, demanded by lint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load_all
from lab.content.lint import lint
from lab.content.model import Source
from lab.content.parser import parse
from lab.content.problem import Problem

Ask = Callable[[Callable[[], object]], tuple[Problem, ...]]


def test_a_source_says_where_when_and_what(sourced: str) -> None:
    exercise = parse(sourced.encode(), "x.md")
    assert exercise.sources == (Source("https://docs.example/x", "2026-11-24", "A registry stores images."),)
    assert exercise.defaults() == {"port": 5000, "name": "registry"}


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ('url = "https://docs.example/x"', 'url = "http://docs.example/x"', "wrong-value"),
        ('url = "https://docs.example/x"', 'url = "docs.example"', "wrong-value"),
        ('url = "https://docs.example/x", ', "", "missing-key"),
        ("date = 2026-11-24", 'date = "2026-11-24"', "wrong-value"),
        ("date = 2026-11-24", "date = 2026-11-24T10:00:00", "wrong-value"),
        ("date = 2026-11-24, ", "", "missing-key"),
        ('says = "A registry stores images."', 'says = " "', "wrong-value"),
        ('says = "A registry stores images."', 'says = "x", by = "y"', "unknown-key"),
    ],
)
def test_a_source_that_lacks_something_is_told(
    sourced: str, problems_of: Ask, right: str, wrong: str, problem: str
) -> None:
    assert right in sourced
    told = problems_of(lambda: parse(sourced.replace(right, wrong).encode(), "x.md"))
    assert [each.message.key for each in told] == [f"content.problem.{problem}"]


def test_lint_demands_a_source(example: str, tmp_path: Path) -> None:
    path = tmp_path / "03-private-registry.md"
    path.write_text(example, encoding="utf-8")
    assert [(each.line, each.level, each.message.key) for each in lint([path])] == [
        (4, "error", "content.problem.no-source"),
        (4, "warning", "content.problem.no-overlay"),
    ]


def test_every_exercise_that_comes_with_the_lab_names_several() -> None:
    assert all(len(exercise.sources) >= 5 for exercise in load_all(exercises_folder(), "en"))

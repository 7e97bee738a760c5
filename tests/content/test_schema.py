"""The JSON Schemas say what the parser takes: of everything that comes with the lab, and of what is wrong in small ways."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lab.checks import KINDS
from lab.cli.arguments import FENCES
from lab.content.library import exercises_folder
from lab.content.markdown import cut
from lab.content.props import PROPS
from lab.content.quiz_library import quizzes_folder
from lab.content.schema import schemas
from tests.content.conftest import EXAMPLE, OVERLAY
from tests.content.quiz_example import QUIZ

SCHEMAS = schemas()


def plain(value: Any) -> Any:
    """TOML as an editor's checker sees it: a date is a text."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def fences(text: str) -> Iterator[tuple[str, Any]]:
    for block in cut(text).blocks:
        if block.kind == "fence" and block.words[:1] == ("toml",) and len(block.words) == 2:
            yield block.words[1], plain(tomllib.loads(block.text))


def problems(fence: str, value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMAS[fence]).iter_errors(value)]


FILES = sorted((*exercises_folder().glob("*.md"), *quizzes_folder().glob("*.md")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_fence_that_comes_with_the_lab_is_as_its_schema_says(path: Path) -> None:
    if path.name == "README.md":
        return
    found = list(fences(path.read_text(encoding="utf-8")))
    assert found
    assert [(fence, value.get("id"), problem) for fence, value in found for problem in problems(fence, value)] == []


def test_the_examples_of_the_parsers_tests_are_as_their_schemas_say() -> None:
    found = [pair for text in (EXAMPLE, OVERLAY, QUIZ) for pair in fences(text)]
    assert {fence for fence, _ in found} == {"exercise", "step", "quiz", "question", "translation"}
    assert [problem for fence, value in found for problem in problems(fence, value)] == []


@pytest.mark.parametrize("fence", sorted(SCHEMAS))
def test_a_schema_is_one_itself(fence: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[fence])


def test_there_is_a_schema_for_each_fence_and_each_can_be_asked_for() -> None:
    assert set(SCHEMAS) == set(FENCES)


def test_every_check_and_every_prop_is_known() -> None:
    assert set(SCHEMAS["step"]["properties"]["check"]["items"]["properties"]["kind"]["enum"]) == set(KINDS)
    assert set(PROPS) <= set(SCHEMAS["exercise"]["properties"])


STEP = {"id": "a", "check": [{"kind": "image-present", "reference": "hello-world"}]}
HEAD = {"id": "a", "minutes": 5, "images": []}


@pytest.mark.parametrize(
    ("fence", "value"),
    [
        ("step", {"id": "a"}),
        ("step", {**STEP, "check": []}),
        ("step", {**STEP, "id": "Capital"}),
        ("step", {**STEP, "chek": []}),
        ("step", {**STEP, "check": [{"kind": "image-presnt", "reference": "x"}]}),
        ("step", {**STEP, "check": [{"kind": "image-present"}]}),
        ("step", {**STEP, "check": [{"kind": "image-present", "reference": "x", "ref": "y"}]}),
        ("step", {**STEP, "mistake": [{"do": [], "fails": "image-present", "says": "x"}]}),
        ("exercise", {**HEAD, "minutes": 0}),
        ("exercise", {**HEAD, "needs": ["moon"]}),
        ("exercise", {**HEAD, "source": [{"url": "http://x/", "date": "2026-01-01", "says": "x"}]}),
        ("exercise", {**HEAD, "vars": {"Port": 1}}),
        ("exercise", {**HEAD, "file": [{"path": "x"}]}),
        ("quiz", {"id": "a", "pass": 101}),
        ("question", {"id": "a", "type": "choice"}),
        ("question", {"id": "a", "type": "chioce", "points": 1}),
        ("question", {"id": "a", "type": "choice", "points": 1, "truth": True}),
        (
            "question",
            {"id": "a", "type": "truefalse", "points": 1, "truth": "yes", "concept": [{"id": "b", "any": "c"}]},
        ),
        ("translation", {"hash": "00000000"}),
    ],
)
def test_what_the_parser_refuses_the_schema_refuses(fence: str, value: Any) -> None:
    assert problems(fence, value) != []


def test_the_smallest_fences_are_right() -> None:
    assert [problems("step", STEP), problems("exercise", HEAD), problems("quiz", {"id": "a"})] == [[], [], []]

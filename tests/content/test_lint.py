"""Lint tells everything about the files it is given, and finds nothing in right ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.content.lint import lint
from lab.content.problem import Problem
from lab.content.stamp import stamp

NAME = "03-private-registry"


@pytest.fixture
def example(sourced: str) -> str:
    return sourced


@pytest.fixture
def right(folder: Path, example: str, overlay: str) -> Path:
    """The folder with its translation stamped."""
    (folder / f"{NAME}.ko.md").write_bytes(stamp(example.encode(), overlay.encode()))
    return folder


def told(problems: tuple[Problem, ...]) -> list[tuple[str, int, str, str]]:
    return [
        (Path(problem.path).name, problem.line, problem.level, problem.message.key.rpartition(".")[2])
        for problem in problems
    ]


def test_right_files_have_no_problems(right: Path) -> None:
    assert lint([right]) == ()


def test_what_is_stale_or_missing_is_a_warning(right: Path, example: str, overlay: str) -> None:
    stamped = stamp(example.encode(), overlay.encode()).decode()
    (right / f"{NAME}.ko.md").write_text(stamped[: stamped.index("## 이미지")], encoding="utf-8")
    (right / f"{NAME}.md").write_text(example.replace("at once", "soon"), encoding="utf-8")
    assert told(lint([right])) == [
        (f"{NAME}.ko.md", 1, "warning", "missing"),
        (f"{NAME}.ko.md", 11, "warning", "stale"),
    ]


def test_a_translation_alone_is_held_against_its_main_file(right: Path) -> None:
    assert lint([right / f"{NAME}.ko.md"]) == ()
    (right / f"{NAME}.md").unlink()
    assert told(lint([right])) == [(f"{NAME}.ko.md", 1, "error", "main")]


def test_an_id_belongs_to_one_file_and_its_name(right: Path, example: str) -> None:
    (right / "04-other.md").write_text(example, encoding="utf-8")
    assert told(lint([right])) == [
        ("04-other.md", 4, "error", "file-name"),
        ("04-other.md", 4, "error", "file-twin"),
        ("04-other.md", 4, "warning", "no-overlay"),
    ]


def test_a_file_named_twice_is_read_once(right: Path) -> None:
    assert lint([right, right / f"{NAME}.md", right]) == ()


def test_a_path_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert told(lint([tmp_path / "x.md"])) == [("x.md", 1, "error", "no-file")]


def test_the_problems_of_several_files_are_told_together(right: Path) -> None:
    for name in ("a.md", "b.md"):
        (right / name).write_text("## no title\n", encoding="utf-8")
    assert told(lint([right / "b.md", right / "a.md"])) == [
        ("b.md", 1, "error", "no-title"),
        ("a.md", 1, "error", "no-title"),
    ]


def test_a_command_that_is_not_understood_is_told_on_its_line(right: Path, example: str) -> None:
    text = example.replace("$ docker image ls", "$ docker imgae ls").replace("image pull \\", "imag pull \\")
    (right / f"{NAME}.md").write_text(text, encoding="utf-8")
    errors = [row for row in told(lint([right / f"{NAME}.md"])) if row[2] == "error"]
    assert errors == [(f"{NAME}.md", 53, "error", "command"), (f"{NAME}.md", 56, "error", "command")]


def test_a_mistake_may_be_refused_but_must_be_a_command(right: Path, example: str) -> None:
    old = '["docker container run -d --name {name} registry"]'
    for new, count in (('["docker run --privileged registry"]', 0), ('["docker rnu registry", "x"]', 2)):
        (right / f"{NAME}.md").write_text(example.replace(old, new), encoding="utf-8")
        problems = told(lint([right / f"{NAME}.md"]))
        assert problems == [(f"{NAME}.md", 36, "error", "command")] * count


def test_a_command_of_the_step_may_not_be_refused(right: Path, example: str) -> None:
    text = example.replace("$ docker image ls", "$ docker run --privileged registry")
    (right / f"{NAME}.md").write_text(text, encoding="utf-8")
    assert told(lint([right / f"{NAME}.md"])) == [(f"{NAME}.md", 56, "error", "command")]


def test_an_alias_that_is_another_files_id_is_told(right: Path, example: str) -> None:
    other = example.replace('id = "private-registry"', 'id = "other"\naliases = ["private-registry"]')
    (right / "04-other.md").write_text(other)
    assert ("04-other.md", 4, "error", "file-twin") in told(lint([right]))


def test_an_alias_that_another_file_has_as_well_is_told(right: Path, example: str) -> None:
    for number, name in ((4, "other"), (5, "third")):
        text = example.replace('id = "private-registry"', f'id = "{name}"\naliases = ["former"]')
        (right / f"0{number}-{name}.md").write_text(text)
    found = [each for each in told(lint([right])) if each[2] == "error"]
    assert found == [("05-third.md", 4, "error", "file-twin")]

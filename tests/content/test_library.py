"""Exercises on disk: in order, in the learner's language, within bounds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, load, load_all, load_file
from lab.content.problem import ContentError
from lab.errors import LabError
from lab.language.words import words


def add(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def renamed(example: str, identity: str) -> str:
    return example.replace("private-registry", identity)


def test_exercises_come_in_the_order_of_their_numbers(folder: Path, example: str) -> None:
    for name in ("10-last", "02-first", "unnumbered"):
        add(folder, f"{name}.md", renamed(example, name.partition("-")[2] or name))
    assert [exercise.id for exercise in load_all(folder, "en")] == ["first", "private-registry", "last", "unnumbered"]


def test_an_exercise_is_read_in_the_language_asked_for_and_in_english_where_there_is_no_other(folder: Path) -> None:
    assert load(folder, "private-registry", "ko").title == "개인 레지스트리 실행"
    assert load(folder, "private-registry", "en").title == "Run a private registry"
    assert load(folder, "private-registry", "fr").title == "Run a private registry"


def test_an_unknown_id_is_answered_with_the_nearest_and_all_others(folder: Path) -> None:
    with pytest.raises(LabError) as caught:
        load(folder, "privat-registry", "en")
    assert words("en").say(caught.value.message) == "There is no exercise `privat-registry`."
    assert words("en").say(caught.value.hint) == "Did you mean `private-registry`? There are: private-registry"
    with pytest.raises(LabError) as caught:
        load(folder, "x" * 1000, "en")
    assert words("en").say(caught.value.hint) == "There are: private-registry"


def test_a_folder_that_is_empty_or_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as caught:
        load(tmp_path, "x", "en")
    assert caught.value.hint.key == "content.error.none"
    with pytest.raises(LabError) as caught:
        load_all(tmp_path / "none", "en")
    assert caught.value.message.key == "content.error.folder"


def test_another_broken_file_does_not_keep_one_from_its_exercise(folder: Path) -> None:
    add(folder, "01-broken.md", "no title")
    assert load(folder, "private-registry", "en").id == "private-registry"
    with pytest.raises(ContentError):
        load(folder, "broken", "en")


def test_all_broken_files_are_told_together(folder: Path) -> None:
    paths = [add(folder, name, "no title") for name in ("01-a.md", "02-b.md")]
    with pytest.raises(ContentError) as caught:
        load_all(folder, "en")
    assert [problem.path for problem in caught.value.problems] == [str(path) for path in paths]
    said = words("en").say(caught.value.message)
    assert said.startswith(f"{paths[0]}:1: the file has no title; ")
    assert said.endswith("(and 1 more)")


def test_a_broken_translation_shows_english_rather_than_nothing(folder: Path) -> None:
    (folder / "03-private-registry.ko.md").write_bytes(b"\xff")
    assert load(folder, "private-registry", "ko").title == "Run a private registry"


def test_a_file_of_ten_megabytes_is_a_problem_and_not_read(folder: Path) -> None:
    path = folder / "01-big.md"
    with path.open("wb") as file:
        file.truncate(10 * 1024 * 1024)
    with pytest.raises(ContentError) as caught:
        load_file(path, "en")
    assert [problem.message.key for problem in caught.value.problems] == ["content.problem.too-big"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a POSIX thing")
def test_a_named_pipe_a_folder_and_a_dead_link_are_problems_and_not_a_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ContentError) as caught:
        load_all(tmp_path, "en")
    assert [problem.message.key for problem in caught.value.problems] == ["content.problem.no-file"] * 3


def test_the_exercises_of_the_source_tree_are_found() -> None:
    assert exercises_folder() == Path(__file__).parents[2] / "exercises"

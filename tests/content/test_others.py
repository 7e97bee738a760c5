"""Exercises and quizzes of others: in folders that are named, and in packages with an entry point."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lab.content.library import exercises_folder, find_exercise, find_exercises, load_all
from lab.content.others import VARIABLE, folders_of_others, places
from lab.content.quiz_library import find_quiz, find_quizzes
from lab.errors import LabError, UsageError
from lab.language.words import words
from tests.content.quiz_example import QUIZ


def exercise(example: str, identity: str) -> str:
    return example.replace("private-registry", identity)


@pytest.fixture
def course(tmp_path: Path, example: str) -> Path:
    """A folder as a school would have it."""
    for name, files in {"exercises": {"01-ours.md": exercise(example, "ours")}, "quizzes": {"ours.md": QUIZ}}.items():
        (tmp_path / "course" / name).mkdir(parents=True)
        for file, text in files.items():
            (tmp_path / "course" / name / file).write_text(text, encoding="utf-8")
    return tmp_path / "course"


@pytest.fixture
def package(tmp_path: Path, example: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that is installed: its module, and what an installer writes beside it."""
    module = tmp_path / "site" / "their_course"
    (module / "exercises").mkdir(parents=True)
    (module / "__init__.py").write_text("", encoding="ascii")
    (module / "exercises" / "01-theirs.md").write_text(exercise(example, "theirs"), encoding="utf-8")
    info = tmp_path / "site" / "their_course-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-course\nVersion: 1.0\n", encoding="ascii")
    (info / "entry_points.txt").write_text("[registry_lab.content]\ntheirs = their_course\n", encoding="ascii")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delitem(sys.modules, "their_course", raising=False)
    return module


def test_a_folder_that_is_named_adds_its_exercises_and_quizzes_after_the_labs_own(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [each.id for each in load_all(exercises_folder(), "en")]
    monkeypatch.setenv(VARIABLE, str(course))
    assert [each.id for each in find_exercises("en")] == [*own, "ours"]
    assert find_exercise("ours", "ko").id == "ours"
    quiz = find_quizzes("en")[-1]
    assert find_quiz(quiz.id, "en").id == quiz.id


def test_several_folders_are_named_as_those_of_path(
    course: Path, tmp_path: Path, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    (flat / "more.md").write_text(exercise(example, "more"), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, os.pathsep.join((str(course), str(flat))))
    assert [each.id for each in find_exercises("en")][-2:] == ["ours", "more"]
    assert folders_of_others("quiz") == (course / "quizzes", flat)


def test_a_package_with_an_entry_point_adds_its_exercises(package: Path) -> None:
    assert folders_of_others("exercise") == (package / "exercises",)
    assert find_exercise("theirs", "en").id == "theirs"
    assert [each.id for each in find_exercises("en")][-1] == "theirs"


def test_a_package_that_cannot_be_loaded_is_told_by_its_name(package: Path) -> None:
    (package / "__init__.py").write_text("raise RuntimeError('broken')", encoding="ascii")
    with pytest.raises(LabError) as caught:
        find_exercises("en")
    assert "RuntimeError: broken" in words("en").say(caught.value.message)
    assert "pip uninstall their-course" in words("en").say(caught.value.hint)
    assert find_exercise("private-registry", "en").id == "private-registry"


def test_nobody_elses_exercise_takes_the_place_of_the_labs_own(
    tmp_path: Path, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "03-private-registry.md").write_text(example, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert len(find_exercise("private-registry", "en").steps) == 10


def test_an_unknown_id_is_answered_with_those_of_others_too(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(course))
    with pytest.raises(UsageError) as caught:
        find_exercise("our", "en")
    assert "Did you mean `ours`?" in words("en").say(caught.value.hint)


def test_a_folder_has_its_files_below_it_or_right_in_it(course: Path, tmp_path: Path) -> None:
    assert places(course, "quiz") == (course / "quizzes",)
    assert places(course / "exercises", "exercise") == (course / "exercises",)
    (tmp_path / "half" / "quizzes").mkdir(parents=True)
    assert places(tmp_path / "half", "exercise") == ()

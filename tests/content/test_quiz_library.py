"""Quizzes on disk: found beside exercises, in order, in the learner's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.content.library import load_all
from lab.content.problem import ContentError
from lab.content.quiz_library import load_quiz, load_quiz_file, load_quizzes, quizzes_folder
from lab.content.stamp import stamp, stamp_file
from lab.errors import LabError
from tests.content.quiz_example import OVERLAY, QUIZ


@pytest.fixture
def both(folder: Path) -> Path:
    """A folder of an exercise and a quiz, both with translations."""
    (folder / "04-registry-basics.md").write_text(QUIZ, encoding="utf-8")
    (folder / "04-registry-basics.ko.md").write_bytes(stamp(QUIZ.encode(), OVERLAY.encode()))
    return folder


def test_a_folder_may_hold_exercises_and_quizzes(both: Path) -> None:
    assert [quiz.id for quiz in load_quizzes(both, "en")] == ["registry-basics"]
    assert [exercise.id for exercise in load_all(both, "en")] == ["private-registry"]


def test_a_quiz_is_loaded_in_the_learner_s_language(both: Path) -> None:
    assert load_quiz(both, "registry-basics", "ko").title == "레지스트리 기초"
    assert load_quiz(both, "registry-basics", "en").title == "Registry basics"
    assert load_quiz_file(both / "04-registry-basics.md", "ja").title == "Registry basics"


def test_quizzes_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("10-last", "02-first", "unnumbered"):
        identity = name.partition("-")[2] or name
        (tmp_path / f"{name}.md").write_text(QUIZ.replace("registry-basics", identity), encoding="utf-8")
    assert [quiz.id for quiz in load_quizzes(tmp_path, "en")] == ["first", "last", "unnumbered"]


def test_an_unknown_quiz_is_told_with_the_nearest_one(both: Path) -> None:
    with pytest.raises(LabError) as caught:
        load_quiz(both, "registry-basic", "en")
    assert caught.value.message.key == "content.error.unknown-quiz"
    assert caught.value.hint.arguments()["id"] == "registry-basics"


def test_a_broken_quiz_is_in_the_way_of_itself_alone(both: Path) -> None:
    (both / "05-broken.md").write_text("# A\n\n```toml quiz\n```\n", encoding="utf-8")
    assert load_quiz(both, "registry-basics", "en").id == "registry-basics"
    for call in (lambda: load_quiz(both, "broken", "en"), lambda: load_quizzes(both, "en")):
        with pytest.raises(ContentError):
            call()


def test_a_file_that_says_nothing_of_itself_is_what_its_folder_is_for(tmp_path: Path) -> None:
    folder = tmp_path / "quizzes"
    folder.mkdir()
    (folder / "x.md").write_text("# X\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_quizzes(folder, "en")
    assert "content.problem.no-questions" in {problem.message.key for problem in caught.value.problems}


def test_stamping_a_folder_stamps_exercises_and_quizzes(both: Path) -> None:
    overlay = both / "04-registry-basics.ko.md"
    overlay.write_text(OVERLAY, encoding="utf-8")
    stamp_file(both)
    assert load_quiz(both, "registry-basics", "ko").title == "레지스트리 기초"
    assert "000000000000" not in (both / "03-private-registry.ko.md").read_text(encoding="utf-8")


def test_the_shipped_quizzes_are_found() -> None:
    assert (quizzes_folder() / "README.md").is_file() or load_quizzes(quizzes_folder(), "en")

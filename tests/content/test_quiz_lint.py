"""Lint grades what a quiz promises, and warns of what a learner would miss."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from lab.content.lint import lint
from lab.content.problem import Problem
from lab.content.stamp import stamp
from lab.language.words import words
from tests.content.quiz_example import OVERLAY, QUIZ

NAME = "04-registry-basics"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of a quiz without problems."""
    (tmp_path / f"{NAME}.md").write_text(QUIZ, encoding="utf-8")
    (tmp_path / f"{NAME}.ko.md").write_bytes(stamp(QUIZ.encode(), OVERLAY.encode()))
    return tmp_path


def told(text: str, problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """The line's text, the level and the kind of each problem."""
    lines = text.split("\n")
    return [(lines[problem.line - 1], problem.level, problem.message.key.rpartition(".")[2]) for problem in problems]


def lint_text(shelf: Path, text: str) -> list[tuple[str, str, str]]:
    path = shelf / f"{NAME}.md"
    path.write_text(text, encoding="utf-8")
    return told(text, lint([path]))


def test_a_right_quiz_and_its_translation_have_no_problems(shelf: Path) -> None:
    assert lint([shelf]) == ()


def test_exercises_and_quizzes_are_linted_from_one_folder(shelf: Path, example: str) -> None:
    (shelf / "03-private-registry.md").write_text(example.replace('"image-present"', '"image"'), encoding="utf-8")
    (shelf / f"{NAME}.md").write_text(QUIZ.replace("points = 4", "points = 40"), encoding="utf-8")
    found = [(Path(problem.path).name, problem.message.key.rpartition(".")[2]) for problem in lint([shelf])]
    assert found == [
        ("03-private-registry.md", "check-kind"),
        (f"{NAME}.ko.md", "main"),
        (f"{NAME}.md", "wrong-value"),
    ]


def test_an_exercise_and_a_quiz_may_have_the_same_id(shelf: Path, sourced: str) -> None:
    (shelf / "03-registry-basics.md").write_text(
        sourced.replace("private-registry", "registry-basics"), encoding="utf-8"
    )
    assert [problem for problem in lint([shelf]) if problem.level == "error"] == []
    (shelf / "05-registry-basics.md").write_text(QUIZ, encoding="utf-8")
    errors = [problem.message.key for problem in lint([shelf]) if problem.level == "error"]
    assert errors == ["content.problem.file-twin"]


def test_a_sample_that_the_grader_marks_otherwise_is_an_error(shelf: Path) -> None:
    text = QUIZ.replace('say = "http"\nexpect = "correct"', 'say = "docker hub"\nexpect = "correct"')
    assert lint_text(shelf, text) == [("[[test]]", "error", "mark")]
    (problem,) = lint([shelf / f"{NAME}.md"])
    said = words("en").say(problem.said())
    assert '"docker hub" (NFC) is graded `incorrect`, not `correct`' in said
    assert "Docker Hub is not concerned." in said


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_samples_are_graded_in_both_of_unicode_s_forms(shelf: Path, form: str) -> None:
    text = QUIZ.replace('say = "http"', 'say = "HTTPS 없는 레지스트리"')
    assert lint_text(shelf, unicodedata.normalize("NFD" if form == "NFD" else "NFC", text)) == []


def test_feedback_without_its_words_is_an_error(shelf: Path) -> None:
    assert lint_text(shelf, QUIZ.replace('says = "travel"', 'says = "teleport"')) == [("[[test]]", "error", "says")]


def test_a_wrong_answer_that_is_right_is_an_error(shelf: Path) -> None:
    fill = QUIZ.replace('match = ["cron", "크론"]', 'match = ["cron", "Webhook"]')
    assert lint_text(shelf, fill) == [('match = ["cron", "Webhook"]', "error", "wrong-is-right")]
    command = QUIZ.replace('match = "docker push web"', 'match = "docker image tag web localhost:5000/web"')
    assert [row[1:] for row in lint_text(shelf, command)] == [("error", "wrong-is-right")]


def test_a_state_is_graded_by_the_truth_of_its_sample(shelf: Path) -> None:
    untrue = QUIZ.replace("sha256:0123456789ab", "sha256:ffffffffffff")
    assert lint_text(shelf, untrue) == [("[[test]]", "error", "mark")]
    untold = "\n".join(line for line in QUIZ.split("\n") if not line.startswith('truth = "sha'))
    assert lint_text(shelf, untold) == [("[[test]]", "error", "mark")]
    assert lint_text(shelf, untold.replace('"0123456789ab"\nexpect = "correct"', '"0"\nexpect = "not-graded"')) == []


def test_a_rubric_that_does_not_see_its_model_answer_is_a_warning(shelf: Path) -> None:
    text = QUIZ.replace("> [without HTTPS](https://docs.docker.com).", "> from Docker Hub.")
    assert lint_text(shelf, text) == [("> [!IMPORTANT]", "warning", "model-answer")]


def test_the_model_answer_of_a_translation_is_graded_too(shelf: Path) -> None:
    path = shelf / f"{NAME}.ko.md"
    text = path.read_text(encoding="utf-8").replace("> HTTPS 없는 레지스트리", "> Docker Hub")
    path.write_text(text, encoding="utf-8")
    assert told(text, lint([path])) == [("> [!IMPORTANT]", "warning", "model-answer")]


WARNINGS = {
    "no hint": ("> [!TIP]\n> It is small.\n", "", "## Who is called", "no-question-hint"),
    "no feedback": ("- [ ] A log\n  > Logs stay.", "- [ ] A log", "- [ ] A log", "no-feedback"),
    "no feedback for a distractor": ("  > That sends nothing.\n", "", "- Export the container", "no-feedback"),
    "a link of the blank's name": ("Choose one.", "Choose one.\n\n[Hook]: https://example.com", "[Hook]: https://example.com", "blank-link"),
    "a title that is the answer": ("## Automatic builds", "## What a Webhook does", "## What a Webhook does", "title"),
    "a title that is a reference": ("## A full name", "## registry.lab.example:5000/team/web:1.2", "## registry.lab.example:5000/team/web:1.2", "title"),
}  # fmt: skip


@pytest.mark.parametrize("name", WARNINGS)
def test_what_a_learner_would_miss_is_a_warning(name: str, shelf: Path) -> None:
    old, new, line, key = WARNINGS[name]
    assert QUIZ.count(old) == 1
    assert lint_text(shelf, QUIZ.replace(old, new)) == [(line, "warning", key)]


def test_an_answer_inside_another_word_of_the_title_is_no_matter(shelf: Path) -> None:
    assert lint_text(shelf, QUIZ.replace("## Automatic builds", "## Webhooks, pushing and pulley")) == []


def test_a_translated_title_may_not_give_the_answer_away_either(shelf: Path) -> None:
    path = shelf / f"{NAME}.ko.md"
    text = path.read_text(encoding="utf-8").replace("## 자동 빌드", "## webhook으로 빌드")
    path.write_text(text, encoding="utf-8")
    assert told(text, lint([path])) == [("## webhook으로 빌드", "warning", "title")]

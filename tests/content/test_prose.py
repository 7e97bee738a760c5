"""The words that a learner reads: names as they are written, links that lead somewhere, no more than fits the time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lab.content.library import load_file
from lab.content.lint import lint
from lab.content.prose import LONGEST_STEP, length, links, spelling
from lab.content.skeleton import begin
from tests.content.test_skeleton import TODAY

PAGE = Path("x.md")


def wrong(text: str) -> list[tuple[int, str, str]]:
    found = spelling(PAGE, text)
    return [(each.line, str(dict(each.message.args)["word"]), str(dict(each.allowed.args)["word"])) for each in found]


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("dockerhub", "Docker Hub"),
        ("Docker hub", "Docker Hub"),
        ("DockerHub", "Docker Hub"),
        ("docker-compose", "Docker Compose"),
        ("dockerfile", "Dockerfile"),
        ("Github", "GitHub"),
        ("gitlab", "GitLab"),
        ("registery", "registry"),
        ("Conatiner", "container"),
        ("manfiests", "manifest"),
        ("레지스터리", "레지스트리"),
        ("메니페스트", "매니페스트"),
        ("도커 허브", "Docker Hub"),
    ],
)
def test_a_name_that_is_misspelt_is_told_with_its_line_and_how_it_is_written(word: str, right: str) -> None:
    ((line, found, meant),) = wrong(f"# Title\n\nA word, {word}, in a line.\n")
    assert (line, meant) == (3, right)
    assert word.startswith(found)


@pytest.mark.parametrize(
    "text",
    [
        "Docker Hub, Docker Compose, a Dockerfile, GitHub, GitLab, registry, container and manifest.",
        "Docker Hub에서, 레지스트리에, GitHub의 매니페스트를, 레지스트리라고",
        "`docker hub` and ``a `dockerfile` ``, and https://github.com/x/dockerhub/registery",
        "github.com, hub.docker.com/r/x, ghcr.io, docker-hub.md, ./dockerfile and [this](https://github.com/)",
        "```console\n$ docker build -f dockerfile .\nconatiner\n```",
        "> [!TIP]\n> ```\n> registery\n> ```\n> Fine.",
        "~~~~\n```\nregistery\n~~~~\nFine.",
    ],
)
def test_what_is_right_or_code_or_an_address_is_left_alone(text: str) -> None:
    assert wrong(text) == []


def test_a_quote_and_a_heading_are_prose_too() -> None:
    assert [line for line, _, _ in wrong("# The registery\n\n> [!TIP]\n> A dockerhub.\n\n- Github\n")] == [1, 4, 6]


def test_a_link_must_lead_to_a_page_or_to_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("", encoding="ascii")
    text = "[a](https://docs.docker.com/) [b](there.md#part) [c](#here)\n[d](gone.md)\n[e](http://docs.docker.com/) [f](ftp://x.y/)\n"
    assert [problem.line for problem in links(tmp_path / "x.md", text)] == [2, 3, 3]


def test_an_exercise_that_takes_longer_than_it_says_and_a_long_step_are_warned_of(tmp_path: Path) -> None:
    main, _ = begin("exercise", "my-first", tmp_path, TODAY)
    exercise = load_file(main, "en")
    assert list(length(main, exercise)) == []
    long = replace(exercise.steps[0], prose="word " * (LONGEST_STEP + 1))
    found = list(length(main, replace(exercise, steps=(long,), minutes=2)))
    assert [(each.message.key, each.level, each.line) for each in found] == [
        ("content.problem.reading", "warning", exercise.line),
        ("content.problem.long-step", "warning", long.line),
    ]


@pytest.mark.parametrize("kind", ["exercise", "quiz"])
def test_lint_tells_of_words_links_and_of_a_translation_that_is_not_there(kind: str, tmp_path: Path) -> None:
    main, korean = begin(kind, "my-first", tmp_path, TODAY)  # type: ignore[arg-type]
    korean.unlink()
    text = main.read_text(encoding="utf-8")
    for old in ("Say what the learner is going to do", "Say what the questions are about"):
        text = text.replace(old, "At dockerhub, [say](nowhere.md)")
    main.write_text(text, encoding="utf-8")
    found = {(problem.message.key, problem.level) for problem in lint([main])}
    assert found == {
        ("content.problem.no-overlay", "warning"),
        ("content.problem.spelling", "error"),
        ("content.problem.link", "error"),
    }


def test_an_overlays_words_are_read_too(tmp_path: Path) -> None:
    main, korean = begin("exercise", "my-first", tmp_path, TODAY)
    korean.write_text(korean.read_text(encoding="utf-8") + "> 레지스터리\n", encoding="utf-8")
    assert [(problem.path, problem.message.key) for problem in lint([main.parent])] == [
        (str(korean), "content.problem.spelling")
    ]

"""A translation brings prose; the main file keeps what runs, and what is not translated stays as it is."""

from __future__ import annotations

import pytest

from lab.content.model import Exercise
from lab.content.overlay import Translated, translate
from lab.content.parser import parse
from lab.content.stamp import stamp

PATH = "x.ko.md"


@pytest.fixture
def exercise(example: str) -> Exercise:
    return parse(example.encode(), "x.md")


@pytest.fixture
def stamped(example: str, overlay: str) -> str:
    return stamp(example.encode(), overlay.encode()).decode()


def errors(translated: Translated) -> list[tuple[int, str]]:
    return [
        (problem.line, problem.message.key.rpartition(".")[2])
        for problem in translated.problems
        if problem.level == "error"
    ]


def test_a_whole_translation_has_no_problems(exercise: Exercise, stamped: str) -> None:
    translated = translate(exercise, stamped.encode(), PATH)
    assert (translated.missing, translated.stale, translated.problems) == ((), (), ())
    assert translated.exercise.title == "개인 레지스트리 실행"
    assert translated.exercise.introduction == "무엇을 왜 하는지."
    assert [step.title for step in translated.exercise.steps] == ["레지스트리 시작", "이미지 받기"]
    assert translated.exercise.steps[0].hints == ("첫 힌트.", "더 직접적인 힌트.")
    assert translated.exercise.steps[0].notes == ("실행 중입니다.",)


def test_a_translation_changes_nothing_that_runs(exercise: Exercise, stamped: str) -> None:
    translated = translate(exercise, stamped.encode(), PATH).exercise
    assert (translated.id, translated.images, translated.vars) == (exercise.id, exercise.images, exercise.vars)
    for ours, theirs in zip(translated.steps, exercise.steps, strict=True):
        assert (ours.id, ours.commands, ours.checks, ours.mistakes) == (
            theirs.id,
            theirs.commands,
            theirs.checks,
            theirs.mistakes,
        )


def test_an_empty_console_is_filled_from_the_main_file(exercise: Exercise, stamped: str) -> None:
    step = translate(exercise, stamped.encode(), PATH).exercise.steps[0]
    assert step.prose == (
        "레지스트리는 {port} 포트에서 이미지를 저장합니다.\n\n```console\n"
        "$ docker container run -d -p 127.0.0.1:{port}:5000 --name {name} registry\n```\n\n바로 응답합니다."
    )


def test_consoles_without_a_place_follow_the_prose(exercise: Exercise, stamped: str) -> None:
    step = translate(exercise, stamped.encode(), PATH).exercise.steps[1]
    assert step.prose.startswith("이미지를 받습니다.\n\n```console\n$ docker image pull \\\n    hello-world\n")
    assert step.prose.endswith("$ docker image ls\n```")


def test_several_consoles_keep_their_order(example: str, overlay: str) -> None:
    second = "```\n\nAnd then:\n\n```console\n$ docker image ls\n```\n"
    main = example.replace("$ docker image ls\n```\n", second)
    ours = overlay.replace("이미지를 받습니다.", "하나:\n\n```console\n```\n\n둘:\n\n```console\n\n```\n\n끝.")
    step = translate(parse(main.encode(), "x.md"), ours.encode(), PATH).exercise.steps[1]
    kept = [line for line in step.prose.split("\n") if line.endswith((":", ".", "pull \\", "ls"))]
    assert kept == ["하나:", "$ docker image pull \\", "둘:", "$ docker image ls", "끝."]


def test_a_step_without_a_translation_stays_in_english(exercise: Exercise, stamped: str) -> None:
    short = stamped[: stamped.index("## 이미지 받기")]
    translated = translate(exercise, short.encode(), PATH)
    assert translated.missing == ("pull-image",)
    assert translated.exercise.steps[1] == exercise.steps[1]
    assert [(problem.level, problem.message.key) for problem in translated.problems] == [
        ("warning", "content.problem.missing")
    ]


def test_a_reworded_step_makes_its_translation_stale_and_still_shows_it(example: str, stamped: str) -> None:
    exercise = parse(example.replace("It answers at once.", "It answers soon.").encode(), "x.md")
    translated = translate(exercise, stamped.encode(), PATH)
    assert translated.stale == ("start-registry",)
    assert translated.exercise.steps[0].title == "레지스트리 시작"
    (problem,) = translated.problems
    assert (problem.level, problem.line, problem.message.key) == ("warning", 11, "content.problem.stale")


def test_a_reworded_introduction_is_stale_under_the_id_of_the_exercise(example: str, stamped: str) -> None:
    exercise = parse(example.replace("What you will do", "What we do").encode(), "x.md")
    assert translate(exercise, stamped.encode(), PATH).stale == ("private-registry",)


def test_a_hint_that_came_later_is_shown_in_english_behind_the_translated_ones(example: str, stamped: str) -> None:
    exercise = parse((example + "\n> [!TIP]\n> Type it.\n").encode(), "x.md")
    translated = translate(exercise, stamped.encode(), PATH)
    assert translated.stale == ("pull-image",)
    assert translated.exercise.steps[1].hints == ("`docker image pull`만 쓰면 됩니다.", "Type it.")
    assert errors(translated) == []


def test_a_hash_may_be_shortened_to_eight_digits_and_a_missing_one_is_stale(exercise: Exercise, stamped: str) -> None:
    digits = exercise.steps[1].hash
    assert translate(exercise, stamped.replace(digits, digits[:8]).encode(), PATH).stale == ()
    unstamped = stamped.replace(f'hash = "{digits}"\n', "")
    assert translate(exercise, unstamped.encode(), PATH).stale == ("pull-image",)


CASES: dict[str, tuple[str, str, str, int]] = {
    "commands": ("```console\n```", "```console\n$ docker ps\n```", "console-full", 20),
    "output": ("```console\n```", "```console\nhello\n```", "console-full", 20),
    "a console too many": ("```console\n```", "```console\n```\n\n```console\n```", "console-extra", 23),
    "a step fence": ("```console\n```", "```toml step\nid = 'x'\n```", "fence-place", 20),
    "no translation fence": ('```toml translation\nof = "start', '```toml\nof = "start', "no-fence", 11),
    "an unknown step": ('of = "start-registry"', 'of = "stop-registry"', "wrong-value", 14),
    "the exercise as a step": ('of = "start-registry"', 'of = "private-registry"', "wrong-value", 14),
    "no step": ('of = "start-registry"\n', "", "missing-key", 13),
    "a hash of other letters": ('of = "pull-image"\nhash = "', 'of = "pull-image"\nhash = "xyz', "wrong-value", 38),
    "an unknown key": ('of = "pull-image"', 'of = "pull-image"\nlang = "ko"', "unknown-key", 38),
    "no language": ('lang = "ko"\n', "", "missing-key", 3),
    "another language than the name's": ('lang = "ko"', 'lang = "en"', "wrong-value", 4),
    "a step twice": ('of = "pull-image"', 'of = "start-registry"', "part-twin", 34),
    "an unknown variable": ("{port} 포트", "{prt} 포트", "unknown-var", 18),
    "no title": ("# 개인", "개인", "no-title", 1),
    "a byte that is no text": ("# 개인", "# \x00개인", "control", 1),
}


@pytest.mark.parametrize("name", CASES)
def test_a_problem_is_told_on_its_line_and_the_main_language_shown(name: str, exercise: Exercise, stamped: str) -> None:
    old, new, key, line = CASES[name]
    assert old in stamped
    translated = translate(exercise, stamped.replace(old, new, 1).encode(), PATH)
    assert (line, key) in errors(translated)
    assert translated.missing


def test_steps_in_another_order_are_a_problem(exercise: Exercise, stamped: str) -> None:
    first, second = stamped.index("## 레지스트리"), stamped.index("## 이미지")
    swapped = stamped[:first] + stamped[second:] + "\n" + stamped[first:second]
    translated = translate(exercise, swapped.encode(), PATH)
    assert [key for _, key in errors(translated)] == ["part-order"]
    assert translated.missing == ("start-registry",)


def test_a_hint_forgotten_under_a_current_hash_is_a_problem(exercise: Exercise, stamped: str) -> None:
    translated = translate(exercise, stamped.replace("> [!TIP]\n> 더 직접적인 힌트.\n", "").encode(), PATH)
    assert errors(translated) == [(11, "alert-count")]
    assert translated.exercise.steps[0] == exercise.steps[0]


def test_bytes_that_are_no_text_leave_the_exercise_as_it_is(exercise: Exercise) -> None:
    translated = translate(exercise, b"# x\n\xff", PATH)
    assert translated.exercise == exercise
    assert translated.missing == ("private-registry", "start-registry", "pull-image")
    assert errors(translated) == [(2, "not-utf8")]


def test_a_section_with_an_error_is_not_called_untranslated_as_well(exercise: Exercise, stamped: str) -> None:
    translated = translate(exercise, stamped.replace("{port} 포트", "{prt} 포트").encode(), PATH)
    assert translated.missing == ("start-registry",)
    assert [problem.level for problem in translated.problems] == ["error"]

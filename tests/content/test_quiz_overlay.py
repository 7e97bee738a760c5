"""A quiz's translation brings what the learner reads; keys and marks stay, and what does not fit stays in English."""

from __future__ import annotations

import pytest

from lab.content.problem import Problem
from lab.content.questions import Question, Quiz
from lab.content.quiz_overlay import TranslatedQuiz, translate_quiz
from lab.content.quiz_parser import parse_quiz
from lab.content.stamp import stamp
from lab.grading.keys import ChoiceKey, OrderKey, ShortKey
from lab.grading.said import Said
from tests.content.quiz_example import OVERLAY, QUIZ

PATH = "quizzes/x.ko.md"


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return parse_quiz(QUIZ.encode(), "quizzes/x.md")


@pytest.fixture(scope="module")
def stamped() -> str:
    return stamp(QUIZ.encode(), OVERLAY.encode(), "quizzes/x.md", PATH).decode()


def question(translated: TranslatedQuiz, identity: str) -> Question:
    found = translated.quiz.question(identity)
    assert found is not None
    return found


def told(problems: tuple[Problem, ...]) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.level, problem.message.key.rpartition(".")[2]) for problem in problems]


def test_a_whole_translation_of_a_quiz_has_no_problems(quiz: Quiz, stamped: str) -> None:
    translated = translate_quiz(quiz, stamped.encode(), PATH)
    assert (translated.missing, translated.stale, translated.problems) == ((), (), ())
    assert translated.quiz.title == "레지스트리 기초"
    assert translated.quiz.introduction == "지금까지 한 일에 관한 여덟 문항입니다."
    assert question(translated, "hub-call").hints == ("한 서비스가 다른 서비스에 보내는 HTTP 요청입니다.",)
    assert question(translated, "hub-call").explanation == "POST 요청입니다."
    assert question(translated, "order").options[0] == "이미지를 빌드한다"
    assert question(translated, "order").prose == "순서대로 놓으세요."


def test_a_translation_changes_no_key_but_for_words(quiz: Quiz, stamped: str) -> None:
    translated = translate_quiz(quiz, stamped.encode(), PATH).quiz
    unworded = (ChoiceKey, OrderKey, ShortKey)
    for ours, theirs in zip(translated.questions, quiz.questions, strict=True):
        assert (ours.id, ours.type, ours.points, ours.samples, ours.hash, ours.line) == (
            theirs.id,
            theirs.type,
            theirs.points,
            theirs.samples,
            theirs.hash,
            theirs.line,
        )
        assert ours.key == theirs.key or isinstance(ours.key, unworded)


def test_feedback_of_an_option_is_known_in_both_languages(quiz: Quiz, stamped: str) -> None:
    translated = translate_quiz(quiz, stamped.encode(), PATH)
    found = question(translated, "which-part")
    assert isinstance(found.key, ChoiceKey)
    assert [option.feedback for option in found.key.options] == [
        None,
        Said("Layers travel when\nyou push.", "레이어는 푸시할 때 전송됩니다."),
        Said("Logs stay.", "로그는 남습니다."),
    ]
    assert [option.text for option in found.key.options] == ["A request", "An image\nlayer", "A log"]
    assert found.option_feedback == ("", "레이어는 푸시할 때 전송됩니다.", "로그는 남습니다.")


def test_the_model_answer_of_each_language_is_accepted(quiz: Quiz, stamped: str) -> None:
    found = question(translate_quiz(quiz, stamped.encode(), PATH), "no-tls")
    assert isinstance(found.key, ShortKey)
    assert found.key.accept == ("anything but HTTPS", "Registries without HTTPS.", "HTTPS 없는 레지스트리")


def test_a_question_without_a_translation_stays_in_english(quiz: Quiz, stamped: str) -> None:
    short = stamped[: stamped.index("## 명령")]
    translated = translate_quiz(quiz, short.encode(), PATH)
    assert translated.missing == ("command", "digest")
    assert question(translated, "command") == quiz.question("command")
    assert question(translated, "full-name").title == "전체 이름"
    assert told(translated.problems) == [(1, "warning", "missing")] * 2


def test_a_question_that_has_been_reworded_is_asked_in_english_again(stamped: str) -> None:
    reworded = parse_quiz(QUIZ.replace("- [ ] A log", "- [ ] A file").encode(), "quizzes/x.md")
    translated = translate_quiz(reworded, stamped.encode(), PATH)
    assert translated.stale == ("which-part",)
    assert question(translated, "which-part") == reworded.question("which-part")
    assert question(translated, "order").title == "올리는 순서"
    assert told(translated.problems) == [(26, "warning", "stale")]


def test_a_translation_that_was_never_stamped_is_stale(quiz: Quiz) -> None:
    translated = translate_quiz(quiz, OVERLAY.encode(), PATH)
    assert translated.quiz == quiz
    assert len(translated.stale) == 9


MISFITS = {
    "an option less": ("- [ ] 로그\n  > 로그는 남습니다.\n", "", "options-differ", "## 무엇을"),
    "another mark": ("- [ ] 로그", "- [x] 로그", "option-kind", "- [x] 로그"),
    "no mark": ("- [ ] 로그", "- 로그", "task-mark", "- 로그"),
    "feedback missing": ("  > 로그는 남습니다.\n", "", "option-feedback", "- [ ] 로그"),
    "feedback too much": ("- [x] 요청", "- [x] 요청\n  > 네.", "option-feedback", "- [x] 요청"),
    "a step that is a distractor": ("3. 푸시한다\n\n- 컨", "- 푸시한다\n- 컨", "option-kind", "- 푸시한다"),
    "a blank less": ("[[hook]]을", "훅을", "no-blank", "## 자동 빌드"),
    "a blank renamed": ("[[hook]]을", "[[hok]]을", "unknown-blank", "[[hok]]"),
    "a hint less": ("> [!TIP]\n> 작습니다.\n", "", "alert-count", "## 무엇을"),
    "no model answer": ("> [!IMPORTANT]\n> HTTPS 없는 레지스트리\n", "", "alert-count", "## 보호"),
    "an unknown question": ('of = "order"', 'of = "ordre"', "wrong-value", 'of = "ordre"'),
    "another place": ('of = "order"', 'of = "hub-call"', "part-twin", "## 올리는"),
    "a key": ("```toml translation\nof", "```toml question\nof", "fence-place", "```toml question"),
    "another language": ('lang = "ko"', 'lang = "ja"', "wrong-value", "lang"),
}


@pytest.mark.parametrize("name", MISFITS)
def test_a_translation_that_does_not_fit_is_told_and_not_shown(name: str, quiz: Quiz, stamped: str) -> None:
    old, new, key, where = MISFITS[name]
    assert old in stamped
    text = stamped.replace(old, new, 1)
    translated = translate_quiz(quiz, text.encode(), PATH)
    errors = [
        (text.split("\n")[problem.line - 1], problem.message.key)
        for problem in translated.problems
        if problem.level == "error"
    ]
    assert any(where in line and said == f"content.problem.{key}" for line, said in errors), errors
    assert len(errors) <= 3
    shown = [question.title for question in translated.quiz.questions]
    assert sum(title.isascii() for title in shown) == (0 if name == "another language" else 1)


def test_stamping_a_quiz_twice_is_stamping_it_once(stamped: str) -> None:
    assert stamp(QUIZ.encode(), stamped.encode(), "quizzes/x.md", PATH).decode() == stamped
    assert stamped.count("hash = ") == 9


def test_consoles_of_the_prose_are_shown_in_a_translation_too() -> None:
    main = QUIZ.replace("What comes before the push?", "Look:\n\n```console\n$ docker image ls\n```\n\nWhat comes?")
    text = OVERLAY.replace("푸시 전에 무엇을 합니까?", "보세요.\n\n```console\n```\n\n무엇을 합니까?")
    stamped = stamp(main.encode(), text.encode(), "quizzes/x.md", PATH)
    translated = translate_quiz(parse_quiz(main.encode(), "quizzes/x.md"), stamped, PATH)
    assert translated.problems == ()
    assert question(translated, "command").prose == ("보세요.\n\n```console\n$ docker image ls\n```\n\n무엇을 합니까?")

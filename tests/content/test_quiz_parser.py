"""A right file becomes a quiz, with a key for every question."""

from __future__ import annotations

import gc

import pytest

from lab.content.problem import ContentError
from lab.content.questions import Question, Quiz
from lab.content.quiz_parser import parse_quiz
from lab.grading.answers import FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.grading.keys import (
    KINDS,
    Axis,
    Blank,
    ChoiceKey,
    CommandKey,
    Concept,
    Decoy,
    FillKey,
    Option,
    OrderKey,
    RefKey,
    Rubric,
    ShortKey,
    StateKey,
    TrueFalseKey,
    WrongAnswer,
)
from lab.grading.said import Said
from tests.content.quiz_example import QUIZ


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return parse_quiz(QUIZ.encode(), "x.md")


def question(quiz: Quiz, identity: str) -> Question:
    found = quiz.question(identity)
    assert found is not None
    return found


def test_a_quiz_has_its_head_and_its_questions_in_order(quiz: Quiz) -> None:
    assert (quiz.id, quiz.title, quiz.passing, quiz.exercise) == (
        "registry-basics",
        "Registry basics",
        60,
        "private-registry",
    )
    assert quiz.introduction == "Eight questions about what you have done."
    assert {question.type for question in quiz.questions} == set(KINDS)
    assert [question.points for question in quiz.questions] == [2, 1, 3, 3, 2, 3, 4, 1]


def test_seventy_percent_are_enough_where_nothing_else_is_said() -> None:
    quiz = parse_quiz(QUIZ.replace('pass = 60\nexercise = "private-registry"\n', "").encode(), "x.md")
    assert (quiz.passing, quiz.exercise) == (70, None)


def test_a_fill_question_has_blanks_known_wrong_answers_and_groups(quiz: Quiz) -> None:
    found = question(quiz, "hub-call")
    said = Said("A timer polls. Here the service calls you.", "크론은 주기적으로 확인합니다.")
    assert found.key == FillKey(
        (
            Blank("hook", ("webhook", "웹훅"), (WrongAnswer(("cron", "크론"), said),)),
            Blank("first", ("push",), exact=("push",)),
            Blank("second", ("pull",)),
        ),
        (("first", "second"),),
    )
    assert found.tags == ("automation",)
    assert found.explanation == "It is a POST request."


def test_a_choice_has_options_numbered_as_written_with_their_feedback(quiz: Quiz) -> None:
    found = question(quiz, "which-part")
    assert found.key == ChoiceKey(
        (
            Option(1, "A request", right=True),
            Option(2, "An image\nlayer", feedback=Said("Layers travel when\nyou push.")),
            Option(3, "A log", feedback=Said("Logs stay.")),
        ),
        many=False,
    )
    assert found.options == ("A request", "An image\nlayer", "A log")
    assert found.option_feedback == ("", "Layers travel when\nyou push.", "Logs stay.")


def test_options_are_no_prose_but_other_lists_are(quiz: Quiz) -> None:
    prose = "What is sent? Think of:\n\n- the network,\n- the disk.\n\nOne of these:\n\nChoose one."
    assert question(quiz, "which-part").prose == prose


def test_more_than_one_right_option_may_all_be_ticked() -> None:
    quiz = parse_quiz(QUIZ.replace("- [ ] A log", "- [X] A log").encode(), "x.md")
    key = question(quiz, "which-part").key
    assert isinstance(key, ChoiceKey)
    assert key.many
    assert [option.right for option in key.options] == [True, False, True]


def test_a_short_question_has_a_rubric(quiz: Quiz) -> None:
    key = question(quiz, "no-tls").key
    assert isinstance(key, ShortKey)
    missing = Said("What is missing from the connection?", "연결에 무엇이 없습니까?")
    assert key.rubric == Rubric(
        concepts=(Concept("plain", ("http", "without https", "https 없*"), 2, True, "deny", missing),),
        axis=Axis("deny", "deny", ("refuse*", "거부*"), ("allow*", "허용*")),
        decoys=(Decoy("blocked", ("docker hub",), 0.5, Said("Docker Hub is not concerned.")),),
        bonus=("certificate",),
        exact=("http",),
        max_words=20,
    )


def test_a_model_answer_is_an_accepted_answer_as_a_learner_would_type_it(quiz: Quiz) -> None:
    found = question(quiz, "no-tls")
    assert isinstance(found.key, ShortKey)
    assert found.key.accept == ("anything but HTTPS", "Registries without HTTPS.")
    assert found.model_answer == "Registries\n[without HTTPS](https://docs.docker.com)."


def test_the_weight_of_a_verdict_becomes_its_share(quiz: Quiz) -> None:
    key = question(quiz, "loopback").key
    assert isinstance(key, TrueFalseKey)
    assert (key.truth, key.verdict_weight) == (False, 0.25)


def test_a_verdict_without_a_weight_is_worth_a_third() -> None:
    key = question(parse_quiz(QUIZ.replace("verdict_weight = 1\n", "").encode(), "x.md"), "loopback").key
    assert isinstance(key, TrueFalseKey)
    assert key.verdict_weight == pytest.approx(1 / 3)


def test_an_order_has_steps_then_what_does_not_belong(quiz: Quiz) -> None:
    assert question(quiz, "order").key == OrderKey(
        (
            Option(1, "Build the image", right=True),
            Option(2, "Name it", right=True),
            Option(3, "Push it", right=True),
            Option(4, "Export the container", feedback=Said("That sends nothing.")),
        ),
        ((1, 2), (2, 3)),
    )


def test_references_commands_and_states_have_their_keys(quiz: Quiz) -> None:
    assert question(quiz, "full-name").key == RefKey("registry.lab.example:5000/team/web:1.2", explicit_tag=True)
    said = Said("One step comes before that.", "그 전에 할 일이 있습니다.")
    assert question(quiz, "command").key == CommandKey(
        ("docker tag web 127.0.0.1:5000/web",), (WrongAnswer(("docker push web",), said),)
    )
    assert question(quiz, "digest").key == StateKey("pushed-digest", "127.0.0.1:5000/hello-world", 12)


def test_samples_are_answers_with_their_marks_and_lines(quiz: Quiz) -> None:
    lines = QUIZ.split("\n")
    first, second = question(quiz, "hub-call").samples
    assert first.answer == FillAnswer({"hook": "web-hook", "first": "pull", "second": "push"})
    assert (first.expect, second.expect, second.said) == ("correct", "partial", "the service calls you")
    assert [lines[sample.line - 1] for sample in (first, second)] == ["[[test]]", "[[test]]"]
    assert first.line < second.line
    assert question(quiz, "order").samples[0].answer == OptionsAnswer((1, 2, 3))
    assert question(quiz, "loopback").samples[0].answer == VerdictAnswer(False, "loopback is allowed")
    assert question(quiz, "command").samples[0].answer == TextAnswer("docker image tag web 127.0.0.1:5000/web:latest")
    assert (question(quiz, "digest").samples[0].truth or "").startswith("sha256:0123")


def test_lines_are_those_of_the_file(quiz: Quiz) -> None:
    lines = QUIZ.split("\n")
    assert lines[quiz.line - 1] == 'id = "registry-basics"'
    assert [lines[question.line - 1] for question in quiz.questions] == [
        f"## {question.title}" for question in quiz.questions
    ]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("Put the steps", "Put these steps", True),
        ("1. Build the image", "1. Build an image", True),
        ("  > That sends nothing.", "  > That sends none.", True),
        ("> What needs a name?", "> Who needs a name?", True),
        ("## Publishing", "## Publish", True),
        ("edges = [[1, 2], [2, 3]]", "edges = [[1, 2]]", False),
        ("Put the steps in", "Put the steps\nin", False),
    ],
)
def test_the_hash_changes_with_what_a_translator_reads(quiz: Quiz, old: str, new: str, changes: bool) -> None:
    assert QUIZ.count(old) == 1
    changed = parse_quiz(QUIZ.replace(old, new).encode(), "x.md")
    assert (question(changed, "order").hash != question(quiz, "order").hash) is changes


@pytest.mark.parametrize("style", ["{}", "* {}", "1) {}"])
def test_option_lists_are_read_in_every_spelling(style: str) -> None:
    marker = style.format("").strip()
    text = QUIZ.replace("- [", f"{marker} [") if marker == "*" else QUIZ
    if marker == "1)":
        text = text.replace("1. Build", "1) Build").replace("2. Name", "2) Name").replace("3. Push", "3) Push")
    quiz = parse_quiz(text.replace("\n", "\r\n").encode(), "x.md")
    assert question(quiz, "which-part").options == ("A request", "An image\nlayer", "A log")
    assert question(quiz, "order").options == ("Build the image", "Name it", "Push it", "Export the container")


@pytest.mark.parametrize("running", [True, False])
def test_the_collector_is_afterwards_as_it_was(running: bool) -> None:
    (gc.enable if running else gc.disable)()
    try:
        parse_quiz(QUIZ.encode(), "x.md")
        with pytest.raises(ContentError):
            parse_quiz(b"", "x.md")
        assert gc.isenabled() is running
    finally:
        gc.enable()

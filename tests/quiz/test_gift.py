"""Quizzes as Moodle's GIFT: written, read back, and what of them is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.content.quiz_library import load_quiz, quizzes_folder
from lab.content.quiz_lint import lint_quiz
from lab.quiz.exchange.draft import Draft, DraftOption, identity_from, write_quiz
from lab.quiz.exchange.gift import write_gift
from lab.quiz.exchange.gift_reader import NotTaken, read_gift
from lab.quiz.exchange.gift_text import escaped, unescaped
from lab.quiz.exchange.weights import FRACTIONS, fractions
from tests.quiz.quiz_builders import MANY, ONE, ORDER, QUIZ, TAG, WEBHOOK

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\\~=#{}:\n*"), max_size=60)


def drafts(gift: str) -> tuple[Draft, ...]:
    return read_gift(gift)[0]


def reasons(gift: str) -> list[tuple[int, str]]:
    return [(each.line, each.why.key) for each in read_gift(gift)[1]]


def exported(*titles: str) -> dict[str, Draft]:
    """The questions of the quiz, written as GIFT and read back."""
    found = {draft.title: draft for draft in drafts(write_gift(QUIZ)[0])}
    return {title: found[title] for title in titles} if titles else found


# --- the text ------------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(TEXT)
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize("letter", list(":=~#{}\\"))
def test_every_letter_that_means_something_is_protected(letter: str) -> None:
    assert escaped(f"a{letter}b") == f"a\\{letter}b"


def test_a_line_end_is_written_since_a_blank_line_would_end_the_question() -> None:
    assert escaped("a\n\nb\r\nc") == "a\\n\\nb\\nc"


# --- written and read back -----------------------------------------------------------------------------------------------


def test_a_blank_comes_back_with_its_sentence_its_answers_and_their_feedback() -> None:
    draft = exported("webhook")["webhook"]
    assert (draft.type, draft.accept, draft.wrong) == ("fill", ("webhook", "웹훅"), (("cron", "A timer polls."),))
    assert (draft.prose, draft.after) == ("Docker Hub calls a", "when a repository changes.")
    assert draft.explanation == WEBHOOK.explanation


def test_a_sentence_with_two_blanks_is_two_questions() -> None:
    found = exported("ports/first", "ports/second")
    assert [draft.accept for draft in found.values()] == [("5000",), ("443",)]
    assert found["ports/first"].after == ", HTTPS on _____."
    assert found["ports/second"].prose == "A registry listens on _____, HTTPS on"


@pytest.mark.parametrize(("lang", "told"), [("en", "A timer polls."), ("ko", "크론은 확인만 합니다.")])
def test_feedback_is_in_the_language_that_the_quiz_is_exported_in(lang: str, told: str) -> None:
    found = {draft.title: draft for draft in drafts(write_gift(QUIZ, lang)[0])}
    assert found["webhook"].wrong == (("cron", told),)


def test_a_choice_comes_back_with_its_right_options() -> None:
    found = exported("one", "many")
    assert [(each.text, each.right) for each in found["one"].options] == [(o, o == "a request") for o in ONE.options]
    assert [(each.text, each.right) for each in found["many"].options] == [
        (o, o in ("tag", "push")) for o in MANY.options
    ]
    assert found["many"].options[2].feedback == "That makes an image."


def test_an_order_comes_back_with_what_does_not_belong() -> None:
    draft = exported("order")["order"]
    assert [(each.text, each.right) for each in draft.options] == [(o, o != "export") for o in ORDER.options]


def test_a_reference_comes_back_with_every_colon() -> None:
    assert "registry.lab.example:5000/team/web:1.2" in exported("ref")["ref"].accept
    assert "registry.lab.example\\:5000/team/web\\:1.2" in write_gift(QUIZ)[0]


def test_a_command_is_accepted_short_and_long() -> None:
    assert exported("tag")["tag"].accept == (
        "docker tag hello-world 127.0.0.1:5000/hello-world",
        "docker image tag hello-world 127.0.0.1:5000/hello-world",
    )


def test_a_star_in_an_answer_is_no_wildcard() -> None:
    key = replace(TAG.key, want=("docker image ls -f reference=web*",))  # type: ignore[call-arg]
    text, _ = write_gift(replace(QUIZ, questions=(replace(TAG, key=key),)))
    assert "reference\\=web\\\\*" in text
    assert drafts(text)[0].accept == ("docker image ls -f reference=web*",)


def test_a_text_that_looks_like_gift_is_text() -> None:
    nasty = "// no comment\n\n$CATEGORY: no\n::x:: {=a ~b #c} \\n %50% -> 5"
    text, _ = write_gift(replace(QUIZ, questions=(replace(ONE, prose=nasty),)))
    (draft,) = drafts(text)
    assert draft.prose == nasty
    assert len(draft.options) == 3


def test_double_brackets_in_code_are_no_blank() -> None:
    prose = "What does `[[ -f x ]]` ask?"
    text, _ = write_gift(replace(QUIZ, questions=(replace(ONE, prose=prose),)))
    assert [draft.prose for draft in drafts(text)] == [prose]


def test_each_export_says_which_items_lose_what() -> None:
    _, losses = write_gift(QUIZ)
    found: dict[str | None, set[str]] = {}
    for loss in losses:
        found.setdefault(loss.question, set()).add(loss.what.key.removeprefix("quiz.loss."))
    assert found == {
        "webhook": {"hints"},
        "ports": {"hints", "blanks"},
        "https": {"hints", "rubric"},
        "loopback": {"hints", "reason"},
        "one": {"hints"},
        "many": {"hints"},
        "order": {"hints", "orders"},
        "ref": {"hints", "parts"},
        "tag": {"hints", "spellings"},
        "digest": {"engine"},
    }


@pytest.mark.parametrize("right", range(1, 11))
@pytest.mark.parametrize("wrong", range(11))
def test_weights_are_among_moodles_and_ticking_everything_is_worth_nothing(right: int, wrong: int) -> None:
    gives, takes = fractions(right, wrong)
    assert gives in FRACTIONS
    assert -takes in (*FRACTIONS, 0)
    assert right * gives == pytest.approx(100, abs=0.01)
    if wrong:
        assert right * gives + wrong * takes == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_shipped_quiz_comes_back_but_for_essays_and_the_engines_questions(lang: str) -> None:
    quiz = load_quiz(quizzes_folder(), "private-registry", lang)
    found, left = read_gift(write_gift(quiz)[0])
    titles = {draft.title.partition("/")[0] for draft in found}
    assert titles == {each.id for each in quiz.questions if each.type not in ("short", "state")}
    assert {each.why.key for each in left} == {"quiz.import.essay", "quiz.import.truefalse"}
    for draft in found:
        question = quiz.question(draft.title)
        if question is not None and question.options:
            assert [each.text for each in draft.options] == list(question.options)


# --- other people's GIFT -------------------------------------------------------------------------------------------------


def test_the_examples_of_moodles_manual_are_read() -> None:
    gift = """// a comment
$CATEGORY: tom/dick/harry

::Q1:: 1+1\\=2 {T}

::Q2:: What's between orange and green in the spectrum?
{ =yellow # right; good! ~red # wrong, it's yellow ~blue # wrong, it's yellow }

::Q3:: Two plus {=two =2} equals four.

::Q5:: Who's buried in Grant's tomb?{=Grant =Ulysses S. Grant}

What two people are entombed in Grant's tomb? {
   ~%-100%No one
   ~%50%Grant
   ~%50%Grant's wife
   ~%-100%Grant's father
}
"""
    found = drafts(gift)
    assert [(draft.title, draft.type) for draft in found] == [
        ("Q1", "choice"),
        ("Q2", "choice"),
        ("Q3", "fill"),
        ("Q5", "fill"),
        ("Question 5", "choice"),
    ]
    assert found[0].prose == "1+1=2"
    assert found[1].options[1] == DraftOption("red", False, "wrong, it's yellow")
    assert (found[2].prose, found[2].accept, found[2].after) == ("Two plus", ("two", "2"), "equals four.")
    assert [option.right for option in found[4].options] == [False, True, True, False]


@pytest.mark.parametrize(
    ("gift", "why"),
    [
        ("Only a text.", "no-answer"),
        ("A {", "no-answer"),
        ("Write about it. {}", "essay"),
        ("How long? {#3.14:0.01}", "number"),
        ("Match. {=Canada -> Ottawa =Italy -> Rome}", "matching"),
        ("All wrong. {~a ~b}", "no-right"),
        ("Weights. {~%70%a ~%30%b ~c}", "weights"),
        ("Nearly. {=whole =%50%half}", "weights"),
        ("Wild. {=doc*}", "wildcard"),
        ("So? {FALSE}", "truefalse"),
    ],
)
def test_what_a_quiz_cannot_hold_is_named(gift: str, why: str) -> None:
    assert reasons(f"\n\n{gift}\n") == [(3, f"quiz.import.{why}")]


def test_html_becomes_text() -> None:
    (draft,) = drafts("[html]<p>Is 1 &lt; 2?</p> {=<b>yes</b> ~no}")
    assert (draft.prose, draft.options[0].text) == ("Is 1 < 2?", "yes")


@settings(max_examples=150)
@given(st.text(st.sampled_from("ab=~#{}:%5->\\n \n*[]TF"), max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    found, left = read_gift(text)
    assert all(isinstance(draft, Draft) for draft in found)
    assert all(isinstance(each, NotTaken) for each in left)


# --- a quiz's file of it -------------------------------------------------------------------------------------------------


def quiz_of(*found: Draft) -> tuple[object, list[object]]:
    quiz, problems = lint_quiz(write_quiz("taken", "Taken over", found).encode(), "taken.md")
    return quiz, [problem for problem in problems if problem.level == "error"]


def test_what_was_taken_over_lints_and_grades() -> None:
    found = list(exported().values())
    quiz, errors = lint_quiz(write_quiz("taken", "Taken over", found).encode(), "taken.md")
    assert [problem for problem in errors if problem.level == "error"] == []
    assert [question.id for question in quiz.questions] == [identity_from(draft.title) for draft in found]
    kinds = {question.id: question.type for question in quiz.questions}
    assert (kinds["webhook"], kinds["many"], kinds["order"]) == ("fill", "choice", "order")


@pytest.mark.parametrize(
    "prose",
    ["# no heading", "- [x] no option", "1. no step", "> no quote", "```\nno code", "    no code", "[[no-blank]] here"],
)
def test_a_text_that_looks_like_markdown_is_text(prose: str) -> None:
    draft = Draft("Q", "choice", f"Before.\n\n{prose}", options=(DraftOption("a", True), DraftOption("b", False)))
    quiz, errors = quiz_of(draft)
    assert errors == []
    assert len(quiz.questions) == 1  # type: ignore[attr-defined]
    assert quiz.questions[0].options == ("a", "b")  # type: ignore[attr-defined]


def test_questions_of_one_title_have_ids_of_their_own() -> None:
    same = Draft("My question!", "fill", "Say", accept=("x",))
    quiz, errors = quiz_of(same, same, same)
    assert errors == []
    assert [each.id for each in quiz.questions] == ["my-question", "my-question-2", "my-question-3"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("title", "identity"), [("Ünïcode", "n-code"), ("한글", "q"), ("42", "q-42"), ("A b/c", "a-b-c")]
)
def test_an_id_is_made_of_any_title(title: str, identity: str) -> None:
    assert identity_from(title) == identity

"""Free text: what is not graded, what a human has to look at, what no trick gets, and what holds for any text at all."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.grading import short
from lab.grading.answers import TextAnswer
from lab.grading.grade import Grade
from lab.grading.keys import Axis, Concept, Decoy, Rubric, ShortKey
from lab.grading.said import Said
from lab.grading.vocabulary import vocabulary
from lab.language.message import Message
from lab.language.words import LANGUAGES, words

ASKED = Said("Which host is treated differently?", "다르게 취급되는 호스트는 무엇인가요?")
KEY = ShortKey(
    Rubric(
        axis=Axis(
            "deny",
            deny=("prevent*", "block*", "refuse*", "reject*", "막*", "차단*", "거부*", "금지*"),
            allow=("allow*", "permit*", "accept*", "talk*", "허용*", "허가*", "통신*"),
        ),
        concepts=(
            Concept(
                "no-tls",
                ("without https/tls", "non https/tls", "insecure", "http", "unencrypted", "plaintext", "https/tls 없*", "https/tls 아닌", "https/tls 쓰지/사용하지 않*", "비보안"),
                2,
                required=True,
                stance="deny",
            ),
            Concept("localhost", ("localhost", "loopback", "127.0.0.1", "로컬호스트", "루프백"), stance="allow", missing=ASKED),
        ),
        decoys=(Decoy("https-refused", ("with https/tls", "https/tls registry"), 2),),
        exact=("http", "https", "tls"),
    )
)  # fmt: skip
NOTHING_GENEROUS = [
    "registry HTTPS localhost",
    "without with https tls registry localhost insecure secure block allow except prevent permit http",
    "insecure http unencrypted plaintext localhost loopback registry",
    "http http http http http insecure insecure insecure insecure",
    "does not prevent HTTP",
    "It never blocks insecure registries",
    "HTTP를 막지 않는다",
    "HTTP를 안 막는다",
    "HTTP를 못 막는다",
    "registries that are not insecure",
    "it is not true that docker blocks http except localhost",
    "any registry with HTTPS except localhost",
    "prevents localhost and allows any registry without HTTPS",
    "localhost를 막고 HTTPS 없는 레지스트리를 허용한다",
    "HTTP를 막지 않는 것은 아니다. localhost는 예외다.",
    "Docker happily talks to HTTP registries by default",
    "it does not not block http except localhost",
    "Docker prevents blocking http except localhost",
    "Docker used to block http except localhost",
    "Docker pretends to block http except localhost",
    "Docker blocks http except localhost, said no one ever",
    "Docker blocks http except localhost. Not.",
    "False: docker blocks http except localhost",
    "Docker blocks http except localhost, but it also allows http",
    "Docker blocks http except localhost; localhost is blocked",
    "HTTP는 차단하고 localhost는 허용한다는 것은 거짓이다",
    "nobody blocks http except localhost",
    "Docker refuses to block http, localhost is no exception",
    "blocks http, no exception for localhost",
    "HTTP를 막으며 localhost도 예외가 아니다",
    "any registry without HTTPS except localhost and Google",
    "any registry without HTTPS except localhost, also my neighbour's computer upstairs",
    "Docker blocks everything without passwords",
    "blocks httр except lоcalhost",
    "What does Docker prevent by default when it talks to remote registries?",
    "Docker가 원격 레지스트리와 통신할 때 기본적으로 막는 것은 무엇입니까?",
    "Wat verhindert Docker standaard? Http behalve localhost",
    "レジストリはHTTPSが必要です",
    "allow HTTP, block localhost",
    "not http; not localhost",
    "http or https, localhost or not",
    "HTTP는 안 된다고 막지 않는다. localhost는 예외",
]  # fmt: skip
RIGHT = [
    "any registry without HTTPS except localhost",
    "Docker blocks HTTP and allows localhost",
    "localhost를 제외하고 HTTPS가 아닌 레지스트리와 통신하지 않는다",
    "HTTPS를 쓰지 않는 레지스트리는 차단하지만 로컬호스트는 허용한다",
    "Docker blocks http registries but localhost isn't blocked",
]
CONTRADICTIONS = [
    "Registries that do not use http, except localhost.",
    "Docker allows HTTP.",
    "It does not block insecure registries.",
    "HTTP를 허용한다.",
    "비보안 레지스트리를 막지 않는다.",
    "Localhost is blocked.",
    "로컬호스트는 차단한다.",
    "It accepts any registry without TLS.",
]
PIECES = """
    docker blocks allows does not never without https http tls localhost except unless and but because no registry registries insecure
    not-insecure only if refuses to talk , . ; ( ) maybe false xyzzy 막는다 막지 않는다 허용 허용한다 못하게 않도록 없는 아닌 로컬호스트 로컬호스트는
    제외하고 예외 단, 하지만 HTTPS가 HTTP를 그리고 통신하지 통신을 막고 만 레지스트리만 것은 아니다 된다 ⅷ ㅇ 웹훅
"""
sentences = st.lists(st.sampled_from(PIECES.split()), max_size=16).map(" ".join)
anything = sentences | st.text(st.characters(exclude_categories=[]), max_size=200)


@cache
def course() -> frozenset[str]:
    return vocabulary([KEY])


def grade(text: str, key: ShortKey = KEY) -> Grade:
    return short.grade(key, TextAnswer(text), course())


@pytest.mark.parametrize("text", NOTHING_GENEROUS)
def test_no_trick_gets_the_marks_of_an_answer(text: str) -> None:
    found = grade(text)
    assert found.status in ("incorrect", "partial", "review")
    assert found.score <= 2 / 3
    assert found.feedback


@pytest.mark.parametrize(
    "text", [text for text in NOTHING_GENEROUS if "localhost" not in text or "allows http" in text]
)
def test_the_opposite_gets_nothing(text: str) -> None:
    assert grade(text).score == 0


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_answer_needs_no_words_of_ours(text: str) -> None:
    assert grade(text) == Grade("correct", 1.0, (), grade(text).normal)


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "?!", "\u3164", "\u200b", "x" * 2001, "가" * 2001, "x" * 5000, "x " * 31, "http," * 61]
)
def test_nothing_and_too_much_are_not_graded(text: str) -> None:
    found = grade(text)
    assert (found.status, found.score, len(found.feedback)) == ("not-graded", 0.0, 1)


def test_five_million_letters_take_no_time() -> None:
    start = time.perf_counter()
    assert grade("x" * 5_000_000).status == "not-graded"
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "dressed",
    [
        "Ａｎｙ registry without HTTPS except localhost",
        "any registry with\u00adout HTTPS except local\u200bhost",
        "\u202eany registry without HTTPS except localhost\u202c",
        "āny régistry without HTTPS except localhost",
        "ANY REGISTRY WITHOUT HTTPS, EXCEPT LOCALHOST!!!",
    ],
)
def test_how_letters_are_dressed_changes_nothing(dressed: str) -> None:
    assert grade(dressed).score == 1


def test_a_slip_costs_nothing_and_is_pointed_out() -> None:
    found = grade("any registry witout HTTPS exept locahost")
    assert found.score == 1
    assert [str(note) for note in found.feedback] == [
        "grading.text.spelling typed=witout meant=without",
        "grading.text.spelling typed=exept meant=except",
        "grading.text.spelling typed=locahost meant=localhost",
    ]


def test_what_is_missing_comes_back_as_a_question() -> None:
    assert grade("any registry without HTTPS").feedback == (ASKED,)


def test_what_stands_on_the_wrong_side_is_named() -> None:
    assert str(grade("it allows http").feedback[0]) == "grading.text.wrong-side words=http"


def test_without_a_required_idea_an_answer_is_worth_half_at_most() -> None:
    heavy = replace(KEY.rubric, concepts=(KEY.rubric.concepts[0], replace(KEY.rubric.concepts[1], weight=8)))
    assert grade("localhost is allowed", ShortKey(heavy)).score == 0.5


def test_a_whole_answer_that_was_accepted_is_right_whatever_the_rubric_says() -> None:
    appealed = replace(KEY, accept=("Only when it is encrypted, or at home.",))
    assert grade("only when it's encrypted or at home") != grade("only when it is encrypted, or at home", appealed)
    assert grade("ONLY WHEN IT IS ENCRYPTED OR AT HOME", appealed).score == 1


@pytest.mark.parametrize("text", [*RIGHT, *NOTHING_GENEROUS, "", "x" * 2001])
def test_every_reason_has_words_in_every_language(text: str) -> None:
    for lang in LANGUAGES:
        said = [words(lang).say(note) for note in grade(text).feedback if isinstance(note, Message)]
        assert all(each and "grading." not in each for each in said)


@pytest.mark.parametrize(
    ("number", "template", "status"),
    [
        (0, "any {} registry, except localhost", "correct"),
        (0, "Docker blocks {} registries and allows localhost", "correct"),
        (0, "{} registries are allowed", "incorrect"),
        (0, "does not block {} registries", "incorrect"),
        (1, "any registry without https except {}", "correct"),
        (1, "blocks http but allows {}", "correct"),
        (1, "{} is blocked", "incorrect"),
        (1, "HTTPS가 없는 레지스트리를 막는다. {} 제외", "correct"),
    ],
)
def test_every_listed_word_for_an_idea_is_worth_the_same(number: int, template: str, status: str) -> None:
    nouns = [each for each in KEY.rubric.concepts[number].any if each.isascii() and not set("/* ") & set(each)]
    assert {each: grade(template.format(each)).status for each in nouns} == dict.fromkeys(nouns, status)


@pytest.mark.parametrize("text", [*RIGHT, *NOTHING_GENEROUS])
@pytest.mark.parametrize("number", [0, 1])
def test_listing_one_more_word_for_an_idea_never_lowers_a_mark(text: str, number: int) -> None:
    concepts = list(KEY.rubric.concepts)
    concepts[number] = replace(
        concepts[number], any=("zugzwang", *concepts[number].any, "보호되지 않은", "over zugzwang")
    )
    assert grade(text, ShortKey(replace(KEY.rubric, concepts=tuple(concepts)))).score >= grade(text).score


@settings(max_examples=150, deadline=None)
@given(sentences | st.sampled_from(RIGHT), st.sampled_from(CONTRADICTIONS))
def test_a_contradiction_never_raises_a_mark(text: str, contradiction: str) -> None:
    plain = grade(text)
    if plain.status in ("review", "not-graded"):
        return
    assert grade(f"{text}. {contradiction}").score <= plain.score


@pytest.mark.parametrize("text", RIGHT)
@pytest.mark.parametrize("contradiction", CONTRADICTIONS)
def test_a_contradiction_lowers_the_mark_of_a_right_answer(text: str, contradiction: str) -> None:
    assert grade(f"{text}. {contradiction}").score < 1


@settings(max_examples=250, deadline=None)
@given(anything)
def test_any_text_is_graded_within_bounds_with_a_reason_and_alike_in_both_forms(text: str) -> None:
    found = grade(text)
    assert 0 <= found.score <= 1
    assert found.feedback or found.status == "correct"
    assert (found.score == 1) == (found.status == "correct")
    assert grade(unicodedata.normalize("NFD", text)) == grade(unicodedata.normalize("NFC", text)) == found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=4).map(tuple), st.text(max_size=30))
def test_any_rubric_can_be_graded_with(patterns: tuple[str, ...], text: str) -> None:
    rubric = Rubric((Concept("a", patterns),), Axis(deny=patterns), (Decoy("b", patterns),), patterns, patterns)
    assert 0 <= grade(text, ShortKey(rubric, patterns)).score <= 1


def test_a_small_word_among_the_welcome_ones_hides_no_denial() -> None:
    generous = replace(KEY.rubric, bonus=("not", "does/is", "never", "it"))
    for text in ("It does not block http", "never blocks http"):
        assert grade(text, ShortKey(generous)) == grade(text)


def test_a_slip_never_makes_a_denial() -> None:
    key = ShortKey(Rubric((Concept("memory", ("memory", "never written")),)))
    assert grade("it gets overwritten", key).status != "correct"
    assert grade("it is nver written", key).status != "incorrect"

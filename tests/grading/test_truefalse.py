"""A verdict with its reason: "to run a container from an image in another registry, that registry must first be named in the daemon's settings"."""

from __future__ import annotations

import unicodedata
from functools import cache

import pytest

from lab.grading import truefalse
from lab.grading.answers import VerdictAnswer
from lab.grading.grade import Grade
from lab.grading.keys import Axis, Concept, Decoy, Rubric, TrueFalseKey
from lab.grading.said import Said
from lab.grading.vocabulary import vocabulary

ASKED = Said(
    "Then how does Docker learn which registry is meant?", "그러면 Docker는 어느 레지스트리인지 어떻게 알까요?"
)
KEY = TrueFalseKey(
    truth=False,
    rubric=Rubric(
        axis=Axis(
            rule="allow",
            allow=(
                *(
                    "enough",
                    "suffice*",
                    "sufficient",
                    "need*",
                    "put*",
                    "write*",
                    "written",
                    "name*",
                    "specif*",
                    "includ*",
                    "use*",
                    "using",
                    "contain*",
                    "giv*",
                    "add*",
                ),
                *("충분*", "쓰*", "적*", "붙이*", "붙여*", "포함*", "지정*", "사용*", "넣*", "되*", "된*", "됩*"),
            ),
        ),
        concepts=(
            Concept(
                "reference",
                (
                    *(
                        "reference",
                        "image name",
                        "name of image",
                        "prefix",
                        "full name",
                        "registry/host in/before name/tag/image",
                        "tag image",
                        "image tag",
                    ),
                    *("127.0.0.1:5000/hello-world", "naming registry", "name* registry in image/command/reference"),
                    *("이미지 이름", "참조", "접두*", "이름 앞", "이미지 앞", "태그"),
                ),
                weight=2,
                required=True,
                stance="allow",
                missing=ASKED,
            ),
        ),
        decoys=(
            Decoy(
                "settings",
                ("setting*", "configur*", "daemon.json", "설정*", "등록*"),
                2,
                Said("Nothing was set up.", "설정한 것이 없습니다."),
            ),
            Decoy("login", ("log in", "login", "로그인*"), 2),
        ),
        bonus=("docker run", "docker pull", "push", "pull", "run*", "part", "실행*"),
    ),
    accept=(
        "False: naming the registry in the reference is enough.",
        "거짓입니다. 이미지 이름에 레지스트리 주소를 적으면 충분합니다.",
    ),
)

ANSWERS = """
correct | X | naming the registry in the reference is enough
correct | X | False. You just put the registry in front of the image name.
correct | X | the image name includes the registry, so no settings are needed
correct | X | We only have to write the registry's address in the image name
correct | X | It's not true, the reference is sufficient
correct | X | because the registry is part of the image name
correct | X | You don't need to change the settings, just use the full name
correct | X | No configuration is needed; use 127.0.0.1:5000/hello-world
correct | X | use the host as a prefix
correct | X | It is enough to prefix the image with the registry host
correct | X | specify the registry in the refrence
correct | X | the registry before the image is enough, not the daemon settings
correct | X | 이미지 이름에 레지스트리 주소를 쓰면 된다
correct | X | 거짓. 이미지 이름 앞에 레지스트리를 적으면 충분하다
correct | X | 설정 없이 이미지 이름에 레지스트리를 지정하면 됩니다
correct | X | 데몬 설정을 바꾸지 않아도 참조에 주소를 붙이면 된다
correct | X | 설정할 필요가 없다. 참조에 레지스트리 이름을 포함하면 된다.
correct | X | 틀렸습니다. 태그에 레지스트리 주소를 붙여서 사용합니다
correct | X | image name에 registry를 쓰면 충분합니다
correct | X | 아마 이미지이름에 주소를 적으면 될 것 같습니다. 이미지 이름에 쓰면 됩니다
partial | X |
partial | X | False
partial | X | 거짓
partial | X | ...
partial | X | no settings are needed
partial | X | because it is so by default
partial | X | you log in first
partial | X | 설정이 필요 없다
partial | X | 로그인하면 된다
partial | X | the daemon's settings are enough
partial | X | 데몬 설정에 등록하면 된다
partial | X | the reference is not enough
partial | X | 이미지 이름에 쓰는 것으로는 충분하지 않다
incorrect | O | naming the registry in the reference is enough
incorrect | O | the daemon must know it
incorrect | O |
incorrect | O | 이미지 이름에 쓰면 된다
incorrect | O | 데몬 설정에 먼저 등록해야 한다
review | X | True, the reference is enough
review | X | 맞습니다. 이미지 이름에 쓰면 됩니다.
review | X | it is wrong that the reference is enough
review | X | Docker divines its origin magically
review | X | the rеference is enough
not-graded | - | naming the registry in the reference is enough
"""
VERDICTS = {"X": False, "O": True, "-": None}
CASES = [tuple(part.strip() for part in line.split("|")) for line in ANSWERS.strip().splitlines()]


@cache
def words() -> frozenset[str]:
    return vocabulary([KEY])


def grade(verdict: str, reason: str) -> Grade:
    return truefalse.grade(KEY, VerdictAnswer(VERDICTS[verdict], reason), words())


@pytest.mark.parametrize(("expected", "verdict", "reason"), CASES, ids=[" ".join(case[1:]) for case in CASES])
def test_a_verdict_with_its_reason_gets_the_mark_that_a_teacher_gives(expected: str, verdict: str, reason: str) -> None:
    found = grade(verdict, reason)
    assert found.status == expected, [str(each) for each in found.feedback]


@pytest.mark.parametrize(("expected", "verdict", "reason"), CASES, ids=[" ".join(case[1:]) for case in CASES])
def test_it_gets_the_same_mark_in_either_form_of_unicode(expected: str, verdict: str, reason: str) -> None:
    assert grade(verdict, unicodedata.normalize("NFD", reason)) == grade(verdict, reason)


def test_half_of_the_answers_are_not_right() -> None:
    assert sum(case[0] != "correct" for case in CASES) * 2 >= len(CASES) >= 40


def test_a_verdict_without_a_reason_is_worth_a_third_and_is_asked_for_it() -> None:
    found = grade("X", "")
    assert found.score == pytest.approx(1 / 3, abs=1e-5)
    assert ASKED in found.feedback


def test_a_verdict_is_never_worth_more_than_a_third_whatever_its_key_says() -> None:
    generous = TrueFalseKey(KEY.truth, KEY.rubric, verdict_weight=0.9)
    assert truefalse.grade(generous, VerdictAnswer(False), words()).score == pytest.approx(1 / 3, abs=1e-5)


def test_a_reason_for_a_wrong_verdict_is_worth_nothing() -> None:
    assert grade("O", "naming the registry in the reference is enough").score == 0
    assert grade("O", "the daemon must know it").feedback == grade("O", "").feedback


def test_a_model_answer_may_repeat_the_verdict() -> None:
    assert [truefalse.grade(KEY, VerdictAnswer(False, each), words()).score for each in KEY.accept] == [1.0, 1.0]


def test_a_word_that_only_begins_like_a_verdict_is_none() -> None:
    assert grade("X", "참조에 레지스트리를 적으면 된다").status == "correct"


def test_a_reason_that_is_too_long_is_not_graded() -> None:
    assert grade("X", "x" * 2001).status == "not-graded"
    assert grade("X", "reference " * 40).status == "not-graded"


def test_a_right_reason_for_the_wrong_verdict_is_noticed_and_worth_nothing() -> None:
    reason = "the full name is enough"
    assert truefalse.grade(KEY, VerdictAnswer(False, reason), words()).status == "correct"
    found = truefalse.grade(KEY, VerdictAnswer(True, reason), words())
    assert (found.score, [str(each) for each in found.feedback]) == (
        0,
        ["grading.truefalse.wrong-verdict", "grading.truefalse.reason-disagrees"],
    )

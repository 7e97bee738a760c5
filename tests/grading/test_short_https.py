"""The lecture's short question, "what does Docker prevent by default when it talks to remote registries?", answered in many ways."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

import pytest

from lab.grading import short
from lab.grading.answers import TextAnswer
from lab.grading.grade import Grade
from lab.grading.keys import Axis, Concept, Decoy, Rubric, ShortKey
from lab.grading.said import Said
from lab.grading.vocabulary import vocabulary

KEY = ShortKey(
    Rubric(
        axis=Axis(
            rule="deny",
            deny=(
                *(
                    "prevent*",
                    "block*",
                    "refuse*",
                    "refusing",
                    "reject*",
                    "den*",
                    "forbid*",
                    "disallow*",
                    "stop*",
                    "decline*",
                    "ban*",
                ),
                *("막*", "차단*", "거부*", "거절*", "금지*", "불가*", "제한*"),
            ),
            allow=(
                *(
                    "allow*",
                    "permit*",
                    "accept*",
                    "talk*",
                    "communicat*",
                    "connect*",
                    "work*",
                    "trust*",
                    "fine",
                    "okay",
                    "pull*",
                    "push*",
                ),
                *(
                    "허용*",
                    "허가*",
                    "통신*",
                    "접속*",
                    "연결하*",
                    "연결을",
                    "가능*",
                    "괜찮*",
                    "받아들*",
                    "푸시*",
                    "풀하*",
                ),
            ),
        ),
        concepts=(
            Concept(
                "no-tls",
                (
                    *(
                        "without https/tls/ssl",
                        "no https/tls",
                        "non https/tls",
                        "not use/using/have/offer/serve/support/speak https/tls",
                    ),
                    *(
                        "not https/tls",
                        "lack* https/tls",
                        "only https/tls",
                        "require* https/tls",
                        "insecure",
                        "unencrypted",
                        "plain http",
                    ),
                    *("http", "plaintext", "not secure*", "not encrypted", "unsecured"),
                    *(
                        "https/tls 없*",
                        "https/tls 아닌/아니*",
                        "https/tls 않*",
                        "https/tls 안",
                        "https/tls만",
                        "암호화* 않*",
                        "암호화 안",
                        "비보안",
                    ),
                    *("평문", "안전하지 않*", "암호화 없*", "비암호화"),
                ),
                weight=2,
                required=True,
                stance="deny",
                missing=Said("Which property of the connection does Docker insist on?", "연결에 무엇이 있어야 하나요?"),
            ),
            Concept(
                "localhost",
                (
                    "localhost",
                    "loopback",
                    "127.0.0.1",
                    "127.0.0.0/8",
                    "::1",
                    "local/own machine/host/registry",
                    "로컬호스트",
                    "루프백",
                    "로컬/자기 레지스트리/컴퓨터",
                ),
                stance="allow",
                missing=Said("Which host is treated differently?", "다르게 취급되는 호스트는 무엇인가요?"),
            ),
        ),
        decoys=(
            Decoy(
                "https-refused", ("with https/tls", "https/tls registry", "https/tls", "https 있는/쓰는 레지스트리"), 2
            ),
        ),
        bonus=(
            "self signed certificate",
            "untrusted/unknown/invalid certificate/ca",
            "자체 서명 인증서",
            "insecure registries setting/option/list",
            "daemon.json",
        ),
        exact=("http", "https", "tls"),
    ),
    accept=(
        "It prevents talking to any registry without HTTPS, except localhost.",
        "localhost를 제외하고 HTTPS가 아닌 레지스트리와의 통신을 막는다.",
    ),
)

ANSWERS = """
correct | Any registry without HTTPS, except localhost
correct | it prevents talking to any registries without HTTPS except localhost
correct | insecure registries except localhost
correct | Docker refuses to talk to registries without TLS, but localhost is allowed.
correct | Docker blocks HTTP and allows localhost
correct | registries that do not use HTTPS, unless it is localhost
correct | Registries without https are blocked; localhost is the exception
correct | non-HTTPS registries (loopback is exempt)
correct | Docker does not talk to registries without HTTPS, only localhost is allowed
correct | By default, Docker will not communicate with any registry that does not use HTTPS, other than 127.0.0.1
correct | plain HTTP registries are rejected, but not on localhost
correct | It doesn't allow non https connections except for local host
correct | maybe any registry without https, except localhost?
correct | insecure http registries, with the exception of the loopback addresses 127.0.0.0/8
correct | Docker only talks to HTTPS registries, except localhost
correct | prevents connecting to unencrypted registries, while localhost is okay
correct | I think it refuses registries witout https exept localhost
correct | blocks pulling from and pushing to registries without https except localhost
correct | Docker blocks HTTP registries but localhost isn't blocked
correct | HTTPS가 없는 레지스트리 (localhost 제외)
correct | localhost를 제외하고 HTTPS가 아닌 레지스트리와 통신하지 않는다
correct | HTTPS 없이 통신하는 레지스트리를 막는다. 단, localhost는 예외이다.
correct | HTTPS를 사용하지 않는 레지스트리는 차단하지만 로컬호스트는 허용한다
correct | 로컬호스트만 예외로 하고 https가 아닌 모든 레지스트리와의 통신을 막습니다
correct | 아마도 HTTPS 없는 레지스트리를 거부하고 루프백은 허용합니다
correct | HTTPS가 아닌 registry는 block하고 localhost는 allow한다
correct | 로컬 호스트를 빼고 https를 쓰지 않는 레지스트리는 모두 금지된다
correct | Docker는 HTTPS만 허용한다. localhost는 예외다.
correct | 127.0.0.1 외에는 HTTP 통신을 막는다
correct | HTTP 레지스트리와는 통신하지 못하게 막고, 로컬호스트는 예외입니다
incorrect | HTTP를 못 하게 하지 않는다
correct | HTTP로는 푸시를 못 하게 합니다. 로컬호스트는 예외입니다
correct | HTTP로는 푸시를 못하게 하지만 localhost는 허용한다
correct | Docker refuses plain HTTP, but makes an exception for localhost
partial | any registry without HTTPS
partial | HTTPS가 없는 레지스트리
partial | It blocks http
partial | insecure registries
partial | HTTP를 막는다
partial | HTTPS를 쓰지 않는 레지스트리와 통신하지 않습니다.
partial | Docker blocks registries without https and localhost
partial | unencrypted registries are refused
partial | 암호화되지 않은 레지스트리를 차단한다
incorrect | does not prevent HTTP
incorrect | It never blocks insecure registries
incorrect | HTTP를 막지 않는다
incorrect | HTTPS가 없는 레지스트리도 허용한다
incorrect | registries that are not insecure
incorrect | any registry with HTTPS except localhost
incorrect | prevents localhost and allows any registry without HTTPS
incorrect | localhost는 막고 HTTPS 없는 레지스트리는 허용한다
incorrect | Docker talks to HTTP registries by default
incorrect | registry HTTPS localhost
incorrect | What does Docker prevent by default when it talks to remote registries?
incorrect | Docker가 원격 레지스트리와 통신할 때 기본적으로 막는 것은 무엇입니까?
incorrect | it blocks HTTPS registries
incorrect | HTTPS 레지스트리를 차단한다
incorrect | Docker allows insecure registries and refuses localhost
incorrect | nothing
incorrect | Docker prevents everything
incorrect | Docker blocks http but it also allows http
incorrect | Docker accepts registries without https except localhost
incorrect | all registries
incorrect | 모든 레지스트리를 막는다
incorrect | 로컬호스트를 막는다
incorrect | HTTP 레지스트리를 차단하지 않으며 localhost를 차단한다
incorrect | localhost
incorrect | I do not know
review | it is not true that docker blocks http
review | HTTP를 막지 않는 것은 아니다
review | Docker가 HTTP를 막는다는 것은 사실이 아니다
review | insecure http unencrypted plaintext localhost loopback registry
review | http http http http http insecure insecure insecure insecure
review | Docker happily embraces HTTP registries
review | any registry without HTTPS except localhost and Google
review | аny registry without HTTPS except localhоst
review | it doesn't not block http
review | レジストリはHTTPSが必要です
review | Docker does not fancy registries without https
review | HTTPS 없는 레지스트리를 싫어하지 않는다
partial | no http registries
correct | no plain http, except on localhost
correct | you can not pull over http, only https. but for localhost it allows http
correct | not over http, only https. localhost is exempt
correct | Docker can not talk over http; localhost works without
correct | I am not sure: it blocks http, localhost is allowed?
incorrect | Docker blocks http, but localhost and all others may use http
incorrect | Docker allows http; localhost may use http too
incorrect | Docker allows http, only https is blocked
review | no rule against http, localhost is fine
review | http is forbidden and localhost gets through
review | no problem with http registries
review | 구글과 localhost를 제외하고 HTTPS 없는 레지스트리를 막는다
not-graded |
not-graded | ...
not-graded | \u3164\u200b
"""
FIRST_SIGHT = """
correct | Communication with registries that lack HTTPS. Localhost is exempt.
correct | Talking to non-secure (HTTP) registries unless they run on localhost.
correct | It stops you from using registries without TLS, apart from ones on localhost
correct | connecting to any registry over plain http, with localhost being the only exception
correct | registries not using https are not allowed, however localhost is.
correct | Unencrypted connections. Loopback addresses are okay.
correct | Docker won't pull from or push to a registry that has no HTTPS except when it's localhost
correct | It denies all HTTP traffic to registries besides 127.0.0.1
correct | Insecure registries are denied by default, localhost being an exception.
correct | Only https registries can be used, but localhost may use http
correct | HTTPS가 적용되지 않은 레지스트리와 통신을 막는데 로컬호스트는 예외
correct | https를 사용하지 않으면 통신이 차단됩니다. 다만 127.0.0.1은 허용됩니다.
correct | 로컬호스트 이외의 http 레지스트리 접속을 거부한다
correct | HTTPS 미사용 레지스트리 통신 차단, localhost 허용
correct | 암호화되지 않은 레지스트리와는 통신 안 함. 로컬호스트만 빼고.
correct | HTTP로는 통신할 수 없다. 로컬호스트는 제외.
correct | 보안 연결(HTTPS)이 없는 레지스트리는 금지, 루프백 주소는 예외로 허용
correct | 도커는 HTTPS 없는 registry와의 통신을 금지하고 있습니다. localhost는 괜찮습니다.
correct | HTTPS 안 쓰는 레지스트리 전부, 로컬호스트 말고
partial | It prevents insecure connections to registries.
partial | HTTPS가 아닌 연결을 모두 거부합니다
partial | registries with no https
partial | Docker requires https
partial | 오직 HTTPS 레지스트리만 허용한다
partial | Registries that don't use TLS, even localhost
partial | http 레지스트리 접속을 막고 로컬호스트도 막는다
incorrect | Docker does not block unencrypted registries
incorrect | It allows any registry
incorrect | HTTPS를 사용하는 레지스트리를 막는다
incorrect | pushing images
incorrect | Docker prevents localhost
incorrect | localhost만 막는다
incorrect | connections to localhost are refused, the rest is allowed
incorrect | 기본적으로 HTTP도 HTTPS도 모두 허용합니다
incorrect | HTTPS만 막는다
incorrect | it only blocks https registries
incorrect | Docker는 아무것도 막지 않는다
incorrect | HTTP registries are fine, except localhost
incorrect | it blocks localhost but allows http
incorrect | Docker never refuses a registry without https
incorrect | There is no protection against http registries
incorrect | registries without HTTPS are not blocked, but localhost is
incorrect | localhost는 허용하지 않고 HTTP 레지스트리는 허용한다
incorrect | HTTPS 없는 레지스트리와 통신을 막지 못한다
incorrect | https
incorrect | pulling without login
incorrect | Docker fails to block http
correct | Docker blocks http. This does not apply to localhost.
correct | HTTPS 없는 레지스트리를 차단합니다. 로컬호스트에는 적용되지 않습니다.
correct | HTTP 레지스트리는 막고 로컬호스트는 막지 않는다
correct | It refuses plain http; loopback is allowed, though.
correct | All registries without TLS are rejected, with the exception of localhost
correct | http is not allowed except on localhost
correct | HTTPS가 없으면 통신하지 않는다. 예외: localhost
correct | Docker는 기본적으로 HTTPS가 아닌 원격 레지스트리와의 통신을 거부한다 (127.0.0.1은 예외)
correct | registries w/o HTTPS. localhost is excluded.
partial | HTTP는 안 된다
partial | it refuses plain http
incorrect | HTTP도 된다
incorrect | http is allowed except on localhost
incorrect | HTTPS가 있으면 막는다
"""
"""Written when the grader stood, with the mark that a teacher gives; no rubric and no rule was written for them beforehand."""
CASES = [
    (expected.strip(), answer.strip().encode().decode("unicode_escape") if "\\u" in answer else answer.strip())
    for line in ANSWERS.strip().splitlines()
    for expected, _, answer in [line.partition("|")]
]


SEEN = [tuple(part.strip() for part in line.split("|")) for line in FIRST_SIGHT.strip().splitlines()]
WORTH = {"incorrect": 0, "partial": 1, "correct": 2}


@cache
def words() -> frozenset[str]:
    return vocabulary([KEY])


def grade(text: str) -> Grade:
    return short.grade(KEY, TextAnswer(text), words())


@pytest.mark.parametrize(("expected", "answer"), CASES, ids=[answer for _, answer in CASES])
def test_an_answer_gets_the_mark_that_a_teacher_gives(expected: str, answer: str) -> None:
    found = grade(answer)
    assert found.status == expected, [str(each) for each in found.feedback]


@pytest.mark.parametrize(("expected", "answer"), CASES, ids=[answer for _, answer in CASES])
def test_it_gets_the_same_mark_in_either_form_of_unicode(expected: str, answer: str) -> None:
    assert {grade(unicodedata.normalize(form, answer)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {grade(answer)}


@pytest.mark.parametrize(("expected", "answer"), SEEN, ids=[answer for _, answer in SEEN])
def test_an_answer_that_no_rule_was_written_for_gets_no_more_than_it_is_worth(expected: str, answer: str) -> None:
    found = grade(answer)
    assert WORTH.get(found.status, 0) <= WORTH[expected]
    assert found == grade(unicodedata.normalize("NFD", answer))


def test_few_such_answers_are_marked_too_low_or_left_to_a_human() -> None:
    found = Counter(
        "review" if status == "review" else "agree" if status == expected else "other"
        for expected, answer in SEEN
        for status in [grade(answer).status]
    )
    assert found["other"] <= 1
    assert found["review"] <= 9


def test_half_of_the_answers_are_not_right() -> None:
    assert sum(expected != "correct" for expected, _ in CASES) * 2 >= len(CASES) >= 60

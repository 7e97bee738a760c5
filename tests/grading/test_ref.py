"""Image references: which are right, which half, which not, and what is said of them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.errors import LabError
from lab.grading import ref
from lab.grading.answers import TextAnswer
from lab.grading.grade import Grade
from lab.grading.keys import RefKey
from lab.grading.typed import LONGEST
from lab.language.message import Message
from lab.language.words import LANGUAGES, words
from lab.reference import Reference

HEX = "1b44b5a3e06a9aae883e7bf25e45c100be0bb81a0e01b32de604f3ac44711634"
DIGEST = f"sha256:{HEX}"
KEYS = {
    "team": RefKey("registry.lab.example:5000/team/web:1.2"),
    "lab": RefKey("127.0.0.1:5000/hello-world"),
    "written": RefKey("127.0.0.1:5000/hello-world:latest", explicit_tag=True),
    "hub": RefKey("nginx:1.25"),
    "pinned": RefKey(f"ghcr.io/team/web@{DIGEST}"),
    "six": RefKey("[::1]:5000/web:1.2"),
}

RIGHT = [
    ("team", "registry.lab.example:5000/team/web:1.2"),
    ("team", "  registry.lab.example:5000/team/web:1.2\n"),
    ("team", "\u3000registry.lab.example:5000/team/web:1.2\u00a0"),
    ("team", "Registry.Lab.Example:5000/team/web:1.2"),
    ("lab", "127.0.0.1:5000/hello-world"),
    ("lab", "127.0.0.1:5000/hello-world:latest"),
    ("lab", "localhost:5000/hello-world"),
    ("lab", "localhost:5000/hello-world:latest"),
    ("lab", "LOCALHOST:5000/hello-world"),
    ("written", "127.0.0.1:5000/hello-world:latest"),
    ("written", "localhost:5000/hello-world:latest"),
    ("hub", "nginx:1.25"),
    ("hub", "library/nginx:1.25"),
    ("hub", "docker.io/nginx:1.25"),
    ("hub", "docker.io/library/nginx:1.25"),
    ("hub", "index.docker.io/nginx:1.25"),
    ("hub", "index.docker.io/library/nginx:1.25"),
    ("pinned", f"ghcr.io/team/web@{DIGEST}"),
    ("pinned", f"ghcr.io/team/web:1.2@{DIGEST}"),
    ("pinned", f"ghcr.io/team/web:latest@{DIGEST}"),
    ("six", "[::1]:5000/web:1.2"),
]

PARTLY = [
    ("team", "registry.lab.example/team/web:1.2", 0.4, "no-port"),
    ("team", "registry.lab.example:5001/team/web:1.2", 0.4, "other-port"),
    ("team", "registry.example:5000/team/web:1.2", 0.4, "other-registry"),
    ("team", "localhost:5000/team/web:1.2", 0.4, "other-registry"),
    ("team", "Registry/team/web:1.2", 0.4, "other-registry"),
    ("team", "registry.lab.example:5000/web:1.2", 0.6, "other-path"),
    ("team", "registry.lab.example:5000/team-web:1.2", 0.8, "misspelt"),
    ("team", "registry.lab.example:5000/web/team:1.2", 0.6, "other-repository"),
    ("team", "registry.lab.example:5000/team/web", 0.7, "no-tag"),
    ("team", "registry.lab.example:5000/team/web:latest", 0.7, "other-tag"),
    ("team", "registry.lab.example:5000/team/web:v1.2", 0.7, "other-tag"),
    ("team", f"registry.lab.example:5000/team/web:1.2@{DIGEST}", 0.7, "extra-digest"),
    ("lab", "127.0.0.1/hello-world", 0.4, "no-port"),
    ("lab", "localhost/hello-world", 0.4, "no-port"),
    ("lab", "127.0.0.1:5001/hello-world", 0.4, "other-port"),
    ("lab", "127.0.0.1:5000/hello-world:v1", 0.7, "other-tag"),
    ("lab", "127.0.0.1:5000/library/hello-world", 0.3, "other-path"),
    ("lab", "127.0.0.1:5000/hello-wrold", 0.5, "misspelt"),
    ("written", "127.0.0.1:5000/hello-world", 0.7, "no-tag"),
    ("hub", "nginx", 0.4, "no-tag"),
    ("hub", "nginx:latest", 0.4, "other-tag"),
    ("hub", "docker.io/nginx:latest", 0.4, "other-tag"),
    ("hub", "library/ngnix:1.25", 0.5, "misspelt"),
    ("pinned", "ghcr.io/team/web", 0.7, "no-digest"),
    ("pinned", "ghcr.io/team/web:1.2", 0.7, "no-digest"),
    ("pinned", f"ghcr.io/team/web@sha256:{'0' * 64}", 0.7, "other-digest"),
    ("six", "[::1]/web:1.2", 0.4, "no-port"),
    ("six", "[::1]:5001/web:1.2", 0.4, "other-port"),
    ("six", "127.0.0.1:5000/web:1.2", 0.4, "other-registry"),
]

WRONG = [
    ("team", "team/web:1.2", "unmarked-registry"),
    ("team", "docker.io/team/web:1.2", "other-registry"),
    ("team", "registry.lab.example:5001/team/web", "other-port"),
    ("team", "team/web", "unmarked-registry"),
    ("team", "web:1.2", "no-registry"),
    ("team", "registry/team/web:1.2", "unmarked-registry"),
    ("lab", "hello-world", "no-registry"),
    ("lab", "hello-world:latest", "no-registry"),
    ("hub", "ghcr.io/nginx:1.25", "other-registry"),
    ("pinned", f"team/web@{DIGEST}", "unmarked-registry"),
    ("team", "web", "no-registry"),
    ("team", "registry.lab.example:5000", "address"),
    ("lab", "localhost:5000", "address"),
    ("lab", "127.0.0.1:5000", "address"),
    ("lab", "ubuntu", "no-registry"),
    ("hub", "ubuntu", "other-repository"),
    ("hub", "ghcr.io/ubuntu", "other-registry"),
    ("team", "registry.lab.example:5000/team/web:1.2; rm -rf /", "blank"),
    ("team", "registry.lab.example:5000 / team / web : 1.2", "blank"),
    ("team", "registry.lab.example:5000/Team/web:1.2", "capitals"),
    ("team", "registry.lab.example:5000/team/web:１.２", "character"),
    ("team", "ｒegistry.lab.example:5000/team/web:1.2", "character"),
    ("team", "registry.lab.example:5000/team/web\u200b:1.2", "character"),
    ("team", "registry.lab.example:5000/team/wеb:1.2", "character"),  # a Cyrillic letter
    ("team", "\u202eregistry.lab.example:5000/team/web:1.2\u202c", "character"),
    ("team", "registry.lab.example:5000/team/web:", "tag"),
    ("team", "registry.lab.example:5000:team/web:1.2", "registry"),
    ("team", "registry.lab.example:5000//team/web:1.2", "name"),
    ("team", "registry_lab.example:5000/team/web:1.2", "registry"),
    ("lab", "127.0.0.1:5000/", "no-name"),
    ("lab", "레지스트리:5000/hello-world", "korean"),
    ("team", "docker tag web registry.lab.example:5000/team/web:1.2", "only-reference"),
    ("hub", "nginx:1.25 or nginx:1.26", "blank"),
    ("hub", "not nginx:1.25", "blank"),
    ("hub", "nginx:1.25 말고 nginx:1.26", "blank"),
    ("hub", "nginx:1.25 아님", "blank"),
    ("hub", "'nginx:1.25", "name"),
    ("lab", HEX, "id"),
    ("pinned", f"ghcr.io/team/web@{HEX}", "digest"),
    ("pinned", f"ghcr.io/team/web@{DIGEST[:-1]}", "digest"),
]

WRAPPED = [
    ("team", "`registry.lab.example:5000/team/web:1.2`"),
    ("team", '"registry.lab.example:5000/team/web:1.2"'),
    ("team", "“registry.lab.example:5000/team/web:1.2”"),
    ("team", "```\nregistry.lab.example:5000/team/web:1.2\n```"),
    ("team", "```console\n$ registry.lab.example:5000/team/web:1.2\n```"),
    ("team", "$ registry.lab.example:5000/team/web:1.2"),
    ("team", "registry.lab.example:5000/team/web:1.2."),
    ("team", "registry.lab.example:5000/team/web:1.2;"),
    ("team", "registry.lab.example:5000/team/web:1.2  # the whole name"),
    ("team", "registry.lab.example:5000/team/web:1.2입니다."),
    ("team", "registry.lab.example:5000/team/web:1.2 이에요"),
    ("team", "정답: `registry.lab.example:5000/team/web:1.2`."),
    ("team", "Answer: registry.lab.example:5000/team/web:1.2"),
    ("team", "이미지 이름은 registry.lab.example:5000/team/web:1.2라고 쓰면 됩니다"),
    ("hub", "I think it is nginx:1.25"),
    ("hub", "the full name would be 'nginx:1.25'."),
    ("hub", "그냥 nginx:1.25요"),
    ("hub", "nginx:1.25를"),
]
"""A right answer, and around it what people put around answers."""

IN_A_COMMAND = [
    ("team", "docker pull registry.lab.example:5000/team/web:1.2", 0.75, "only-reference"),
    ("team", "$ sudo docker push registry.lab.example:5000/team/web:1.2", 0.75, "only-reference"),
    ("team", "`docker image pull -q registry.lab.example:5000/team/web:1.2`", 0.75, "only-reference"),
    ("team", "pull registry.lab.example:5000/team/web:1.2", 0.75, "only-reference"),
    ("team", "https://registry.lab.example:5000/team/web:1.2", 0.75, "url"),
    ("team", "docker pull registry.lab.example:5001/team/web:1.2", 0.4, "only-reference"),
    ("team", "docker pull team/web:1.2", 0, "only-reference"),
]

NO_ATTEMPT = ["", "   ", "\n", "...", "\u3164", "\u200b", "\u115f\u1160", "a" * (LONGEST + 1), "가" * 5_000, "/" * 9]

texts = st.text(max_size=40) | st.text("aAkK\u212a.:/@-_ 0125latesthub가\u1100\u1161", max_size=40)
names = st.sampled_from([text for _, text in RIGHT + WRAPPED] + [row[1] for row in PARTLY + WRONG])


def graded(key: str, text: str) -> Grade:
    return ref.grade(KEYS[key], TextAnswer(text))


def reasons(grade: Grade) -> list[str]:
    """Keys of what is said, without their file and section; everything said has words in every language."""
    for reason in grade.feedback:
        assert isinstance(reason, Message)
        for lang in LANGUAGES:
            assert reason.key not in words(lang).say(reason)
    return [reason.key.rpartition(".")[2] for reason in grade.feedback if isinstance(reason, Message)]


@pytest.mark.parametrize(("key", "text"), RIGHT)
def test_every_spelling_of_the_reference_is_right(key: str, text: str) -> None:
    grade = graded(key, text)
    assert (grade.status, grade.score) == ("correct", 1)
    assert reasons(grade) in ([], ["same-place"])


@pytest.mark.parametrize(("key", "text", "score", "reason"), PARTLY)
def test_a_reference_that_is_right_in_parts_is_worth_these_parts(
    key: str, text: str, score: float, reason: str
) -> None:
    grade = graded(key, text)
    assert (grade.status, grade.score) == ("partial", score)
    first, *_, last = reasons(grade)
    assert (first, last) == (reason, "right")


@pytest.mark.parametrize(("key", "text", "reason"), WRONG)
def test_what_docker_would_not_take_for_it_is_wrong_and_told_why(key: str, text: str, reason: str) -> None:
    grade = graded(key, text)
    assert (grade.status, grade.score) == ("incorrect", 0)
    assert reasons(grade)[0] == reason


@pytest.mark.parametrize(("key", "text"), WRAPPED)
def test_what_stands_around_a_right_reference_is_left_off_and_told(key: str, text: str) -> None:
    grade = graded(key, text)
    assert (grade.status, reasons(grade)) == ("correct", ["around"])


@pytest.mark.parametrize(("key", "text", "score", "reason"), IN_A_COMMAND)
def test_a_reference_in_a_command_or_a_url_is_worth_three_quarters_at_most(
    key: str, text: str, score: float, reason: str
) -> None:
    grade = graded(key, text)
    assert (grade.score, reasons(grade)[0]) == (score, reason)


@pytest.mark.parametrize("text", NO_ATTEMPT)
def test_nothing_and_too_much_cost_no_attempt(text: str) -> None:
    assert graded("team", text).status == "not-graded"


def test_length_is_counted_in_letters_and_not_in_their_parts() -> None:
    long = "한" * LONGEST
    assert graded("team", long).status == graded("team", unicodedata.normalize("NFD", long)).status == "incorrect"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_missing_port_is_named_and_so_is_what_is_right(lang: str) -> None:
    grade = graded("team", "registry.lab.example/team/web:1.2")
    said = " ".join(words(lang).say(reason) for reason in grade.feedback if isinstance(reason, Message))
    assert {"en": "port is missing", "ko": "포트가 빠졌습니다"}[lang] in said
    assert {"en": "Right so far: the repository, the tag", "ko": "맞습니다: 리포지토리, 태그"}[lang] in said


def test_an_address_alone_is_explained_as_the_image_that_docker_takes_it_for() -> None:
    (reason,) = graded("lab", "localhost:5000").feedback
    assert isinstance(reason, Message)
    assert words("en").say(reason).endswith("the image library/localhost with the tag 5000.")


@pytest.mark.parametrize(("key", "noted"), [("lab", True), ("hub", False)])
def test_localhost_is_noted_only_where_the_key_is_the_same_machine(key: str, noted: bool) -> None:
    image = KEYS[key].want.rpartition("/")[2]
    assert reasons(graded(key, f"localhost:5000/{image}"))[:1] == (["same-place"] if noted else ["other-registry"])


@pytest.mark.parametrize("name", ["foo", "foo/bar", "x:latest", "docker.io/x", "a.b/c"])
@pytest.mark.parametrize("key", ["team", "lab", "hub"])
def test_what_docker_fills_in_by_itself_earns_nothing(key: str, name: str) -> None:
    assert graded(key, name).score == 0


def test_spellings_of_one_reference_earn_the_same() -> None:
    spellings = ("nginx", "nginx:latest", "library/nginx", "docker.io/nginx", "index.docker.io/library/nginx:latest")
    assert {graded("hub", each).score for each in spellings} == {0.4}


@given(st.sampled_from(sorted(KEYS)), texts | names)
@settings(max_examples=200)
def test_a_grade_is_bounded_and_whole_only_for_what_docker_reads_as_the_key(key: str, text: str) -> None:
    grade = graded(key, text)
    assert 0 <= grade.score <= 1
    assert (grade.status == "correct") == (grade.score == 1)
    assert grade.status == "correct" or not means_the_key(KEYS[key], text)
    if grade.status == "correct":
        assert any(means_the_key(KEYS[key], each) for each in [text, *pieces(text)])
    assert grade.feedback or grade.status == "correct"


def pieces(text: str) -> list[str]:
    """Every run of letters and marks that a name may be made of, with and without a full stop behind it."""
    found = re.findall(r"[A-Za-z0-9.:/@_\[\]-]+", unicodedata.normalize("NFC", text))
    return [each for run in found for each in (run, run.rstrip("."))]


def means_the_key(key: RefKey, text: str) -> bool:
    """An independent reading: whole references, written out."""
    try:
        want, found = (
            Reference.parse(each) for each in (key.want, unicodedata.normalize("NFC", text).strip() or "no/thing")
        )
    except LabError:
        return False
    if key.explicit_tag and not text.strip().endswith(":latest"):
        return False
    written = [str(each) if not each.digest else f"{each.name}@{each.digest}" for each in (want, found)]
    first, second = (each.lower().replace("localhost:", "127.0.0.1:") for each in written)
    return first == second and want.tag in (found.tag, None)


@given(st.sampled_from(sorted(KEYS)), texts | names)
def test_composed_and_decomposed_letters_are_graded_alike(key: str, text: str) -> None:
    composed, decomposed = (graded(key, unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert composed == decomposed


@pytest.mark.parametrize("key", sorted(KEYS))
def test_the_keys_own_spellings_are_right(key: str) -> None:
    reference = Reference.parse(KEYS[key].want)
    assert graded(key, str(reference)).status == "correct"
    assert graded(key, reference.familiar()).status == ("partial" if KEYS[key].explicit_tag else "correct")

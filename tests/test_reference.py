"""Image references: what they mean, how they are spelt, and that Docker's own grammar would agree."""

from __future__ import annotations

import random

import pytest
from docker_image import digest as oracle_digest
from docker_image import reference as oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.language.words import LANGUAGES, words
from lab.reference import Reference
from lab.reference import ReferenceError as BadReference

DIGEST = "sha256:" + "ab" * 32


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("hello-world", "docker.io/library/hello-world:latest"),
        ("hello-world:linux", "docker.io/library/hello-world:linux"),
        ("library/hello-world", "docker.io/library/hello-world:latest"),
        ("docker.io/hello-world", "docker.io/library/hello-world:latest"),
        ("index.docker.io/hello-world", "docker.io/library/hello-world:latest"),
        ("bret/site", "docker.io/bret/site:latest"),
        ("127.0.0.1:5000/hello-world", "127.0.0.1:5000/hello-world:latest"),
        ("localhost/hello-world", "localhost/hello-world:latest"),
        ("localhost:5000", "docker.io/library/localhost:5000"),
        ("[::1]:5000/hello-world:v1", "[::1]:5000/hello-world:v1"),
        ("Registry/hello-world", "Registry/hello-world:latest"),
        ("ghcr.io/a/b/c__d.e---f:V_1.2-x", "ghcr.io/a/b/c__d.e---f:V_1.2-x"),
        (f"hello-world@{DIGEST}", f"docker.io/library/hello-world@{DIGEST}"),
        (f"hello-world:v1@{DIGEST}", f"docker.io/library/hello-world:v1@{DIGEST}"),
    ],
)
def test_a_name_means_a_registry_a_repository_and_a_tag(text: str, full: str) -> None:
    assert str(Reference.parse(text)) == full


def test_a_name_without_tag_and_digest_gets_latest_and_one_with_a_digest_does_not() -> None:
    assert Reference.parse("hello-world").tag == "latest"
    assert Reference.parse(f"hello-world@{DIGEST}").tag is None


def test_the_name_is_registry_and_repository() -> None:
    assert Reference.parse("127.0.0.1:5000/hello-world:v1").name == "127.0.0.1:5000/hello-world"


@pytest.mark.parametrize(
    ("text", "familiar"),
    [
        ("docker.io/library/hello-world:latest", "hello-world"),
        ("docker.io/library/hello-world:v1", "hello-world:v1"),
        ("docker.io/bret/site", "bret/site"),
        ("127.0.0.1:5000/hello-world:latest", "127.0.0.1:5000/hello-world"),
        ("docker.io/library/a/b", "library/a/b"),
        ("docker.io/localhost/a", "docker.io/localhost/a"),
        ("docker.io/a.b/c", "docker.io/a.b/c"),
        ("docker.io/library/" + "ab" * 32, "library/" + "ab" * 32),
        (f"docker.io/library/hello-world:latest@{DIGEST}", f"hello-world:latest@{DIGEST}"),
    ],
)
def test_the_familiar_spelling_is_the_shortest_that_means_the_same(text: str, familiar: str) -> None:
    assert Reference.parse(text).familiar() == familiar


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "empty"),
        ("https://docker.io/ubuntu", "url"),
        ("ubuntu:１", "character"),
        ("ｕbuntu", "character"),
        ("ubu\u200bntu", "character"),
        ("ubuntu\n", "character"),
        (" ubuntu", "character"),
        ("ab" * 32, "id"),
        ("Ubuntu", "capitals"),
        ("ghcr.io/Ubuntu", "capitals"),
        ("a_b.c/x", "registry"),
        (":5000/x", "registry"),
        ("-a.b/x", "registry"),
        (":v1", "no-name"),
        ("a//b", "name"),
        ("a...b", "name"),
        ("ubuntu:", "tag"),
        ("ubuntu:.v1", "tag"),
        ("ubuntu:" + "v" * 129, "tag"),
        ("ubuntu@", "digest"),
        ("ubuntu@sha256:abc", "digest"),
        ("ubuntu@sha256:" + "AB" * 32, "digest"),
        ("ubuntu@md5:" + "ab" * 16, "digest"),
        ("127.0.0.1:5000/" + "a" * 256, "long"),
        ("a" * 248, "long"),
    ],
)
def test_what_is_no_reference_is_said_with_its_own_reason(text: str, key: str) -> None:
    with pytest.raises(BadReference) as caught:
        Reference.parse(text)
    assert caught.value.message.key == f"commands.reference.{key}"
    for lang in LANGUAGES:
        assert "commands." not in words(lang).say(caught.value.message) + words(lang).say(caught.value.hint)


def test_the_longest_repository_is_255_characters() -> None:
    assert Reference.parse("127.0.0.1:5000/" + "a" * 255).repository == "a" * 255
    assert Reference.parse("a" * 247).repository == "library/" + "a" * 247


def test_ten_million_characters_are_refused_at_once() -> None:
    for text in ("a" * 10_000_000, "a-" * 5_000_000, "a." * 5_000_000 + "/x", "-" * 10_000_000):
        with pytest.raises(BadReference):
            Reference.parse(text)


PIECES = [
    *"aA0._-:/@[] \\",
    *("__", "---", "a1", "library", "localhost", "docker.io", "index.docker.io", "127.0.0.1", ":5000", "[::1]"),
    *("hello-world", ":latest", ":V1", "ab" * 32, f"@{DIGEST}", "@sha256:", "@sha512:" + "0f" * 64, "Ä", "１", "ß"),
]


def _oracle(text: str) -> str | None:
    """Say what docker-image-py makes of a text, `latest` filled in as Docker's `TagNameOnly` does."""
    try:
        found = oracle.Reference.parse_normalized_named(text)
    except (oracle.InvalidReference, oracle_digest.InvalidDigest):
        return None
    return str(found.string()) + ("" if found["tag"] or found["digest"] else ":latest")


def _ours(text: str) -> str | None:
    try:
        return str(Reference.parse(text))
    except BadReference:
        return None


@pytest.mark.parametrize("seed", [20210104, 20261124])
def test_a_hundred_thousand_random_strings_mean_what_docker_image_py_says(seed: int) -> None:
    chance = random.Random(seed)
    valid = 0
    for _ in range(50_000):  # with each seed, so that two processes share the work
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 4)))
        ours = _ours(text)
        assert ours == _oracle(text), repr(text)
        valid += ours is not None
    assert valid > 5_000  # else the strings were too wild to prove anything


@given(st.text(st.characters(codec="utf-8"), max_size=30).filter(lambda text: not text.endswith("\n")))
def test_any_text_means_what_docker_image_py_says(text: str) -> None:
    assert _ours(text) == _oracle(text)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
@settings(max_examples=300)
def test_every_spelling_of_a_reference_means_that_reference(text: str) -> None:
    try:
        reference = Reference.parse(text)
    except BadReference:
        return
    assert Reference.parse(str(reference)) == reference
    assert Reference.parse(reference.familiar()) == reference
    assert len(reference.familiar()) <= len(str(reference))

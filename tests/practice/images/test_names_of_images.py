"""Names are read and refused as dockerd reads and refuses them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.practice.errors import ApiError
from lab.practice.images.names import parse, parse_with

HEX = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "full", "familiar"),
    [
        ("hello-world", "docker.io/library/hello-world", "hello-world"),
        ("me/app:1.0", "docker.io/me/app:1.0", "me/app:1.0"),
        ("index.docker.io/hello-world", "docker.io/library/hello-world", "hello-world"),
        ("localhost/app", "localhost/app", "localhost/app"),
        ("127.0.0.1:5000/a/b:v1", "127.0.0.1:5000/a/b:v1", "127.0.0.1:5000/a/b:v1"),
        ("[::1]:5000/a", "[::1]:5000/a", "[::1]:5000/a"),
        (f"app@sha256:{HEX}", f"docker.io/library/app@sha256:{HEX}", f"app@sha256:{HEX}"),
        ("a__b.c-d", "docker.io/library/a__b.c-d", "a__b.c-d"),
    ],
)
def test_a_name_has_a_full_and_a_familiar_spelling(text: str, full: str, familiar: str) -> None:
    assert (str(parse(text)), parse(text).familiar()) == (full, familiar)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "invalid reference format"),
        ("Hello", "invalid reference format: repository name must be lowercase"),
        ("a b", "invalid reference format"),
        ("../../etc", "invalid reference format"),
        ("127.0.0.1:5000/../x", "invalid reference format"),
        ("a/./b", "invalid reference format"),
        ("..:5000/a", "invalid reference format"),
        ("a\n", "invalid reference format"),
        ("a:" + "t" * 129, "invalid reference format"),
        ("a@sha256:12", "invalid reference format"),
        ("a/" * 500 + "a" * 100, "invalid reference format"),
        ("x/" + "a" * 300, "repository name must not be more than 255 characters"),
        (HEX, f"invalid repository name ({HEX}), cannot specify 64-byte hexadecimal strings"),
    ],
)
def test_what_is_no_name_is_refused_in_dockerds_words(text: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse(text)
    assert (caught.value.status, caught.value.message) == (400, words)


def test_a_tag_given_apart_has_words_of_its_own() -> None:
    with pytest.raises(ApiError, match="invalid tag format"):
        parse_with("hello-world", "a tag")


@given(st.text(alphabet="ab01:/.@-_[]Z \n\\", max_size=40))
def test_whatever_is_read_keeps_its_meaning_and_could_be_part_of_a_path(text: str) -> None:
    try:
        name = parse(text)
    except ApiError:
        return
    assert parse(str(name)) == name
    assert not {"", ".", ".."} & set(str(name).split("/"))
    assert "\n" not in str(name)
    assert "\\" not in str(name)

"""A misspelt line is answered with the nearest right one, as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.nearest import distance, nearest
from lab.docker_cli.parse import CommandError
from lab.language.words import words

Refuse = Callable[[str], CommandError]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("docker conatiner run -d registry", "docker container run -d registry"),
        ("dokcer ps", "docker ps"),
        ("doker ps", "docker ps"),
        ("Docker ps", "docker ps"),
        ("docker rnu registry", "docker run registry"),
        ("docker contaner ls", "docker container ls"),
        ("docker container lst", "docker container ls"),
        ("docker iamges", "docker images"),
        ("docker puhs 127.0.0.1:5000/a", "docker push 127.0.0.1:5000/a"),
        ("docker image pul a", "docker image pull a"),
        ("docker tga a b", "docker tag a b"),
        ("docker biuld .", "docker build ."),
        ("docker run --nmae r1 registry", "docker run --name r1 registry"),
        ("docker run --nmae=r1 registry", "docker run --name=r1 registry"),
        ("docker run --detatch registry", "docker run --detach registry"),
        ("docker run -name r1 registry", "docker run --name r1 registry"),
        ("docker run -rm registry", "docker run --rm registry"),
        ("docker run -nmae r1 registry", "docker run --name r1 registry"),
        ("docker run -D registry", "docker run -d registry"),
        ("crul 127.0.0.1:5000/v2/", "curl 127.0.0.1:5000/v2/"),
        ("curl --haeder 'A: b' 127.0.0.1:5000/v2/", "curl --header 'A: b' 127.0.0.1:5000/v2/"),
        ("dokcer conatiner rnu --nmae r1 -v $(pwd)/a:/b r2", "docker container run --name r1 -v $(pwd)/a:/b r2"),
        ("dokcer –version", "docker --version"),
    ],
)
def test_the_nearest_right_line_is_offered(error: Refuse, typed: str, meant: str) -> None:
    refused = error(typed)
    assert refused.correction == meant
    assert meant in words("en").say(refused.hint)
    assert meant in words("ko").say(refused.hint)


def test_the_lectures_own_slip_is_answered_with_the_word_that_was_meant(error: Refuse) -> None:
    refused = error("docker conatiner run -d -p 5000:5000 --name registry registry")
    assert refused.kind == "unknown-command"
    assert words("en").say(refused.message) == "conatiner: did you mean container?"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("docker", "incomplete-command"),
        ("docker container", "incomplete-command"),
        ("docker image", "incomplete-command"),
        ("docker fly", "unknown-command"),
        ("docker container fly", "unknown-command"),
        ("ls -l", "unknown-command"),
        ("도커 run", "unknown-command"),
        ("ㅇㅐㅊㅏㄷㄱ run", "unknown-command"),
        ("docker --bogus ps", "unknown-flag"),
        ("docker run --bogus registry", "unknown-flag"),
        ("docker run -z registry", "unknown-flag"),
        ("docker tag -z a b", "unknown-flag"),
    ],
)
def test_what_is_near_nothing_is_answered_with_what_there_is(error: Refuse, text: str, kind: str) -> None:
    refused = error(text)
    assert (refused.kind, refused.correction) == (kind, None)


def test_a_quoted_misspelling_is_named_though_the_line_is_not_corrected(error: Refuse) -> None:
    refused = error("docker 'conatiner' run registry")
    assert refused.correction is None
    assert words("en").say(refused.message) == "conatiner: did you mean container?"


@pytest.mark.parametrize(
    ("left", "right", "slips"),
    [("run", "run", 0), ("rnu", "run", 1), ("rn", "run", 1), ("runn", "run", 1), ("ran", "run", 1), ("", "run", 3)],
)
def test_a_missed_an_added_a_wrong_and_two_swapped_letters_are_one_slip(left: str, right: str, slips: int) -> None:
    assert distance(left, right) == distance(right, left) == slips


def test_one_letter_is_too_little_to_guess_from() -> None:
    assert nearest("r", ["rm", "run"]) is None

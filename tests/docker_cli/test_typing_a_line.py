"""A command line while it is typed: what is under the cursor, what could come, what is wrong so far."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lab.docker_cli.completing import Names, complete
from lab.docker_cli.explaining import explain
from lab.docker_cli.place import Place
from lab.docker_cli.spot import spot_at

HERE = Place("/home/kim/lab", ("127.0.0.1:5000",))
NAMES = Names(
    images=("hello-world", "127.0.0.1:5000/hello-world", "registry"),
    containers=("registry", "web"),
    volumes=("data",),
    networks=("bridge",),
    registries=("127.0.0.1:5000",),
)


def choices(text: str) -> tuple[str, ...]:
    return complete(text, len(text), NAMES).choices


def completed(text: str) -> str:
    return complete(text, len(text), NAMES).applied(text)[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "command"),
        ("docker", "command"),
        ("docker ima", "command"),
        ("$ docker image ", "command"),
        ("docker run --na", "option"),
        ("docker run --name ", "value"),
        ("docker run -dp ", "value"),
        ("docker run -p5000:5000 ", "image"),
        ("docker run --name=x ", "image"),
        ("docker run --network ", "network"),
        ("docker run -d registry -", "other"),
        ("docker tag hello-world ", "image"),
        ("docker tag a b ", "other"),
        ("docker rm a b ", "container"),
        ("docker exec ", "container"),
        ("docker exec registry ", "other"),
        ("docker image ls ", "image"),
        ("docker volume rm ", "volume"),
        ("docker inspect ", "name"),
        ("docker rm -- -", "container"),
        ('docker run -v "$(pwd)/da', "value"),
    ],
)
def test_what_stands_under_the_cursor(text: str, kind: str) -> None:
    assert spot_at(text, len(text)).kind == kind


def test_the_grammar_completes_commands_and_options() -> None:
    assert choices("docker image p") == ("pull", "push")
    assert completed("docker image pul") == "docker image pull "
    assert completed("dock") == "docker "
    assert completed("docker run --na") == "docker run --name "
    assert "--privileged" not in choices("docker run --p"), "what the lab refuses is not offered"


def test_names_are_completed_from_what_there_is() -> None:
    assert choices("docker push 127") == ("127.0.0.1:5000/hello-world", "127.0.0.1:5000/")
    assert completed("docker push 1") == "docker push 127.0.0.1:5000/"
    assert completed("docker rm w") == "docker rm web "
    assert choices("docker volume rm ") == ("data",)


def test_what_has_nothing_to_complete_stays_as_it_is() -> None:
    assert completed("docker rm nothing") == "docker rm nothing"
    assert completed("docker image pu") == "docker image pu"


def test_a_word_in_the_middle_is_completed_in_its_place() -> None:
    found = complete("docker ima ls", len("docker ima"), NAMES)
    assert found.applied("docker ima ls") == ("docker image ls", len("docker image"))


def test_the_reference_under_the_cursor_is_read_in_full() -> None:
    text = "docker tag hello-world 127.0.0.1:5000/hello-world"
    first, second = explain(text, 15, HERE).reference, explain(text, len(text), HERE).reference
    assert str(first) == "docker.io/library/hello-world:latest"
    assert str(second) == "127.0.0.1:5000/hello-world:latest"
    assert explain(text, 3, HERE).reference is None


@pytest.mark.parametrize(
    "text", ["", "dock", "docker", "docker image", "docker image pu", "docker tag a", "docker run --na"]
)
def test_a_line_that_is_not_finished_is_not_called_wrong(text: str) -> None:
    assert explain(text, len(text), HERE).unfinished


def test_a_misspelt_line_comes_with_its_correction() -> None:
    said = explain("docker imgae pull hello-world", 29, HERE)
    assert said.error is not None
    assert said.error.correction == "docker image pull hello-world"
    assert not said.unfinished


def test_a_line_that_can_be_performed_has_no_error_and_says_what_it_does() -> None:
    said = explain("docker pull hello-world", 23, HERE)
    assert said.error is None
    assert said.usage.startswith("docker image pull")
    assert said.about is not None


def test_an_option_is_explained_where_it_stands_and_at_its_value() -> None:
    text = "docker run --name registry -d registry"
    assert explain(text, 14, HERE).usage == "--name NAME"
    assert explain(text, 22, HERE).usage == "--name NAME"


@given(some.text(alphabet="docker pulimages-\"'\\$:/= ", max_size=40), some.integers(0, 45))
def test_no_line_is_too_strange_to_look_at(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    explain(text, cursor, HERE)
    done, at = complete(text, cursor, NAMES).applied(text)
    assert 0 <= at <= len(done)

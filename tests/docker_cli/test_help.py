"""Help comes from the table that reads the commands, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.help import help_for, wants_help
from lab.docker_cli.outside import OUTSIDE
from lab.docker_cli.parse import CommandError
from lab.docker_cli.table import COMMANDS, SPELLINGS
from lab.language.message import Message
from lab.language.words import LANGUAGES, words


@pytest.mark.parametrize(
    "text",
    [
        "docker --help",
        "docker help",
        "docker help push",
        "docker image --help",
        "docker image push --help",
        "docker push -h",
        "docker run --help",
        "docker run -h",
        "docker run -d --help registry",
        "curl --help",
    ],
)
def test_a_line_can_ask_for_help(error: Callable[[str], CommandError], text: str) -> None:
    assert wants_help(text)
    assert error(text).kind == "help"


@pytest.mark.parametrize(
    "text", ["", "docker ps", "docker run registry --help", "docker exec a b -h", "docker run -h name x", "docker 'x"]
)
def test_a_line_that_does_not_ask_for_help_is_left_alone(text: str) -> None:
    assert not wants_help(text)


def test_help_on_a_command_says_how_to_type_it_and_what_its_options_do() -> None:
    found = help_for("docker push --help")
    assert found.usage == "docker image push [OPTIONS] NAME[:TAG]"
    assert found.also == ("docker push",)
    assert [spelling for spelling, _ in found.options] == ["-q, --quiet"]
    assert [spelling for spelling, _ in help_for("docker stop -h").options] == ["-t, --time, --timeout SECONDS"]


def test_help_on_a_family_lists_its_commands() -> None:
    assert [path for path, _ in help_for("docker volume --help").commands] == [
        "docker volume ls",
        "docker volume inspect",
        "docker volume rm",
    ]
    assert len(help_for("docker").commands) == len([each for each in COMMANDS if each.path.startswith("docker ")])
    assert help_for("docker help image push") == help_for("docker push --help")
    assert help_for("'") == help_for("docker")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_of_the_table_has_words(lang: str) -> None:
    said: list[Message] = [command.about for command in COMMANDS]
    for command in COMMANDS:
        said += [option.about for option in command.options]
        said += [part for option in command.options if option.refusal for part in option.refusal[1:] if part != "kind"]
    for message in said:
        assert message.key in words(lang).catalogue


def test_no_spelling_is_in_two_rows() -> None:
    assert len(SPELLINGS) == sum(1 + len(command.also) for command in COMMANDS)


def test_no_option_of_a_row_is_spelt_like_another() -> None:
    for command in COMMANDS:
        names = [name for option in command.options for name in (option.name, option.also, option.short) if name]
        names += [name for entry in command.unused.split() for name in entry.split("/")]
        assert len(names) == len(set(names)), command.path


def test_no_command_is_both_performed_and_outside_the_lab() -> None:
    outside = {(*family.split(), word) for family, listed in OUTSIDE.items() for word in listed.split()}
    assert not outside & set(SPELLINGS)

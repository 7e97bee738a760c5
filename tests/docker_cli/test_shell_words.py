"""A line is cut into words as a shell would cut it; whatever a shell would do beyond that is refused."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.docker_cli.errors import CommandError
from lab.docker_cli.shell_words import LONGEST_LINE, read_line

WORKSPACE = "/home/kim/my lab"


def cut(text: str) -> list[str]:
    return [word.text for word in read_line(text, WORKSPACE).words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker  ps\t-a ", ["docker", "ps", "-a"]),
        ("$ docker ps", ["docker", "ps"]),
        ("# docker ps", ["docker", "ps"]),
        ("sudo docker ps", ["docker", "ps"]),
        ("$ sudo docker ps", ["docker", "ps"]),
        ("a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]),
        ("a''b c''", ["ab", "c"]),
        ("a ''", ["a", ""]),
        ('\'a"b\' "c\'d" "e\\"f" "g\\h"', ['a"b', "c'd", 'e"f', "g\\h"]),
        ("'a\nb'", ["a\nb"]),
        ("docker \\\n  ps \\\r\n  -a", ["docker", "ps", "-a"]),
        ("do\\\ncker", ["docker"]),
        ("-v $(pwd)/a:/b", ["-v", f"{WORKSPACE}/a:/b"]),
        ('-v "$(pwd)/a":/b', ["-v", f"{WORKSPACE}/a:/b"]),
        ('$PWD ${PWD} "$PWD/x" ~ ~/x', [WORKSPACE, WORKSPACE, f"{WORKSPACE}/x", WORKSPACE, f"{WORKSPACE}/x"]),
        ("'$(pwd)' '$PWD' '~' \"~\" a~ \\$PWD", ["$(pwd)", "$PWD", "~", "~", "a~", "$PWD"]),
        ("'a; b | c > d && e `f` $g * # h'", ["a; b | c > d && e `f` $g * # h"]),
        ('{{.ID}} a#b [::1]:5000:5000 5$ "5$"', ["{{.ID}}", "a#b", "[::1]:5000:5000", "5$", "5$"]),
    ],
)
def test_quotes_prompts_and_the_workspace_work_as_in_a_shell(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("docker ps; ls", "sequence"),
        ("docker ps && ls", "sequence"),
        ("docker run x &", "sequence"),
        ("docker ps | grep x", "pipe"),
        ("docker ps || ls", "pipe"),
        ("docker ps > file", "redirection"),
        ("docker ps 2>&1", "redirection"),
        ("docker ps < file", "redirection"),
        ("docker rm `docker ps -q`", "substitution"),
        ('docker rm "`docker ps -q`"', "substitution"),
        ("docker rm $(docker ps -q)", "substitution"),
        ('docker rm "$(docker ps -q)"', "substitution"),
        ("docker rm $((1 + 1))", "substitution"),
        ("docker run -v $HOME/x:/x y", "variable"),
        ("docker run -v ${HOME}/x:/x y", "variable"),
        ("docker run -v $PWDX:/x y", "variable"),
        ("docker run -v $pwd:/x y", "variable"),
        ('docker run -e "A=$1" y', "variable"),
        ("docker rm *", "pattern"),
        ("docker rm registry?", "pattern"),
        ("docker rm registry[12]", "pattern"),
        ("docker rm registry{1,2}", "pattern"),
        ("docker rm registry{1..3}", "pattern"),
        ("(docker ps)", "brackets"),
        ("docker ps\nls", "newline"),
        ("docker ps # all", "comment"),
        ("#docker", "comment"),
        ("docker run -v ~kim/x:/x y", "home"),
        ("docker run 'x", "unfinished"),
        ('docker run "x', "unfinished"),
        ("docker run \\", "unfinished"),
        ("docker\u200b ps", "invisible"),
        ("docker\x07 ps", "invisible"),
        ("docker '\0'", "invisible"),
    ],
)
def test_what_only_a_shell_does_is_refused_with_its_own_reason(text: str, reason: str) -> None:
    with pytest.raises(CommandError) as caught:
        cut(text)
    assert caught.value.kind == "shell-syntax"
    assert caught.value.message.key == f"commands.shell.{reason}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("docker rm –f registry", "docker rm -f registry"),
        ("docker run ––name x y", "docker run --name x y"),
        ("docker run —name x y", "docker run --name x y"),
        ("docker run “x”", 'docker run "x"'),
        ("docker\u00a0ps", "docker ps"),
        ("docker\u3000ps", "docker ps"),
    ],
)
def test_what_a_word_processor_made_of_a_line_is_undone(typed: str, meant: str) -> None:
    with pytest.raises(CommandError) as caught:
        cut(typed)
    assert (caught.value.kind, caught.value.correction) == ("shell-syntax", meant)


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "$ ", "\\\n"])
def test_nothing_typed_is_said_to_be_nothing(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        cut(text)
    assert caught.value.kind in ("empty", "shell-syntax")


def test_a_line_is_no_longer_than_anybody_types() -> None:
    with pytest.raises(CommandError) as caught:
        cut("docker " + "x" * LONGEST_LINE)
    assert caught.value.kind == "too-long"


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_every_word_can_be_quoted(texts: list[str]) -> None:
    line = shlex.join(["docker", *(text.replace("\r\n", "\n") for text in texts)])
    assert cut(line)[1:] == [text.replace("\r\n", "\n") for text in texts]


@given(st.text("ab \t'\"\\/=:.,-", max_size=40).map(str.strip))
def test_plain_lines_are_cut_as_pythons_shlex_cuts_them(text: str) -> None:
    try:
        expected = shlex.split(text)
    except ValueError:
        expected = []
    if expected:
        assert cut(text) == expected
    else:
        with pytest.raises(CommandError):
            cut(text)

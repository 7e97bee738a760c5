"""What an exercise lays into its folder: the tables of its fence, and every way for them to be wrong."""

from __future__ import annotations

import pytest

from lab.content.parser import parse
from lab.content.problem import ContentError, Problem
from lab.content.props import PROPS, File
from tests.content.conftest import EXAMPLE

HEAD = 'name = "registry"\n```'
FILE = """name = "registry"

[[file]]
path = "build/Dockerfile"
text = '''
FROM {name}
[section]
path = "of nothing"
'''

[[file]]
path = "notes.txt"
text = "port {port}"
```"""


def with_head(text: str) -> bytes:
    assert HEAD in EXAMPLE
    return EXAMPLE.replace(HEAD, text, 1).encode()


def problem(text: str) -> Problem:
    with pytest.raises(ContentError) as caught:
        parse(with_head(text), "x.md")
    (only,) = caught.value.problems
    return only


def test_files_are_read_in_order_with_their_blanks_still_in_them() -> None:
    props = parse(with_head(FILE), "x.md").props
    assert props == (
        File("build/Dockerfile", 'FROM {name}\n[section]\npath = "of nothing"\n'),
        File("notes.txt", "port {port}"),
    )
    assert [prop.paths for prop in props] == [("build/Dockerfile",), ("notes.txt",)]


def test_a_runs_port_and_name_are_filled_into_props_as_well() -> None:
    exercise = parse(with_head(FILE), "x.md").filled({"port": 5001, "name": "registry-lab"})
    assert exercise.props[0].text.startswith("FROM registry-lab\n")  # type: ignore[attr-defined]
    assert exercise.props[1] == File("notes.txt", "port 5001")


@pytest.mark.parametrize(
    "path",
    ["../out", "/etc/passwd", "a//b", "a/./b", "a/..", "C:/x", "a\\\\b", "", ".registry-lab", "a b", "~/x", "a/.../b"],
)
def test_a_path_that_could_leave_the_folder_is_wrong(path: str) -> None:
    found = problem(f'name = "registry"\n[[file]]\ntext = "x"\npath = "{path}"\n```')
    assert (found.message.key, found.allowed.key, found.line) == (
        "content.problem.wrong-value",
        "content.allowed.path",
        12,
    )


def test_a_path_below_the_folder_with_dots_in_names_is_right() -> None:
    for path in ("a", "a/b.c", ".dockerignore", "certs/{name}.crt", "..a"):
        assert parse(with_head(f'name = "registry"\n[[file]]\ntext = "x"\npath = "{path}"\n```'), "x.md").props


def test_a_file_without_text_or_with_a_key_too_many_is_told_with_its_line() -> None:
    missing = problem('name = "registry"\n[[file]]\npath = "x"\n```')
    assert (missing.message.key, missing.line) == ("content.problem.missing-key", 10)
    unknown = problem('name = "registry"\n[[file]]\npath = "x"\ntext = "x"\nmode = 7\n```')
    assert (unknown.message.key, unknown.line) == ("content.problem.unknown-key", 13)


def test_lines_after_a_long_text_are_still_told_right() -> None:
    found = problem(FILE.replace('text = "port {port}"', "text = 5"))
    assert (found.message.key, found.line) == ("content.problem.wrong-value", 21)


def test_two_files_at_one_path_are_wrong() -> None:
    twice = 'name = "registry"\n[[file]]\npath = "x"\ntext = "1"\n[[file]]\npath = "x"\ntext = "2"\n```'
    found = problem(twice)
    assert (found.message.key, found.line) == ("content.problem.path-twin", 13)


def test_one_table_instead_of_several_is_told() -> None:
    found = problem('name = "registry"\n[file]\npath = "x"\ntext = "1"\n```')
    assert (found.message.key, found.line) == ("content.problem.wrong-value", 10)


def test_a_port_that_is_a_text_and_a_name_that_is_a_number_are_wrong() -> None:
    for line in ('cache_port = "5001"', "cache_port = 0", "cache_port = 70000", "cache_name = 5"):
        found = problem(f'name = "registry"\n{line}\n```')
        assert (found.allowed.key, found.line) == ("content.allowed.var-leased", 10)
    assert parse(with_head('name = "registry"\nteam = "lab"\nport_of_call = "x"\n```'), "x.md").vars[2:] == (
        ("team", "lab"),
        ("port_of_call", "x"),
    )


def test_every_kind_of_prop_is_named_by_its_table() -> None:
    assert {key: kind.key for key, kind in PROPS.items()} == {key: key for key in PROPS}

"""A right file becomes an exercise."""

from __future__ import annotations

from lab.checks import KINDS
from lab.content.model import Mistake
from lab.content.parser import parse


def test_the_worked_example_becomes_an_exercise(example: str) -> None:
    exercise = parse(example.encode(), "x.md")
    assert (exercise.id, exercise.title, exercise.minutes) == ("private-registry", "Run a private registry", 20)
    assert exercise.images == ("registry", "hello-world")
    assert exercise.vars == (("port", 5000), ("name", "registry"))
    assert exercise.introduction == "What you will do, and why."
    assert [step.id for step in exercise.steps] == ["start-registry", "pull-image"]


def test_a_step_has_its_commands_checks_mistakes_and_hints(example: str) -> None:
    step = parse(example.encode(), "x.md").steps[0]
    assert step.commands == ("docker container run -d -p 127.0.0.1:{port}:5000 --name {name} registry",)
    assert step.checks == (
        KINDS["container-running"](name="{name}"),
        KINDS["registry-answers"](registry="127.0.0.1:{port}"),
    )
    assert step.mistakes == (
        Mistake(("docker container run -d --name {name} registry",), "registry-answers", "port", line=36),
    )
    assert step.hints == ("A first hint.", "A more direct hint.")
    assert step.notes == ("It runs.",)
    assert step.warnings == ()
    assert step.expect is None


def test_lines_are_those_of_the_file(example: str) -> None:
    exercise = parse(example.encode(), "x.md")
    lines = example.split("\n")
    assert lines[exercise.line - 1] == 'id = "private-registry"'
    assert [lines[step.line - 1] for step in exercise.steps] == ["## Start the registry", "## Pull an image"]
    assert [lines[line - 1] for line in exercise.steps[1].command_lines] == [
        "$ docker image pull \\",
        "$ docker image ls",
    ]


def test_prose_keeps_the_commands_where_they_stand_and_nothing_of_the_machine(example: str) -> None:
    step = parse(example.encode(), "x.md").steps[0]
    assert step.prose == (
        "A registry is a web server that stores images on port {port}.\n\n```console\n"
        "$ docker container run -d -p 127.0.0.1:{port}:5000 --name {name} registry\n```\n\nIt answers at once."
    )


def test_a_command_goes_on_after_a_backslash_and_output_is_no_command(example: str) -> None:
    assert parse(example.encode(), "x.md").steps[1].commands == ("docker image pull hello-world", "docker image ls")


def test_filling_reaches_prose_commands_checks_and_mistakes(example: str) -> None:
    step = parse(example.encode(), "x.md").filled({"port": 5001, "name": "mine"}).steps[0]
    assert "port 5001." in step.prose
    assert step.commands == ("docker container run -d -p 127.0.0.1:5001:5000 --name mine registry",)
    assert step.checks[1] == KINDS["registry-answers"](registry="127.0.0.1:5001")
    assert step.mistakes[0].do == ("docker container run -d --name mine registry",)


def test_filling_uses_the_defaults_and_fills_no_value_twice(example: str) -> None:
    exercise = parse(example.encode(), "x.md")
    assert "--name registry " in exercise.filled({}).steps[0].commands[0]
    assert "--name {port} " in exercise.filled({"name": "{port}"}).steps[0].commands[0]


def test_templates_of_go_and_variables_of_the_shell_are_no_placeholders(example: str) -> None:
    command = "$ docker image ls --format '{{.ID}} {{name}}' ${name} ${PWD}"
    changed = example.replace("$ docker image ls", command)
    exercise = parse(changed.encode(), "x.md").filled({"name": "mine"})
    assert exercise.steps[1].commands[1] == command.removeprefix("$ ")


def test_a_key_that_python_could_not_be_called_by_is_written_plainly(example: str) -> None:
    check = 'kind = "same-image"\nas = "127.0.0.1:{port}/hello-world"'
    exercise = parse(example.replace('kind = "image-present"', check).encode(), "x.md")
    same = KINDS["same-image"](reference="hello-world", as_="127.0.0.1:{port}/hello-world")
    assert exercise.steps[1].checks == (same,)


def test_a_step_may_end_in_an_error_and_warn_before(example: str) -> None:
    text = example.replace('id = "pull-image"', 'id = "pull-image"\nexpect = "https-required"')
    step = parse((text + "\n> [!important]\n> Look\n>\n>     here\n").encode(), "x.md").steps[1]
    assert step.expect == "https-required"
    assert step.warnings == ("Look\n\n    here",)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(example: str) -> None:
    windows = b"\xef\xbb\xbf" + example.replace("\n", "\r\n").encode()
    assert parse(windows, "x.md") == parse(example.encode(), "x.md")


def test_a_hint_may_show_a_console_that_is_not_run(example: str) -> None:
    hint = "> [!TIP]\n> Type:\n> ```console\n> $ docker image pull hello-world\n> ```\n"
    step = parse((example + "\n" + hint).encode(), "x.md").steps[1]
    assert step.hints[-1] == "Type:\n```console\n$ docker image pull hello-world\n```"
    assert len(step.commands) == 2


def test_other_fences_quotes_and_headings_are_prose(example: str) -> None:
    more = "### More\n\n```toml\nx = 1\n```\n\n> A quote.\n\n```json\n{}\n```\n\n- a list\n\n<!--\n## not a step\n-->\n"
    exercise = parse((example + "\n" + more).encode(), "x.md")
    assert exercise.steps[1].prose.endswith(more.strip())


def test_a_new_wording_has_a_new_hash_and_a_new_line_break_has_not(example: str) -> None:
    before = parse(example.encode(), "x.md")
    broken = parse(example.replace("web server that", "web server\nthat").encode(), "x.md")
    reworded = parse(example.replace("first hint", "second hint").encode(), "x.md")
    assert broken.steps[0].hash == before.steps[0].hash
    assert reworded.steps[0].hash != before.steps[0].hash
    assert reworded.steps[1].hash == before.steps[1].hash
    assert reworded.hash == before.hash


def test_every_kind_of_check_can_be_written_with_nothing_but_texts(example: str) -> None:
    from dataclasses import MISSING, fields
    from typing import get_args, get_type_hints

    for kind, check in KINDS.items():
        wanted = [field for field in fields(check) if field.init and field.default is MISSING]
        hints = get_type_hints(check)  # one of a few texts, or any
        lines = [f'{field.name.rstrip("_")} = "{(*get_args(hints[field.name]), "x")[0]}"' for field in wanted]
        text = example.replace(
            'kind = "image-present"\nreference = "hello-world"', "\n".join([f'kind = "{kind}"', *lines])
        )
        assert parse(text.encode(), "x.md").steps[1].checks[0].kind == kind


def test_what_an_exercise_needs_and_where_it_pulls_from_are_said_in_its_head(example: str) -> None:
    text = example.replace(
        "minutes = 20", 'minutes = 20\nneeds = ["git", "engine"]\nhosts = ["quay.io", "ghcr.io:443"]'
    )
    exercise = parse(text.encode(), "x.md")
    assert (exercise.needs, exercise.hosts) == (("git", "engine"), ("quay.io", "ghcr.io:443"))
    plain = parse(example.encode(), "x.md")
    assert (plain.needs, plain.hosts) == ((), ())

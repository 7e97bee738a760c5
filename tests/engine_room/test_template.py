"""The small part of Go templates that the lab understands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.engine.contract import EngineError
from lab.engine.template import render

VALUE: dict[str, Any] = {
    "State": {"Status": "running", "Running": True, "ExitCode": 0},
    "Name": "한국",
    "Mounts": [{"Type": "bind"}],
    "Env": ["A=line\nline", "B=C:\\new\\table"],
    "Nothing": None,
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{.State.Status}}", "running"),
        ("{{ .State.Status }}!", "running!"),
        ("{{.State.Running}} {{.State.ExitCode}}", "true 0"),
        ("{{.Name}}", "한국"),
        ("{{json .Mounts}}", '[{"Type":"bind"}]'),
        ("{{json .Name}}", '"한국"'),
        ("{{json .Nothing}}", "null"),
        ("{{.Nothing}} {{.Missing}} {{.Name.Deeper}}", "<no value> <no value> <no value>"),
        ("{{.Name}}\\t{{.Name}}\\n", "한국\t한국\n"),
        ("no template", "no template"),
        ("", ""),
    ],
)
def test_paths_and_json_are_filled_in(template: str, text: str) -> None:
    assert render(template, VALUE) == text


def test_json_stays_json_whatever_is_in_it() -> None:
    assert json.loads(render("{{json .}}", VALUE)) == VALUE
    assert json.loads(render("{{.}}", VALUE)) == VALUE


def test_a_value_that_looks_like_a_template_is_left_alone() -> None:
    assert render("{{.Name}}", {"Name": "{{.Name}}\\n"}) == "{{.Name}}\\n"


@pytest.mark.parametrize(
    "template", ["{{range .Mounts}}{{.}}{{end}}", "{{len .Mounts}}", "{{", "{{.a", "{{index .a 0}}", "{{upper .Name}}"]
)
def test_what_is_beyond_that_is_refused(template: str) -> None:
    with pytest.raises(EngineError) as caught:
        render(template, VALUE)
    assert caught.value.kind == "not-permitted"


@settings(max_examples=60, deadline=None)
@given(st.text(), st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_any_text_is_filled_in_or_refused(template: str, value: Any) -> None:
    try:
        assert isinstance(render(template, value), str)
    except EngineError as error:
        assert error.kind == "not-permitted"  # noqa: PT017 - either is right

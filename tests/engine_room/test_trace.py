"""What an action really came to: the SDK's calls and the requests they sent."""

from __future__ import annotations

import pytest

from lab.docker_cli.parse import Place, parse
from lab.engine.adapter import DockerEngine
from lab.engine.contract import Call, EngineError, Happening, Permit, Request

from .conftest import Do
from .fake_engine import FakeEngine, Json, Stream, image


def traced(happenings: list[Happening]) -> list[str]:
    lines = []
    for each in happenings:
        if isinstance(each, Call):
            lines.append(each.text)
        if isinstance(each, Request):
            path = each.path.partition("?")[0].partition("/images")
            lines.append(f"{each.method} {path[1]}{path[2]} {each.status}")
    return lines


def test_a_pull_is_one_call_and_one_request(engine: FakeEngine, do: Do) -> None:
    engine.script("POST", "/images/create", Stream([{"status": "Pulling from library/hello-world"}]))
    assert traced(do("docker pull hello-world")) == [
        "client.pull('hello-world', tag='latest', stream=True, decode=True)",
        "POST /images/create 200",
    ]


def test_a_tag_is_told_with_the_names_that_were_given(engine: FakeEngine, do: Do) -> None:
    engine.images = [image("hello-world:latest")]
    assert traced(do("docker tag hello-world 127.0.0.1:5000/hello-world")) == [
        "client.tag('hello-world', '127.0.0.1:5000/hello-world', tag='latest')",
        "POST /images/hello-world/tag 201",
    ]


def test_a_request_that_is_refused_is_told_with_the_engines_answer(
    engine: FakeEngine, client: DockerEngine, permit: Permit
) -> None:
    engine.script("POST", "/images/*/tag", Json({"message": "No such image: nosuch:latest"}, 404))
    told: list[Happening] = []
    with pytest.raises(EngineError):
        told.extend(client.perform(parse("docker tag nosuch new", Place(permit.workspace)), permit))
    assert traced(told)[-1] == "POST /images/nosuch/tag 404"


def test_what_the_lab_asks_to_look_is_not_told_as_the_actions(engine: FakeEngine, client: DockerEngine, do: Do) -> None:
    from lab.world import Scope

    client.observe(Scope())
    engine.images = [image("hello-world:latest")]
    assert len(traced(do("docker tag hello-world new"))) == 2

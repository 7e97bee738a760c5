"""What listeners and builders wrote down, read line by line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lab.happened import builds, deliveries
from lab.world import Build, Delivery

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


def event(**changed: Any) -> dict[str, Any]:
    target = {"mediaType": MANIFEST, "repository": "acme/hello", "tag": "1.0", "digest": "sha256:ab"}
    request = {"host": "127.0.0.1:5000", "method": "PUT"}
    return {"id": "e1", "action": "push", "target": target, "request": request, "actor": {"name": "bob"}, **changed}


def line(*events: Any, wrapped: bool = True) -> str:
    envelope = {"events": list(events)}
    return json.dumps({"received": "…", "body": envelope} if wrapped else envelope) + "\n"


def test_a_push_is_read_from_a_body_and_from_what_has_it_as_body() -> None:
    told = Delivery("f", "e1", "127.0.0.1:5000/acme/hello:1.0", "sha256:ab", "bob")
    assert list(deliveries("f", line(event()) + line(event(), wrapped=False))) == [told, told]


@pytest.mark.parametrize(
    "other",
    [
        event(action="pull"),
        event(action="delete"),
        event(target={"mediaType": MANIFEST, "repository": "acme/hello", "digest": "sha256:ab"}),
        event(target={"mediaType": "application/octet-stream", "repository": "acme/hello", "tag": "1.0"}),
        event(target=None),
        "an event",
        None,
    ],
)
def test_what_is_no_push_of_a_tag_is_left_out(other: Any) -> None:
    assert [each.id for each in deliveries("f", line(other, event()))] == ["e1"]


def test_an_index_counts_and_nobody_has_to_have_a_name() -> None:
    target = {"mediaType": "application/vnd.oci.image.index.v1+json", "repository": "a", "tag": "1", "digest": "d"}
    (told,) = deliveries("f", line(event(target=target, actor={})))
    assert (told.reference, told.actor) == ("127.0.0.1:5000/a:1", "")


@pytest.mark.parametrize("text", ["", "\n", "{", "[1]", '{"events": 3}', '{"body": [1]}', "[" * 100_000, "\x00"])
def test_a_line_that_says_nothing_is_passed_over(text: str) -> None:
    assert [each.id for each in deliveries("f", f"{text}\n{line(event())}")] == ["e1"]
    assert not list(builds("f", text))


def test_a_line_that_is_still_on_its_way_is_no_delivery_yet() -> None:
    assert len(list(deliveries("f", line(event()) + line(event())[:40]))) == 1


def test_builds_are_read_with_what_came_of_them() -> None:
    good = {"commit": "1f", "reference": "r:latest", "digest": "sha256:ab", "trouble": ""}
    bad = {"commit": "2f", "reference": "r:latest", "digest": "", "trouble": "no such file"}
    text = "\n".join(map(json.dumps, (good, bad, {"commit": "3f"})))
    assert list(builds("f", text)) == [
        Build("f", "1f", "r:latest", "sha256:ab"),
        Build("f", "2f", "r:latest", trouble="no such file"),
    ]

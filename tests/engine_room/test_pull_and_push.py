"""What hides in the streams of pulls and pushes (facts/docker.md 1A)."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest

from lab.docker_cli.actions import ImagePush
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Output, Permit, Progress
from lab.reference import Reference

from .conftest import REGISTRY, Do, Refused, lines, notices
from .fake_engine import FakeEngine, Json, Raw, Silence, Stream, image

PUSH = f"docker push {REGISTRY}/hello-world"
LIMIT = {"errorDetail": {"message": "toomanyrequests: You have reached your pull rate limit."}, "error": "old words"}


def test_an_error_in_the_stream_of_a_pull_is_an_error(engine: FakeEngine, refused: Refused) -> None:
    engine.script("POST", "/images/create", Stream([{"status": "Pulling from library/hello-world"}, LIMIT]))
    error = refused("docker pull hello-world")
    assert (error.kind, error.blameless) == ("rate-limit", True)


def test_an_error_in_the_stream_of_a_push_is_an_error(engine: FakeEngine, refused: Refused) -> None:
    words = 'Get "https://127.0.0.1:5000/v2/": http: server gave HTTP response to HTTPS client'
    engine.script("POST", "/images/*/push", Stream([{"status": "Preparing"}, {"errorDetail": {"message": words}}]))
    error = refused(PUSH)
    assert (error.kind, error.words) == ("https-required", words)


def test_the_detail_of_an_error_goes_before_its_deprecated_text(engine: FakeEngine, refused: Refused) -> None:
    engine.script("POST", "/images/create", Stream([LIMIT]))
    assert refused("docker pull hello-world").words == LIMIT["errorDetail"]["message"]  # type: ignore[index]


@pytest.mark.parametrize("event", [{"error": "denied: no"}, {"errorDetail": None, "error": "denied: no"}])
def test_an_error_without_detail_is_an_error_all_the_same(engine: FakeEngine, refused: Refused, event: Any) -> None:
    engine.script("POST", "/images/create", Stream([event]))
    assert refused("docker pull hello-world").kind == "login"


def test_a_failed_pull_never_returns_the_older_image_that_is_there(engine: FakeEngine, refused: Refused) -> None:
    engine.images = [image("hello-world:latest")]
    engine.script("POST", "/images/create", Stream([LIMIT]))
    assert refused("docker pull hello-world").kind == "rate-limit"


def test_an_error_before_the_stream_is_the_same_error(engine: FakeEngine, refused: Refused) -> None:
    words = "manifest for hello-world:nosuch not found: manifest unknown: manifest unknown"
    engine.script("POST", "/images/create", Json({"message": words}, 404))
    assert refused("docker pull hello-world:nosuch").kind == "not-published"


def test_podmans_failed_push_says_why_though_it_carries_no_message(engine: FakeEngine, refused: Refused) -> None:
    words = "pinging container registry: http: server gave HTTP response to HTTPS client"
    engine.script("POST", "/images/*/push", Json({"errorDetail": {"message": words}, "error": words}, 500))
    error = refused(PUSH)
    assert (error.kind, error.words) == ("https-required", words)


@pytest.mark.parametrize("document", [{}, {"cause": "x"}, [], "text", None, 5])
def test_any_json_without_a_message_is_an_error_not_a_traceback(
    engine: FakeEngine, refused: Refused, document: Any
) -> None:
    engine.script("POST", "/images/create", Json(document, 500))
    assert refused("docker pull hello-world").words


def test_a_pull_without_a_tag_asks_for_latest(engine: FakeEngine, do: Do) -> None:
    do("docker pull hello-world")
    assert engine.pulled == ["hello-world:latest"]


def test_a_pull_by_digest_asks_for_that_digest(engine: FakeEngine, do: Do) -> None:
    digest = "sha256:" + "c3" * 32
    do(f"docker pull hello-world@{digest}")
    assert engine.pulled == [f"hello-world:{digest}"]


def test_a_push_without_a_tag_pushes_latest_and_no_other_tag(engine: FakeEngine, do: Do) -> None:
    engine.images = [image(f"{REGISTRY}/hello-world:latest", f"{REGISTRY}/hello-world:v2")]
    do(PUSH)
    assert engine.pushed == [f"{REGISTRY}/hello-world:latest"]


def test_nothing_is_pushed_to_a_registry_that_is_not_the_labs(
    engine: FakeEngine, client: DockerEngine, permit: Permit
) -> None:
    with pytest.raises(EngineError) as caught:
        list(client.perform(ImagePush(Reference.parse("hello-world")), permit))
    assert caught.value.kind == "not-permitted"
    assert engine.pushed == []


def test_the_labs_registry_may_be_called_localhost(engine: FakeEngine, do: Do) -> None:
    do("docker push localhost:5000/hello-world")
    assert engine.pushed == ["localhost:5000/hello-world:latest"]


def test_progress_is_told_by_layer_and_the_rest_line_by_line(engine: FakeEngine, do: Do) -> None:
    events = [
        {"status": "Pulling from library/hello-world", "id": "latest"},
        {"status": "Downloading", "id": "0123456789ab", "progressDetail": {"current": 5, "total": 9}},
        {"status": "Pull complete", "id": "0123456789ab", "progressDetail": {}},
        {"status": "Pushing", "id": None, "progressDetail": None},
        {"aux": {"Digest": "sha256:0"}},
    ]
    engine.script("POST", "/images/create", Stream(events))
    told = [each for each in do("docker pull hello-world") if isinstance(each, Output | Progress)]
    assert told == [
        Output("latest: Pulling from library/hello-world"),
        Progress("0123456789ab", "Downloading", 5, 9),
        Progress("0123456789ab", "Pull complete"),
        Output("Pushing"),
    ]


def test_an_event_that_tells_of_one_manifest_pushed_is_no_error(engine: FakeEngine, do: Do) -> None:
    aux = {"aux": {"manifestPushedInsteadOfIndex": True, "originalIndex": {}}}
    engine.script("POST", "/images/*/push", Stream([{"status": "Pushed"}, aux]))
    assert lines(do(PUSH)) == ["Pushed"]


def test_a_missing_credential_helper_costs_a_notice_and_nothing_else(
    engine: FakeEngine, docker_config: Path, do: Do
) -> None:
    written = json.dumps({"credsStore": "nowhere-to-be-found"})
    docker_config.write_text(written)
    assert notices(do("docker pull hello-world")) == ["engine.credentials.notice"]
    assert engine.pulled
    assert docker_config.read_text() == written


def test_a_push_to_a_registry_of_the_labs_asks_no_helper_and_takes_no_login_of_the_learners(
    engine: FakeEngine, docker_config: Path, do: Do
) -> None:
    docker_config.write_text(json.dumps({"credsStore": "x", "auths": {"127.0.0.1:5000": {"auth": "a2ltOnB3"}}}))
    assert notices(do(PUSH)) == []
    [pushed] = [each for each in engine.asked if each.path.endswith("/push")]
    assert json.loads(base64.urlsafe_b64decode(pushed.headers["x-registry-auth"])) == {}


@pytest.mark.parametrize("says", ["echo nonsense", "exit 1", "echo locked >&2; exit 3"])
def test_a_credential_helper_that_makes_no_sense_costs_no_pull(
    engine: FakeEngine, docker_config: Path, do: Do, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, says: str
) -> None:
    helper = tmp_path / "docker-credential-odd"
    helper.write_text(f"#!/bin/sh\n{says}\n")
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    docker_config.write_text(json.dumps({"credsStore": "odd"}))
    do("docker pull hello-world")
    assert engine.pulled == ["hello-world:latest"]


def test_without_a_credential_helper_nobodys_name_is_sent(engine: FakeEngine, docker_config: Path, do: Do) -> None:
    docker_config.write_text(json.dumps({"credHelpers": {REGISTRY: "nowhere-to-be-found"}}))
    do(PUSH)
    assert engine.asked[-1].headers["x-registry-auth"] == "e30="  # {}


def test_an_engine_that_goes_away_in_mid_stream_is_an_error(engine: FakeEngine, refused: Refused) -> None:
    engine.script("POST", "/images/create", Stream([{"status": "Pulling"}], cut=True))
    error = refused("docker pull hello-world")
    assert (error.kind, error.blameless) == ("unreachable", True)


def test_an_engine_that_goes_away_in_the_middle_of_a_chunk_is_an_error(engine: FakeEngine, refused: Refused) -> None:
    head = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"status": "Pull'
    engine.script("POST", "/images/create", Raw(head))
    assert refused("docker pull hello-world").blameless


@pytest.mark.parametrize("event", [b'{"status": "Pul', b"<html>", b"\xff\xfe\n", b"[1]\n", b'"text"\n', b"5\n"])
def test_a_stream_that_makes_no_sense_is_an_error(engine: FakeEngine, refused: Refused, event: bytes) -> None:
    engine.script("POST", "/images/create", Stream([event]))
    error = refused("docker pull hello-world")
    assert (error.kind, error.blameless) == ("garbled", True)


def test_an_empty_answer_to_a_pull_is_an_error(engine: FakeEngine, refused: Refused) -> None:
    engine.script("POST", "/images/create", Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    assert refused("docker pull hello-world").kind == "garbled"


def test_an_engine_that_falls_silent_in_a_pull_is_a_timeout(
    engine: FakeEngine, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.engine.client.PATIENT", 0.1)
    engine.script("POST", "/images/create", Silence())
    assert refused("docker pull hello-world").kind == "timeout"


def test_an_engine_that_falls_silent_in_mid_stream_is_a_timeout(
    engine: FakeEngine, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.engine.client.PATIENT", 0.1)
    events = (event for event in [{"status": "Pulling"}, engine.over.wait])
    engine.script("POST", "/images/create", Stream(event() if callable(event) else event for event in events))
    assert refused("docker pull hello-world").kind == "timeout"


def test_a_name_is_removed_by_its_exact_reference(engine: FakeEngine, do: Do) -> None:
    engine.images = [image("hello-world:latest", f"{REGISTRY}/hello-world:latest", "mine:latest")]
    assert lines(do(f"docker rmi {REGISTRY}/hello-world")) == [f"Untagged: {REGISTRY}/hello-world:latest"]
    assert engine.names() == {"hello-world:latest", "mine:latest"}
    assert "force" not in engine.asked[-1].query or engine.asked[-1].query["force"] in ("0", "False")


def test_tagging_gives_one_more_name(engine: FakeEngine, do: Do) -> None:
    engine.images = [image("hello-world:latest")]
    assert lines(do(f"docker tag hello-world {REGISTRY}/hello-world")) == []
    assert engine.names() == {"hello-world:latest", f"{REGISTRY}/hello-world:latest"}

"""Nobody's password reaches what is shown, told to programs, or written down."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from lab.docker_cli import actions as act
from lab.engine.adapter import DockerEngine
from lab.engine.connect import connect
from lab.engine.contract import Call, EngineError, Output, Permit, Request
from lab.engine.errors import classify
from lab.engine.secrets import without_credentials, without_passwords
from lab.engine.trace import spelt
from lab.language.words import words

from .conftest import Do, Refused
from .fake_engine import FakeEngine, Json, image

SECRET = "s3cr3t"
PROXY = f"http://kim:{SECRET}@proxy.school.example:3128"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (PROXY, "http://…@proxy.school.example:3128"),
        (f"proxyconnect tcp: {PROXY}: refused", "proxyconnect tcp: http://…@proxy.school.example:3128: refused"),
        (f"https://kim:{SECRET}@a/x and https://lee:{SECRET}@b/y", "https://…@a/x and https://…@b/y"),
        (f"http://:{SECRET}@host", "http://…@host"),
        (f"http://kim:{SECRET}@{SECRET}@host", "http://…@host"),
        ("ssh://kim@host", "ssh://kim@host"),
        ("http://127.0.0.1:5000/v2/", "http://127.0.0.1:5000/v2/"),
        ("docker.io/library/hello-world@sha256:1", "docker.io/library/hello-world@sha256:1"),
        (
            'Get "http://127.0.0.1:5000/v2/x": kim@school.example',
            'Get "http://127.0.0.1:5000/v2/x": kim@school.example',
        ),
    ],
)
def test_a_password_in_an_address_is_left_out_and_nothing_else(text: str, shown: str) -> None:
    assert without_passwords(text) == shown


@pytest.mark.parametrize("name", ["auth_config", "password", "identitytoken", "X-Registry-Auth", "Authorization"])
def test_a_call_of_the_sdk_is_told_without_credentials(name: str) -> None:
    told = spelt("pull", ("x",), {name: {"username": "kim", "password": SECRET}, "tag": "latest"})
    assert told == f"client.pull('x', {name}='…', tag='latest')"


def test_credentials_are_found_inside_of_arguments() -> None:
    assert without_credentials({"a": {"password": SECRET, "x": PROXY}}) == {
        "a": {"password": "…", "x": "http://…@proxy.school.example:3128"}
    }
    assert SECRET not in spelt("f", ({"auths": {"x": {"auth": SECRET}}}, PROXY), {})


def test_that_nobody_is_named_may_be_told() -> None:
    assert spelt("pull", ("x",), {"auth_config": {}}) == "client.pull('x', auth_config={})"


def test_a_login_of_the_users_is_sent_to_the_engine_and_told_to_nobody(
    engine: FakeEngine, docker_config: Path, do: Do
) -> None:
    login = base64.b64encode(f"kim:{SECRET}".encode()).decode()
    docker_config.write_text(json.dumps({"auths": {"https://index.docker.io/v1/": {"auth": login}}}))
    told = do("docker pull hello-world")
    header = next(each.headers["x-registry-auth"] for each in engine.asked if each.path == "/images/create")
    assert SECRET in base64.urlsafe_b64decode(header).decode()
    assert not any(secret in repr(each) for each in told for secret in (SECRET, login, header))
    assert {Call, Request} <= {type(each) for each in told}


def test_the_engines_proxy_and_mirrors_are_known_without_their_passwords(engine: FakeEngine, url: str) -> None:
    engine.info |= {"HttpsProxy": PROXY, "RegistryConfig": {"Mirrors": [PROXY]}}
    facts = connect(url).facts
    assert facts.proxy == "http://…@proxy.school.example:3128"
    assert SECRET not in json.dumps(asdict(facts))


@pytest.mark.parametrize(
    "words_of_engine", [f"proxyconnect tcp: {PROXY}", f"received unexpected HTTP status from {PROXY}", f"x509: {PROXY}"]
)
def test_an_engines_words_are_repeated_without_passwords(words_of_engine: str) -> None:
    for error in (classify(words_of_engine), classify(words_of_engine, 500)):
        said = words("en").say(error.message) + words("en").say(error.hint) + error.words + str(error)
        assert SECRET not in said


def test_an_error_of_the_engines_over_the_wire_is_told_without_passwords(engine: FakeEngine, refused: Refused) -> None:
    engine.images = [image("hello-world:latest")]
    engine.script("POST", "/images/*/push", Json({"message": f"proxyconnect tcp: {PROXY}: refused"}, 500))
    error = refused("docker push 127.0.0.1:5000/hello-world")
    assert SECRET not in error.words + words("en").say(error.message)


def test_what_docker_info_prints_has_no_passwords(engine: FakeEngine, do: Do) -> None:
    engine.info["HttpProxy"] = PROXY
    told = do("docker info")
    assert any("proxy.school.example" in each.text for each in told if isinstance(each, Output))
    assert SECRET not in repr(told)


def test_an_address_of_the_engine_is_told_without_its_password() -> None:
    with pytest.raises(EngineError) as caught:
        connect(f"tcp://kim:{SECRET}@127.0.0.1:1")
    error = caught.value
    assert SECRET not in words("en").say(error.message) + words("en").say(error.hint) + error.words


def test_a_refused_question_to_a_registry_repeats_no_password(client: DockerEngine, permit: Permit) -> None:
    action = act.RegistryRequest(f"http://kim:{SECRET}@127.0.0.1:5000/v2/")
    with pytest.raises(EngineError) as caught:
        list(client.perform(action, permit))
    assert SECRET not in words("en").say(caught.value.message)

"""Everything that breaks between a learner and an image: what it is called, who is to blame, and what to do, in time.

A row is what an engine, or what stands in its place, really sends; the words are those of engines, registries and proxies.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.engine.connect import connect
from lab.engine.contract import EngineError
from lab.language.words import LANGUAGES, words
from lab.world import Scope

from .conftest import Refused
from .fake_engine import FakeEngine, Json, Reply, Silence, Stream, image

PUSH, PULL = "docker push 127.0.0.1:5000/hello-world", "docker pull hello-world"
HUB = "https://registry-1.docker.io/v2/"
BOUND = 3.0
"""Seconds: what fails is said at once, and what never answers when patience ends, which is a quarter of a second here."""


@dataclass(frozen=True)
class Fault:
    """What happens, and what is to be said of it."""

    command: str
    reply: Reply
    kind: str
    blameless: bool
    cause: str
    """Word of the English message."""
    remedy: str
    """Word of the English hint."""


def told(text: str) -> Reply:
    """An error inside of a stream: the engine has said 200 already."""
    return Stream([{"status": "Preparing"}, {"errorDetail": {"message": text}, "error": text}])


FAULTS: dict[str, Fault] = {
    "a registry that answers 500": Fault(
        PUSH, told("received unexpected HTTP status: 500 Internal Server Error"), "registry-fault", True, "5xx", "logs"
    ),
    "an engine that answers 500": Fault(
        PUSH, Json({"message": "something went wrong inside"}, 500), "engine-fault", True, "inside", "restart"
    ),
    "garbage in the stream": Fault(PULL, Stream([b"<html>\xff\n"]), "garbled", True, "engine", "address"),
    "an engine that dies in mid stream": Fault(
        PULL, Stream([{"status": "Downloading"}], cut=True), "unreachable", True, "engine", "start"
    ),
    "an engine that never answers": Fault(PULL, Silence(), "timeout", True, "too long", "engine"),
    "a registry that answers garbage": Fault(
        PULL, told("missing or empty Content-Type header"), "not-a-registry", False, "registry", "port"
    ),
    "a registry that answers with a web page": Fault(
        PUSH, told("error parsing HTTP 404 response body: invalid character '<' looking for beginning of value: \"<html>\""),
        "not-a-registry", False, "registry", "port",
    ),
    "a registry that is too slow": Fault(
        PULL, told(f'Get "{HUB}": net/http: TLS handshake timeout'), "offline", True, "network", "online"
    ),
    "a registry that never answers": Fault(
        PULL, told(f'Get "{HUB}": context deadline exceeded'), "offline", True, "network", "online"
    ),
    "no network": Fault(
        PULL, told(f'Get "{HUB}": dial tcp: lookup registry-1.docker.io: no such host'), "offline", True, "network", "online"
    ),
    "the limit of Docker Hub": Fault(
        PULL, told("toomanyrequests: You have reached your unauthenticated pull rate limit."), "rate-limit", True, "Hub", "wait"
    ),
    "a proxy that refuses": Fault(
        PULL, told(f'Get "{HUB}": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused'), "offline", True,
        "network", "proxy",
    ),
    "a proxy that reads along": Fault(
        PULL, told(f'Get "{HUB}": x509: certificate signed by unknown authority'), "interception", True, "certificate", "proxy"
    ),
    "a clock that is wrong": Fault(
        PULL, told(f'Get "{HUB}": x509: certificate has expired or is not yet valid: current time 2019-01-01T00:00:00Z is '
                   "before 2024-01-01T00:00:00Z"), "clock", True, "clock", "clock",
    ),
    "a disk of the engine's that is full": Fault(
        PULL, told("failed to register layer: write /x: no space left on device"), "no-space", True, "full", "space"
    ),
    "a disk of the engine's that is closed": Fault(
        PULL, Json({"message": "mkdir /var/lib/docker/tmp: read-only file system"}, 500), "engine-fault", True, "read-only",
        "restart",
    ),
    "a credential helper that fails": Fault(
        PULL, Json({"message": 'error getting credentials - err: exec: "docker-credential-x": not found'}, 500),
        "credentials", True, "credential", "config.json",
    ),
    "a registry that is not running": Fault(
        PUSH, told('Get "http://127.0.0.1:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused'),
        "registry-refused", False, "registry", "running",
    ),
    "a port of another container's": Fault(
        "docker run -d -p 127.0.0.1:5000:5000 registry",
        Json({"message": "Bind for 127.0.0.1:5000 failed: port is already allocated"}, 500), "port-taken", False, "5000", "port",
    ),
    "a port that Windows has reserved": Fault(
        "docker run -d -p 127.0.0.1:5000:5000 registry",
        Json({"message": "Ports are not available: exposing port TCP 127.0.0.1:5000 -> 0.0.0.0:0: listen tcp 127.0.0.1:5000: "
              "bind: An attempt was made to access a socket in a way forbidden by its access permissions."}, 500),
        "port-taken", False, "5000", "excludedportrange",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_cause_and_its_remedy_in_time(
    name: str, engine: FakeEngine, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = FAULTS[name]
    monkeypatch.setattr("lab.engine.client.PATIENT", 0.25)
    engine.images = [image("hello-world:latest", "127.0.0.1:5000/hello-world:latest", "registry:latest")]
    for path in ("/images/create", "/images/*/push", "/containers/create"):
        engine.script("POST", path, fault.reply)
    began = time.monotonic()
    error = refused(fault.command)
    assert time.monotonic() - began < BOUND
    assert (error.kind, error.blameless) == (fault.kind, fault.blameless)
    said, hint = words("en").say(error.message), words("en").say(error.hint)
    assert fault.cause.lower() in said.lower()
    assert fault.remedy.lower() in hint.lower()
    for lang in LANGUAGES:
        assert all("\n" not in words(lang).say(text) for text in (error.message, error.hint))


def stale(folder: Path) -> str:
    """A socket whose engine has gone without taking it along."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "stale.sock"))
    return f"unix://{folder}/stale.sock"


PLACES: dict[str, tuple[Callable[[Path], str], str, str, str]] = {
    "a socket that was left behind": (stale, "unreachable", "left behind", "start"),
    "a socket that is not there": (
        lambda folder: f"unix://{folder}/none.sock",
        "unreachable",
        "no container engine answers",
        "start",
    ),
    "a port that nobody listens on": (
        lambda folder: "tcp://127.0.0.1:1",
        "unreachable",
        "no container engine answers",
        "start",
    ),
    "an address that is none": (lambda folder: "foo://bar", "unreachable", "no container engine answers", "start"),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_engine_that_is_not_there_is_named_with_what_to_start(name: str, socket_folder: Path) -> None:
    address, kind, cause, remedy = PLACES[name]
    began = time.monotonic()
    with pytest.raises(EngineError) as caught:
        connect(address(socket_folder)).observe(Scope())
    assert time.monotonic() - began < BOUND
    assert (caught.value.kind, caught.value.blameless) == (kind, True)
    assert cause in words("en").say(caught.value.message).lower()
    assert remedy in words("en").say(caught.value.hint).lower()

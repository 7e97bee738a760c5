"""Engines that are absent, silent, strange or about to go away: always an EngineError, always in time."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
import requests

from lab.engine.adapter import DockerEngine
from lab.engine.connect import connect
from lab.engine.contract import EngineError
from lab.world import Scope

from .conftest import Refused
from .fake_engine import FakeEngine, Json, Raw, Reply, Serving, Silence, Stream


def error_of(url: str) -> EngineError:
    with pytest.raises(EngineError) as caught:
        connect(url).observe(Scope())
    return caught.value


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.engine.client.QUICK", 0.25)


def test_a_missing_socket_is_an_engine_that_does_not_answer(socket_folder: Path) -> None:
    error = error_of(f"unix://{socket_folder}/none.sock")
    assert (error.kind, error.blameless) == ("unreachable", True)


def test_a_stale_socket_is_an_engine_that_does_not_answer(socket_folder: Path) -> None:
    path = str(socket_folder / "stale.sock")
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(path)
    assert error_of(f"unix://{path}").kind == "unreachable"


def test_a_file_that_is_no_socket_is_an_engine_that_does_not_answer(socket_folder: Path) -> None:
    (socket_folder / "file.sock").write_text("")
    assert error_of(f"unix://{socket_folder}/file.sock").kind == "unreachable"


def test_a_closed_port_is_an_engine_that_does_not_answer(closed_port: int) -> None:
    assert error_of(f"tcp://127.0.0.1:{closed_port}").kind == "unreachable"


def test_a_socket_of_somebody_else_is_a_matter_of_permission(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect_unix(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("docker.transport.unixconn.UnixHTTPConnection.connect", connect_unix)
    error = error_of(url)
    assert (error.kind, error.blameless) == ("socket-permission", True)


@pytest.mark.parametrize("address", ["foo://bar", "tcp://", "unix", "tcp://127.0.0.1:99999", "tcp://127.0.0.1:x"])
def test_an_address_that_is_none_is_an_engine_that_does_not_answer(address: str) -> None:
    assert error_of(address).kind in ("unreachable", "garbled")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("path", ["/version", "/info", "/images/json", "/containers/json", "/volumes", "/networks"])
def test_an_engine_that_accepts_and_never_answers_is_a_timeout(engine: FakeEngine, url: str, path: str) -> None:
    engine.script("GET", path, Silence())
    error = error_of(url)
    assert (error.kind, error.blameless) == ("timeout", True)


@pytest.mark.usefixtures("impatient")
def test_an_engine_whose_events_never_end_is_a_timeout(engine: FakeEngine, client: DockerEngine) -> None:
    engine.script("GET", "/events", Silence())
    with pytest.raises(EngineError) as caught:
        client.observe(Scope(since=1.0))
    assert caught.value.kind == "timeout"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Raw(b""), "unreachable"),
        (Raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "garbled"),
        (Raw(b"\0\xff\xfe" * 50), "garbled"),
        (Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"), "unreachable"),
        (Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"), "garbled"),
        (Raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx"), "garbled"),
        (Raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found"), "garbled"),
        (Json({"message": "no such page"}, 404), "garbled"),
        (Json({}, 500), "garbled"),
        (Json({"message": "Docker Desktop is unable to start"}, 503), "unreachable"),
        (Json({}), "garbled"),
        (Json([]), "garbled"),
        (Json("text"), "garbled"),
        (Json(None), "garbled"),
        (Json({"ApiVersion": 5}), "garbled"),
        (Json({"ApiVersion": "x.y"}), "garbled"),
    ],
)
def test_whatever_answers_instead_of_an_engine_is_named_as_such(
    engine: FakeEngine, url: str, reply: Reply, kind: str
) -> None:
    engine.script("GET", "/version", reply)
    assert error_of(url).kind == kind


def test_an_engine_too_old_for_the_sdk_says_so(engine: FakeEngine, url: str) -> None:
    engine.version["ApiVersion"] = "1.10"
    assert "1.10" in error_of(url).words or "no longer supported" in error_of(url).words


@pytest.mark.parametrize("path", ["/info", "/images/json", "/containers/json", "/volumes", "/networks"])
@pytest.mark.parametrize("document", [None, 5, "text", [5], ["text"], [[]], [None], [{}], {"Volumes": 5}, {"x": {}}])
def test_an_answer_of_another_shape_is_never_a_traceback(
    engine: FakeEngine, url: str, path: str, document: Any
) -> None:
    engine.script("GET", path, Json(document))
    try:
        connect(url).observe(Scope())
    except EngineError as error:
        assert error.blameless  # noqa: PT017 - some of these shapes are read as nothing at all, which is as good


@pytest.mark.parametrize("path", ["/images/json", "/containers/json", "/volumes", "/networks"])
def test_an_engine_that_hangs_up_while_it_is_read_has_gone_away(
    engine: FakeEngine, client: DockerEngine, path: str
) -> None:
    engine.script("GET", path, Raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n["))
    with pytest.raises(EngineError) as caught:
        client.observe(Scope())
    assert caught.value.kind == "unreachable"


def test_events_that_make_no_sense_are_never_a_traceback(engine: FakeEngine, client: DockerEngine) -> None:
    for event in (b"<html>", b"5\n", b"[]\n", b'{"Actor": 5}\n'):
        engine.script("GET", "/events", Stream([event]))
        with pytest.raises(EngineError) as caught:
            client.observe(Scope(since=1.0))
        assert caught.value.kind == "garbled"


def test_an_engine_that_goes_away_after_it_was_there_is_told(socket_folder: Path) -> None:
    path = str(socket_folder / "docker.sock")
    with Serving(FakeEngine(), path) as serving:
        client = connect(serving.url)
        assert client.observe(Scope()).images == ()
    Path(path).unlink()
    client.close()
    with pytest.raises(EngineError) as caught:
        client.observe(Scope())
    assert caught.value.kind == "unreachable"


def test_a_page_of_html_from_the_engine_is_cut_to_a_sentence(engine: FakeEngine, refused: Refused) -> None:
    page = b"<html>" + b"x" * 100_000
    engine.script("POST", "/images/*/push", Raw(b"HTTP/1.1 502 Bad\r\nContent-Length: 100006\r\n\r\n" + page))
    error = refused("docker push 127.0.0.1:5000/hello-world")
    assert error.kind == "engine-fault"
    assert error.blameless
    assert len(str(error.message)) < 400


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    engine: FakeEngine, closed_port: int, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{closed_port}")
    with Serving(engine) as serving:
        client = connect(serving.url)
        assert client.facts.url == serving.url
        assert client.observe(Scope()).images == ()
        client.close()


def test_a_proxy_in_dockers_configuration_is_not_asked_either(
    engine: FakeEngine, closed_port: int, docker_config: Path
) -> None:
    proxy = f"http://127.0.0.1:{closed_port}"
    docker_config.write_text(json.dumps({"proxies": {"default": {"httpProxy": proxy, "httpsProxy": proxy}}}))
    with Serving(engine) as serving:
        assert connect(serving.url).observe(Scope()).images == ()


def test_dockers_own_configuration_being_broken_is_no_traceback(url: str, docker_config: Path) -> None:
    for text in ("{", "[]", '{"auths": 5}', '{"auths": {"x": {"auth": "%%"}}}', "\0"):
        docker_config.write_text(text)
        try:
            connect(url).observe(Scope())
        except EngineError as error:
            assert error.words  # noqa: PT017 - whether the SDK minds is its own affair


def test_every_thread_has_a_client_of_its_own(client: DockerEngine) -> None:
    import threading

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(client.observe(Scope()).images))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [0, 0, 0, 0]


def test_no_error_of_requests_escapes() -> None:
    """Every class of requests' errors is an OSError, which is what the adapter catches."""
    assert issubclass(requests.RequestException, OSError)


def test_the_engines_events_failing_is_an_error_not_a_traceback(engine: FakeEngine, client: DockerEngine) -> None:
    engine.script("GET", "/events", Json({"message": "events backend is none"}, 500))
    try:
        client.observe(Scope(since=1.0))
    except EngineError as error:
        assert error.words  # noqa: PT017 - whether a hint may fail is the reader's affair

"""The listener writes down what it is told before it answers, shows it, refuses everything else, and ends."""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.listener import log
from lab.listener.server import AT_ONCE, LARGEST, SHOWN, Told, listen

ADDRESS = "127.0.0.1"
Listening = Callable[..., int]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "webhooks/first.jsonl"


@pytest.fixture
def listening(file: Path) -> Iterator[Listening]:
    """Start a listener and return its port; every one of them ends with the test."""
    ends: list[Callable[[], None]] = []

    def start(told: Told | None = None) -> int:
        port = free_port()
        ends.append(listen(ADDRESS, port, kept(file), told))
        return port

    yield start
    for end in ends:
        end()


def kept(file: Path) -> log.Log:
    return log.Log(file.parents[1], f"{file.parent.name}/{file.name}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def ask(port: int, method: str, path: str = "/", body: Any = None, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=5)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def post(port: int, value: Any) -> int:
    return ask(port, "POST", body=json.dumps(value))[0]


def lines(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_request_is_written_down_with_its_headers_and_when_it_came(listening: Listening, file: Path) -> None:
    assert post(listening(), {"events": [{"id": "한글"}]}) == 200
    (kept,) = lines(file)
    assert kept["body"] == {"events": [{"id": "한글"}]}
    assert kept["headers"]["Content-Length"].isdecimal()
    assert kept["received"].endswith("+00:00")


def test_whoever_looks_sees_the_newest_first_and_no_more_than_a_few(listening: Listening) -> None:
    port = listening()
    assert json.loads(ask(port, "GET")[1]) == []
    for number in range(SHOWN + 2):
        post(port, {"number": number})
    shown = json.loads(ask(port, "GET", "/?x=1")[1])
    assert [each["body"]["number"] for each in shown] == [6, 5, 4, 3, 2]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/etc/passwd", None, 404),
        ("PUT", "/", "{}", 501),
        ("DELETE", "/", None, 501),
        ("POST", "/", "not JSON", 400),
        ("POST", "/", "null", 400),
        ("POST", "/", "[1]", 400),
        ("POST", "/", "[" * 100_000, 400),
        ("POST", "/", b"\xff\xfe", 400),
        ("POST", "/", "", 400),
    ],
)
def test_what_is_no_webhook_is_refused_and_not_written_down(
    listening: Listening, file: Path, method: str, path: str, body: Any, status: int
) -> None:
    assert ask(listening(), method, path, body)[0] == status
    assert not file.exists()


def test_a_body_without_a_length_or_with_too_great_a_one_is_not_read(listening: Listening, file: Path) -> None:
    port = listening()
    assert ask(port, "POST", body=iter([b"{}"] * 50))[0] == 411
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=5)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", str(LARGEST + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    assert not file.exists()


def test_a_file_that_is_full_or_a_link_keeps_nothing(
    listening: Listening, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = listening()
    monkeypatch.setattr(log, "LARGEST", 10)
    assert post(port, {}) == 507
    file.unlink()
    file.symlink_to(tmp_path / "elsewhere")
    assert post(port, {}) == 500
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_told_further_has_been_written_down_and_answered(listening: Listening, file: Path) -> None:
    heard: list[Any] = []
    done = threading.Event()

    def told(body: Any) -> None:
        heard.append((body, len(lines(file))))
        done.set()

    assert post(listening(told), {"a": 1}) == 200
    assert done.wait(5)
    assert heard == [({"a": 1}, 1)]


def test_many_at_once_are_each_written_on_a_line_of_its_own(listening: Listening, file: Path) -> None:
    port = listening()
    threads = [threading.Thread(target=post, args=(port, {"number": number})) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each["body"]["number"] for each in lines(file)) == list(range(40))


def test_when_it_has_ended_nobody_answers_and_the_port_is_free(file: Path) -> None:
    port = free_port()
    listen(ADDRESS, port, kept(file))()
    with pytest.raises(ConnectionRefusedError):
        post(port, {})
    listen(ADDRESS, port, kept(file))()


def test_a_port_that_is_taken_is_an_error(listening: Listening, file: Path) -> None:
    port = listening()
    with pytest.raises(OSError, match="in use"):
        listen(ADDRESS, port, kept(file))


@pytest.mark.parametrize("linked", ["webhooks", "webhooks/first.jsonl"])
def test_nothing_is_written_or_read_through_a_link(listening: Listening, tmp_path: Path, linked: str) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "first.jsonl").write_text('{"secret": 1}\n')
    link = tmp_path / linked
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(theirs / "first.jsonl" if link.suffix else theirs)
    port = listening()
    assert post(port, {"events": []}) == 500
    assert ask(port, "GET") == (200, b"[]\n")
    assert (theirs / "first.jsonl").read_text() == '{"secret": 1}\n'


def test_a_page_in_a_browser_is_refused(listening: Listening, file: Path) -> None:
    assert ask(listening(), "POST", body="{}", Origin="https://elsewhere.example")[0] == 403
    assert not file.exists()


def test_however_many_come_at_once_only_so_many_are_served_and_the_others_wait(listening: Listening) -> None:
    port, before, most = listening(), threading.active_count(), 0
    waiting: list[socket.socket] = []
    ends = time.monotonic() + 10
    try:
        while most < AT_ONCE and time.monotonic() < ends:
            waiting += [socket.create_connection((ADDRESS, port), timeout=5) for _ in range(3 * (len(waiting) < 60))]
            most = max(most, threading.active_count() - before)
        assert most == AT_ONCE
        assert threading.active_count() - before <= AT_ONCE
    finally:
        for each in waiting:
            each.close()


def test_an_address_that_is_to_come_is_listened_at_where_the_system_lets_one(file: Path) -> None:
    """Podman's bridge comes with its first container, and goes with the last."""
    if sys.platform == "linux":
        listen("198.51.100.7", free_port(), kept(file))()
    else:
        with pytest.raises(OSError, match=r"[Aa]ddress"):
            listen("198.51.100.7", free_port(), kept(file))

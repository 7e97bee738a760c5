"""What Docker Hub says of the pulls that are left."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from lab.engine import hub


class Hub(BaseHTTPRequestHandler):
    """Gives a token, and tells the limit to whoever brings it."""

    token = b'{"token": "t"}'
    limit: str | None = "76;w=21600"

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.token)

    def do_HEAD(self) -> None:
        assert self.headers["Authorization"] == "Bearer t"
        self.send_response(200)
        if self.limit is not None:
            self.send_header("RateLimit-Remaining", self.limit)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    class Here(Hub):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Here) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(hub, "TOKEN", f"{address}/token")
        monkeypatch.setattr(hub, "MANIFEST", f"{address}/manifest")
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield Here
        server.shutdown()


def test_the_pulls_that_are_left_are_told(served: type[Hub]) -> None:
    assert hub.pulls_left() == 76


@pytest.mark.parametrize("limit", [None, "", "many", "9" * 5000, "-1"])
def test_a_limit_that_makes_no_sense_is_not_known(served: type[Hub], limit: str | None) -> None:
    served.limit = limit
    assert hub.pulls_left() is None


@pytest.mark.parametrize("token", [b"", b"<html>", b"[]", b"{}", b"null", b"{" * 200_000])
def test_a_hub_that_gives_no_token_is_not_known(served: type[Hub], token: bytes) -> None:
    served.token = token
    assert hub.pulls_left() is None


def test_a_hub_that_is_not_there_is_not_known(served: type[Hub], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "TOKEN", "http://127.0.0.1:1/token")
    assert hub.pulls_left() is None

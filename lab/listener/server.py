"""The listener itself: `POST /` is a webhook, `GET /` shows what came; everything else is refused."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lab.listener.log import FullError, Log

LARGEST = 256 * 1024
"""Bytes of a request's body; a registry's are a few thousand."""
SHOWN = 5
"""Requests that `GET /` shows."""
PATIENCE = 5.0
"""Seconds that a client may take between two bytes."""
LINGER = 1.0
"""Seconds that a client is heard after it has been answered."""
AT_ONCE = 16
"""Requests that are served at the same time."""

_FREEBIND = 15
"""IP_FREEBIND of ip(7), for which Python has no name."""

Told = Callable[[dict[str, Any]], object]
"""Hears the body of each request, after it has been written down and answered."""


def listen(address: str, port: int, log: Log, told: Told | None = None) -> Callable[[], None]:
    """Serve at an address of this machine's; return what ends that. Raise OSError where nobody can listen there."""
    server = _Server((address, port), _handler(log, told))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    """Whoever ends the listener waits for what a request has set going."""
    request_queue_size = AT_ONCE

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE)
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Bind also to an address that is to come: Podman's bridge is there only while a container is in it."""
        if sys.platform == "linux":
            self.socket.setsockopt(socket.IPPROTO_IP, _FREEBIND, 1)
        super().server_bind()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a request a thread, as soon as there is a place for one; nobody waits for that longer than for a client."""
        if self._places.acquire(timeout=PATIENCE):
            super().process_request(request, client_address)
        else:
            self.close_request(request)

    def shutdown_request(self, request: Any) -> None:
        """Hear a client out, for a while: one that is still sending what is refused would lose the answer to a reset (RFC 9112, 9.6)."""
        ends, left = time.monotonic() + LINGER, LARGEST
        with suppress(OSError):  # the client has gone, or has said nothing for too long
            request.shutdown(socket.SHUT_WR)
            while left > 0 and (patience := ends - time.monotonic()) > 0:
                request.settimeout(patience)
                piece = request.recv(left)
                if not piece:
                    break
                left -= len(piece)
        self.close_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one request, and give its place away."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up: nobody reads this process's stderr, and the client knows."""


def _handler(log: Log, told: Told | None) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE
        server_version, sys_version = "registry-lab-listener", ""

        def do_GET(self) -> None:
            if self.path.partition("?")[0] != "/":
                self._answer(HTTPStatus.NOT_FOUND, "only / is there")
                return
            newest = log.newest(SHOWN)
            self._answer(HTTPStatus.OK, json.dumps(newest, indent=2, ensure_ascii=False), "application/json")

        def do_POST(self) -> None:
            if "Origin" in self.headers:  # a page in somebody's browser, which may call any address of this machine
                self._answer(HTTPStatus.FORBIDDEN, "not for web pages")
                return
            body = self._body()
            if body is None:
                return
            try:
                log.keep(dict(self.headers.items()), body)
            except FullError:
                self._answer(HTTPStatus.INSUFFICIENT_STORAGE, "no more is written down")
                return
            except OSError as error:
                self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, f"not written down: {error.strerror or error}")
                return
            self._answer(HTTPStatus.OK, "thank you")
            if told is not None:
                told(body)

        def log_message(self, *arguments: Any) -> None:
            """Write no log of its own: what came is in the file."""

        def _body(self) -> dict[str, Any] | None:
            """Return what the body says; None where it was refused, which has been answered then."""
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal():
                self._answer(HTTPStatus.LENGTH_REQUIRED, "say Content-Length")
            elif int(length) > LARGEST:
                self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {LARGEST} bytes")
            else:
                with suppress(ValueError, RecursionError):
                    body = json.loads(self.rfile.read(int(length)))
                    if isinstance(body, dict):
                        return body
                self._answer(HTTPStatus.BAD_REQUEST, "not an object of JSON")
            return None

        def _answer(self, status: HTTPStatus, text: str, kind: str = "text/plain") -> None:
            content = text.encode() + b"\n"
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

    return Handler

"""Servers that speak TLS, with the certificates that exercises lay, for tests of who trusts them."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from lab.content.props import Authority, Certificate
from lab.home import Home
from lab.props.ground import Ground
from lab.props.stage import set_up
from tests.builders import run
from tests.fakes import FACTS

HERE = "127.0.0.1"
GOOD = Certificate("good.crt", "ca.crt", "registry", (HERE,))
SET = (
    Authority("ca.crt"),
    Authority("other-ca.crt", "Other CA"),
    GOOD,
    replace(GOOD, path="expired.crt", ended=True),
    replace(GOOD, path="no-names.crt", subject=HERE, names=()),
    replace(GOOD, path="other-name.crt", names=("registry.example", "10.0.0.1")),
    replace(GOOD, path="dns.crt", names=("localhost",)),
    replace(GOOD, path="stranger.crt", authority="other-ca.crt"),
    replace(GOOD, path="all-wrong.crt", authority="other-ca.crt", names=(), ended=True),
)


def laid(tmp_path: Path) -> Path:
    """Lay two authorities and a certificate with each fault; return the workspace."""
    workspace = Home(tmp_path).workspace("registry-tls", "0a1b2c3d")
    ground = Ground(replace(run(), workspace=str(workspace)), FACTS)
    set_up(SET, ground.run, ground.engine)()
    return workspace


class _Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the overridden method's own name
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def finish_request(self, request: object, client_address: object) -> None:
        with suppress(OSError):  # a client that objects to a certificate hangs up
            super().finish_request(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(folder: Path, certificate: str | None) -> Iterator[str]:
    """Serve an empty registry with a certificate, or in plain HTTP; give its address."""
    server = _Server((HERE, 0), _Registry)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / f"{certificate}.crt", folder / f"{certificate}.key")
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"{HERE}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

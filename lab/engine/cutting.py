"""Connections to an engine's socket that can be cut: whoever waits for an answer, in whatever thread, waits no longer."""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from typing import Any

import requests
from docker.transport import UnixHTTPAdapter
from docker.transport.unixconn import UnixHTTPConnection, UnixHTTPConnectionPool


class Lines:
    """The sockets that are open to an engine, as far as they are of a kind that can be cut."""

    def __init__(self) -> None:
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._lock = threading.Lock()

    def add(self, line: socket.socket) -> None:
        """Remember a socket for as long as somebody uses it."""
        with self._lock:
            self._open.add(line)

    def cut(self) -> None:
        """End every wait on them as if the engine had gone."""
        with self._lock:
            lines = list(self._open)
        for line in lines:
            with contextlib.suppress(OSError):  # closed already
                line.shutdown(socket.SHUT_RDWR)


def cuttable(client: requests.Session, url: str, timeout: int, lines: Lines) -> None:
    """Have a client's connections be known to `lines`, where its engine is at a Unix socket; others keep their bounds."""
    if url.startswith("unix:"):
        client.get_adapter("http+docker://").close()
        client.mount("http+docker://", _Adapter(url.removeprefix("unix:").lstrip("/"), timeout, lines))


class _Connection(UnixHTTPConnection):
    """The SDK's connection to a socket, which tells of itself."""

    lines: Lines

    def connect(self) -> None:
        super().connect()
        assert self.sock is not None, "connected"
        self.lines.add(self.sock)


class _Pool(UnixHTTPConnectionPool):
    """The SDK's pool of such connections."""

    lines: Lines
    _seconds: int

    def _new_conn(self) -> Any:  # what the types call a connection of urllib3's is not what the SDK makes
        made = _Connection(self.base_url, self.socket_path, self._seconds)
        made.lines = self.lines
        return made


class _Adapter(UnixHTTPAdapter):
    """The SDK's way to a socket, through that pool."""

    def __init__(self, path: str, timeout: int, lines: Lines) -> None:
        super().__init__(path, timeout)
        self._lines = lines

    def get_connection(self, url: str | bytes, proxies: Any = None) -> UnixHTTPConnectionPool:
        with self.pools.lock:
            pool: UnixHTTPConnectionPool | None = self.pools.get(url)
            if pool is None:
                pool = _Pool(str(url), self.socket_path, self.timeout, maxsize=self.max_pool_size)
                pool.lines, pool._seconds = self._lines, self.timeout
                self.pools[url] = pool
            return pool

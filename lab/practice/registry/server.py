"""A registry that runs: listens where it is told, serves what lies under its root, and stops."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from aiohttp import web

from lab.practice.registry.app import App
from lab.practice.registry.exchange import Exchange
from lab.practice.registry.htpasswd import PasswordFile
from lab.practice.registry.log import line
from lab.practice.registry.notifications import Queue, Target, event
from lab.practice.registry.purge import purge
from lab.practice.registry.settings import Settings, SettingsError
from lab.practice.registry.store import open_store
from lab.practice.registry.upstream import Upstream

_SECRET = (
    "No HTTP secret provided - generated random secret. This may cause problems with uploads if multiple registries are "
    "behind a load-balancer. To provide a shared secret, fill in http.secret in the configuration file or set the "
    "REGISTRY_HTTP_SECRET environment variable."
)
_STOPPING = 0.2
"""Seconds that answers under way are given when the registry stops; then their connections are closed."""
_DAY = 24 * 3600.0
"""Seconds between two looks for uploads that were given up."""
_LINE = 16 * 1024
"""Bytes of a request's first line, and of one header."""
_BUFFER = 512 * 1024
"""Bytes that one connection may have in memory before its client has to wait."""
_IN_A_ROW = 64
"""Listening sockets' backlog."""


def nobody(name: str, port: int) -> None:
    """Know of no other containers."""


class RegistryServer:
    """One registry, on as many addresses as it is given.

    `root` is where the content lies, `resolve` where other paths of the container lie on this machine, and `neighbours` where
    ports of other containers are served on it.
    """

    def __init__(
        self,
        root: Path,
        settings: Settings,
        log: Callable[[str], None],
        resolve: Callable[[str], Path] = Path,
        neighbours: Callable[[str, int], tuple[str, int] | None] = nobody,
    ) -> None:
        self._settings = settings
        self._log = log
        self._resolve = resolve
        self._instance = str(uuid.uuid4())
        self._queues = [Queue(endpoint, self._warn) for endpoint in settings.endpoints]
        self._store = open_store(root, settings, self._tell)
        self._root = root
        self._upstream = Upstream(settings.upstream, neighbours) if settings.upstream else None
        self._runner: web.ServerRunner | None = None
        self._purging: asyncio.Task[None] | None = None

    @property
    def addresses(self) -> tuple[tuple[str, int], ...]:
        """Return where it listens now."""
        return tuple((address[0], address[1]) for address in self._runner.addresses) if self._runner else ()

    async def start(self, bindings: Sequence[tuple[str, int]], sockets: Sequence[socket.socket] = ()) -> None:
        """Listen on every host and port, and on sockets that are bound already and are the registry's from now on.

        OSError where an address is taken, SettingsError where the program would have ended.
        """
        for name in self._settings.ignored:
            self._warn(f"Ignoring unrecognized environment variable {name}")
        if not self._settings.secret:
            self._warn(_SECRET)
        if self._upstream is not None and not self._upstream.answers():
            host = self._settings.upstream.partition("://")[2].partition(":")[0]
            trouble = f'Get "{self._settings.upstream}/v2/": dial tcp: lookup {host}: no such host'
            raise SettingsError(f"panic: {trouble}", 2)  # as distribution does, which asks for a challenge first
        app = App(self._store, self._settings, self._accounts(), self._write, self._log, self._upstream)
        context = self._certificate()
        server = web.Server(
            app.serve,
            access_log=None,
            auto_decompress=False,
            max_line_size=_LINE,
            max_field_size=_LINE,
            read_bufsize=_BUFFER,
        )
        runner = web.ServerRunner(server, shutdown_timeout=_STOPPING)
        await runner.setup()
        try:
            for host, port in bindings:
                await web.TCPSite(runner, host, port, ssl_context=context, backlog=_IN_A_ROW).start()
            for each in sockets:
                await web.SockSite(runner, each, ssl_context=context, backlog=_IN_A_ROW).start()
        except BaseException:
            await runner.cleanup()
            raise
        self._runner = runner
        if self._settings.purge_after is not None and not self._settings.read_only:
            self._purging = asyncio.create_task(self._purge(self._settings.purge_after))
        inside = self._settings.address
        inside = f"[::]{inside}" if inside.startswith(":") else inside
        self._write("info", f"listening on {inside}{', tls' if context else ''}")

    async def stop(self) -> None:
        """Close every connection; what has arrived of an upload stays."""
        if self._purging is not None:
            self._purging.cancel()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()
        for queue in self._queues:
            await queue.close()

    async def _purge(self, age: float) -> None:
        """Remove what was given up, now and once a day."""
        while True:
            deleted = await asyncio.to_thread(purge, self._root, time.time(), age)
            self._write("info", f"Purge uploads finished.  Num deleted={deleted}, num errors=0")
            await asyncio.sleep(_DAY)

    def _accounts(self) -> PasswordFile | None:
        if not self._settings.htpasswd:
            return None
        accounts = PasswordFile(self._resolve(self._settings.htpasswd))
        try:
            password = accounts.provide()
        except OSError as error:
            trouble = f"open {self._settings.htpasswd}: {_reason(error)}"
            raise SettingsError(f"panic: unable to configure authorization (htpasswd): {trouble}", 2) from None
        if password is not None:
            account = {"user": "docker", "password": password}
            self._write("warning", "htpasswd is missing, provisioning with default user", account)
        return accounts

    def _certificate(self) -> ssl.SSLContext | None:
        if not self._settings.certificate:
            return None
        for path in (self._settings.certificate, self._settings.key):
            try:
                self._resolve(path).read_bytes()
            except OSError as error:
                raise SettingsError(line("fatal", f"open {path}: {_reason(error)}")) from None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self._resolve(self._settings.certificate), self._resolve(self._settings.key))
        except (ssl.SSLError, ValueError) as error:
            raise SettingsError(line("fatal", f"tls: {error}")) from None
        return context

    def _tell(self, exchange: Exchange, action: str, target: Target) -> None:
        if not self._queues:
            return
        source = {"addr": f"{socket.gethostname()}:{self._settings.port}", "instanceID": self._instance}
        happened = event(action, target, exchange.record(), exchange.actor, source)
        for queue in self._queues:
            queue.add(happened)

    def _warn(self, message: str) -> None:
        self._write("warning", message)

    def _write(self, level: str, message: str, fields: Mapping[str, object] | None = None) -> None:
        text = self._settings.log.line(level, message, {"instance.id": self._instance, **(fields or {})})
        if text is not None:
            self._log(text)


def _reason(error: OSError) -> str:
    """Return the cause of an error as Go words it: `no such file or directory`."""
    return (error.strerror or str(error)).lower()

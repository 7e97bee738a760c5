"""The registry as a container's program: a real one, in this process, on the container's published ports."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence

from lab.practice.engine.attaching import let_go
from lab.practice.engine.files import Files
from lab.practice.engine.logs import Log
from lab.practice.engine.ports import Held
from lab.practice.engine.program import Neighbours
from lab.practice.registry.server import RegistryServer, nobody
from lab.practice.registry.settings import Settings, SettingsError

_ACCESS = re.compile(r"[0-9a-fA-F.:\[\]]+ - ")
"""How a line of the access log begins: with the client's address."""


class Registry:
    """`registry serve CONFIG`."""

    def __init__(
        self,
        files: Files,
        environment: Mapping[str, str],
        words: Sequence[str],
        log: Log,
        neighbours: Neighbours = nobody,
    ) -> None:
        self._files = files
        self._environment = environment
        self._config = words[0] if words else ""
        self._log = log
        self._neighbours = neighbours
        self._server: RegistryServer | None = None
        self._port = 0
        self._deaf: list[asyncio.Server] = []
        """Published ports that nothing in the container listens on."""

    async def start(self, held: list[Held]) -> int | None:
        """Listen; the exit code of a registry whose configuration it does not take."""
        try:
            settings = Settings.from_environment(self._environment, self._text())
            root = self._files.host(settings.root_directory)
            server = RegistryServer(root, settings, self._say, self._files.host, self._neighbours)
            inside = [each for each in held if each.binding.container_port == settings.port]
            # A registry that is not published runs too, and answers commands in its container.
            await server.start([] if inside else [("127.0.0.1", 0)], [each.socket for each in inside])
        except SettingsError as error:
            self._say(error.text)
            let_go(held)
            return error.exit_code
        self._server, self._port = server, settings.port
        for each in held:
            if each not in inside:
                self._deaf.append(await asyncio.start_server(_hang_up, sock=each.socket))
        return None

    async def stop(self) -> None:
        """Stop listening, and drop every connection."""
        for deaf in self._deaf:
            deaf.close()
        if self._server is not None:
            await self._server.stop()

    def address(self, port: int) -> tuple[str, int] | None:
        """Return where on this machine the registry is served, if it is what listens on this port of the container."""
        return self._server.addresses[0] if self._server is not None and port == self._port else None

    def _text(self) -> str | None:
        content = self._files.read(self._config) if self._config else None
        return None if content is None else content.decode("utf-8", "replace")

    def _say(self, line: str) -> None:
        """Print a line where the program does: what it was asked for as output, what it has to say as errors."""
        self._log.append("stdout" if _ACCESS.match(line) else "stderr", line)


async def _hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """End a connection as Docker's proxy does when nothing in the container listens on the port."""
    writer.transport.abort()

"""SDK clients with a bound on every wait: one a thread, as requests' sessions are not made to be shared."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import urlsplit

import docker
import requests
from docker.auth import load_config
from docker.errors import DockerException
from docker.tls import TLSConfig
from docker.utils.config import find_config_file, load_general_config

from lab.engine.contract import EngineError, Happening, Request
from lab.engine.cutting import Lines, cuttable
from lab.engine.errors import engine_errors
from lab.engine.secrets import without_passwords
from lab.language.message import say

QUICK = 5
"""Seconds that a question may take: an engine that says nothing for longer cannot be asked."""
FIRST = 4
"""Seconds for the question which version it is: any engine answers that at once, and whoever waits has only typed a command."""
PATIENT = 120
"""Seconds without a byte that an action may take: a pull waits for its registry, a kill for its program."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class BoundedClient(docker.APIClient):
    """The SDK's client, which waits for ever on pulls and events, with a bound on every read."""

    trace: list[Happening] | None = None
    """Where the requests that are sent are noted, while somebody wants to know."""
    answered: dict[str, Any] | None = None
    """The engine's last answer to what version it is; negotiating one asks for it."""

    def version(self, api_version: bool = True) -> dict[str, Any]:
        """Ask for the engine's version, and keep the answer."""
        self.answered = super().version(api_version)
        return self.answered

    def inspect_image(self, image: str) -> dict[str, Any]:
        """Return what the engine tells of an image; raise docker.errors.NotFound where it has none of this name."""
        found: dict[str, Any] = super().inspect_image(image)  # type: ignore[no-untyped-call]  # untyped in its stubs
        return found

    def _set_auth_headers(self, headers: dict[str, str]) -> None:
        """Send nobody's logins along with a build: the SDK would send all that the user has, and it needs none of them."""

    def _post(self, url: str, **options: Any) -> requests.Response:
        """Call a Dockerfile by its name alone: the SDK sends its text as a second name, and Podman takes that one."""
        parameters = options.get("params") or {}
        if isinstance(parameters.get("dockerfile"), tuple):
            options["params"] = {**parameters, "dockerfile": parameters["dockerfile"][0]}
        answer: requests.Response = super()._post(url, **options)  # type: ignore[misc]  # its stubs leave it out
        return answer

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send a request: never without a time limit, and never through a proxy to this same machine."""
        if options.get("timeout") is None:
            options["timeout"] = self.timeout
        if urlsplit(str(request.url)).hostname in _LOOPBACK:
            options["proxies"] = {}
        answer: requests.Response | None = None
        try:
            answer = super().send(request, **options)
            return answer
        finally:
            if self.trace is not None:
                status = 0 if answer is None else answer.status_code
                self.trace.append(Request(str(request.method), str(request.path_url), status))


def _check_configuration() -> None:
    """Tell a broken configuration file of the user's from a broken engine: the SDK reads it before it asks anything."""
    try:
        load_config(config_dict=load_general_config())
    except (DockerException, AttributeError, TypeError, ValueError) as error:
        message = say("engine.configuration.message", path=str(find_config_file() or "~/.docker/config.json"))
        raise EngineError("configuration", message, say("engine.configuration.hint"), str(error)) from error


class Clients:
    """Clients of one engine, made when a thread first needs one."""

    def __init__(self, url: str, tls: TLSConfig | None = None) -> None:
        self.url = url
        self._tls = tls
        self._version: str | None = None
        self._local = threading.local()
        self._every: list[BoundedClient] = []
        self._lines = Lines()
        self._lock = threading.Lock()

    def quick(self) -> BoundedClient:
        """Return this thread's client for questions."""
        return self._client("quick", QUICK)

    def patient(self) -> BoundedClient:
        """Return this thread's client for actions."""
        return self._client("patient", PATIENT)

    def cut(self) -> None:
        """End what any thread waits for; the clients can be used again."""
        self._lines.cut()

    def close(self) -> None:
        """Close every thread's connections."""
        with self._lock:
            clients, self._every = self._every, []
        for client in clients:
            client.close()

    def _is_local(self) -> bool:
        return not self.url.startswith(("tcp:", "http:", "https:")) or urlsplit(self.url).hostname in _LOOPBACK

    def _client(self, name: str, seconds: int) -> BoundedClient:
        client: BoundedClient | None = getattr(self._local, name, None)
        if client is None:
            client = self._make(seconds)
            setattr(self._local, name, client)
        return client

    def _make(self, seconds: int) -> BoundedClient:
        _check_configuration()
        # The version is negotiated once, with the short bound; the engine's highest is what a client should speak.
        with engine_errors(without_passwords(self.url)):
            client = BoundedClient(self.url, self._version or "auto", timeout=min(FIRST, QUICK), tls=self._tls or False)
        client.timeout = seconds
        cuttable(client, self.url, seconds, self._lines)
        # Proxies and credentials of the environment are for Docker Hub, which the engine asks and not this client; looking
        # for them takes a millisecond of every request.
        client.trust_env = not self._is_local()
        with self._lock:
            self._version = client.api_version
            self._every.append(client)
        return client

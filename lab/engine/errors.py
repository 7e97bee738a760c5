"""What engines' error texts mean: one table from their words to a kind, a sentence and a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import docker.errors
import requests

from lab.engine.contract import EngineError
from lab.language.message import Message, say

_HUB = ("registry-1.docker.io", "auth.docker.io", "index.docker.io")

_KINDS: tuple[tuple[str, str], ...] = (
    ("name-taken", r"is already in use by (container )?|container name .* already in use"),
    (
        "port-taken",
        r"port is already allocated|address already in use|ports are not available|forbidden by its access permissions",
    ),
    ("must-force", r"must be forced|must force|is using its referenced image"),
    ("rate-limit", r"toomanyrequests|pull rate limit|too many requests"),
    ("https-required", r"server gave HTTP response to HTTPS client"),
    ("certificate", r"x509:|certificate signed by unknown authority|tls: "),
    ("not-published", r"manifest unknown|manifest for .* not found|name unknown|repository .* not found"),
    (
        "no-such-image",
        r"no such image|does not exist locally with the tag|tag does not exist|image not known|image not found",
    ),
    ("no-such-container", r"no such container|no container with name"),
    ("no-such-object", r"no such (volume|network|object|exec)|network .* not found"),
    ("not-running", r"is not running|can only kill running|container state improper|is paused"),
    ("running", r"cannot remove a running container|stop the container before"),
    ("in-use", r"volume is in use|has active endpoints|being used by"),
    ("platform", r"no matching manifest"),
    ("missing-content", r"content digest .* not found"),
    ("credentials", r"credentials store error|error getting credentials|credential helper"),
    ("login", r"no basic auth credentials|unauthorized|authentication required|denied: |401"),
    (
        "offline",
        r"no such host|i/o timeout|temporary failure in name resolution|network is unreachable|no route to host",
    ),
    ("offline", r"request canceled while waiting|tls handshake timeout|server misbehaving|lookup .* on "),
    ("registry-refused", r"connection refused"),
    ("storage-permission", r"permission denied.*(/var/lib/registry|mkdir)|(/var/lib/registry).*permission denied"),
    ("no-space", r"no space left on device"),
)
"""First match wins; substrings, since engines of different ages word the rest of the line differently."""


@contextmanager
def engine_errors(url: str) -> Iterator[None]:
    """Turn whatever the SDK raises into an EngineError; the SDK has no one base class for what can happen.

    An engine that answers an error without a `message` makes docker-py 7.2 raise KeyError, and a broken stream surfaces
    as an exception of requests or urllib3.
    """
    try:
        yield
    except docker.errors.APIError as error:
        raise classify(_words(error)) from error
    except docker.errors.DockerException as error:
        raise _unreachable(url, str(error)) or classify(str(error)) from error
    except (requests.RequestException, OSError) as error:
        raise _unreachable(url, f"{type(error).__name__} {error}") or classify(str(error)) from error
    except (KeyError, ValueError, AttributeError) as error:
        raise garbled(url, f"{type(error).__name__}: {error}") from error


def classify(words: str) -> EngineError:
    """Return what an engine's words mean."""
    lowered = words.lower()
    kind = next((kind for kind, pattern in _KINDS if re.search(pattern, lowered, re.IGNORECASE)), "other")
    if kind == "certificate" and any(host in lowered for host in _HUB):
        kind = "interception"
    if kind == "registry-refused" and any(host in lowered for host in _HUB):
        kind = "offline"
    message, hint = _sentences(kind, words)
    return EngineError(kind, message, hint, words)


def stream_error(event: Any) -> EngineError | None:
    """Return the error that an event of a pull or push stream carries, if it does.

    `errorDetail.message` first: `error` is deprecated since API 1.48. A push that fails is HTTP 200 with this inside.
    """
    if not isinstance(event, dict):
        return None
    detail = event.get("errorDetail")
    words = detail.get("message") if isinstance(detail, dict) else None
    words = words or event.get("error")
    return classify(str(words)) if words else None


def garbled(url: str, words: str) -> EngineError:
    """Return the error of an engine whose answer makes no sense."""
    return EngineError("garbled", say("engine.garbled.message", url=url), say("engine.garbled.hint"), words)


def _words(error: docker.errors.APIError) -> str:
    explanation = error.explanation
    return str(explanation) if explanation else str(error)


def _unreachable(url: str, words: str) -> EngineError | None:
    """Recognise that the engine itself, rather than a registry behind it, could not be asked."""
    lowered = words.lower()
    if "timed out" in lowered or "timeout" in lowered:
        return EngineError("timeout", say("engine.timeout.message", url=url), say("engine.timeout.hint"), words)
    if "permissionerror" in lowered or "permission denied" in lowered or "access is denied" in lowered:
        message = say("engine.socket-permission.message", url=url)
        return EngineError("socket-permission", message, say("engine.socket-permission.hint"), words)
    gone = ("filenotfounderror", "no such file", "connectionrefused", "connection refused", "connection aborted")
    if any(sign in lowered for sign in (*gone, "broken pipe", "connectionreset", "remotedisconnected", "createfile")):
        return EngineError(
            "unreachable", say("engine.unreachable.message", url=url), say("engine.unreachable.hint"), words
        )
    if "paramiko" in lowered:
        return EngineError("unreachable", say("engine.ssh.message", url=url), say("engine.ssh.hint"), words)
    if "max retries" in lowered or "protocolerror" in lowered or "error while fetching server api version" in lowered:
        return EngineError(
            "unreachable", say("engine.unreachable.message", url=url), say("engine.unreachable.hint"), words
        )
    return None


def _sentences(kind: str, words: str) -> tuple[Message, Message]:
    table: dict[str, tuple[Message, Message]] = {
        "name-taken": (say("engine.name-taken.message", name=_name_in(words)), say("engine.name-taken.hint")),
        "port-taken": (say("engine.port-taken.message", port=_port_in(words)), say("engine.port-taken.hint")),
        "must-force": (say("engine.must-force.message"), say("engine.must-force.hint")),
        "rate-limit": (say("engine.rate-limit.message"), say("engine.rate-limit.hint")),
        "https-required": (say("engine.https-required.message"), say("engine.https-required.hint")),
        "certificate": (say("engine.certificate.message"), say("engine.certificate.hint")),
        "interception": (say("engine.interception.message"), say("engine.interception.hint")),
        "not-published": (say("engine.not-published.message"), say("engine.not-published.hint")),
        "no-such-image": (say("engine.no-such-image.message"), say("engine.no-such-image.hint")),
        "no-such-container": (say("engine.no-such-container.message"), say("engine.no-such-container.hint")),
        "no-such-object": (say("engine.no-such-object.message"), say("engine.no-such-object.hint")),
        "not-running": (say("engine.not-running.message"), say("engine.not-running.hint")),
        "running": (say("engine.running.message"), say("engine.running.hint")),
        "in-use": (say("engine.in-use.message"), say("engine.in-use.hint")),
        "platform": (say("engine.platform.message"), say("engine.platform.hint")),
        "missing-content": (say("engine.missing-content.message"), say("engine.missing-content.hint")),
        "credentials": (say("engine.credentials.message"), say("engine.credentials.hint")),
        "login": (say("engine.login.message"), say("engine.login.hint")),
        "offline": (say("engine.offline.message"), say("engine.offline.hint")),
        "registry-refused": (say("engine.registry-refused.message"), say("engine.registry-refused.hint")),
        "storage-permission": (say("engine.storage-permission.message"), say("engine.storage-permission.hint")),
        "no-space": (say("engine.no-space.message"), say("engine.no-space.hint")),
    }
    return table.get(kind, (say("engine.other.message", words=" ".join(words.split())[:300]), say("engine.other.hint")))


def _name_in(words: str) -> str:
    match = re.search(r'name "?/?([\w.-]+)"? is already', words)
    return match.group(1) if match else "?"


def _port_in(words: str) -> str:
    match = re.search(r"(?:\d+\.\d+\.\d+\.\d+|\[?::1?\]?):(\d+)", words) or re.search(r"port (\d+)", words)
    return match.group(1) if match else "?"

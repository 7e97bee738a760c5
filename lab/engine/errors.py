"""What engines' errors mean: whatever the SDK raises becomes a kind, a sentence and a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

import docker.errors
import requests
from docker.errors import StreamParseError
from urllib3.exceptions import HTTPError

from lab.engine.contract import EngineError
from lab.engine.kinds import kind_of
from lab.engine.secrets import without_passwords
from lab.language.message import Message, say

_GONE = (
    *("filenotfounderror", "no such file", "connectionrefused", "connection refused", "connection aborted"),
    *("broken pipe", "connectionreset", "connection reset", "remotedisconnected", "createfile", "max retries"),
    *("protocolerror", "incompleteread", "chunkedencodingerror", "connection broken", "bind address"),
)
_STRANGE = (
    "badstatusline",
    "linetoolong",
    "unknownprotocol",
    "jsondecodeerror",
    "headerparsing",
    "decodingerror",
    "decodeerror",
)


@contextmanager
def engine_errors(url: str) -> Iterator[None]:
    """Turn whatever the SDK raises into an EngineError; the SDK has no one base class for what can happen.

    An engine that answers an error without a `message` makes docker-py 7.2 raise KeyError, a broken stream surfaces as an
    exception of requests or urllib3, and a stream that is not JSON as a StreamParseError, which is no DockerException.
    """
    try:
        yield
    except docker.errors.APIError as error:
        raise classify(_words(error), status=error.status_code or 0) from error
    except docker.errors.DockerException as error:
        raise _of_sdk(url, error) from error
    except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
        raise _of_wire(url, error) from error
    except (LookupError, ValueError, AttributeError, TypeError, ArithmeticError, StreamParseError) as error:
        raise _without_message(error) or garbled(url, f"{type(error).__name__}: {error}") from error


def classify(words: str, status: int = 0) -> EngineError:
    """Return what an engine's words mean; words that nobody knows with an HTTP status of 5xx are the engine's own trouble."""
    words = without_passwords(words)
    kind = kind_of(words)
    if kind == "other" and status >= 500:
        kind = "engine-fault"
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


def _of_sdk(url: str, error: docker.errors.DockerException) -> EngineError:
    """Return what an error of the SDK itself means; it hides what happened first behind its question for the version."""
    cause = error.__cause__
    if isinstance(cause, docker.errors.APIError):
        # Docker Desktop's socket answers 5xx while there is no engine behind it.
        return _gone(url, str(error)) if cause.is_server_error() else garbled(url, str(error))
    if isinstance(cause, requests.RequestException | HTTPError | OSError):
        return _of_wire(url, cause)
    if any(sign in str(error) for sign in ("server API version", "ApiVersion", "Version parameter")):
        return garbled(url, str(error))
    meaning = classify(str(error))
    return meaning if meaning.kind == "credentials" else _unreachable(url, str(error)) or meaning


def _of_wire(url: str, error: Exception) -> EngineError:
    words = f"{type(error).__name__} {error}"
    return _unreachable(url, words) or classify(words)


def _without_message(error: Exception) -> EngineError | None:
    """Return what an engine said in an error without `message`, which the SDK trips over.

    Podman 4.6 and later answer a failed push with status 500 and `errorDetail`.
    """
    refused = error.__context__
    if type(refused) is not requests.HTTPError or refused.response is None:
        return None
    try:
        said = stream_error(refused.response.json())
    except ValueError:
        said = None
    return said or classify(f"HTTP {refused.response.status_code} {refused.response.text}".strip())


def _gone(url: str, words: str) -> EngineError:
    lowered = words.lower()
    if url.startswith("unix:") and ("connectionrefused" in lowered or "connection refused" in lowered):
        return EngineError("unreachable", say("engine.stale.message", url=url), say("engine.unreachable.hint"), words)
    return EngineError("unreachable", say("engine.unreachable.message", url=url), say("engine.unreachable.hint"), words)


def _unreachable(url: str, words: str) -> EngineError | None:
    """Recognise that the engine itself, rather than a registry behind it, could not be asked."""
    lowered = words.lower()
    if "timed out" in lowered or "timeout" in lowered:
        return EngineError("timeout", say("engine.timeout.message", url=url), say("engine.timeout.hint"), words)
    if "permissionerror" in lowered or "permission denied" in lowered or "access is denied" in lowered:
        message = say("engine.socket-permission.message", url=url)
        return EngineError("socket-permission", message, say("engine.socket-permission.hint"), words)
    if any(sign in lowered for sign in _STRANGE):
        return garbled(url, words)
    if any(sign in lowered for sign in _GONE):
        return _gone(url, words)
    if "paramiko" in lowered:
        return EngineError("unreachable", say("engine.ssh.message", url=url), say("engine.ssh.hint"), words)
    return None


def _sentences(kind: str, words: str) -> tuple[Message, Message]:
    table: dict[str, tuple[Message, Message]] = {
        "name-taken": (say("engine.name-taken.message", name=_name_in(words)), say("engine.name-taken.hint")),
        "port-taken": (say("engine.port-taken.message", port=_port_in(words)), _port_hint(words)),
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
        "login-refused": (say("engine.login-refused.message"), say("engine.login-refused.hint")),
        "swarm-already": (say("engine.swarm-already.message"), say("engine.swarm-already.hint")),
        "no-swarm": (say("engine.no-swarm.message"), say("engine.no-swarm.hint")),
        "unsupported": (say("engine.unsupported.message"), say("engine.unsupported.hint")),
        "login": (say("engine.login.message"), say("engine.login.hint")),
        "offline": (say("engine.offline.message"), say("engine.offline.hint")),
        "registry-refused": (say("engine.registry-refused.message"), say("engine.registry-refused.hint")),
        "storage-permission": (say("engine.storage-permission.message"), say("engine.storage-permission.hint")),
        "needs-real-engine": (say("engine.needs-real-engine.message"), say("engine.needs-real-engine.hint")),
        "registry-fault": (say("engine.registry-fault.message"), say("engine.registry-fault.hint")),
        "not-a-registry": (say("engine.not-a-registry.message"), say("engine.not-a-registry.hint")),
        "clock": (say("engine.clock.message"), say("engine.clock.hint")),
        "no-space": (say("engine.no-space.message"), say("engine.no-space.hint")),
    }
    if kind == "engine-fault":
        return say("engine.engine-fault.message", words=" ".join(words.split())[:300]), say("engine.engine-fault.hint")
    return table.get(kind, (say("engine.other.message", words=" ".join(words.split())[:300]), say("engine.other.hint")))


def _port_hint(words: str) -> Message:
    """Return how to find who has a port; in a range that Windows has reserved nobody listens (facts/docker.md B3)."""
    reserved = "forbidden by its access permissions" in words.lower()
    return say("engine.port-taken.reserved") if reserved else say("engine.port-taken.hint")


def _name_in(words: str) -> str:
    match = re.search(r'name "?/?([\w.-]+)"? is already', words)
    return match.group(1) if match else "?"


def _port_in(words: str) -> str:
    match = re.search(r"(?:\d+\.\d+\.\d+\.\d+|\[?::1?\]?):(\d+)", words) or re.search(r"port (\d+)", words)
    return match.group(1) if match else "?"

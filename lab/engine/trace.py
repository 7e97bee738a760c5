"""What an action really came to: the SDK's calls, and the HTTP requests that those sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from lab.engine.client import BoundedClient
from lab.engine.contract import Call, Happening
from lab.engine.secrets import without_credentials

_LONGEST = 60
"""Characters of one argument."""


class Traced:
    """A client that notes each public method that is called on it."""

    def __init__(self, client: BoundedClient, trace: list[Happening]) -> None:
        self._client = client
        self._trace = trace

    def __getattr__(self, name: str) -> Any:
        """Return the client's own attribute; a public method notes its call first."""
        found = getattr(self._client, name)
        if name.startswith("_") or not callable(found):
            return found

        def call(*given: Any, **named: Any) -> Any:
            self._trace.append(Call(spelt(name, given, named)))
            return found(*given, **named)

        return call


def traced(client: BoundedClient, perform: Callable[[BoundedClient], Iterator[Happening]]) -> Iterator[Happening]:
    """Perform with a client, and tell its calls and requests among what happens, in the order they were made."""
    trace: list[Happening] = []
    client.trace = trace
    try:
        for happening in perform(cast(BoundedClient, Traced(client, trace))):
            yield from _drained(trace)
            yield happening
    except Exception:
        yield from _drained(trace)
        raise
    finally:
        client.trace = None
    yield from _drained(trace)


def spelt(name: str, given: tuple[Any, ...], named: dict[str, Any]) -> str:
    """Return a call as one would write it; what was left out is left out, and so are credentials."""
    words = [_short(without_credentials(value)) for value in given]
    words += [f"{key}={_short(without_credentials(value, key))}" for key, value in named.items() if value is not None]
    return f"client.{name}({', '.join(words)})"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _drained(trace: list[Happening]) -> Iterator[Happening]:
    while trace:
        yield trace.pop(0)

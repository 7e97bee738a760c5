"""`[[listener]]`: a web server for webhooks, which may have a container made anew."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

from lab import inside
from lab.content.props import Listener
from lab.errors import LabError
from lab.happened import deliveries
from lab.language.message import say
from lab.listener.log import LARGEST
from lab.listener.server import Told
from lab.props.ground import Ground
from lab.reference import Reference
from lab.world import Delivery

LOOPBACK = "127.0.0.1"


def lay_listener(prop: Listener, ground: Ground) -> Callable[[], object]:
    """Listen where the engine's containers and this machine's own programs get to; return what ends that.

    Raise LabError where something else has the port.
    """
    told = _reaction(prop, ground)
    with ExitStack() as stack:
        for address in dict.fromkeys((LOOPBACK, ground.engine.containers_bind)):
            try:
                stack.callback(ground.listeners.join(address, int(prop.port), ground.workspace, prop.path, told))
            except OSError as error:
                if address != LOOPBACK and error.errno == errno.EADDRNOTAVAIL:
                    continue  # a network of a virtual machine's: its containers get to the loopback, or not at all
                reason = error.strerror or str(error)
                message = say("session.listener-port.message", port=prop.port, reason=reason)
                raise LabError(message, say("session.listener-port.hint")) from error
        return stack.pop_all().close


def _reaction(prop: Listener, ground: Ground) -> Told | None:
    """Return what is done when the image of a listener that deploys was pushed; None for one that only writes down."""
    react = ground.react
    if react is None or not prop.redeploys:
        return None

    turn = threading.Lock()  # what was pushed later is deployed later

    def told(body: dict[str, Any]) -> None:
        for delivery in _about(prop, body):
            with turn:
                trouble = react(ground.run, prop.redeploys, delivery)
                row = {"event": delivery.id, "container": prop.redeploys, "trouble": trouble}
                line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
                inside.append(ground.workspace, f"{prop.path}.redeployed", line, LARGEST)

    return told


def _about(prop: Listener, body: dict[str, Any]) -> Iterator[Delivery]:
    wanted = str(Reference.parse(prop.image))
    return (each for each in deliveries(prop.path, json.dumps(body)) if each.reference == wanted)

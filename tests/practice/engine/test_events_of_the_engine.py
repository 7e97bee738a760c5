from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from lab.practice.engine.events import REMEMBERED, Event, Events


async def collected(stream: AsyncIterator[Event]) -> list[str]:
    return [event.action async for event in stream]


def until_now() -> int:
    return time.time_ns()


async def test_past_events_are_told_from_a_moment_to_another() -> None:
    events = Events()
    events.emit("container", "create", "1", {"name": "registry", "image": "registry"})
    between = time.time_ns()
    events.emit("container", "start", "1", {"name": "registry", "image": "registry"})
    assert await collected(events.stream(0, until_now(), {})) == ["create", "start"]
    assert await collected(events.stream(between, until_now(), {})) == ["start"]
    assert await collected(events.stream(0, between, {})) == ["create"]


async def test_filters_choose_by_type_event_and_container() -> None:
    events = Events()
    events.emit("container", "create", "1234", {"name": "registry", "image": "registry:latest", "colour": "red"})
    events.emit("image", "pull", "hello-world:latest", {"name": "hello-world"})
    events.emit("volume", "create", "data", {"driver": "local"})
    chosen = {
        "type": ("image",),
        "event": ("pull",),
        "image": ("hello-world",),
        "label": ("colour=red",),
        "container": ("regis",),
    }
    found = {kind: await collected(events.stream(0, until_now(), {kind: value})) for kind, value in chosen.items()}
    assert found == {"type": ["pull"], "event": ["pull"], "image": ["pull"], "label": ["create"], "container": []}
    assert await collected(events.stream(0, until_now(), {"container": ("registry",)})) == ["create"]


async def test_events_to_come_are_waited_for_until_their_moment() -> None:
    events = Events()
    waiting = asyncio.create_task(collected(events.stream(None, time.time_ns() + 100_000_000, {})))
    await asyncio.sleep(0)
    events.emit("volume", "create", "data", {})
    assert await waiting == ["create"]
    assert events.listeners == 0


async def test_only_the_last_events_are_remembered() -> None:
    events = Events()
    for number in range(REMEMBERED + 5):
        events.emit("volume", str(number), "data", {})
    assert (await collected(events.stream(0, until_now(), {})))[0] == "5"


def test_older_clients_find_status_id_and_from_in_an_event() -> None:
    event = Event("container", "start", "1", {"image": "registry", "name": "x"}, 1_500_000_000_000_000_001)
    row = event.json()
    assert (row["status"], row["id"], row["from"], row["time"]) == ("start", "1", "registry", 1_500_000_000)
    assert row["Actor"] == {"ID": "1", "Attributes": {"image": "registry", "name": "x"}}

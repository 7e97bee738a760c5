"""What happened is told: to every endpoint that wants it, in order, however long it takes, and never in a push's way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from lab.practice.registry import notifications

from .client import OCI_MANIFEST, Registry, digest_of, running


@dataclass
class Listener:
    """An endpoint that answers what it is told to."""

    port: int = 0
    refusals: int = 0
    """Requests that are answered with 500 before one is taken."""
    asked: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        body = json.loads(await request.read())
        async with self.came:
            self.asked += 1
            if self.asked <= self.refusals:
                return web.Response(status=500)
            self.events += body["events"]
            self.headers = dict(request.headers)
            self.came.notify_all()
        return web.Response()

    async def until(self, number: int) -> list[dict[str, Any]]:
        """Return the events as soon as there are so many."""
        async with asyncio.timeout(20), self.came:
            await self.came.wait_for(lambda: len(self.events) >= number)
        return self.events


@asynccontextmanager
async def listening(listener: Listener) -> AsyncIterator[Listener]:
    runner = web.ServerRunner(web.Server(listener.answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", listener.port).start()
    listener.port = runner.addresses[0][1]
    try:
        yield listener
    finally:
        await runner.cleanup()


def telling(listener: Listener, **more: object) -> dict[str, str]:
    endpoint = {"name": "lab", "url": f"http://127.0.0.1:{listener.port}/", "backoff": "10ms", "threshold": 2, **more}
    return {
        "REGISTRY_NOTIFICATIONS_ENDPOINTS": json.dumps([endpoint]),
        "REGISTRY_STORAGE_DELETE_ENABLED": "true",
    }


def told(events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(event["action"], event["target"].get("mediaType", "")) for event in events]


OCTETS = "application/octet-stream"


async def test_a_push_and_a_pull_are_told_in_order(tmp_path: Path) -> None:
    async with listening(Listener()) as listener, running(tmp_path, telling(listener)) as registry:
        digest = await registry.push_image("v1")
        await registry.manifest("v1")
        await registry.ask("HEAD", f"/v2/app/blobs/{digest_of(b'a layer')}")
        events = await listener.until(5)
        assert told(events) == [
            *[("push", OCTETS)] * 2,
            ("push", OCI_MANIFEST),
            ("pull", OCI_MANIFEST),
            ("pull", OCTETS),
        ]
        push = events[2]
        assert push["target"]["repository"] == "app"
        assert (push["target"]["tag"], push["target"]["digest"]) == ("v1", digest)
        assert push["target"]["size"] == push["target"]["length"] > 100
        assert push["target"]["url"] == f"http://127.0.0.1:{registry.port}/v2/app/manifests/{digest}"
        assert (push["request"]["method"], push["request"]["host"]) == ("PUT", f"127.0.0.1:{registry.port}")
        assert push["actor"] == {}
        assert push["source"]["instanceID"]
        assert len({event["id"] for event in events}) == 5
        assert listener.headers["Content-Type"] == "application/vnd.docker.distribution.events.v2+json"


async def test_mounts_and_deletions_are_told(tmp_path: Path) -> None:
    async with listening(Listener()) as listener, running(tmp_path, telling(listener)) as registry:
        digest = await registry.push_image("v1")
        layer = digest_of(b"a layer")
        await registry.ask("POST", f"/v2/other/blobs/uploads/?mount={layer}&from=app")
        await registry.ask("DELETE", "/v2/app/manifests/v1")
        await registry.ask("DELETE", f"/v2/app/manifests/{digest}")
        await registry.ask("DELETE", f"/v2/app/blobs/{layer}")
        mount, *deletions = (await listener.until(7))[3:]
        assert (mount["action"], mount["target"]["fromRepository"]) == ("mount", "app")
        assert [event["target"] for event in deletions] == [
            {"repository": "app", "tag": "v1"},
            {"repository": "app", "digest": digest},
            {"repository": "app", "digest": layer},
        ]


async def test_what_an_endpoint_does_not_want_is_not_sent(tmp_path: Path) -> None:
    async with listening(Listener()) as listener:
        wishes = telling(listener, ignoredmediatypes=[OCTETS], ignore={"actions": ["pull"]}, headers={"X-Room": ["12"]})
        wishes["REGISTRY_NOTIFICATIONS_EVENTS_INCLUDEREFERENCES"] = "true"
        async with running(tmp_path, wishes) as registry:
            await registry.push_image("v1")
            await registry.manifest("v1")
            await registry.push_image("v2")
            events = await listener.until(2)
            assert told(events) == [("push", OCI_MANIFEST)] * 2
            assert len(events[0]["target"]["references"]) == 2
            assert listener.headers["X-Room"] == "12"


async def test_an_endpoint_that_refuses_is_asked_until_it_takes_the_event(tmp_path: Path) -> None:
    async with listening(Listener(refusals=4)) as listener, running(tmp_path, telling(listener)) as registry:
        await registry.push_blob(b"one")
        await registry.push_blob(b"two")
        events = await listener.until(2)
        assert [event["target"]["digest"] for event in events] == [digest_of(b"one"), digest_of(b"two")]
        assert sum("response status 500 unaccepted" in line for line in registry.log) == 4


async def test_a_push_succeeds_while_nobody_listens_and_is_told_later(tmp_path: Path) -> None:
    async with listening(Listener()) as gone:
        pass
    async with running(tmp_path, telling(gone)) as registry:
        await registry.push_image("v1")
        await _until_warned(registry)
        async with listening(Listener(port=gone.port)) as listener:
            assert told(await listener.until(3))[-1] == ("push", OCI_MANIFEST)


async def test_a_registry_that_stops_does_not_wait_for_who_never_listens(tmp_path: Path) -> None:
    async with listening(Listener()) as gone:
        pass
    async with asyncio.timeout(10), running(tmp_path, telling(gone, backoff="1h")) as registry:
        await registry.push_image("v1")
        await _until_warned(registry)


async def test_of_more_events_than_can_wait_the_oldest_are_lost_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "LONGEST", 2)
    async with listening(Listener()) as gone:
        pass
    async with running(tmp_path, telling(gone)) as registry:
        for content in (b"1", b"2", b"3", b"4", b"5"):
            await registry.push_blob(content)
        assert any("takes no events: the oldest of 2 is lost" in line for line in registry.log)
        async with listening(Listener(port=gone.port)) as listener:
            events = await listener.until(3)  # the one that is being sent, and the two that could wait
        assert [event["target"]["digest"] for event in events[-2:]] == [digest_of(b"4"), digest_of(b"5")]


async def _until_warned(registry: Registry) -> None:
    async with asyncio.timeout(20):
        while not any("error posting" in line for line in registry.log):
            await asyncio.sleep(0)

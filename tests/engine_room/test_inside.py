"""Looking inside a registry: its container's log, and what it serves."""

from __future__ import annotations

import json

import pytest

from lab.engine.adapter import DockerEngine
from lab.reference import Reference
from lab.xray import Hit

from .fake_engine import Container, FakeEngine, Json, Raw
from .fake_registry import FakeRegistry, Serving

LINE = b'10.0.0.1 - - [24/Nov/2026:02:00:00 +0000] "PUT /v2/web/manifests/latest HTTP/1.1" 201 0 "" "docker/20.10"\n'
LOG = b"\x01\0\0\0\0\0\0" + bytes([len(LINE)]) + LINE


@pytest.fixture
def engine() -> FakeEngine:
    """Return an engine whose registry has received one push."""
    engine = FakeEngine(containers=[Container("f" * 64, "registry", {}, running=True)])
    engine.script("GET", "/containers/*/logs", Raw(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(LOG) + LOG))
    return engine


@pytest.mark.parametrize("since", [2e9, 0.0])
def test_a_log_is_read_since_a_moment_of_the_engines_clock_or_from_its_beginning(
    engine: FakeEngine, client: DockerEngine, since: float
) -> None:
    assert client.xray("registry", (), since).hits == (Hit("PUT", "/v2/web/manifests/latest", 201),)
    (request,) = [each for each in engine.asked if each.path.endswith("/logs")]
    assert request.query.get("since") == (str(int(since + client.facts.clock_ahead)) if since else None)


def test_a_registry_that_has_gone_has_no_log(engine: FakeEngine, client: DockerEngine) -> None:
    engine.script("GET", "/containers/*/logs", Json({"message": "No such container: registry"}, 404))
    assert client.xray("registry", (), 0.0).hits == ()


def test_a_manifest_is_told_with_what_it_is_made_of(client: DockerEngine) -> None:
    registry = FakeRegistry()
    digest = registry.add_image("latest")
    with Serving(registry) as server:
        (sheet,) = client.xray("registry", (Reference(server.address, "hello-world", "latest"),), 0.0).sheets
        assert client.xray("registry", (Reference(server.address, "hello-world", "none"),), 0.0).sheets == ()
    assert (sheet.reference, sheet.digest) == (f"{server.address}/hello-world:latest", digest)
    assert [blob.role for blob in sheet.blobs] == ["config", "layer"]
    assert {blob.digest: blob.size for blob in sheet.blobs} == {
        name: len(data) for name, data in registry.blobs.items()
    }
    assert json.loads(sheet.text)["schemaVersion"] == 2

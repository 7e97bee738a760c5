"""Whatever is sent over the socket: an answer with a status and words, an engine that goes on, nothing outside its home."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import docker
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .test_the_api_itself import ask

CLIMBING = (
    "../../escaped",
    "..",
    ".",
    "a/../../b",
    "/etc/escaped",
    "..%2f..%2fescaped",
    "\x00",
    "a\nb",
    "é" * 300,
    "a" * 5000,
)
FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture
def surroundings(shared_engine: str) -> Iterator[Path]:
    """The folder that the engine's home is in; nothing in it has changed afterwards, and the engine answers."""
    folder = Path(shared_engine.removeprefix("unix://")).parents[2]
    before = sorted(path.name for path in folder.iterdir())
    yield folder
    assert sorted(path.name for path in folder.iterdir()) == before == ["home"]
    assert not list(folder.rglob("*escaped*"))
    assert ask(shared_engine, "GET", "/_ping")[0] == 200


def refused(url: str, method: str, path: str, body: Any = None) -> int:
    """Ask, and return the status: a refusal has words."""
    status, _, content = ask(url, method, path, body)
    if status >= 400 and method != "HEAD":
        assert json.loads(content)["message"], (method, path)
    assert status != 500, (method, path, content)
    return status


@pytest.mark.parametrize("name", CLIMBING)
def test_no_name_leads_out_of_the_home(client: docker.APIClient, surroundings: Path, url: str, name: str) -> None:
    named = quote(name, safe="")
    assert refused(url, "POST", "/volumes/create", {"Name": name}) == 400
    if not name.isalpha() or not name.isascii():  # a container's name may be as long as anybody likes
        assert refused(url, "POST", f"/containers/create?name={named}", {"Image": "registry"}) == 400
    host = {"Binds": [f"{name}:/var/lib/registry"]}
    if not name.startswith("/"):  # a path of this machine is what `-v` is for
        assert refused(url, "POST", "/containers/create", {"Image": "registry", "HostConfig": host}) == 400
    for method, path in (
        ("GET", f"/volumes/{named}"),
        ("DELETE", f"/volumes/{named}"),
        ("GET", f"/containers/{named}/json"),
        ("DELETE", f"/containers/{named}?force=1"),
        ("GET", f"/images/{named}/json"),
        ("DELETE", f"/images/{named}"),
        ("GET", f"/images/get?names={named}"),
        ("POST", f"/images/registry/tag?repo={named}&tag=x"),
        ("POST", f"/images/create?fromImage={named}&tag=latest"),
        ("GET", f"/distribution/{named}/json"),
        ("GET", f"/networks/{named}"),
        ("GET", f"/exec/{named}/json"),
    ):
        assert 400 <= refused(url, method, path) < 500, (method, path)
    assert (client.containers(all=True), client.volumes()["Volumes"], len(client.images())) == ([], [], 2)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner)
)
KEYS = ("Image", "Cmd", "Entrypoint", "Env", "Labels", "Volumes", "ExposedPorts", "User", "Tty", "HostConfig")
HOST = (
    "Binds",
    "Mounts",
    "PortBindings",
    "RestartPolicy",
    "NetworkMode",
    "AutoRemove",
    "Privileged",
    "LogConfig",
    "Links",
)


@settings(max_examples=50, deadline=None, suppress_health_check=FIXTURE)
@given(
    st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=4),
    st.dictionaries(st.sampled_from(HOST), ANYTHING, max_size=3),
)
def test_no_document_makes_a_container_that_is_not_one(
    client: docker.APIClient, surroundings: Path, url: str, body: dict[str, Any], host: dict[str, Any]
) -> None:
    status = refused(url, "POST", "/containers/create", {"HostConfig": host, **body, "Image": "registry"})
    assert status in (201, 400, 404, 501)
    for row in client.containers(all=True):
        client.inspect_container(row["Id"])
        client.remove_container(row["Id"], v=True)
    for row in client.volumes()["Volumes"]:
        client.remove_volume(row["Name"])


@settings(max_examples=30, deadline=None, suppress_health_check=FIXTURE)
@given(
    st.sampled_from(["/containers/json", "/images/json", "/volumes", "/networks", "/events?until=1"]),
    st.dictionaries(
        st.sampled_from(["name", "label", "status", "before", "reference", "until", "x"]), ANYTHING, max_size=3
    ),
)
def test_no_filter_is_too_strange(url: str, surroundings: Path, path: str, filters: dict[str, Any]) -> None:
    mark = "&" if "?" in path else "?"
    assert refused(url, "GET", f"{path}{mark}filters={quote(json.dumps(filters))}") in (200, 400, 404)


def archive(entries: dict[str, bytes], **more: Any) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        for name, data in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            for key, value in more.items():
                setattr(entry, key, value)
            tar.addfile(entry, io.BytesIO(data) if entry.isreg() else None)
    return content.getvalue()


def manifest(**more: Any) -> bytes:
    return json.dumps([{"Config": "config.json", "RepoTags": ["evil:1"], "Layers": ["layer.tar"], **more}]).encode()


ARCHIVES = {
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "empty": archive({}),
    "no-json": archive({"manifest.json": b"{"}),
    "no-list": archive({"manifest.json": b'{"Config": 7}'}),
    "no-config": archive({"manifest.json": manifest()}),
    "climbing": archive({"manifest.json": manifest(Config="../../escaped", Layers=["../../escaped"])}),
    "climbing-entry": archive({"../../escaped": b"x", "/escaped": b"x", "manifest.json": manifest()}),
    "link": archive({"layer.tar": b"", "manifest.json": b""}, type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    "bad-name": archive({"manifest.json": manifest(RepoTags=["../x:y"]), "config.json": b"{}", "layer.tar": b""}),
    "index": archive(
        {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}', "index.json": b'{"manifests":[{"digest":"../x"}]}'}
    ),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_is_none_is_refused_in_words(
    client: docker.APIClient, surroundings: Path, url: str, name: str
) -> None:
    before = client.images()
    status, _, content = ask(url, "POST", "/images/load", ARCHIVES[name])
    last = json.loads(content.splitlines()[-1])
    assert status == 200 or last["message"]
    assert last.get("error") or last.get("message"), content
    assert client.images() == before


def test_an_archive_cut_off_anywhere_loads_nothing_or_all(
    client: docker.APIClient, surroundings: Path, url: str
) -> None:
    whole = b"".join(client.get_image("hello-world"))
    before, drafts = client.images(), surroundings / "home" / "images" / "drafts"
    for cut in range(0, len(whole), max(1, len(whole) // 40)):
        status, _, _ = ask(url, "POST", "/images/load", whole[:cut])
        assert status < 500
        assert client.images() == before
        assert list(drafts.iterdir()) == []

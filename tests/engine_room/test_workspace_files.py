"""Files right in the workspace: kept by `curl -o`, hashed by `sha256sum`, and asked for what a URL lacks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.docker_cli import actions as act
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Output, Permit

from .fake_registry import Answer, FakeRegistry, Serving

BODY = b'{"config": {"digest": "sha256:abc"}, "layers": [{"digest": "sha256:def"}]}\n'
HASH = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def registry() -> FakeRegistry:
    registry = FakeRegistry()
    registry.scripts["GET", "/v2/a/manifests/1"] = Answer(200, BODY)
    return registry


@pytest.fixture
def address(registry: FakeRegistry) -> Iterator[str]:
    with Serving(registry) as serving:
        yield serving.address


def told(client: DockerEngine, action: act.Action, workspace: Path, *registries: str) -> list[str]:
    happenings = client.perform(action, Permit(str(workspace), registries))
    return [each.text for each in happenings if isinstance(each, Output)]


def refusal(client: DockerEngine, action: act.Action, workspace: Path, *registries: str) -> str:
    with pytest.raises(EngineError) as caught:
        told(client, action, workspace, *registries)
    return caught.value.kind


def keep(client: DockerEngine, workspace: Path, address: str, **more: bool) -> Path:
    file = workspace / "m.json"
    told(client, act.RegistryDownload(f"http://{address}/v2/a/manifests/1", str(file), **more), workspace, address)
    return file


def test_a_body_is_kept_byte_for_byte_and_anew_each_time(client: DockerEngine, tmp_path: Path, address: str) -> None:
    (tmp_path / "m.json").write_bytes(b"something longer than what comes now" * 9)
    assert keep(client, tmp_path, address).read_bytes() == BODY


def test_headers_get_into_the_file_where_they_are_asked_for(client: DockerEngine, tmp_path: Path, address: str) -> None:
    text = keep(client, tmp_path, address, with_headers=True).read_bytes()
    assert text.startswith(b"HTTP/1.1 200 OK\r\n")
    assert text.endswith(b"\r\n\r\n" + BODY)


def test_a_file_is_hashed_as_sha256sum_does(client: DockerEngine, tmp_path: Path, address: str) -> None:
    file = keep(client, tmp_path, address)
    assert told(client, act.FileDigest((str(file),)), tmp_path) == [f"{HASH}  m.json"]


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/v2/a/blobs/$(jq -r .config.digest m.json)", "/v2/a/blobs/sha256:abc"),
        ("/v2/a/blobs/$(jq -r .layers[0].digest m.json)", "/v2/a/blobs/sha256:def"),
        ("/v2/a/blobs/sha256:$(sha256sum m.json | cut -c-64)", f"/v2/a/blobs/sha256:{HASH}"),
    ],
)
def test_a_url_is_filled_in_from_a_file(
    client: DockerEngine, registry: FakeRegistry, tmp_path: Path, address: str, template: str, path: str
) -> None:
    keep(client, tmp_path, address)
    told(client, act.RegistryRequest(f"http://{address}{template}"), tmp_path, address)
    assert registry.asked[-1][1] == path


@pytest.mark.parametrize(
    ("content", "field", "kind"),
    [
        (None, ".digest", "no-such-file"),
        (b"not found\n", ".digest", "no-such-field"),
        (b'{"layers": []}', ".layers[0].digest", "no-such-field"),
        (b'{"digest": 5}', ".digest", "no-such-field"),
        (b'{"digest": "x/../../y?z"}', ".digest", "no-such-field"),
        (b'["a"]', ".digest", "no-such-field"),
        (b"[" * 100_000, ".digest", "no-such-field"),
    ],
)
def test_a_file_without_the_field_asks_nothing(
    client: DockerEngine,
    registry: FakeRegistry,
    tmp_path: Path,
    address: str,
    content: bytes | None,
    field: str,
    kind: str,
) -> None:
    if content is not None:
        (tmp_path / "m.json").write_bytes(content)
    action = act.RegistryRequest(f"http://{address}/v2/a/blobs/$(jq -r {field} m.json)")
    assert refusal(client, action, tmp_path, address) == kind
    assert registry.asked == []


def test_a_manifest_is_deleted_by_its_digest_and_the_answer_shown(
    client: DockerEngine, registry: FakeRegistry, tmp_path: Path, address: str
) -> None:
    registry.scripts["DELETE", f"/v2/a/manifests/sha256:{HASH}"] = Answer(202, b"")
    url = f"http://{address}/v2/a/manifests/sha256:{HASH}"
    assert told(client, act.ManifestDelete(url, show_headers=True), tmp_path, address)[0] == "HTTP/1.1 202 Accepted"
    assert registry.asked[-1][:2] == ("DELETE", f"/v2/a/manifests/sha256:{HASH}")


@pytest.mark.parametrize("path", ["/v2/a/manifests/1", "/v2/a/manifests/sha256:12", f"/v2/a/blobs/sha256:{HASH}", "/"])
def test_nothing_else_is_deleted(
    client: DockerEngine, registry: FakeRegistry, tmp_path: Path, address: str, path: str
) -> None:
    assert refusal(client, act.ManifestDelete(f"http://{address}{path}"), tmp_path, address) == "not-permitted"
    assert registry.asked == []


def test_nobody_elses_registry_is_written_into_or_kept(client: DockerEngine, tmp_path: Path, address: str) -> None:
    url = f"http://{address}/v2/a/manifests/sha256:{HASH}"
    for action in (act.ManifestDelete(url), act.RegistryDownload(url, str(tmp_path / "m.json"))):
        assert refusal(client, action, tmp_path, "127.0.0.1:1") == "not-permitted"
    assert not (tmp_path / "m.json").exists()


@pytest.mark.parametrize("name", ["../m.json", "/etc/m.json", "a/b", ".registry-lab", "link"])
def test_only_files_right_in_the_workspace_are_read_or_written(
    client: DockerEngine, tmp_path: Path, address: str, name: str
) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (tmp_path / "m.json").write_bytes(BODY)
    (workspace / "link").symlink_to(tmp_path / "m.json")
    file = str(workspace / name)
    download = act.RegistryDownload(f"http://{address}/v2/a/manifests/1", file)
    assert refusal(client, act.FileDigest((file,)), workspace) == "not-permitted"
    assert refusal(client, download, workspace, address) == "not-permitted"
    assert (tmp_path / "m.json").read_bytes() == BODY


def test_a_file_that_cannot_be_written_is_nobodys_fault(client: DockerEngine, tmp_path: Path, address: str) -> None:
    (tmp_path / "m.json").mkdir()
    action = act.RegistryDownload(f"http://{address}/v2/a/manifests/1", str(tmp_path / "m.json"))
    with pytest.raises(EngineError) as caught:
        told(client, action, tmp_path, address)
    assert (caught.value.kind, caught.value.blameless) == ("file-not-written", True)

"""What answers at a registry's address, and whether what it serves is whole."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from urllib3.util import Timeout

from lab.engine.asking import LARGEST
from lab.engine.registry import Registries, manifest_bytes
from lab.reference import Reference
from lab.world import Published, Registry

from .fake_registry import (
    DIFF_ID,
    DOCKER,
    DOCKER_LIST,
    OCI,
    OCI_INDEX,
    Answer,
    Bytes,
    FakeRegistry,
    Hangup,
    Reply,
    Serving,
    Silence,
    digest_of,
)

AIRPLAY = Answer(403, b"", (("Server", "AirTunes/870.14.1"),))


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry()


@pytest.fixture
def address(registry: FakeRegistry) -> Iterator[str]:
    with Serving(registry) as serving:
        yield serving.address


def read(address: str, *tags: str, architecture: str = "amd64", registries: Registries | None = None) -> Registry:
    references = tuple(Reference.parse(f"{address}/hello-world:{tag}") for tag in tags)
    return (registries or Registries()).read(address, references, architecture)


def published(address: str, architecture: str = "amd64") -> Published:
    found = read(address, "latest", architecture=architecture)
    assert (found.state, len(found.published)) == ("serving", 1), found
    return found.published[0]


def script(registry: FakeRegistry, method: str, path: str, reply: Reply) -> None:
    registry.scripts[method, path] = reply


def flaw(address: str) -> tuple[str, dict[str, Any]]:
    message = published(address).flaw
    assert message is not None
    return message.key, dict(message.arguments())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.engine.asking._WAIT", Timeout(connect=0.2, read=0.2))


def test_a_port_that_refuses_is_silent(closed_port: int) -> None:
    assert read(f"127.0.0.1:{closed_port}", "latest") == Registry(f"127.0.0.1:{closed_port}", "silent")


def test_a_port_that_hangs_up_at_once_is_silent() -> None:
    """A port that Docker forwards to a container in which nothing listens accepts, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            connection, _ = listener.accept()
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        found = read(f"127.0.0.1:{listener.getsockname()[1]}", "latest")
        thread.join()
    assert found.state == "silent"


def test_a_server_that_hears_the_question_and_hangs_up_is_silent(registry: FakeRegistry, address: str) -> None:
    script(registry, "GET", "/v2/", Hangup())
    assert read(address, "latest").state == "silent"


@pytest.mark.parametrize(
    ("reply", "state", "detail"),
    [
        (AIRPLAY, "foreign", "HTTP 403 AirTunes/870.14.1"),
        (Answer(200, b"<html>", (("Server", "nginx"),)), "foreign", "HTTP 200 nginx"),
        (Answer(200, b"x" * (LARGEST + 5), (("Server", "big"),)), "foreign", "HTTP 200 big"),
        (Answer(404, b"", (("Server", "x"),)), "foreign", "HTTP 404 x"),
        (Answer(301, b"", (("Server", "x"), ("Location", "/v2/_catalog"))), "foreign", "HTTP 301 x"),
        (Answer(500), "unknown", "HTTP 500"),
        (Answer(503, b"", (("Server", "x"),)), "unknown", "HTTP 503"),
    ],
)
def test_another_server_is_told_from_a_registry(
    registry: FakeRegistry, address: str, reply: Reply, state: str, detail: str
) -> None:
    script(registry, "GET", "/v2/", reply)
    found = read(address, "latest")
    assert (found.state, found.detail, found.published) == (state, detail, ())


@pytest.mark.parametrize("data", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\0\xff" * 40, b"220 mail ready\r\n"])
def test_a_server_that_does_not_speak_http_is_foreign(registry: FakeRegistry, address: str, data: bytes) -> None:
    script(registry, "GET", "/v2/", Bytes(data))
    assert read(address, "latest").state == "foreign"


def test_a_server_that_sends_for_ever_is_foreign_at_once(registry: FakeRegistry, address: str) -> None:
    """Its headers say enough: the body of somebody else's server is not waited for."""
    script(registry, "GET", "/v2/", Answer(200, b"", (("Server", "stream"), ("Content-Length", "999999"))))
    assert read(address, "latest").state == "foreign"


@pytest.mark.usefixtures("impatient")
def test_a_server_that_never_answers_is_unknown(registry: FakeRegistry, address: str) -> None:
    script(registry, "GET", "/v2/", Silence())
    assert read(address, "latest").state == "unknown"


@pytest.mark.usefixtures("impatient")
def test_a_registry_that_falls_silent_over_a_manifest_is_unknown(registry: FakeRegistry, address: str) -> None:
    script(registry, "GET", "/v2/hello-world/manifests/latest", Silence())
    assert read(address, "latest").state == "unknown"


@pytest.mark.usefixtures("impatient")
def test_a_body_that_never_comes_to_its_end_is_unknown(registry: FakeRegistry, address: str) -> None:
    short = Answer(200, b"{", (("Content-Length", "500"),))
    script(registry, "GET", "/v2/hello-world/manifests/latest", short)
    assert read(address, "latest").state == "unknown"


def test_a_registry_that_dies_over_a_manifest_is_not_foreign(registry: FakeRegistry, address: str) -> None:
    data = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"
    script(registry, "GET", "/v2/hello-world/manifests/latest", Bytes(data))
    assert read(address, "latest").state == "unknown"


@pytest.mark.parametrize(
    "address", ["registry", "", ":5000", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999999", "a b:1"]
)
def test_an_address_that_is_none_is_unknown(address: str) -> None:
    with closing(Registries()) as registries:
        assert registries.read(address, (), "amd64").state in ("unknown", "silent")


def test_a_registry_that_wants_a_name_and_a_password_is_a_registry(registry: FakeRegistry, address: str) -> None:
    script(registry, "GET", "/v2/", Answer(401, b"{}"))
    script(registry, "GET", "/v2/_catalog?n=100", Answer(401, b"{}"))
    assert read(address) == Registry(address, "serving", locked=True)


def test_images_behind_a_password_are_locked_not_missing(registry: FakeRegistry, address: str) -> None:
    script(registry, "GET", "/v2/", Answer(401, b"{}"))
    script(registry, "GET", "/v2/hello-world/manifests/latest", Answer(401, b"{}"))
    assert read(address, "latest") == Registry(address, "serving", locked=True)
    assert manifest_bytes(Reference.parse(f"{address}/hello-world")) is None


@pytest.mark.parametrize("kind", [DOCKER, OCI])
def test_an_image_of_either_kind_is_whole(registry: FakeRegistry, address: str, kind: str) -> None:
    digest = registry.add_image("latest", kind=kind)
    found = published(address)
    assert found == Published(f"{address}/hello-world:latest", digest, (DIFF_ID,), found.config, found.blobs)
    assert {found.config, *found.blobs} == set(registry.blobs)


@pytest.mark.parametrize(("kind", "inner"), [(DOCKER_LIST, DOCKER), (OCI_INDEX, OCI)])
@pytest.mark.parametrize(("architecture", "layer"), [("amd64", "sha256:amd"), ("arm64", "sha256:arm")])
def test_an_index_is_followed_to_the_engines_own_platform(
    registry: FakeRegistry, address: str, kind: str, inner: str, architecture: str, layer: str
) -> None:
    rows = [
        {"digest": "sha256:" + "0" * 64, "platform": {"os": "unknown", "architecture": "unknown"}},
        {"digest": "sha256:" + "1" * 64, "platform": {"os": "windows", "architecture": architecture}},
    ]
    for name, diff_id in (("arm64", "sha256:arm"), ("amd64", "sha256:amd")):
        digest = registry.add_image(kind=inner, diff_id=diff_id)
        rows.append({"digest": digest, "platform": {"os": "linux", "architecture": name}})
    index = registry.add_manifest(kind, {"schemaVersion": 2, "mediaType": kind, "manifests": rows}, "latest")
    found = published(address, architecture)
    assert (found.digest, found.layers, found.flaw) == (index, (layer,), None)


def test_an_index_for_other_processors_is_followed_to_the_first(registry: FakeRegistry, address: str) -> None:
    rows = [
        {"digest": "sha256:" + "0" * 64, "platform": {"os": "unknown", "architecture": "unknown"}},
        {"digest": registry.add_image(diff_id="sha256:first"), "platform": {"os": "linux", "architecture": "s390x"}},
        {"digest": registry.add_image(diff_id="sha256:second"), "platform": {"os": "linux", "architecture": "riscv64"}},
    ]
    registry.add_manifest(OCI_INDEX, {"manifests": rows}, "latest")
    assert published(address).layers == ("sha256:first",)


def test_an_index_without_platforms_is_followed(registry: FakeRegistry, address: str) -> None:
    registry.add_manifest(OCI_INDEX, {"manifests": [{"digest": registry.add_image(kind=OCI)}]}, "latest")
    assert published(address).layers == (DIFF_ID,)


def test_all_four_types_are_asked_for(registry: FakeRegistry, address: str) -> None:
    registry.add_image("latest")
    published(address)
    accepted = next(headers["accept"] for _, path, headers in registry.asked if "manifests" in path)
    assert {kind.strip() for kind in accepted.split(",")} == {DOCKER, DOCKER_LIST, OCI, OCI_INDEX}


def test_a_tag_that_is_not_there_is_absent_and_the_catalog_is_told(registry: FakeRegistry, address: str) -> None:
    found = read(address, "latest")
    assert (found.state, found.published, found.repositories) == ("serving", (), ("hello-world",))


@pytest.mark.parametrize(
    ("body", "repositories"),
    [
        (b'{"repositories":null}', ()),
        (b"{}", ()),
        (b'{"repositories":["a","b"]}', ("a", "b")),
        (b'{"repositories":5}', ()),
    ],
)
def test_a_catalog_may_be_null(
    registry: FakeRegistry, address: str, body: bytes, repositories: tuple[str, ...]
) -> None:
    script(registry, "GET", "/v2/_catalog?n=100", Answer(200, body))
    assert read(address) == Registry(address, "serving", repositories=repositories)


def test_a_registry_without_a_catalog_is_a_registry(registry: FakeRegistry, address: str) -> None:
    script(registry, "GET", "/v2/_catalog?n=100", Answer(404))
    assert read(address) == Registry(address, "serving")


def test_a_digest_that_does_not_match_the_bytes_is_a_flaw(registry: FakeRegistry, address: str) -> None:
    digest = registry.add_image("latest")
    body = registry.manifests["latest"][1]
    promised = "sha256:" + "e5" * 32
    reply = Answer(200, body, (("Docker-Content-Digest", promised),))
    script(registry, "GET", "/v2/hello-world/manifests/latest", reply)
    assert flaw(address) == ("checks.flaw.digest", {"digest": digest, "promised": promised})


def test_a_registry_need_not_say_the_digest(registry: FakeRegistry, address: str) -> None:
    digest = registry.add_image("latest")
    script(registry, "GET", "/v2/hello-world/manifests/latest", Answer(200, registry.manifests["latest"][1]))
    assert (published(address).digest, published(address).flaw) == (digest, None)


def test_bytes_of_another_digest_than_was_asked_for_are_a_flaw(registry: FakeRegistry, address: str) -> None:
    registry.add_image("latest")
    wanted = "sha256:" + "e5" * 32
    script(registry, "GET", f"/v2/hello-world/manifests/{wanted}", Answer(200, registry.manifests["latest"][1]))
    reference = Reference.parse(f"{address}/hello-world@{wanted}")
    with closing(Registries()) as registries:
        [found] = registries.read(address, (reference,), "amd64").published
    assert found.flaw is not None
    assert found.flaw.key == "checks.flaw.digest"


def test_a_config_that_was_cut_off_is_not_held_against_the_image(registry: FakeRegistry, address: str) -> None:
    registry.add_image("latest")
    config = next(digest for digest, data in registry.blobs.items() if b"rootfs" in data)
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(registry.blobs[config])}\r\n\r\n".encode()
    script(registry, "GET", f"/v2/hello-world/blobs/{config}", Bytes(head + b"{"))
    assert read(address, "latest").state == "unknown"


def test_a_missing_config_is_a_flaw(registry: FakeRegistry, address: str) -> None:
    registry.add_image("latest")
    config = next(digest for digest, data in registry.blobs.items() if b"rootfs" in data)
    del registry.blobs[config]
    assert flaw(address) == ("checks.flaw.blob", {"digest": config})


def test_a_config_with_other_bytes_is_a_flaw(registry: FakeRegistry, address: str) -> None:
    registry.add_image("latest")
    config = next(digest for digest, data in registry.blobs.items() if b"rootfs" in data)
    registry.blobs[config] = b"{}"
    assert flaw(address) == ("checks.flaw.blob", {"digest": config})


def test_a_missing_layer_is_a_flaw(registry: FakeRegistry, address: str) -> None:
    registry.add_image("latest")
    layer = digest_of(b"a layer")
    del registry.blobs[layer]
    assert flaw(address) == ("checks.flaw.blob", {"digest": layer})


def test_a_layer_that_goes_missing_later_is_noticed_though_the_config_is_known(
    registry: FakeRegistry, address: str
) -> None:
    registry.add_image("latest")
    registries = Registries()
    assert read(address, "latest", registries=registries).published[0].flaw is None
    registry.blobs.clear()
    assert read(address, "latest", registries=registries).published[0].flaw is not None


def test_an_index_that_names_a_missing_manifest_is_a_flaw_of_that_image_alone(
    registry: FakeRegistry, address: str
) -> None:
    missing = "sha256:" + "0" * 64
    row = {"digest": missing, "platform": {"os": "linux", "architecture": "amd64"}}
    registry.add_manifest(OCI_INDEX, {"manifests": [row]}, "latest")
    registry.add_image("whole")
    broken, whole = read(address, "latest", "whole").published
    assert broken.flaw is not None
    assert broken.flaw.arguments() == {"digest": missing}
    assert whole.flaw is None


def test_a_manifest_that_is_not_the_one_its_index_names_is_a_flaw(registry: FakeRegistry, address: str) -> None:
    named = "sha256:" + "0" * 64
    registry.add_image("other")
    script(registry, "GET", f"/v2/hello-world/manifests/{named}", Answer(200, registry.manifests["other"][1]))
    registry.add_manifest(OCI_INDEX, {"manifests": [{"digest": named}]}, "latest")
    assert flaw(address)[0] == "checks.flaw.digest"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_redirect_is_not_followed(registry: FakeRegistry, address: str, method: str) -> None:
    """The lab's own registry never redirects; what it did not serve itself is not whole."""
    registry.add_image("latest")
    config = next(digest for digest, data in registry.blobs.items() if b"rootfs" in data)
    away = Answer(307, b"", (("Location", "/elsewhere"),))
    script(registry, method, f"/v2/hello-world/blobs/{config}", away)
    assert flaw(address)[0] == "checks.flaw.blob"
    assert "/elsewhere" not in [path for _, path, _ in registry.asked]


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"",
        b"5",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b"\xff\xfe",
        b'{"config":null}',
        b'{"config":{"digest":5}}',
        b'{"manifests":null}',
        b'{"manifests":5}',
        b'{"manifests":[]}',
        b'{"manifests":[5]}',
        b'{"manifests":[{"platform":"linux"}]}',
        b'{"manifests":[{"platform":{"os":"unknown"}}]}',
        b"[" * 100_000,
        b'{"schemaVersion":1,"fsLayers":[{"blobSum":"sha256:0"}]}',
    ],
)
def test_a_manifest_that_makes_no_sense_cannot_be_judged(registry: FakeRegistry, address: str, body: bytes) -> None:
    script(registry, "GET", "/v2/hello-world/manifests/latest", Answer(200, body))
    assert read(address, "latest").state == "unknown"


@pytest.mark.parametrize(
    "config", [b"5", b"{}", b'{"rootfs":5}', b'{"rootfs":{"diff_ids":null}}', b'{"rootfs":{"diff_ids":5}}']
)
def test_a_config_that_makes_no_sense_is_never_a_traceback(registry: FakeRegistry, address: str, config: bytes) -> None:
    registry.add_manifest(OCI, {"config": registry.add_blob(config), "layers": None}, "latest")
    found = read(address, "latest")
    assert found.state == "unknown" or found.published[0].layers == ()


@pytest.mark.parametrize("layers", [5, "text", [5], [{}], {"digest": "x"}])
def test_layers_that_make_no_sense_cannot_be_judged(registry: FakeRegistry, address: str, layers: Any) -> None:
    registry.add_manifest(OCI, {"config": registry.add_blob(b"{}"), "layers": layers}, "latest")
    assert read(address, "latest").state == "unknown"


def test_a_manifest_that_is_too_big_cannot_be_judged(registry: FakeRegistry, address: str) -> None:
    script(registry, "GET", "/v2/hello-world/manifests/latest", Answer(200, b" " * (LARGEST + 1)))
    assert read(address, "latest").state == "unknown"


def test_a_compressed_body_is_not_unpacked(registry: FakeRegistry, address: str) -> None:
    reply = Answer(200, b"\x1f\x8b" + b"x" * 50, (("Content-Encoding", "gzip"),))
    script(registry, "GET", "/v2/hello-world/manifests/latest", reply)
    assert read(address, "latest").state == "unknown"


def test_a_proxy_of_the_environment_is_not_asked(
    address: str, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, f"http://127.0.0.1:{closed_port}")
    assert read(address).state == "serving"


def test_only_looking_is_ever_asked_for(registry: FakeRegistry, address: str) -> None:
    registry.add_image("latest")
    read(address, "latest", "nosuch")
    assert {method for method, _, _ in registry.asked} == {"GET", "HEAD"}


# The real program, where Debian's package is installed.


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    program = shutil.which("docker-registry")
    if program is None:
        pytest.skip("Debian's docker-registry is not installed")
    config = {
        "version": 0.1,
        "log": {"level": "debug", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(tmp_path / "store")}, "delete": {"enabled": True}},
        "http": {"addr": "127.0.0.1:0"},
    }
    (tmp_path / "config.yml").write_text(json.dumps(config))
    process = subprocess.Popen(
        [program, "serve", str(tmp_path / "config.yml")], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        started = next((line for line in process.stderr if "listening on" in line), "docker-registry did not start")
        address = re.search(r"127\.0\.0\.1:\d+", started)
        assert address is not None, started
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        yield address[0]
    finally:
        process.terminate()
        process.wait(10)
        process.stderr.close()


def send(method: str, url: str, body: bytes = b"", kind: str = "application/octet-stream") -> Any:
    request = urllib.request.Request(url, body or None, {"Content-Type": kind}, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(request, timeout=10)


def upload(address: str, kind: str) -> str:
    """Push an image of one layer by hand; return its digest."""
    fake = FakeRegistry()
    digest = fake.add_image(kind=kind)
    for name, data in fake.blobs.items():
        with send("POST", f"http://{address}/v2/hello-world/blobs/uploads/") as answer:
            place = answer.headers["Location"]
        send("PUT", f"{place}&digest={name}", data).close()
    send("PUT", f"http://{address}/v2/hello-world/manifests/latest", fake.manifests[digest][1], kind).close()
    return digest


def test_the_real_registry_is_read_from_empty_to_deleted(real: str, tmp_path: Path) -> None:
    assert read(real, "latest") == Registry(real, "serving")
    digest = upload(real, DOCKER)
    found = read(real, "latest")
    (tag,) = found.published
    assert tag == Published(f"{real}/hello-world:latest", digest, (DIFF_ID,), tag.config, tag.blobs)
    assert upload(real, OCI) != digest
    again = read(real, "latest").published[0]
    assert (again.flaw, again.layers) == (None, (DIFF_ID,))
    send("DELETE", f"http://{real}/v2/hello-world/manifests/{again.digest}").close()
    deleted = read(real, "latest")
    assert (deleted.published, deleted.repositories) == ((), ("hello-world",))


def test_a_layer_lost_from_the_real_registrys_folder_is_a_flaw(real: str, tmp_path: Path) -> None:
    upload(real, DOCKER)
    layer = digest_of(b"a layer").removeprefix("sha256:")
    shutil.rmtree(tmp_path / "store/docker/registry/v2/blobs/sha256" / layer[:2] / layer)
    shutil.rmtree(tmp_path / "store/docker/registry/v2/repositories/hello-world/_layers/sha256" / layer)
    assert published(real).flaw is not None


class Dying(dict[tuple[str, str], Reply]):
    """Every answer is the end of the connection."""

    def get(self, *_: object) -> Reply:
        return Hangup()


def test_whoever_takes_the_place_of_a_registry_that_was_read_is_asked_who_it_is(registry: FakeRegistry) -> None:
    registries = Registries()
    with Serving(registry) as serving:
        address = serving.address
        assert read(address, "latest", registries=registries).state == "serving"
        assert read(address, "latest", registries=registries).state == "serving"
        assert [path for _, path, _ in registry.asked].count("/v2/") == 1
        registry.scripts = Dying()  # and its connections with it
    assert read(address, "latest", registries=registries).state == "silent"
    registry.scripts = {}
    script(registry, "GET", "/v2/", Answer(403, b"", (("Server", "AirTunes"),)))
    with Serving(registry, port=int(address.rpartition(":")[2])):
        assert read(address, "latest", registries=registries).state == "foreign"

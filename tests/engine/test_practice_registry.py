"""The practice registry beside the real one: one folder served by either, one engine pushing to both, the same answers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from lab.practice.registry.collect import collect

from .conftest import Engine
from .registries import LAYER, MANIFEST, Registry, config_file, debian, digest_of, manifest, practice

pytestmark = pytest.mark.engine

Serve = Callable[[Path], AbstractContextManager[Registry]]


def tree(root: Path) -> dict[str, bytes]:
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items()}


WAYS = pytest.mark.parametrize(
    ("writer", "reader"), [(practice, debian), (debian, practice)], ids=["to-debian", "from-debian"]
)


@WAYS
def test_what_one_wrote_the_other_serves_and_carries_on(tmp_path: Path, writer: Serve, reader: Serve) -> None:
    with writer(tmp_path / "data") as first:
        digest = first.push("v1")
        first.push("v1", "team/other")
    with reader(tmp_path / "data") as second:
        status, headers, body = second.ask("GET", "/v2/app/manifests/v1")
        assert (status, headers["docker-content-digest"], body) == (200, digest, manifest())
        assert second.ask("GET", f"/v2/app/blobs/{digest_of(LAYER)}")[2] == LAYER
        assert json.loads(second.ask("GET", "/v2/_catalog")[2]) == {"repositories": ["app", "team/other"]}
        newer = second.push("v2", layer=b"newer")
        assert second.ask("DELETE", f"/v2/app/manifests/{digest}")[0] == 202
    with writer(tmp_path / "data") as first:
        assert json.loads(first.ask("GET", "/v2/app/tags/list")[2]) == {"name": "app", "tags": ["v2"]}
        assert first.ask("GET", "/v2/app/manifests/v2")[1]["docker-content-digest"] == newer
        assert first.ask("GET", "/v2/app/manifests/v1")[0] == 404
        assert first.ask("GET", "/v2/team/other/manifests/v1")[0] == 200


@WAYS
def test_an_upload_that_one_began_the_other_ends(tmp_path: Path, writer: Serve, reader: Serve) -> None:
    with writer(tmp_path / "data") as first:
        place = first.ask("POST", "/v2/app/blobs/uploads/")[1]["location"]
        place = first.ask("PATCH", place, LAYER[:1000])[1]["location"]
    with reader(tmp_path / "data") as second:
        path = place[place.index("/v2/") :]
        assert second.ask("PUT", f"{path}&digest={digest_of(LAYER)}", LAYER[1000:])[0] == 201
        assert second.ask("GET", f"/v2/app/blobs/{digest_of(LAYER)}")[2] == LAYER


def test_both_write_the_same_files(tmp_path: Path) -> None:
    for serve, name in ((practice, "ours"), (debian, "theirs")):
        with serve(tmp_path / name) as registry:
            registry.push("v1")
            registry.push("v2", layer=b"newer")
            registry.push("v1", layer=b"newer")
            blob = digest_of(LAYER)
            assert registry.ask("POST", f"/v2/team/other/blobs/uploads/?mount={blob}&from=app")[0] == 201
            assert registry.ask("DELETE", f"/v2/app/manifests/{digest_of(manifest())}")[0] == 202
    assert tree(tmp_path / "ours") == tree(tmp_path / "theirs")


def test_both_collect_the_same_garbage_with_the_same_words(tmp_path: Path) -> None:
    with practice(tmp_path / "ours") as registry:
        registry.push("v1")
        registry.push("v1", layer=b"newer")
        gone = registry.push("v2", layer=b"gone")
        registry.push_blob(b"loose")
        registry.push("v1", "team/other", layer=b"another")
        assert registry.ask("DELETE", f"/v2/app/manifests/{gone}")[0] == 202
    for untagged in (False, True):
        shutil.rmtree(tmp_path / "theirs", ignore_errors=True)
        shutil.copytree(tmp_path / "ours", tmp_path / "theirs")
        said = set(collect(tmp_path / "ours", delete_untagged=untagged))
        command = ["docker-registry", "garbage-collect", str(config_file(tmp_path / "theirs", 1))]
        done = subprocess.run(
            [*command, *(["--delete-untagged"] if untagged else [])], capture_output=True, text=True, check=True
        )
        # What it logs comes between its own lines. Version 2 says nothing of layer links, marks a blob once for each
        # repository, and tells of a manifest by its digest alone.
        theirs = [line for line in done.stdout.splitlines() if not line.startswith("time=")]
        assert alike(theirs) == alike([line for line in said if "layer link" not in line])
        blobs = [{name for name in tree(tmp_path / each) if "/blobs/" in name} for each in ("ours", "theirs")]
        assert blobs[0] == blobs[1]


def alike(lines: list[str]) -> set[str]:
    digest = re.compile(r"(?:\S+: )?(marking blob|manifest eligible for deletion:) .*?(sha256:[0-9a-f]{64}).*")
    return {digest.sub(r"\1 \2", line) for line in lines}


STRANGE = [
    ("GET", "/v2/", b"", ""),
    ("GET", "/v2/nosuch/tags/list", b"", ""),
    ("GET", "/v2/nosuch/manifests/latest", b"", ""),
    ("GET", "/v2/NAME/tags/list", b"", ""),
    ("GET", f"/v2/app/manifests/sha256:{'a' * 64}", b"", ""),
    ("GET", f"/v2/app/blobs/sha256:{'a' * 64}", b"", ""),
    ("GET", "/v2/app/blobs/sha256:abc", b"", ""),
    ("GET", "/nothing", b"", ""),
    ("PUT", "/v2/app/tags/list", b"", ""),
    ("PUT", "/v2/app/manifests/bad", b"{", MANIFEST),
    ("PUT", "/v2/app/manifests/bad", b"{}", "text/plain"),
    ("PUT", "/v2/app/manifests/bad", manifest(b"missing"), MANIFEST),
    ("PUT", f"/v2/app/manifests/sha256:{'a' * 64}", manifest(), MANIFEST),
    ("DELETE", f"/v2/app/manifests/sha256:{'a' * 64}", b"", ""),
    ("DELETE", f"/v2/app/blobs/sha256:{'a' * 64}", b"", ""),
    ("GET", "/v2/app/manifests/v1", b"", ""),
    ("HEAD", f"/v2/app/blobs/{digest_of(LAYER)}", b"", ""),
    ("GET", "/v2/app/tags/list", b"", ""),
]


def test_both_answer_alike(tmp_path: Path) -> None:
    answers = []
    for serve, name in ((practice, "ours"), (debian, "theirs")):
        with serve(tmp_path / name) as registry:
            registry.push("v1")
            answers.append([answered(registry, *request) for request in STRANGE])
    assert answers[0] == answers[1]


def answered(registry: Registry, method: str, path: str, body: bytes, kind: str) -> tuple[object, ...]:
    status, headers, content = registry.ask(method, path, body or None, kind)
    said: object = content
    if headers.get("content-type", "").startswith("application/json") and content:
        said = json.loads(content)
        if isinstance(said, dict) and "errors" in said:
            # A detail that is one of Go's own errors is `{}` there and says something here.
            said = [(error["code"], error["message"]) for error in said["errors"]]
    named = ("docker-content-digest", "docker-distribution-api-version", "etag", "cache-control", "accept-ranges")
    return method, path, status, said, {name: headers.get(name) for name in named}


def test_the_engine_pushes_to_it_and_pulls_from_it(tmp_path: Path, engine: Engine) -> None:
    with practice(tmp_path / "data") as registry:
        name = f"127.0.0.1:{registry.port}/team/app:v1"
        engine.docker("tag", "registry", name)
        layers = engine.docker("image", "inspect", "-f", "{{json .RootFS.Layers}}", name)
        pushed = engine.docker("push", name)
        digest = next(word for word in pushed.split() if word.startswith("sha256:"))
        other = name.replace("team/app", "other/app")
        engine.docker("tag", "registry", other)
        assert "Mounted from team/app" in engine.docker("push", other)
        assert "Layer already exists" in engine.docker("push", name)
        engine.docker("image", "rm", name, other)
        engine.docker("pull", name)
        assert engine.docker("image", "inspect", "-f", "{{json .RootFS.Layers}}", name) == layers
        assert digest in engine.docker("image", "inspect", "-f", "{{json .RepoDigests}}", name)
        failed = subprocess.run(
            ["docker", "-H", engine.url, "pull", name.replace(":v1", ":v2")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "manifest unknown" in failed.stderr
    with debian(tmp_path / "data") as registry:
        engine.docker("image", "rm", name)
        name = f"127.0.0.1:{registry.port}/team/app:v1"
        engine.docker("pull", name)
        assert engine.docker("image", "inspect", "-f", "{{json .RootFS.Layers}}", name) == layers


def test_it_is_ready_soon_and_small() -> None:
    program = (
        "import asyncio, tempfile, time; began = time.perf_counter()\n"
        "from pathlib import Path\n"
        "from lab.practice.registry.server import RegistryServer\n"
        "from lab.practice.registry.settings import Settings\n"
        "import sys; assert not {'bcrypt', 'cryptography'} & set(sys.modules)\n"
        "async def main():\n"
        "    server = RegistryServer(Path(tempfile.mkdtemp()), Settings(), lambda line: None)\n"
        "    start = time.perf_counter()\n"
        "    await server.start([('127.0.0.1', 0)])\n"
        "    print(time.perf_counter() - start)\n"
        "    await server.stop()\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.05

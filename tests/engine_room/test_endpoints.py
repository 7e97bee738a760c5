"""Which engine is asked, and what is said of it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from lab.engine.connect import connect
from lab.engine.contract import EngineError, EngineFacts
from lab.engine.endpoint import Endpoint, endpoints

from .fake_engine import FakeEngine, Json, Serving


def urls(url: str | None = None) -> list[tuple[str, str]]:
    return [(endpoint.url, endpoint.source) for endpoint in endpoints(url)]


def write_context(docker_config: Path, name: str, text: str | None = None, host: str = "unix:///ctx.sock") -> None:
    folder = docker_config.parent / "contexts/meta" / hashlib.sha256(name.encode()).hexdigest()
    folder.mkdir(parents=True)
    meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": {"Host": host, "SkipTLSVerify": False}}}
    (folder / "meta.json").write_text(json.dumps(meta) if text is None else text)


@pytest.fixture
def only_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Hide this machine's own sockets; return the home folder."""
    real = os.path.exists
    monkeypatch.setattr("os.path.exists", lambda path: str(path).startswith(str(tmp_path)) and real(path))
    return tmp_path / "home"


def test_the_option_wins_over_everything(monkeypatch: pytest.MonkeyPatch, docker_config: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///host.sock")
    monkeypatch.setenv("DOCKER_CONTEXT", "nosuch")
    assert urls("unix:///mine.sock") == [("unix:///mine.sock", "--engine")]


def test_docker_host_wins_over_the_context(monkeypatch: pytest.MonkeyPatch, docker_config: Path) -> None:
    write_context(docker_config, "remote")
    monkeypatch.setenv("DOCKER_CONTEXT", "remote")
    monkeypatch.setenv("DOCKER_HOST", "unix:///host.sock")
    assert urls() == [("unix:///host.sock", "DOCKER_HOST")]


def test_the_context_of_the_environment_wins_over_the_current_one(
    monkeypatch: pytest.MonkeyPatch, docker_config: Path
) -> None:
    write_context(docker_config, "one", host="unix:///one.sock")
    write_context(docker_config, "two", host="unix:///two.sock")
    docker_config.write_text(json.dumps({"currentContext": "one"}))
    assert urls() == [("unix:///one.sock", "context one")]
    monkeypatch.setenv("DOCKER_CONTEXT", "two")
    assert urls() == [("unix:///two.sock", "context two")]


@pytest.mark.parametrize("variable", [True, False])
def test_a_context_that_is_missing_is_an_error_never_the_default(
    monkeypatch: pytest.MonkeyPatch, docker_config: Path, variable: bool
) -> None:
    if variable:
        monkeypatch.setenv("DOCKER_CONTEXT", "nosuch")
    else:
        docker_config.write_text(json.dumps({"currentContext": "nosuch"}))
    with pytest.raises(EngineError) as caught:
        connect()
    assert caught.value.message.key == "engine.no-context.message"
    assert caught.value.message.arguments() == {"name": "nosuch"}
    assert caught.value.blameless


@pytest.mark.parametrize("text", ["{", "[]", "{}", "5", '{"Name": "c"}', '{"Name": "c", "Endpoints": {"docker": 5}}'])
def test_a_context_whose_file_is_broken_is_an_error_that_names_it(
    monkeypatch: pytest.MonkeyPatch, docker_config: Path, text: str
) -> None:
    write_context(docker_config, "c", text)
    monkeypatch.setenv("DOCKER_CONTEXT", "c")
    with pytest.raises(EngineError) as caught:
        endpoints()
    assert caught.value.message.arguments() == {"name": "c"}


def test_the_default_context_means_the_known_sockets(monkeypatch: pytest.MonkeyPatch, only_home: Path) -> None:
    monkeypatch.setenv("DOCKER_CONTEXT", "default")
    assert urls() == [("unix:///var/run/docker.sock", "socket")]


def test_known_sockets_are_tried_where_they_exist(
    monkeypatch: pytest.MonkeyPatch, only_home: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    known = [".docker/run/docker.sock", ".colima/default/docker.sock", ".rd/docker.sock", ".orbstack/run/docker.sock"]
    paths = [*(only_home / name for name in known), tmp_path / "run/podman/podman.sock"]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert urls() == [(f"unix://{path}", "socket") for path in paths]


def test_a_folder_that_is_closed_to_this_user_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    def stat(path: object, **_: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.stat", stat)
    found = urls()
    monkeypatch.undo()
    assert found == [("unix:///var/run/docker.sock", "socket")]


def test_the_first_engine_that_answers_is_taken(
    monkeypatch: pytest.MonkeyPatch, socket_folder: Path, engine: FakeEngine
) -> None:
    missing = f"unix://{socket_folder}/none.sock"
    with Serving(engine, f"{socket_folder}/docker.sock") as serving:
        monkeypatch.setattr("lab.engine.endpoint._known_sockets", lambda: iter([missing, serving.url]))
        connected = connect()
        assert (connected.facts.url, connected.facts.source) == (serving.url, "socket")
        connected.close()


def test_where_no_engine_answers_the_first_address_is_told(
    monkeypatch: pytest.MonkeyPatch, socket_folder: Path
) -> None:
    sockets = [f"unix://{socket_folder}/{name}.sock" for name in ("one", "two")]
    monkeypatch.setattr("lab.engine.endpoint._known_sockets", lambda: iter(sockets))
    with pytest.raises(EngineError) as caught:
        connect()
    assert caught.value.message.arguments() == {"url": sockets[0]}


@pytest.mark.parametrize(
    ("url", "remote"),
    [
        ("unix:///var/run/docker.sock", False),
        ("npipe:////./pipe/docker_engine", False),
        ("tcp://127.0.0.1:2375", False),
        ("tcp://localhost:2375", False),
        ("tcp://[::1]:2375", False),
        ("http://127.0.0.1:2375", False),
        ("tcp://10.0.0.5:2375", True),
        ("https://engine.example:2376", True),
        ("ssh://me@engine.example", True),
    ],
)
def test_an_engine_is_remote_where_its_address_is_elsewhere(url: str, remote: bool) -> None:
    assert Endpoint(url, "").remote is remote


def test_a_host_and_a_port_alone_mean_tcp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "10.0.0.5:2375")
    [endpoint] = endpoints()
    assert (endpoint.url, endpoint.remote) == ("tcp://10.0.0.5:2375", True)


def test_certificates_that_are_not_there_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tmp_path))
    with pytest.raises(EngineError) as caught:
        endpoints("tcp://10.0.0.5:2376")
    assert caught.value.hint.key == "engine.certificates.hint"
    assert endpoints("unix:///mine.sock")[0].tls is None


def facts_of(url: str) -> EngineFacts:
    connected = connect(url)
    connected.close()
    return connected.facts


def test_docker_is_recognised(url: str) -> None:
    facts = facts_of(url)
    assert (facts.kind, facts.version, facts.api, facts.storage) == ("docker", "20.10.24", "1.41", "overlay2")
    assert (facts.os, facts.architecture, facts.host, facts.remote) == ("linux", "amd64", "workstation", False)
    assert facts.id == "FAKE /var/lib/docker"


def test_podman_is_known_again_though_it_tells_another_id_every_time(engine: FakeEngine, url: str) -> None:
    engine.version["Components"] = [{"Name": "Podman Engine", "Version": "4.3.1"}]
    first = facts_of(url)
    engine.info["ID"] = "ANOTHER"
    assert facts_of(url).id == first.id
    engine.info["DockerRootDir"] = "/elsewhere"
    assert facts_of(url).id != first.id


def test_podman_is_recognised_by_its_component_and_needs_no_clock(engine: FakeEngine, url: str) -> None:
    engine.version["Components"] = [{"Name": "Podman Engine", "Version": "4.3.1"}]
    engine.info = {
        "ID": "x",
        "Name": "box",
        "SecurityOptions": ["name=rootless", "name=selinux"],
        "RegistryConfig": None,
    }
    facts = facts_of(url)
    assert (facts.kind, facts.rootless, facts.selinux, facts.clock_ahead) == ("podman", True, True, 0.0)


@pytest.mark.parametrize(
    ("platform", "way_back"),
    [("linux", ("10.88.0.1", "10.88.0.1")), ("darwin", ("host.containers.internal", "127.0.0.1"))],
)
def test_podmans_containers_reach_this_machine_at_their_bridge_unless_they_are_in_a_virtual_one(
    engine: FakeEngine, url: str, monkeypatch: pytest.MonkeyPatch, platform: str, way_back: tuple[str, str]
) -> None:
    engine.version["Components"] = [{"Name": "Podman Engine", "Version": "4.3.1"}]
    bridge = {"Subnet": "10.88.0.0/16", "Gateway": "10.88.0.1"}
    engine.script("GET", "/networks/bridge", Json({"Name": "bridge", "IPAM": {"Config": [bridge]}}))
    monkeypatch.setattr("lab.engine.connect.sys.platform", platform)
    facts = facts_of(url)
    assert ((facts.containers_host, facts.containers_bind), facts.bridge) == (way_back, "")


@pytest.mark.parametrize(
    ("info", "kind"),
    [
        ({"OperatingSystem": "Docker Desktop"}, "docker-desktop"),
        ({"Name": "colima"}, "colima"),
        ({"Name": "colima-work"}, "colima"),
        ({"Name": "lima-rancher-desktop"}, "rancher-desktop"),
        ({"Components": None, "DriverStatus": None, "SecurityOptions": None}, "docker"),
    ],
)
def test_the_products_around_docker_are_recognised(
    engine: FakeEngine, url: str, info: dict[str, object], kind: str
) -> None:
    engine.info |= info
    assert facts_of(url).kind == kind


def test_the_containerd_image_store_is_recognised(engine: FakeEngine, url: str) -> None:
    engine.info |= {"Driver": "overlayfs", "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]]}
    assert facts_of(url).storage == "containerd"


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00Z", "yesterday", "", None, 5, "2026-01-01T00:00:00.123456789+09:00"]
)
def test_any_clock_is_survived(engine: FakeEngine, url: str, time: object) -> None:
    engine.info["SystemTime"] = time
    assert isinstance(facts_of(url).clock_ahead, float)


def test_the_engines_highest_api_version_is_spoken(engine: FakeEngine, url: str) -> None:
    engine.version["ApiVersion"] = "1.52"
    assert facts_of(url).api == "1.52"


@pytest.mark.parametrize("broken", ["[]", '{"auths": 5}', '{"auths": {"a": 1}}'])
def test_a_broken_configuration_of_dockers_is_told_from_a_broken_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    (tmp_path / "config.json").write_text(broken)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    with pytest.raises(EngineError) as caught:
        connect(f"unix://{tmp_path}/docker.sock")
    assert caught.value.kind == "configuration"
    assert str(tmp_path / "config.json") in str(caught.value.message)

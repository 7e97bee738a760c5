"""What is read of the World, in the shapes in which engines of different ages tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lab.engine.adapter import DockerEngine
from lab.engine.connect import connect
from lab.engine.contract import EngineError
from lab.reference import Reference
from lab.world import Container, Image, Mount, Port, Scope, StoredFile

from .fake_engine import HELLO, LAYERS, FakeEngine, Json, Request, Stream, image
from .fake_engine import Container as FakeContainer

HUB = Reference.parse("hello-world")
PODMANS = "hello-world: image not known"
LOCAL = Reference.parse("127.0.0.1:5000/hello-world")


def test_images_are_read_by_full_reference_with_the_layers_in_question(
    engine: FakeEngine, client: DockerEngine
) -> None:
    digest = "sha256:" + "d4" * 32
    digests = (f"hello-world@{digest}", f"127.0.0.1:5000/hello-world@{digest}")
    engine.images = [image("hello-world:latest", "127.0.0.1:5000/hello-world:latest", "other:1", digests=digests)]
    world = client.observe(Scope(references=(HUB, LOCAL)))
    layers = tuple(LAYERS)
    assert world.images == (
        Image(str(LOCAL), HELLO, layers, (f"127.0.0.1:5000/hello-world@{digest}",), 13_256),
        Image(
            "docker.io/library/hello-world:latest", HELLO, layers, (f"docker.io/library/hello-world@{digest}",), 13_256
        ),
        Image("docker.io/library/other:1", HELLO, None, (), 13_256),
    )


def test_the_spelling_of_podman_means_the_same_names(engine: FakeEngine, client: DockerEngine) -> None:
    engine.images = [image("docker.io/library/hello-world:latest", "localhost/mine:latest")]
    world = client.observe(Scope())
    assert [each.reference for each in world.images] == [str(HUB), "localhost/mine:latest"]


@pytest.mark.parametrize("tags", [None, [], ["<none>:<none>"]])
def test_an_image_without_a_name_is_told_apart(engine: FakeEngine, client: DockerEngine, tags: Any) -> None:
    engine.images = [{"Id": HELLO, "RepoTags": tags, "RepoDigests": ["<none>@<none>"], "Size": None}]
    world = client.observe(Scope(references=(HUB,)))
    assert (world.images, world.untagged) == ((), (HELLO,))


def test_a_name_that_no_client_would_accept_is_kept_as_it_is(engine: FakeEngine, client: DockerEngine) -> None:
    engine.images = [image("UPPER/Case:latest")]
    assert client.observe(Scope()).images[0].reference == "UPPER/Case:latest"


@pytest.mark.parametrize("words", ["No such image: hello-world", PODMANS])
def test_an_image_that_vanishes_between_list_and_inspection_is_no_error(
    engine: FakeEngine, client: DockerEngine, words: str
) -> None:
    engine.images = [image("hello-world:latest")]
    engine.script("GET", "/images/*/json", Json({"message": words}, 404))
    [found] = client.observe(Scope(references=(HUB,))).images
    assert found.layers is None


def test_layers_of_an_image_are_asked_for_once(engine: FakeEngine, client: DockerEngine) -> None:
    engine.images = [image("hello-world:latest")]
    first = client.observe(Scope(references=(HUB,)))
    engine.script("GET", "/images/*/json", Json({"message": "asked twice"}, 500))
    assert client.observe(Scope(references=(HUB,))) == first


def test_an_image_that_got_new_content_has_its_new_layers(engine: FakeEngine, client: DockerEngine) -> None:
    engine.images = [image("hello-world:latest")]
    client.observe(Scope(references=(HUB,)))
    engine.layers["sha256:new"] = ["sha256:other"]
    engine.images = [image("hello-world:latest", identity="sha256:new")]
    assert client.observe(Scope(references=(HUB,))).images[0].layers == ("sha256:other",)


def test_a_container_is_read_as_docker_tells_it(engine: FakeEngine, client: DockerEngine) -> None:
    engine.rows = [
        {
            "Id": "c" * 64,
            "Names": ["/registry"],
            "Image": "registry",
            "State": "running",
            "Created": 1_700_000_000,
            "Ports": [
                {"PrivatePort": 5000, "PublicPort": 5000, "Type": "tcp", "IP": "0.0.0.0"},
                {"PrivatePort": 5000, "PublicPort": 5000, "Type": "tcp", "IP": "::"},
                {"PrivatePort": 5001, "Type": "tcp"},
            ],
            "Mounts": [
                {"Type": "volume", "Name": "data", "Source": "/var/lib/docker/volumes/data/_data", "Destination": "/a"},
                {"Type": "bind", "Source": "/home/kim/x", "Destination": "/b", "RW": False},
            ],
            "Labels": {"lab": "1"},
        }
    ]
    [found] = client.observe(Scope()).containers
    assert found == Container(
        "registry",
        "c" * 64,
        "registry",
        "running",
        1_700_000_000,
        (Port(5000, 5000, "0.0.0.0"), Port(5000, 5000, "::")),
        (Mount("volume", "data", "/a"), Mount("bind", "/home/kim/x", "/b", writable=False)),
        (("lab", "1"),),
    )


def test_a_container_is_read_as_podman_tells_it(engine: FakeEngine, client: DockerEngine) -> None:
    port = {"PrivatePort": 5000, "PublicPort": 5000, "Type": "tcp", "IP": ""}
    engine.rows = [{"Id": "c" * 64, "Names": ["/registry"], "State": "running", "Ports": [port], "Labels": None}]
    [found] = client.observe(Scope()).containers
    assert (found.ports, found.mounts, found.labels) == ((Port(5000, 5000, ""),), (), ())


@pytest.mark.parametrize("names", [["/web/db", "/registry"], ["/registry", "/web/db"], ["registry"]])
def test_names_that_legacy_links_give_are_not_the_containers_own(
    engine: FakeEngine, client: DockerEngine, names: list[str]
) -> None:
    engine.rows = [{"Id": "c" * 64, "Names": names, "State": "exited"}]
    assert client.observe(Scope()).container("registry") is not None


@pytest.mark.parametrize("names", [None, []])
def test_a_container_without_a_name_goes_by_its_id(engine: FakeEngine, client: DockerEngine, names: Any) -> None:
    engine.rows = [{"Id": "c" * 64, "Names": names, "State": "removing"}]
    assert client.observe(Scope()).containers[0].name == "c" * 12


def test_a_task_that_runs_has_its_container_though_it_began_while_the_lab_looked(engine: FakeEngine, url: str) -> None:
    engine.info["Swarm"] = {"LocalNodeState": "active"}
    service = {"ID": "s", "Spec": {"Name": "web", "TaskTemplate": {"ContainerSpec": {"Image": "x"}}}}
    engine.script("GET", "/swarm", Json({"ID": "s", "Spec": {}}))
    engine.script("GET", "/services", Json([service]))

    def began(_: Request) -> Json:
        engine.containers = [FakeContainer("c" * 64, "web.1", {}, running=True)]
        return Json(
            [{"ServiceID": "s", "Spec": service["Spec"], "DesiredState": "running", "Status": {"State": "running"}}]
        )

    engine.script("GET", "/tasks", began)
    client = connect(url)
    world = client.observe(Scope(swarm=True))
    client.close()
    assert world.swarm is not None
    assert [len(each.running) for each in world.swarm.services] == [1]
    assert [each.name for each in world.containers] == ["web.1"]


def test_volumes_and_networks_are_read_by_name(engine: FakeEngine, client: DockerEngine) -> None:
    engine.volumes = [{"Name": "b"}, {"Name": "a"}]
    engine.networks = [{"Name": "host"}, {"Name": "bridge"}]
    world = client.observe(Scope())
    assert (world.volumes, world.networks) == (("a", "b"), ("bridge", "host"))


def test_an_engine_without_volumes_says_null(engine: FakeEngine, client: DockerEngine) -> None:
    engine.script("GET", "/volumes", Json({"Volumes": None, "Warnings": None}))
    assert client.observe(Scope()).volumes == ()


def test_pulls_are_remembered_from_events_of_every_shape(engine: FakeEngine, client: DockerEngine) -> None:
    engine.events = [
        {
            "Type": "image",
            "Action": "pull",
            "Actor": {"ID": "hello-world:latest", "Attributes": {"name": "hello-world"}},
        },
        {"status": "pull", "id": "alpine:3", "Type": "image", "Action": "pull", "Actor": {"ID": "alpine:3"}},
    ]
    assert client.observe(Scope(since=1.0)).pulled == {str(HUB), "docker.io/library/alpine:3"}


def test_pulls_are_asked_for_in_the_engines_own_time(engine: FakeEngine, url: str) -> None:
    asked: list[Request] = []

    def events(request: Request) -> Stream:
        asked.append(request)
        return Stream()

    engine.info["SystemTime"] = "2036-01-01T00:00:00Z"
    engine.script("GET", "/events", events)
    client = connect(url)
    client.observe(Scope(since=1_000.0))
    client.close()
    assert float(asked[0].query["since"]) == pytest.approx(1_000.0 + client.facts.clock_ahead)
    assert float(asked[0].query["until"]) > 2_000_000_000


def test_nothing_is_asked_of_events_before_a_run_is_open(engine: FakeEngine, client: DockerEngine) -> None:
    client.observe(Scope())
    assert "/events" not in [each.path for each in engine.asked]


def test_looking_changes_nothing(engine: FakeEngine, client: DockerEngine, closed_port: int) -> None:
    engine.images = [image("hello-world:latest")]
    client.observe(Scope((HUB,), (f"127.0.0.1:{closed_port}",), since=1.0))
    assert {each.method for each in engine.asked} == {"GET"}


def test_a_registry_that_nobody_runs_is_silent(client: DockerEngine, closed_port: int) -> None:
    [registry] = client.observe(Scope(registries=(f"127.0.0.1:{closed_port}",))).registries
    assert registry.state == "silent"


def test_a_registry_that_is_silent_because_its_engine_has_just_died_blames_nobody(
    engine: FakeEngine, client: DockerEngine, closed_port: int
) -> None:
    """The engine has listed its containers, and dies with their ports before the registry is asked."""
    engine.script("GET", "/_ping", Stream(cut=True))
    with pytest.raises(EngineError) as caught:
        client.observe(Scope(registries=(f"127.0.0.1:{closed_port}",)))
    assert caught.value.blameless


def test_the_folder_behind_a_registry_is_read_and_no_other(
    engine: FakeEngine, client: DockerEngine, closed_port: int, tmp_path: Path
) -> None:
    for name in ("mine", "read-only", "theirs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    port = {"PrivatePort": 5000, "PublicPort": closed_port, "Type": "tcp", "IP": "127.0.0.1"}
    mounts = [
        {"Type": "bind", "Source": str(tmp_path / "mine"), "Destination": "/var/lib/registry", "RW": True},
        {"Type": "bind", "Source": str(tmp_path / "read-only"), "Destination": "/etc/x", "RW": False},
        {"Type": "volume", "Name": "v", "Source": str(tmp_path / "theirs"), "Destination": "/v", "RW": True},
    ]
    theirs = {"Type": "bind", "Source": str(tmp_path / "theirs"), "Destination": "/x", "RW": True}
    engine.rows = [
        {"Id": "1" * 64, "Names": ["/registry"], "State": "running", "Ports": [port], "Mounts": mounts},
        {"Id": "2" * 64, "Names": ["/web"], "State": "running", "Ports": [], "Mounts": [theirs]},
    ]
    [store] = client.observe(Scope(registries=(f"127.0.0.1:{closed_port}",))).stores
    assert (store.folder, [file.path for file in store.files]) == (str(tmp_path / "mine"), ["file"])


def test_only_the_variables_in_question_are_read_and_once_a_container(engine: FakeEngine, client: DockerEngine) -> None:
    engine.rows = [{"Id": "c1", "Names": ["/registry"], "State": "running"}]
    environment = ["PATH=/bin", "PASSWORD=secret", "DELETE=a=b", "EMPTY="]
    engine.script("GET", "/containers/c1/json", Json({"Id": "c1", "Config": {"Env": environment}}))
    scope = Scope(settings=(("registry", "DELETE"), ("registry", "EMPTY"), ("registry", "UNSET"), ("other", "PATH")))
    (found,) = client.observe(scope).containers
    assert found.settings == (("DELETE", "a=b"), ("EMPTY", ""))
    assert client.observe(Scope(settings=(("registry", "PATH"),))).containers[0].settings == (("PATH", "/bin"),)
    assert client.observe(Scope()).containers[0].settings == ()
    assert len([each for each in engine.asked if each.path.endswith("/containers/c1/json")]) == 1


def test_a_container_that_vanishes_before_its_variables_are_read_is_no_error(
    engine: FakeEngine, client: DockerEngine
) -> None:
    engine.rows = [{"Id": "c1", "Names": ["/registry"], "State": "running"}]
    engine.script("GET", "/containers/c1/json", Json({"message": "No such container: c1"}, 404))
    assert client.observe(Scope(settings=(("registry", "A"),))).containers[0].settings == ()


def test_the_files_in_question_are_hashed_and_no_others(client: DockerEngine, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_bytes(b"{}")
    (tmp_path / "other").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "m.json")
    names = ("m.json", "missing", "folder", "link")
    world = client.observe(Scope(files=names, workspace=str(tmp_path)))
    digest = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert world.files == (StoredFile("m.json", 2, digest),)
    assert client.observe(Scope(files=names)).files == ()

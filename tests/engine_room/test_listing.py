"""What the commands that only look print."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lab.docker_cli import actions as act
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.engine.listing import human_size, show
from lab.engine.workbench import Workbench

from .conftest import Do, Refused, lines
from .fake_engine import HELLO, FakeEngine, Json, image

ROW: dict[str, Any] = {
    "Id": "c" * 64,
    "Names": ["/registry"],
    "Image": "registry",
    "Command": "/entrypoint.sh /etc/docker/registry/config.yml",
    "State": "running",
    "Status": "Up 2 minutes",
    "Ports": [{"PrivatePort": 5000, "PublicPort": 5000, "Type": "tcp", "IP": "127.0.0.1"}],
}


def test_containers_are_a_table(engine: FakeEngine, do: Do) -> None:
    engine.rows = [ROW]
    assert lines(do("docker ps")) == [
        "CONTAINER ID   IMAGE      COMMAND                  STATUS         PORTS                      NAMES",
        'cccccccccccc   registry   "/entrypoint.sh /etc…"   Up 2 minutes   127.0.0.1:5000->5000/tcp   registry',
    ]


def test_a_list_of_nothing_is_its_heading(do: Do) -> None:
    assert lines(do("docker ps")) == ["CONTAINER ID   IMAGE   COMMAND   STATUS   PORTS   NAMES"]
    assert lines(do("docker ps -q")) == []


def test_running_containers_alone_are_asked_for_unless_all_are(engine: FakeEngine, do: Do) -> None:
    do("docker ps")
    assert engine.asked[-1].query["all"] == "0"
    do("docker ps -a")
    assert engine.asked[-1].query["all"] == "1"


def test_filters_reach_the_engine(engine: FakeEngine, do: Do) -> None:
    do("docker ps --filter name=registry --filter status=exited --filter status=created")
    wanted = {"name": ["registry"], "status": ["exited", "created"]}
    assert json.loads(engine.asked[-1].query["filters"]) == wanted


def test_quiet_prints_what_identifies_and_nothing_else(engine: FakeEngine, do: Do) -> None:
    engine.rows = [ROW]
    engine.images = [image("hello-world:latest")]
    engine.volumes = [{"Name": "data", "Driver": "local"}]
    engine.networks = [{"Id": "d" * 64, "Name": "bridge", "Driver": "bridge", "Scope": "local"}]
    assert lines(do("docker ps -q")) == ["cccccccccccc"]
    assert lines(do("docker images -q")) == ["a1a1a1a1a1a1"]
    assert lines(do("docker volume ls -q")) == ["data"]
    assert lines(do("docker network ls -q")) == ["dddddddddddd"]


def test_podmans_ports_and_names_look_like_dockers(engine: FakeEngine, do: Do) -> None:
    port = {"PrivatePort": 5000, "PublicPort": 5000, "IP": ""}
    engine.rows = [{"Id": "c" * 64, "Names": ["/web/db", "/registry"], "Ports": [port, {"PrivatePort": 80}]}]
    assert lines(do("docker ps --format '{{.Names}} {{.Ports}}'")) == ["registry 0.0.0.0:5000->5000/tcp, 80/tcp"]


@pytest.mark.parametrize(("names", "shown"), [(None, ""), (["/a/b"], "a/b"), (["x"], "x")])
def test_any_names_are_shown(engine: FakeEngine, do: Do, names: Any, shown: str) -> None:
    engine.rows = [{**ROW, "Names": names}]
    assert lines(do("docker ps --format '{{.Names}}'")) == [shown]


def test_images_have_a_line_for_each_name(engine: FakeEngine, do: Do) -> None:
    digest = "sha256:" + "d4" * 32
    engine.images = [image("hello-world:latest", "127.0.0.1:5000/hello-world:v1", digests=(f"hello-world@{digest}",))]
    table = lines(do("docker images --digests"))
    assert table[0].split() == ["REPOSITORY", "TAG", "DIGEST", "IMAGE", "ID", "SIZE"]
    assert lines(do("docker images --format '{{.Repository}}|{{.Tag}}|{{.ID}}|{{.Size}}'")) == [
        "hello-world|latest|a1a1a1a1a1a1|13.3kB",
        "127.0.0.1:5000/hello-world|v1|a1a1a1a1a1a1|13.3kB",
    ]
    assert digest in table[1]
    assert "<none>" in table[2]


@pytest.mark.parametrize("tags", [None, [], ["<none>:<none>"]])
def test_an_image_without_a_name_is_shown_as_none(engine: FakeEngine, do: Do, tags: Any) -> None:
    engine.images = [{"Id": HELLO, "RepoTags": tags, "RepoDigests": None, "Size": None}]
    assert lines(do("docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}'")) == ["<none>:<none> 0B"]


def test_one_repository_alone_is_asked_for(engine: FakeEngine, do: Do) -> None:
    do("docker images hello-world")
    assert json.loads(engine.asked[-1].query["filters"]) == {"reference": ["hello-world"]}


def test_volumes_and_networks_are_tables(engine: FakeEngine, do: Do) -> None:
    engine.volumes = [{"Name": "data", "Driver": "local"}]
    engine.networks = [{"Id": "d" * 64, "Name": "bridge", "Driver": "bridge", "Scope": "local"}]
    assert lines(do("docker volume ls")) == ["DRIVER   VOLUME NAME", "local    data"]
    assert lines(do("docker network ls"))[1] == "dddddddddddd   bridge   bridge   local"


def test_volumes_may_be_null(engine: FakeEngine, do: Do) -> None:
    engine.script("GET", "/volumes", Json({"Volumes": None}))
    assert lines(do("docker volume ls")) == ["DRIVER   VOLUME NAME"]


def test_the_history_of_an_image_is_a_table(engine: FakeEngine, do: Do) -> None:
    layers = [
        {"Id": HELLO, "Created": 1_700_000_000, "CreatedBy": "CMD [" + "x" * 60, "Size": 0},
        {"Id": "<missing>", "Created": -62135596800, "CreatedBy": "COPY", "Size": 13_256},
        {"Id": "<missing>", "Created": None, "CreatedBy": "", "Size": None},
    ]
    engine.script("GET", "/images/*/history", Json(layers))
    table = lines(do("docker history hello-world"))
    assert table[1].startswith("a1a1a1a1a1a1   2023-11-14")
    assert "13.3kB" in table[2]
    assert lines(do("docker history -q hello-world")) == ["a1a1a1a1a1a1", "<missing>", "<missing>"]


def test_details_are_a_list_of_json(engine: FakeEngine, do: Do) -> None:
    engine.images = [image("hello-world:latest")]
    [found] = json.loads("\n".join(lines(do("docker image inspect hello-world"))))
    assert found["Id"] == HELLO


def test_details_by_a_template_are_a_line_each(engine: FakeEngine, do: Do) -> None:
    engine.images = [image("hello-world:latest", "other:1")]
    command = "docker image inspect --format '{{.Id}} {{json .RepoTags}}' hello-world other:1"
    assert lines(do(command)) == [f'{HELLO} ["hello-world:latest","other:1"]'] * 2


def test_details_of_what_is_not_there_are_an_error(refused: Refused) -> None:
    assert refused("docker image inspect nosuch").kind == "no-such-image"
    assert refused("docker container inspect nosuch").kind == "no-such-container"


def test_the_engine_tells_of_itself(do: Do) -> None:
    assert json.loads("\n".join(lines(do("docker version"))))["ApiVersion"] == "1.41"
    assert lines(do("docker info --format '{{.Driver}}'")) == ["overlay2"]


def test_a_format_that_is_beyond_the_lab_is_refused(refused: Refused, engine: FakeEngine) -> None:
    engine.rows = [ROW]
    error = refused("docker ps --format '{{range .Names}}{{.}}{{end}}'")
    assert (error.kind, error.message.key) == ("not-permitted", "engine.template.message")


def test_a_table_of_ones_own_is_understood(engine: FakeEngine, do: Do) -> None:
    engine.rows = [ROW]
    assert lines(do("docker ps --format 'table {{.ID}}\\t{{.Names}}'")) == ["cccccccccccc\tregistry"]


def test_an_action_that_is_none_is_refused(client: DockerEngine, permit: Permit) -> None:
    bench = Workbench(None, client.facts, permit)  # type: ignore[arg-type]
    with pytest.raises(EngineError) as caught:
        list(show(bench, act.ImageTag))  # type: ignore[arg-type]
    assert caught.value.kind == "not-permitted"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0B"),
        (999, "999B"),
        (1000, "1kB"),
        (13_256, "13.3kB"),
        (999_400, "999kB"),
        (999_600, "1MB"),
        (22_900_000, "22.9MB"),
        (1_500_000_000, "1.5GB"),
        (2_000_000_000_000, "2TB"),
        (5_000_000_000_000_000, "5e+03TB"),
    ],
)
def test_sizes_are_written_as_docker_writes_them(size: int, text: str) -> None:
    assert human_size(size) == text

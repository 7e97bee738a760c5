from __future__ import annotations

from typing import Any

import pytest

from lab.practice.engine import creation
from lab.practice.engine.container import Container, from_json, to_json
from lab.practice.errors import ApiError

IMAGE = {
    "Entrypoint": ["/entrypoint.sh"],
    "Cmd": ["/etc/distribution/config.yml"],
    "Env": ["PATH=/bin", "COLOUR=red"],
    "Labels": {"of": "image", "kept": "yes"},
    "ExposedPorts": {"5000/tcp": {}},
}


def made(**body: Any) -> Container:
    return creation.container("registry", {"Image": "registry", **body}, "sha256:1", IMAGE)


def test_what_is_not_asked_for_comes_from_the_image() -> None:
    container = made()
    assert container.argv == ("/entrypoint.sh", "/etc/distribution/config.yml")
    assert container.exposed == ("5000/tcp",)
    assert container.config["Hostname"] == container.id[:12]


def test_a_command_replaces_the_image_s_command_and_an_entry_point_both() -> None:
    assert made(Cmd=["serve"]).argv == ("/entrypoint.sh", "serve")
    assert made(Entrypoint=["ls"]).argv == ("ls",)
    assert made(Entrypoint="ls", Cmd=["/"]).argv == ("ls", "/")
    assert made(Entrypoint=[""], Cmd=["ls"]).argv == ("ls",)


def test_labels_and_environment_are_laid_over_the_image_s() -> None:
    container = made(Env=["COLOUR=blue"], Labels={"of": "user"})
    assert container.environment == {"COLOUR": "blue", "PATH": "/bin"}
    assert container.labels == {"of": "user", "kept": "yes"}


def test_a_container_is_read_back_from_disk_as_it_was() -> None:
    container = made(HostConfig={"Binds": ["data:/var/lib/registry"], "AutoRemove": True})
    assert from_json(to_json(container)) == container


@pytest.mark.parametrize(
    "host",
    [
        {"Privileged": True},
        {"NetworkMode": "host"},
        {"Devices": [{"PathOnHost": "/dev/null"}]},
        {"PidMode": "host"},
        {"Mounts": [{"Type": "tmpfs", "Target": "/x"}]},
    ],
)
def test_what_needs_a_real_engine_says_so(host: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as refused:
        made(HostConfig=host)
    assert refused.value.status == 501
    assert "is beyond the practice engine: it needs a real engine such as Docker" in refused.value.message


def test_a_container_that_removes_itself_cannot_be_restarted() -> None:
    with pytest.raises(ApiError) as refused:
        made(HostConfig={"AutoRemove": True, "RestartPolicy": {"Name": "always"}})
    assert refused.value.message == "can't create 'AutoRemove' container with restart policy"

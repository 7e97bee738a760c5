"""What a container is given of the host: folders inside the workspace, volumes, and ports."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.actions import MountPoint, PortMapping
from lab.docker_cli.mounts import read_mount, read_volume
from lab.docker_cli.parse import CommandError, Place
from lab.docker_cli.ports import read_port

Refuse = Callable[[str], CommandError]

WINDOWS = Place("C:\\Users\\Kim\\lab")


@pytest.mark.parametrize(
    ("text", "mount"),
    [
        ("/home/kim/lab/data:/var/lib/registry", MountPoint("bind", "/home/kim/lab/data", "/var/lib/registry")),
        ("/home/kim/lab:/x", MountPoint("bind", "/home/kim/lab", "/x")),
        ("/home/kim/lab/a/../b/./c/:/x/", MountPoint("bind", "/home/kim/lab/b/c", "/x")),
        ("./data:/x", MountPoint("bind", "/home/kim/lab/data", "/x")),
        (".:/x:rw", MountPoint("bind", "/home/kim/lab", "/x")),
        ("./data:/x:ro", MountPoint("bind", "/home/kim/lab/data", "/x", read_only=True)),
        ("./data:/x:cached,ro", MountPoint("bind", "/home/kim/lab/data", "/x", read_only=True)),
        ("data:/x", MountPoint("volume", "data", "/x")),
        ("data:/x:ro", MountPoint("volume", "data", "/x", read_only=True)),
        ("/x", MountPoint("volume", "", "/x")),
    ],
)
def test_a_volume_option_names_a_folder_of_the_workspace_or_a_volume(
    place: Place, text: str, mount: MountPoint
) -> None:
    assert read_volume(text, place) == mount


@pytest.mark.parametrize(
    ("text", "mount"),
    [
        ("type=bind,source=/home/kim/lab/a,target=/x", MountPoint("bind", "/home/kim/lab/a", "/x")),
        ("type=bind,src=./a,dst=/x,readonly", MountPoint("bind", "/home/kim/lab/a", "/x", read_only=True)),
        ("type=bind,src=./a,destination=/x,ro=true", MountPoint("bind", "/home/kim/lab/a", "/x", read_only=True)),
        ("type=bind,src=./a,dst=/x,readonly=false", MountPoint("bind", "/home/kim/lab/a", "/x")),
        ('type=bind,"src=./a,b",dst=/x', MountPoint("bind", "/home/kim/lab/a,b", "/x")),
        ("source=data,target=/x", MountPoint("volume", "data", "/x")),
        ("target=/x", MountPoint("volume", "", "/x")),
    ],
)
def test_a_mount_option_says_the_same_field_by_field(place: Place, text: str, mount: MountPoint) -> None:
    assert read_mount(text, place) == mount


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("C:\\Users\\Kim\\lab\\data:/x", "C:\\Users\\Kim\\lab\\data"),
        ("c:\\users\\kim\\LAB/data:/x", "c:\\users\\kim\\LAB\\data"),
        (".\\data:/x", "C:\\Users\\Kim\\lab\\data"),
    ],
)
def test_windows_paths_keep_their_drive(text: str, source: str) -> None:
    assert read_volume(text, WINDOWS) == MountPoint("bind", source, "/x")


@pytest.mark.parametrize("text", ["D:\\data:/x", "C:\\Users\\Kim:/x", "\\\\server\\share:/x", "/etc:/x"])
def test_windows_paths_outside_the_workspace_are_refused(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        read_volume(text, WINDOWS)
    assert caught.value.kind == "refused-outside-workspace"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/etc",
        "/home/kim",
        "/home/kim/lab/..",
        "/home/kim/lab/a/../../other",
        "/home/kim/lab2",
        "..",
        "../other",
        "./../../..",
        "//home/kim/lab",
        "C:\\data",
        "/home/kim/lab/../lab2",
    ],
)
def test_a_folder_outside_the_workspace_is_refused(error: Refuse, path: str) -> None:
    assert error(f"docker run -v '{path}:/x' registry").kind == "refused-outside-workspace"
    assert error(f"docker run --mount 'type=bind,source={path},target=/x' registry").kind == "refused-outside-workspace"


@pytest.mark.parametrize(
    "path",
    [
        "/var/run/docker.sock",
        "/run/docker.sock",
        "/var/run/../run/docker.sock",
        "/run/podman/podman.sock",
        "/run/user/1000/podman/podman.sock",
        "/home/kim/.docker/desktop/docker.sock",
        "/run/containerd/containerd.sock",
        "/home/kim/lab/docker.sock",
        "//./pipe/docker_engine",
    ],
)
def test_the_engines_socket_is_refused_wherever_it_is(error: Refuse, path: str) -> None:
    assert error(f"docker run -v {path}:/var/run/docker.sock registry").kind == "refused-socket"
    assert error(f"docker run --mount type=bind,src={path},dst=/x registry").kind == "refused-socket"


def test_the_engines_socket_as_a_named_pipe_is_refused(error: Refuse) -> None:
    text = (
        "docker run --mount 'type=npipe,source=\\\\.\\pipe\\docker_engine,target=\\\\.\\pipe\\docker_engine' registry"
    )
    assert error(text).kind == "refused-socket"


@pytest.mark.parametrize(
    "option",
    [
        "-v ''",
        "-v :/x",
        "-v data:",
        "-v data:x",
        "-v data:/",
        "-v /",
        "-v x",
        "-v a:/x:ro:y",
        "-v data:/x:Z",
        "-v data/x:/x",
        "-v d:/x",
        "-v '한글:/x'",
        "-v '$(pwd)/data:/x'",
        "-v '~/data:/x'",
        "-v '${PWD}:/x'",
        "--mount ''",
        "--mount type=bind,target=/x",
        "--mount type=bind,source=./a",
        "--mount source=data",
        "--mount type=bind,src=~/a,dst=/x",
        "--mount source=./a,target=/x",
        "--mount target=/x,readonly=maybe",
        "--mount type=volume,target=/x,volume-opt=device=/",
        "--mount 'type=bind,\"src=./a,dst=/x'",
        "--mount type=bind,src=a,dst=/x,bind-propagation=shared",
    ],
)
def test_a_mount_that_makes_no_sense_is_answered_with_the_right_form(error: Refuse, option: str) -> None:
    assert error(f"docker run {option} registry").kind == "bad-mount"


def test_a_mount_of_memory_is_docker_but_not_the_lab(error: Refuse) -> None:
    assert error("docker run --mount type=tmpfs,target=/x registry").kind == "not-in-lab"


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("5000:5000", PortMapping(5000, 5000)),
        ("5001:5000", PortMapping(5000, 5001)),
        ("5000", PortMapping(5000)),
        ("0:5000", PortMapping(5000)),
        (":5000", PortMapping(5000)),
        ("127.0.0.1:5000:5000", PortMapping(5000, 5000, "127.0.0.1")),
        ("127.0.0.1::5000", PortMapping(5000, None, "127.0.0.1")),
        ("0.0.0.0:1:65535", PortMapping(65535, 1, "0.0.0.0")),
        ("[::1]:5000:5000", PortMapping(5000, 5000, "::1")),
        ("::1:5000:5000", PortMapping(5000, 5000, "::1")),
        ("5000:5000/tcp", PortMapping(5000, 5000)),
        ("5000:5000/udp", PortMapping(5000, 5000, protocol="udp")),
    ],
)
def test_a_published_port_is_address_host_port_and_container_port(text: str, port: PortMapping) -> None:
    assert read_port(text) == port


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "form"),
        ("5000:", "form"),
        ("http", "form"),
        ("5000:http", "form"),
        ("５０００", "form"),
        ("+5000", "form"),
        ("5000/sctp", "form"),
        ("[::1]:5000", "form"),
        ("0", "number"),
        ("65536:5000", "number"),
        ("5000:65536", "number"),
        ("5000:99999999999999999999", "number"),
        ("5000-5010:5000-5010", "range"),
        ("5000-5010:5000", "range"),
        ("localhost:5000:5000", "address"),
        ("127.0.0.256:5000:5000", "address"),
        ("127.0.0.1:5000:5000:5000", "address"),
    ],
)
def test_what_is_no_port_is_said_with_its_own_reason(error: Refuse, text: str, why: str) -> None:
    refused = error(f"docker run -p '{text}' registry")
    assert (refused.kind, refused.message.key) == ("bad-port", f"commands.wrong.port-{why}")

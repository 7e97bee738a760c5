from __future__ import annotations

import http.client
import socket
from pathlib import Path

import docker
import docker.errors
import pytest
from docker.errors import APIError

from .conftest import started


def refused(error: pytest.ExceptionInfo[APIError]) -> tuple[int, str]:
    return error.value.status_code, str(error.value.explanation)


def status_of(port: int, path: str = "/v2/") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    return connection.getresponse().status


def test_a_registry_answers_on_the_port_it_was_published_on(client: docker.APIClient, port: int) -> None:
    identity = started(client, "registry", port)
    assert status_of(port) == 200
    details = client.inspect_container("registry")
    assert (details["Id"], details["Name"], details["State"]["Status"]) == (identity, "/registry", "running")
    assert details["NetworkSettings"]["Ports"] == {"5000/tcp": [{"HostIp": "127.0.0.1", "HostPort": str(port)}]}
    (row,) = client.containers()
    assert row["Ports"] == [{"IP": "127.0.0.1", "PrivatePort": 5000, "PublicPort": port, "Type": "tcp"}]
    assert row["Status"].startswith("Up ")


def test_a_port_published_everywhere_is_opened_on_this_machine_alone(client: docker.APIClient, port: int) -> None:
    host = client.create_host_config(port_bindings={5000: port})
    client.start(client.create_container("registry", name="everywhere", ports=[5000], host_config=host)["Id"])
    assert status_of(port) == 200
    shown = client.inspect_container("everywhere")["NetworkSettings"]["Ports"]["5000/tcp"]
    assert [row["HostIp"] for row in shown] == ["0.0.0.0", "::"]
    # A second listener on every other address of this machine has the port for itself.
    with socket.create_server(("127.0.0.2", port)):
        pass


def test_a_port_that_leads_to_nothing_in_the_container_hangs_up(client: docker.APIClient, port: int) -> None:
    host = client.create_host_config(port_bindings={80: ("127.0.0.1", port)})
    client.start(client.create_container("registry", name="wrong", ports=[80], host_config=host)["Id"])
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        status_of(port)


def test_a_killed_registry_is_silent_and_has_137(client: docker.APIClient, port: int) -> None:
    started(client, "registry", port)
    client.kill("registry")
    state = client.inspect_container("registry")["State"]
    assert (state["Status"], state["ExitCode"], state["Running"], state["Pid"]) == ("exited", 137, False, 0)
    assert client.inspect_container("registry")["NetworkSettings"]["Ports"] == {}
    with pytest.raises(ConnectionRefusedError):
        status_of(port)
    (row,) = client.containers(all=True)
    assert (row["Ports"], row["Status"][:12]) == ([], "Exited (137)")


def test_a_stopped_registry_has_2_as_the_real_one_and_starts_again(client: docker.APIClient, port: int) -> None:
    started(client, "registry", port)
    client.stop("registry")
    assert client.inspect_container("registry")["State"]["ExitCode"] == 2
    client.start("registry")
    client.restart("registry")
    assert status_of(port) == 200


def test_a_name_is_taken_until_its_container_is_removed(client: docker.APIClient) -> None:
    identity = client.create_container("registry", name="registry")["Id"]
    with pytest.raises(APIError) as error:
        client.create_container("registry", name="registry")
    assert refused(error) == (
        409,
        (
            f'Conflict. The container name "/registry" is already in use by container "{identity}". You have to remove '
            "(or rename) that container to be able to reuse that name."
        ),
    )
    client.remove_container("registry", v=True)
    client.create_container("registry", name="registry")


def test_a_port_of_another_container_is_already_allocated(client: docker.APIClient, port: int) -> None:
    started(client, "first", port)
    host = client.create_host_config(port_bindings={5000: ("127.0.0.1", port)})
    client.create_container("registry", name="second", host_config=host)
    with pytest.raises(APIError) as error:
        client.start("second")
    status, words = refused(error)
    assert status == 500
    assert words.startswith("driver failed programming external connectivity on endpoint second (")
    assert words.endswith(f"): Bind for 127.0.0.1:{port} failed: port is already allocated")
    state = client.inspect_container("second")["State"]
    assert (state["Status"], state["ExitCode"], state["Error"]) == ("created", 128, words)
    client.kill("first")
    client.start("second")
    assert client.inspect_container("second")["State"]["Error"] == ""


def test_a_port_of_a_process_is_in_use(client: docker.APIClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as process, pytest.raises(APIError) as error:
        started(client, "registry", process.getsockname()[1])
    assert refused(error)[1].endswith("bind: address already in use")


def test_what_runs_is_not_removed_and_what_does_not_is_not_killed(client: docker.APIClient) -> None:
    identity = started(client, "registry")
    with pytest.raises(APIError) as error:
        client.remove_container("registry")
    assert refused(error) == (
        409,
        (
            f"You cannot remove a running container {identity}. "
            "Stop the container before attempting removal or force remove"
        ),
    )
    client.kill("registry")
    with pytest.raises(APIError) as error:
        client.kill("registry")
    assert refused(error) == (409, f"Cannot kill container: registry: Container {identity} is not running")


def test_what_is_not_there_is_named(client: docker.APIClient) -> None:
    for ask in (client.inspect_container, client.start, client.kill, client.remove_container, client.logs):
        with pytest.raises(docker.errors.NotFound) as error:
            ask("nope")
        assert error.value.explanation == "No such container: nope"
    with pytest.raises(docker.errors.ImageNotFound) as missing:
        client.create_container("nope")
    assert refused(missing) == (404, "No such image: nope:latest")


def test_a_container_is_found_by_the_start_of_its_id(client: docker.APIClient) -> None:
    identity = client.create_container("registry", name="registry")["Id"]
    assert client.inspect_container(identity[:12])["Id"] == identity
    assert len(identity) == 64


def test_hello_world_prints_its_greeting_and_ends(client: docker.APIClient) -> None:
    identity = client.create_container("hello-world")["Id"]
    client.start(identity)
    assert client.wait(identity)["StatusCode"] == 0
    assert b"Hello from" in client.logs(identity)
    assert client.logs(identity, tail=0) == b""
    assert client.logs(identity, stdout=False) == b""
    assert client.inspect_container(identity)["Name"].count("_") == 1


def test_programs_that_are_not_run_are_refused_at_the_start(client: docker.APIClient) -> None:
    client.create_container("hello-world", name="other", command=["/bin/sh"])
    with pytest.raises(APIError) as error:
        client.start("other")
    assert refused(error)[0] == 501
    assert "the practice engine does not run programs" in refused(error)[1]
    assert client.inspect_container("other")["State"]["Status"] == "created"


def test_a_registry_with_a_wrong_setting_ends_with_its_reason_in_the_log(client: docker.APIClient) -> None:
    identity = client.create_container("registry", environment={"REGISTRY_STORAGE": "bogus"})["Id"]
    client.start(identity)
    assert client.wait(identity)["StatusCode"] == 2
    assert client.logs(identity) == b"panic: StorageDriver not registered: bogus\n"


def test_dash_dash_rm_takes_the_container_and_its_volume_away(client: docker.APIClient) -> None:
    host = client.create_host_config(auto_remove=True)
    identity = client.create_container("registry", name="brief", host_config=host)["Id"]
    client.start(identity)
    client.stop(identity)
    assert client.containers(all=True) == []
    assert client.volumes()["Volumes"] == []


def test_lists_are_filtered(client: docker.APIClient) -> None:
    started(client, "one")
    client.create_container("hello-world", name="two", labels={"colour": "red"})

    def names(**filters: str) -> list[str]:
        return [row["Names"][0] for row in client.containers(all=True, filters=filters)]

    assert names(name="tw") == ["/two"]
    assert names(status="running") == ["/one"]
    assert names(label="colour=red") == ["/two"]
    assert names(ancestor="hello-world") == ["/two"]
    assert names(volume="/var/lib/registry") == ["/one"]
    assert [row["Names"][0] for row in client.containers(limit=1)] == ["/two"]
    with pytest.raises(APIError) as error:
        names(bogus="x")
    assert refused(error) == (400, "Invalid filter 'bogus'")


def test_a_container_is_renamed(client: docker.APIClient) -> None:
    client.create_container("registry", name="old")
    client.rename("old", "new")
    assert client.inspect_container("new")["Name"] == "/new"
    with pytest.raises(APIError) as error:
        client.rename("new", "-no")
    assert refused(error)[0] == 400


def test_data_in_a_folder_outlives_the_container(client: docker.APIClient, port: int, tmp_path: Path) -> None:
    data = tmp_path / "registry-data"
    started(client, "registry", port, binds=[f"{data}:/var/lib/registry"])
    assert data.is_dir()
    (mount,) = client.inspect_container("registry")["Mounts"]
    assert (mount["Type"], mount["Source"], mount["RW"]) == ("bind", str(data), True)
    client.tag("hello-world", f"127.0.0.1:{port}/hello-world")
    client.push(f"127.0.0.1:{port}/hello-world", "latest")
    client.kill("registry")
    client.remove_container("registry")
    started(client, "again", port, binds=[f"{data}:/var/lib/registry"])
    assert status_of(port, "/v2/hello-world/tags/list") == 200
    assert (data / "docker/registry/v2/repositories/hello-world/_manifests/tags/latest/current/link").is_file()


def test_a_volume_without_a_name_has_the_labels_that_were_asked_for_and_goes_with_its_container(
    client: docker.APIClient,
) -> None:
    asked = docker.types.Mount("/var/lib/registry", None, labels={"colour": "red"})
    host = client.create_host_config(mounts=[asked])
    identity = client.create_container("registry", host_config=host)["Id"]
    (volume,) = client.volumes()["Volumes"]
    assert volume["Labels"] == {"colour": "red"}
    client.remove_container(identity, v=True)
    assert client.volumes()["Volumes"] == []


def test_a_volume_in_use_is_not_removed(client: docker.APIClient) -> None:
    client.create_volume("data")
    host = client.create_host_config(binds=["data:/var/lib/registry"])
    identity = client.create_container("registry", name="registry", host_config=host)["Id"]
    with pytest.raises(APIError) as error:
        client.remove_volume("data")
    assert refused(error) == (409, f"remove data: volume is in use - [{identity}]")
    client.remove_container("registry", v=True)
    assert [row["Name"] for row in client.volumes()["Volumes"]] == ["data"]
    client.remove_volume("data")
    with pytest.raises(docker.errors.NotFound) as missing:
        client.inspect_volume("data")
    assert missing.value.explanation == "get data: no such volume"


def test_an_image_in_use_is_not_removed_and_the_user_is_named(client: docker.APIClient) -> None:
    identity = started(client, "registry")
    with pytest.raises(APIError) as error:
        client.remove_image("registry")
    status, words = refused(error)
    assert status == 409
    assert f"container {identity[:12]} is using its referenced image" in words

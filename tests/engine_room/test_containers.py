"""Create, start, undo: what is left behind when something fails half way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lab.docker_cli import actions as act
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.reference import Reference

from .conftest import Do, Refused, lines, notices
from .fake_engine import Container, FakeEngine, Json, Raw, Reply, Request, Silence, Stream, image

RUN = "docker run -d -p 127.0.0.1:5000:5000 --name registry registry"
TAKEN = "driver failed programming external connectivity: Bind for 127.0.0.1:5000 failed: port is already allocated"


@pytest.fixture
def engine() -> FakeEngine:
    """Return an engine that has the image, and a container of somebody else's."""
    return FakeEngine(images=[image("registry:latest")], containers=[Container("f" * 64, "theirs", {}, running=True)])


def test_a_container_that_runs_is_labelled_as_the_labs(engine: FakeEngine, do: Do) -> None:
    [identity] = lines(do(RUN))
    made = engine.container("registry")
    assert made is not None
    assert (made.id, made.running, made.body["Labels"]) == (identity, True, {"lab": "1"})
    assert made.body["HostConfig"]["PortBindings"] == {"5000/tcp": [{"HostIp": "127.0.0.1", "HostPort": "5000"}]}


def test_when_the_start_fails_exactly_what_was_just_created_goes(engine: FakeEngine, refused: Refused) -> None:
    engine.script("POST", "/containers/*/start", Json({"message": TAKEN}, 500))
    error = refused(RUN)
    assert error.kind == "port-taken"
    assert [each.name for each in engine.containers] == ["theirs"]


def test_an_error_without_message_at_the_start_leaves_nothing_either(engine: FakeEngine, refused: Refused) -> None:
    engine.script("POST", "/containers/*/start", Json({"cause": "?"}, 500))
    refused(RUN)
    assert [each.name for each in engine.containers] == ["theirs"]


def test_when_the_name_is_taken_nobodys_container_goes(engine: FakeEngine, refused: Refused) -> None:
    words = 'Conflict. The container name "/theirs" is already in use by container "ffff".'
    engine.script("POST", "/containers/create", Json({"message": words}, 409))
    error = refused("docker run -d --name theirs registry")
    assert (error.kind, error.message.arguments()) == ("name-taken", {"name": "theirs"})
    assert [each.name for each in engine.containers] == ["theirs"]


def test_the_cause_is_told_where_the_engine_had_already_cleaned_up(engine: FakeEngine, refused: Refused) -> None:
    def fail(request: Request) -> Json:
        engine.containers = [each for each in engine.containers if each.id not in request.path]
        return Json({"message": TAKEN}, 500)

    engine.script("POST", "/containers/*/start", fail)
    assert refused("docker run -d --rm --name registry registry").kind == "port-taken"


def test_a_missing_image_is_pulled_first_as_the_command_line_does(engine: FakeEngine, do: Do) -> None:
    engine.images = []
    assert notices(do(RUN)) == ["engine.pulls-first.notice"]
    assert engine.pulled == ["registry:latest"]
    assert engine.container("registry") is not None


@pytest.mark.parametrize("words", ["No such image: registry", "creating: registry: image not known"])
def test_podmans_words_for_a_missing_image_are_understood(engine: FakeEngine, do: Do, words: str) -> None:
    engine.images = []

    def create(request: Request) -> Any:
        return engine.own_answer(request) if engine.images else Json({"message": words, "cause": "x"}, 404)

    engine.script("POST", "/containers/create", create)
    assert notices(do(RUN)) == ["engine.pulls-first.notice"]


def test_another_thing_that_is_not_found_pulls_nothing(engine: FakeEngine, refused: Refused) -> None:
    engine.script("POST", "/containers/create", Json({"message": "network lab not found"}, 404))
    assert refused(RUN).kind == "no-such-object"
    assert engine.pulled == []


def test_when_the_pull_fails_nothing_is_created(engine: FakeEngine, refused: Refused) -> None:
    engine.images = []
    engine.script("POST", "/images/create", Stream([{"error": "toomanyrequests: pull rate limit"}]))
    assert refused(RUN).kind == "rate-limit"
    assert [each.name for each in engine.containers] == ["theirs"]


def test_rm_f_is_a_kill_and_then_a_removal_never_force(engine: FakeEngine, do: Do) -> None:
    do(RUN)
    engine.asked.clear()
    assert lines(do("docker rm -f registry")) == ["registry"]
    assert engine.container("registry") is None
    verbs = [(each.method, each.path) for each in engine.asked]
    assert ("POST", "/containers/registry/kill") in verbs
    assert verbs[-1] == ("DELETE", "/containers/registry")
    assert engine.asked[-1].query.get("force", "False") in ("False", "0")


def test_rm_f_of_a_stopped_container_kills_nothing(engine: FakeEngine, do: Do) -> None:
    do("docker create --name registry registry")
    engine.asked.clear()
    do("docker rm -f registry")
    assert engine.container("registry") is None
    assert not any(each.path.endswith("/kill") for each in engine.asked)


def test_rm_f_of_a_container_that_removes_itself_succeeds(engine: FakeEngine, do: Do) -> None:
    do("docker run -d --rm --name registry registry")
    assert lines(do("docker rm -f registry")) == ["registry"]
    assert engine.container("registry") is None


def test_rm_of_a_running_container_is_refused_and_leaves_it(engine: FakeEngine, do: Do, refused: Refused) -> None:
    do(RUN)
    assert refused("docker rm registry").kind == "running"
    assert engine.container("registry") is not None


def test_rm_v_removes_the_anonymous_volumes_too(engine: FakeEngine, do: Do) -> None:
    do("docker create --name registry registry")
    do("docker rm -v registry")
    assert engine.asked[-1].query["v"] == "True"


@pytest.mark.parametrize("reply", [Silence(), Raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", stay=True)])
def test_a_server_in_the_foreground_is_not_the_engines_fault(
    engine: FakeEngine, refused: Refused, monkeypatch: pytest.MonkeyPatch, reply: Reply
) -> None:
    monkeypatch.setattr("lab.engine.programs.FOREGROUND", 0.3)
    engine.script("POST", "/containers/*/wait", reply)
    error = refused("docker run --name registry registry")
    assert (error.kind, error.blameless) == ("still-running", False)


def test_a_program_in_the_foreground_prints_and_its_code_is_told(engine: FakeEngine, refused: Refused, do: Do) -> None:
    said = b"\x01\0\0\0\0\0\0\x0dHello, \xed\x95\x9c\xea\xb5\xad\n"
    log = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(said) + said
    engine.script("GET", "/containers/*/logs", Raw(log))
    assert lines(do("docker run registry")) == ["Hello, 한국"]
    engine.script("POST", "/containers/*/wait", Json({"StatusCode": 3}))
    error = refused("docker run registry")
    assert (error.kind, error.message.arguments()) == ("exit-code", {"code": 3})


EXEC = "docker exec registry ls /"
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"


def prepare_exec(engine: FakeEngine, output: Any, code: int = 0) -> None:
    engine.script("POST", "/containers/registry/exec", Json({"Id": "e1"}, 201))
    engine.script("POST", "/exec/e1/start", output)
    engine.script("GET", "/exec/e1/json", Json({"ExitCode": code}))


def test_a_program_in_a_running_container_prints_both_its_streams(engine: FakeEngine, do: Do) -> None:
    prepare_exec(engine, Raw(STREAM + b"\x01\0\0\0\0\0\0\x04bin\n\x02\0\0\0\0\0\0\x05oops\n"))
    assert lines(do(EXEC)) == ["bin", "oops"]


def test_the_code_of_a_program_in_a_running_container_is_told(engine: FakeEngine, refused: Refused) -> None:
    prepare_exec(engine, Raw(STREAM), code=127)
    error = refused(EXEC)
    assert (error.kind, error.message.arguments()) == ("exit-code", {"code": 127})


def test_a_program_that_never_ends_is_not_waited_for(
    engine: FakeEngine, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.engine.programs.FOREGROUND", 0.3)
    prepare_exec(engine, Raw(STREAM, stay=True))
    assert refused(EXEC).kind == "still-running"


def test_a_program_that_prints_for_ever_is_not_waited_for(
    engine: FakeEngine, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.engine.programs.FOREGROUND", 0.0001)
    prepare_exec(engine, Raw(STREAM + b"\x01\0\0\0\0\0\0\x02y\n" * 1000, stay=True))
    assert refused(EXEC).kind in ("still-running", "timeout")


def test_an_exec_that_is_refused_is_an_error(engine: FakeEngine, refused: Refused) -> None:
    engine.script("POST", "/containers/registry/exec", Json({"message": "Container 0123 is not running"}, 409))
    assert refused(EXEC).kind == "not-running"
    prepare_exec(engine, Json({"message": "No such exec instance: e1"}, 404))
    assert refused(EXEC).kind == "no-such-object"


@pytest.mark.parametrize(("option", "tail"), [("", "1000"), ("--tail 5 ", "5")])
def test_the_last_lines_of_a_log_are_asked_for(engine: FakeEngine, do: Do, option: str, tail: str) -> None:
    do("docker create --name registry registry")
    engine.script("GET", "/containers/*/logs", Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    do(f"docker logs {option}registry")
    assert [each.query["tail"] for each in engine.asked if each.path.endswith("/logs")] == [tail]


def test_run_rm_in_the_foreground_removes_what_it_ran(engine: FakeEngine, do: Do) -> None:
    engine.script("POST", "/containers/*/start", Json(status=204))
    engine.script("GET", "/containers/*/logs", Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
    do("docker run --rm --name once registry")
    assert engine.container("once") is None


def test_a_folder_outside_the_workspace_is_never_mounted(
    engine: FakeEngine, client: DockerEngine, permit: Permit, tmp_path: Path
) -> None:
    Path(permit.workspace, "link").symlink_to(tmp_path)
    for source in (str(tmp_path), f"{permit.workspace}/link/x", f"{permit.workspace}/../x", "/"):
        mount = act.MountPoint("bind", source, "/data")
        action = act.ContainerCreate(act.ContainerSpec(Reference.parse("registry"), mounts=(mount,)))
        with pytest.raises(EngineError) as caught:
            list(client.perform(action, permit))
        assert caught.value.kind == "not-permitted"
    assert [each.name for each in engine.containers] == ["theirs"]


def test_a_folder_inside_the_workspace_is_made_before_it_is_mounted(engine: FakeEngine, do: Do, permit: Permit) -> None:
    do('docker create --name registry -v "$(pwd)/data:/var/lib/registry" registry')
    assert Path(permit.workspace, "data").is_dir()
    made = engine.container("registry")
    assert made is not None
    assert made.body["HostConfig"]["Binds"] == [f"{permit.workspace}/data:/var/lib/registry:rw"]


def test_a_folder_below_one_and_a_file_are_shared_as_they_are(engine: FakeEngine, do: Do, permit: Permit) -> None:
    Path(permit.workspace, "config.yml").write_text("version: 0.1\n")
    volumes = '-v "$(pwd)/auth/users:/auth:ro" -v "$(pwd)/config.yml:/etc/distribution/config.yml:ro"'
    do(f"docker create --name registry {volumes} registry")
    assert Path(permit.workspace, "auth/users").is_dir()
    assert Path(permit.workspace, "config.yml").is_file()
    made = engine.container("registry")
    assert made is not None
    assert made.body["HostConfig"]["Binds"] == [
        f"{permit.workspace}/auth/users:/auth:ro",
        f"{permit.workspace}/config.yml:/etc/distribution/config.yml:ro",
    ]


def test_a_file_in_the_place_of_a_folder_is_not_the_engines_fault(refused: Refused, permit: Permit) -> None:
    Path(permit.workspace, "data").write_text("")
    error = refused('docker create --name registry -v "$(pwd)/data/registry:/var/lib/registry" registry')
    assert (error.kind, error.blameless) == ("no-folder", False)


def test_a_folder_that_may_not_be_made_is_not_the_engines_socket(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mkdir(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    assert refused('docker create -v "$(pwd)/data:/data" registry').kind == "no-folder"

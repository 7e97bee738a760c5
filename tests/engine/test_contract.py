"""What every engine owes the lab, one body of tests for whichever it is: each Action is done, each kind of error is told."""

from __future__ import annotations

import http.server
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest

from lab.checks import KINDS
from lab.content.library import exercises_folder, load_all
from lab.docker_cli.actions import Action, VolumeCreate, VolumeRemove
from lab.docker_cli.parse import Place, parse
from lab.engine.adapter import DockerEngine
from lab.engine.connect import connect
from lab.engine.contract import EngineError, Happening, Output, Permit, Progress
from lab.variables import ports

from .conftest import Engine

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

ADDRESS = "127.0.0.1:5000"
CERTS_D = "/etc/docker/certs.d"
ELSEWHERE = "192.0.2.7"
"""An address of RFC 5737's for documentation, given to the loopback device: it is no loopback address to an engine."""
CERTIFICATES = Path(__file__).parents[1] / "practice/images/certificates"


class Hand:
    """Does command lines on an engine as a session does, and keeps what happened."""

    def __init__(self, engine: DockerEngine, workspace: Path, hosts: tuple[str, ...] = ()) -> None:
        self.engine = engine
        self.done: set[type] = set()
        self._place = Place(str(workspace), (ADDRESS, *hosts), hosts, certs_d=engine.facts.authorities or CERTS_D)
        self._permit = Permit(str(workspace), (ADDRESS, *hosts), (("made-by", "a-test"),), ("docker.io", *hosts))

    def __call__(self, line: str) -> str:
        """Do one; return what it prints."""
        happenings = self.happenings(line)
        return "\n".join(each.text for each in happenings if isinstance(each, Output))

    def happenings(self, line: str) -> list[Happening]:
        action = parse(line, self._place)
        happenings = list(self.engine.perform(action, self._permit))
        self.done.add(type(action))
        return happenings

    def refused(self, line: str) -> EngineError:
        with pytest.raises(EngineError) as caught:
            self.happenings(line)
        return caught.value


@pytest.fixture
def adapter(engine: Engine) -> Iterator[DockerEngine]:
    adapter = connect(engine.url)
    yield adapter
    adapter.close()


@pytest.fixture
def hand(adapter: DockerEngine, tmp_path: Path) -> Hand:
    return Hand(adapter, tmp_path)


def answering(address: str = ADDRESS) -> None:
    """Wait for a registry that was started a moment ago."""
    url = f"http://{address}/v2/"
    subprocess.run(
        ["curl", "-s", "--retry", "100", "--retry-delay", "0", "--retry-all-errors", "-o", "/dev/null", url],
        check=True,
        timeout=60,
    )


# --- every Action ------------------------------------------------------------------------------------------------------------


def done_by_exercises() -> set[str]:
    """Actions that steps perform which `test_verify.py` proves, each on an engine that can do it."""
    done: set[str] = set()
    for exercise in (each.filled({}) for each in load_all(exercises_folder(), "en")):
        asked = [address for step in exercise.steps for check in step.checks for address in check.scope().registries]
        pages = tuple(f"127.0.0.1:{port}" for port in ports(exercise.defaults()))
        place = Place("/work", (ADDRESS, *asked), exercise.hosts, pages, CERTS_D)
        steps = [step for step in exercise.steps if not (step.expect or "").startswith("refused")]
        lines = [line for step in steps for line in step.commands]
        done |= {type(parse(line, place)).__name__ for line in lines}
    return done


def test_every_action_is_done(engine: Engine, hand: Hand, tmp_path: Path) -> None:
    says = engine.docker
    hand("docker pull hello-world")
    assert engine.succeeds("image", "inspect", "hello-world")
    started = f"docker run -d -p {ADDRESS}:5000 -v $(pwd)/data:/var/lib/registry --name registry"
    hand(f"{started} -e REGISTRY_STORAGE_DELETE_ENABLED=true registry")
    assert says("inspect", "-f", '{{.State.Running}} {{index .Config.Labels "made-by"}}', "registry") == "true a-test"
    answering()
    hand(f"docker tag hello-world {ADDRESS}/hello-world")
    pushed = hand.happenings(f"docker push {ADDRESS}/hello-world")
    if not engine.is_podman:  # which tells nothing of the layers that it pushes
        assert "Pushed" in {each.status for each in pushed if isinstance(each, Progress)}
    assert json.loads(hand(f"curl -s http://{ADDRESS}/v2/hello-world/tags/list"))["tags"] == ["latest"]
    accept = (
        '-H "Accept: application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json"'
    )
    hand(f"curl -s {accept} -o m.json http://{ADDRESS}/v2/hello-world/manifests/latest")
    digest = hand("sha256sum m.json").split()[0]
    assert digest in hand(f"curl -s -I {accept} http://{ADDRESS}/v2/hello-world/manifests/latest")
    assert "202" in hand(f"curl -i -X DELETE http://{ADDRESS}/v2/hello-world/manifests/sha256:{digest}")
    assert "registry" in hand("docker ps")
    assert json.loads(hand("docker inspect registry"))[0]["Name"] == "/registry"
    assert "listening on" in hand("docker logs registry")
    if engine.is_practice:  # the stand-in for Hub's image has no other program than the registry itself
        assert "docker" in hand("docker exec registry ls /var/lib/registry")
    else:
        assert "distribution" in hand("docker exec registry /bin/registry --version")
    assert ADDRESS in hand("docker image ls")
    assert json.loads(hand("docker image inspect hello-world"))[0]["RootFS"]["Layers"]
    assert len(hand("docker history hello-world").splitlines()) >= 2
    hand("docker image rm hello-world")
    assert not engine.succeeds("image", "inspect", "docker.io/library/hello-world")
    assert hand(f"docker logout {ADDRESS}") == f"Removing login credentials for {ADDRESS}"
    certs_d = hand.engine.facts.authorities or CERTS_D
    hand(f"rm -r {certs_d}/{ADDRESS}")
    assert not Path(certs_d, ADDRESS).exists()
    hand("docker stop -t 1 registry")
    assert says("inspect", "-f", "{{.State.Running}}", "registry") == "false"
    hand("docker start registry")
    answering()
    hand("docker kill registry")
    assert says("inspect", "-f", "{{.State.ExitCode}}", "registry") == "137"
    hand("docker rm -v registry")
    assert says("ps", "-aq") == ""
    hand("docker create --name made registry")
    assert says("inspect", "-f", "{{.State.Status}}", "made") == "created"
    (volume,) = hand("docker volume ls -q").split()
    inspected = json.loads(hand(f"docker volume inspect {volume}"))[0]
    labels = {} if engine.is_podman else {"made-by": "a-test"}  # which gives a volume without a name none
    assert (inspected["Name"], inspected["Labels"].items() >= labels.items()) == (volume, True)
    hand("docker rm made")
    hand(f"docker volume rm {volume}")
    assert says("volume", "ls", "-q") == ""
    assert "bridge" in hand("docker network ls")
    assert json.loads(hand("docker network inspect bridge"))[0]["Driver"] == "bridge"
    hand("docker network create mine")
    assert says("network", "inspect", "-f", "{{.Driver}}", "mine") == "bridge"
    hand("docker network rm mine")
    assert not engine.succeeds("network", "inspect", "mine")
    assert says("version", "-f", "{{.Server.Version}}") in hand("docker version")
    assert says("info", "-f", "{{.Name}}") in hand("docker info")
    swarm(engine, hand)
    done = (
        {each.__name__ for each in hand.done} | done_by_exercises() | {"AuthorityForget", "ImageForget", "VolumeCreate"}
    )  # test_registry_tls.py, test_docker_hub.py, below
    assert {each.__name__ for each in get_args(Action)} - done == set()


def test_a_volume_that_holds_a_note_carries_it_and_the_runs_label(engine: Engine, adapter: DockerEngine) -> None:
    permit = Permit("/", (), (("made-by", "a-test"),))
    for note in ("first", "second"):
        list(adapter.perform(VolumeCreate("note", (("note", note),)), permit))
    found = json.loads(engine.docker("volume", "inspect", "-f", "{{json .Labels}}", "note"))
    assert found == {"made-by": "a-test", "note": "first"}
    list(adapter.perform(VolumeRemove(("note",)), permit))
    assert not engine.succeeds("volume", "inspect", "note")


def swarm(engine: Engine, hand: Hand) -> None:
    """Do what needs a Swarm, and end it; elsewhere, see that each of it is refused for that reason."""
    lines = ("docker service create --name web registry", "docker service ls", "docker service scale web=0",
             "docker service logs web")  # fmt: skip
    if engine.is_practice or engine.is_podman:
        for line in lines:
            kinds = ("needs-real-engine",) if engine.is_practice else ("engine-fault", "other")
            assert hand.refused(line).kind in kinds, line
            hand.done.add(type(parse(line, Place("/"))))
        return
    hand("docker swarm init --advertise-addr 127.0.0.1 --listen-addr 127.0.0.1")
    try:
        told = [hand(line) for line in lines]
        assert "web" in told[1]
        assert engine.docker("service", "inspect", "-f", "{{.Spec.Mode.Replicated.Replicas}}", "web") == "0"
    finally:
        engine.docker("swarm", "leave", "--force")


# --- every kind of error -----------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[str, ...]] = {
    "docker run -d --name registry registry": ("name-taken",),
    f"docker run -d -p {ADDRESS}:5000 registry": ("port-taken",),
    "docker run -d -p 127.0.0.1:{taken}:5000 registry": ("port-taken",),
    "docker tag nosuch mine": ("no-such-image",),
    f"docker push {ADDRESS}/nosuch": ("no-such-image",),
    "docker image inspect nosuch": ("no-such-image",),
    f"docker pull {ADDRESS}/nosuch": ("not-published",),
    f"docker pull {ADDRESS}/hello-world:nosuch": ("not-published",),
    "docker pull {closed}/x": ("registry-refused",),
    "docker push {closed}/x": ("registry-refused",),
    "docker rm nosuch": ("no-such-container",),
    "docker logs nosuch": ("no-such-container",),
    "docker rm registry": ("running",),
    "docker kill idle": ("not-running",),
    "docker rmi registry": ("must-force", "in-use"),
    "docker volume rm data": ("in-use",),
    "docker volume rm nosuch": ("no-such-object",),
    "docker network inspect nosuch": ("no-such-object",),
    "docker pull {locked}/hello-world": ("login",),
    "docker push {locked}/hello-world": ("login",),
    "docker pull {limited}/hello-world": ("rate-limit",),
    "docker pull {foreign}/hello-world": ("platform",),
    "docker pull {plain}/hello-world": ("https-required",),
    "docker push {plain}/hello-world": ("https-required",),
    "docker pull {secure}/hello-world": ("certificate",),
    "docker push {secure}/hello-world": ("certificate",),
    "docker pull {unnamed}/hello-world": ("offline",),
}
"""Rows of facts/docker.md 2.3 that a Linux machine can bring about; Windows' ports, credential helpers, full disks and
containerd's missing content are in test_broken_surroundings.py and tests/engine_room/test_fault_table.py."""


PODMAN = {"docker pull {limited}/hello-world": "timeout"}
"""What it does otherwise: a registry that limits its pulls it asks again for longer than anybody waits."""
PATIENCE = 15
"""Seconds that an engine may take without a word here; in earnest it has two minutes."""


def test_every_refusal_is_of_the_kind_that_it_is(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab.engine.client.PATIENT", PATIENCE)
    adapter = connect(engine.url)
    otherwise = PODMAN if engine.is_podman else {}
    with servers() as names:
        hosts = tuple(names[each] for each in ("closed", "locked", "limited", "foreign", "plain", "secure", "unnamed"))
        hand = Hand(adapter, tmp_path, hosts)
        hand("docker pull hello-world")
        hand(f"docker run -d -p {ADDRESS}:5000 -v data:/var/lib/registry --name registry registry")
        answering()
        hand(f"docker tag hello-world {ADDRESS}/hello-world")
        hand(f"docker push {ADDRESS}/hello-world")
        hand("docker create --name idle registry")
        for host in ("closed", "locked", "plain", "secure"):
            engine.docker("tag", "hello-world", f"{names[host]}/hello-world")
        engine.docker("tag", "hello-world", f"{names['closed']}/x")
        before = engine.inventory()
        told = {}
        for line, kinds in REFUSED.items():
            kinds = (otherwise[line],) if line in otherwise else kinds
            error = hand.refused(line.format_map(names))
            told[line] = (error.kind, error.words) if error.kind not in kinds else None
            assert engine.inventory() == before, f"{line} left something behind"
        answering()  # a port that was asked for twice still leads to who had it first
    adapter.close()
    assert {line: found for line, found in told.items() if found} == {}


class Answering(http.server.BaseHTTPRequestHandler):
    """A registry that answers everything in one way."""

    protocol_version = "HTTP/1.1"
    status = 200
    kind = "application/json"
    body = b"{}"
    extra: tuple[tuple[str, str], ...] = ()

    def answer(self) -> None:
        # Whether it is a registry, it says to everybody.
        ping = self.path == "/v2/" and self.status != 401
        body = b"{}" if ping else self.body
        self.send_response(200 if ping else self.status)
        for name, value in (
            ("Docker-Distribution-Api-Version", "registry/2.0"),
            ("Content-Type", self.kind),
            ("Content-Length", str(len(body))),
            *self.extra,
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = answer  # noqa: N815 - the base class's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


def errors(code: str, message: str) -> bytes:
    return json.dumps({"errors": [{"code": code, "message": message}]}).encode()


LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
FOREIGN = {
    "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
    "size": 2,
    "digest": "sha256:" + "a" * 64,
    "platform": {"os": "linux", "architecture": "s390x"},
}
PORTS = {"locked": 5050, "limited": 5055, "foreign": 5500, "plain": 0, "secure": 0}
"""Where they listen, 0 for anywhere: loopback ports are those that Podman is told to speak to without HTTPS (throwaway_inside.py)."""
WAYS: dict[str, dict[str, object]] = {
    "locked": {
        "status": 401,
        "body": errors("UNAUTHORIZED", "authentication required"),
        "extra": (("WWW-Authenticate", 'Basic realm="lab"'),),
    },
    "limited": {"status": 429, "body": errors("TOOMANYREQUESTS", "You have reached your pull rate limit.")},
    "foreign": {
        "kind": LIST,
        "body": json.dumps({"schemaVersion": 2, "mediaType": LIST, "manifests": [FOREIGN]}).encode(),
    },
    "plain": {},
    "secure": {},
}


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Registries that fail, each in its way, by name; and a port of somebody else's."""
    subprocess.run(["ip", "address", "add", f"{ELSEWHERE}/32", "dev", "lo"], check=True)
    running = []
    names = {"closed": "127.0.0.1:1", "unnamed": "registry.invalid:5000"}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        names["taken"] = str(taken.getsockname()[1])
        try:
            for name, way in WAYS.items():
                host = ELSEWHERE if name in ("plain", "secure") else "127.0.0.1"
                server = http.server.ThreadingHTTPServer((host, PORTS[name]), type("Way", (Answering,), way))
                if name == "secure":
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(CERTIFICATES / "address.pem", CERTIFICATES / "server.key")
                    server.socket = context.wrap_socket(server.socket, server_side=True)
                threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
                running.append(server)
                names[name] = f"{host}:{server.server_address[1]}"
            yield names
        finally:
            for server in running:
                server.shutdown()
                server.server_close()
            subprocess.run(["ip", "address", "delete", f"{ELSEWHERE}/32", "dev", "lo"], check=True)


# --- every check -------------------------------------------------------------------------------------------------------------


def test_every_kind_of_check_is_failed_and_passed_by_a_step_that_is_proved() -> None:
    """`test_verify.py` sees each step fail before it is done and pass after; a check that no step has would be seen by nobody."""
    used = {
        check.kind
        for exercise in load_all(exercises_folder(), "en")
        for step in exercise.steps
        for check in step.checks
    }
    assert used == set(KINDS)

"""What the lab never does to a learner's machine is refused, whichever way it is spelt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.parse import CommandError
from lab.language.words import words

Refuse = Callable[[str], CommandError]

REFUSED = {
    "refused-prune": [
        "docker system prune",
        "docker system prune -af --volumes",
        "docker image prune",
        "docker container prune -f",
        "docker volume prune",
        "docker network prune",
        "docker builder prune",
        "docker buildx prune",
        "docker prune",
    ],
    "refused-force": [
        "docker image rm -f hello-world",
        "docker image rm hello-world --force",
        "docker image remove --force=true hello-world",
        "docker rmi -f hello-world",
        "docker volume rm -f data",
        "docker network rm -f lab",
    ],
    "refused-image-id": [
        "docker rmi 0123456789ab",
        "docker image rm " + "ab" * 32,
        "docker image rm sha256:" + "ab" * 32,
        "docker image rm hello-world 0123456789AB",
    ],
    "refused-privileged": [
        "docker run --privileged registry",
        "docker run --privileged=true registry",
        "docker create --privileged registry",
        "docker exec --privileged registry sh",
        "docker run --cap-add ALL registry",
        "docker run --cap-add=SYS_ADMIN registry",
        "docker run --device /dev/sda registry",
        "docker run --security-opt seccomp=unconfined registry",
    ],
    "refused-host-namespace": [
        "docker run --pid host registry",
        "docker run --pid=host registry",
        "docker run --ipc=host registry",
        "docker run --uts=host registry",
        "docker run --userns=host registry",
        "docker run --cgroupns=host registry",
        "docker run --network host registry",
        "docker run --net=host registry",
        "docker run --network name=host,alias=x registry",
        "docker run --network container:other registry",
    ],
    "refused-volumes-from": ["docker run --volumes-from other registry"],
    "refused-socket": [
        "docker run -v /var/run/docker.sock:/var/run/docker.sock registry",
        "docker run --use-api-socket registry",
    ],
    "refused-outside-workspace": ["docker run -v /:/host registry", "docker run -v $(pwd)/..:/x registry"],
    "refused-follow": ["docker logs -f registry", "docker logs --follow registry", "docker logs -fn 10 registry"],
    "refused-pull": [
        "docker pull ghcr.io/owner/app",
        "docker image pull quay.io/app@sha256:" + "ab" * 32,
        "docker pull 127.0.0.1/hello-world",
        "docker pull localhost:5001/hello-world",
        "docker pull 169.254.169.254/latest/meta-data",
    ],
    "refused-all-tags": ["docker pull -a hello-world", "docker push --all-tags 127.0.0.1:5000/hello-world"],
    "refused-push": ["docker push hello-world", "docker image push ghcr.io/a/b"],
    "refused-login": ["docker login ghcr.io", "docker login -u kim -p x docker.io", "docker logout quay.io"],
    "missing-argument": ["docker login", "docker login -u kim --password-stdin", "docker logout"],
    "refused-curl": ["curl -X DELETE http://127.0.0.1:5000/v2/a/manifests/latest"],
    "refused-engine": [
        "docker -H tcp://10.0.0.1:2375 ps",
        "docker --host=tcp://10.0.0.1:2375 ps",
        "docker --context other ps",
        "docker -c other ps",
        "docker --config /x ps",
    ],
    "not-in-lab": [
        "docker buildx build .",
        "docker compose up -d",
        "docker swarm join 192.168.0.1",
        "docker service rollback web",
        "docker service create --network own registry",
        "docker container cp a b",
        "docker image save hello-world",
        "docker volume create data",
        "docker network connect own web",
        "docker system df",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in REFUSED.items() for text in texts])
def test_a_dangerous_line_is_refused(error: Refuse, kind: str, text: str) -> None:
    assert error(text).kind == kind


def test_a_refusal_names_the_option_that_was_typed(error: Refuse) -> None:
    refused = error("docker run --net=host registry")
    assert "--network host" in words("en").say(refused.message)
    assert "--cap-add" in words("ko").say(error("docker run --cap-add=ALL registry").message)


def test_a_container_may_be_removed_by_force_because_the_lab_kills_it_first(read: Callable[[str], object]) -> None:
    assert read("docker rm -f registry") == read("docker container rm --force registry")


def test_what_a_learner_typed_cannot_write_to_the_terminal_by_itself(error: Refuse) -> None:
    assert "\x1b" not in words("en").say(error("docker '\x1b[2J'").message)
    assert "\x1b" not in words("en").say(error("docker run --name '\x1b]0;x\x07' registry").message)

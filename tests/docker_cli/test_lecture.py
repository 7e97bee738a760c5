"""The lecture's eight steps, as a learner types them."""

from __future__ import annotations

from collections.abc import Callable

from lab.docker_cli.actions import (
    Action,
    ContainerKill,
    ContainerRemove,
    ContainerRun,
    ContainerSpec,
    ImageList,
    ImagePull,
    ImagePush,
    ImageRemove,
    ImageTag,
    MountPoint,
    PortMapping,
)
from lab.docker_cli.spelling import spell
from lab.reference import Reference

HELLO = Reference("docker.io", "library/hello-world", "latest")
PRIVATE = Reference("127.0.0.1:5000", "hello-world", "latest")
REGISTRY = Reference("docker.io", "library/registry", "latest")
PUBLISHED = ContainerSpec(REGISTRY, name="registry", ports=(PortMapping(5000, 5000),))

STEPS: list[tuple[str, Action]] = [
    ("docker container run -d -p 5000:5000 --name registry registry", ContainerRun(PUBLISHED, detach=True)),
    ("docker pull hello-world", ImagePull(HELLO)),
    ("docker tag hello-world 127.0.0.1:5000/hello-world", ImageTag(HELLO, PRIVATE)),
    ("docker image ls", ImageList()),
    ("docker push 127.0.0.1:5000/hello-world", ImagePush(PRIVATE)),
    ("docker image remove hello-world", ImageRemove((HELLO,))),
    ("docker image remove 127.0.0.1:5000/hello-world", ImageRemove((PRIVATE,))),
    ("docker pull 127.0.0.1:5000/hello-world", ImagePull(PRIVATE)),
    ("docker container kill registry", ContainerKill(("registry",))),
    ("docker container rm registry", ContainerRemove(("registry",))),
    (
        "docker container run -d -p 5000:5000 --name registry -v $(pwd)/registry-data:/var/lib/registry registry",
        ContainerRun(
            ContainerSpec(
                REGISTRY,
                name="registry",
                ports=(PortMapping(5000, 5000),),
                mounts=(MountPoint("bind", "/home/kim/lab/registry-data", "/var/lib/registry"),),
            ),
            detach=True,
        ),
    ),
]


def test_every_step_means_what_the_lecture_does(read: Callable[[str], Action]) -> None:
    assert [(text, read(text)) for text, _ in STEPS] == STEPS


def test_every_step_is_spelt_so_that_it_can_be_typed_again(read: Callable[[str], Action]) -> None:
    assert [read(spell(action)) for _, action in STEPS] == [action for _, action in STEPS]

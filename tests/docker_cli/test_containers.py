"""Container commands: what each line means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.actions import (
    Action,
    ContainerCreate,
    ContainerExec,
    ContainerInspect,
    ContainerKill,
    ContainerList,
    ContainerLogs,
    ContainerRemove,
    ContainerRun,
    ContainerSpec,
    ContainerStart,
    ContainerStop,
    MountPoint,
    PortMapping,
)
from lab.docker_cli.parse import CommandError
from lab.reference import Reference

Read = Callable[[str], Action]
Refuse = Callable[[str], CommandError]

REGISTRY = Reference("docker.io", "library/registry", "latest")


def spec(**fields: object) -> ContainerSpec:
    return ContainerSpec(**{"image": REGISTRY, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("docker run registry", ContainerRun(spec())),
        ("docker container run -d registry", ContainerRun(spec(), detach=True)),
        ("docker run -d --rm registry", ContainerRun(spec(), detach=True, remove=True)),
        ("docker run --detach=false registry", ContainerRun(spec())),
        ("docker run --name r registry2", None),
        ("docker run --name=reg registry", ContainerRun(spec(name="reg"))),
        ("docker run --name 'reg' registry", ContainerRun(spec(name="reg"))),
        ("docker run --name a1 --name reg registry", ContainerRun(spec(name="reg"))),
        ("docker run -it registry sh", ContainerRun(spec(command=("sh",)))),
        ("docker run -i -t registry sh -c 'ls -l'", ContainerRun(spec(command=("sh", "-c", "ls -l")))),
        ("docker run registry --version", ContainerRun(spec(command=("--version",)))),
        ("docker run -- registry -d", ContainerRun(spec(command=("-d",)))),
        ("docker run --entrypoint sh registry", ContainerRun(spec(entrypoint="sh"))),
        ("docker run --entrypoint '' registry", ContainerRun(spec(entrypoint=""))),
        ("docker run -e A=1 --env B=x=y -e C= registry", ContainerRun(spec(env=(("A", "1"), ("B", "x=y"), ("C", ""))))),
        ("docker run -l a=b --label c registry", ContainerRun(spec(labels=(("a", "b"), ("c", ""))))),
        ("docker run --net lab registry", ContainerRun(spec(network="lab"))),
        ("docker run --network none registry", ContainerRun(spec(network="none"))),
        ("docker run --restart=on-failure:3 registry", ContainerRun(spec(restart="on-failure:3"))),
        ("docker run --rm --restart=no registry", ContainerRun(spec(restart="no"), remove=True)),
        ("docker run --platform linux/arm64/v8 registry", ContainerRun(spec(platform="linux/arm64/v8"))),
        ("docker run -dp 5000:5000 registry", ContainerRun(spec(ports=(PortMapping(5000, 5000),)), detach=True)),
        ("docker run -p5000:5000 registry", ContainerRun(spec(ports=(PortMapping(5000, 5000),)))),
        ("docker run -p=5000:5000 registry", ContainerRun(spec(ports=(PortMapping(5000, 5000),)))),
        (
            "docker run -v data:/a -v /b --mount type=bind,src=$PWD/c,dst=/c registry",
            ContainerRun(
                spec(
                    mounts=(
                        MountPoint("volume", "data", "/a"),
                        MountPoint("volume", "", "/b"),
                        MountPoint("bind", "/home/kim/lab/c", "/c"),
                    )
                )
            ),
        ),
        ("docker create --name reg registry", ContainerCreate(spec(name="reg"))),
        ("docker start a b", ContainerStart(("a", "b"))),
        ("docker start /registry", ContainerStart(("registry",))),
        ("docker stop registry", ContainerStop(("registry",))),
        ("docker stop -t 5 registry", ContainerStop(("registry",), 5)),
        ("docker stop registry --time=0", ContainerStop(("registry",), 0)),
        ("docker stop --timeout 5 registry", ContainerStop(("registry",), 5)),
        ("docker kill -s SIGTERM registry", ContainerKill(("registry",), "SIGTERM")),
        ("docker rm registry", ContainerRemove(("registry",))),
        ("docker rm -f registry", ContainerRemove(("registry",), kill_first=True)),
        ("docker rm registry --force", ContainerRemove(("registry",), kill_first=True)),
        ("docker container remove -fv a b", ContainerRemove(("a", "b"), kill_first=True, volumes=True)),
        ("docker ps", ContainerList()),
        ("docker ps -aq --no-trunc", ContainerList(every=True, quiet=True)),
        ("docker ps -f name=a --filter status=exited", ContainerList(filters=(("name", "a"), ("status", "exited")))),
        ("docker ps --format '{{.Names}}'", ContainerList(format="{{.Names}}")),
        ("docker container inspect -f '{{.Id}}' a b", ContainerInspect(("a", "b"), "{{.Id}}")),
        ("docker inspect registry", ContainerInspect(("registry",))),
        ("docker logs registry", ContainerLogs("registry")),
        ("docker logs --tail 20 registry", ContainerLogs("registry", 20)),
        ("docker logs -n20 registry", ContainerLogs("registry", 20)),
        ("docker logs -n all registry", ContainerLogs("registry")),
        ("docker exec -it registry ls -l /", ContainerExec("registry", ("ls", "-l", "/"))),
        ("docker exec -e A=1 registry env", ContainerExec("registry", ("env",), (("A", "1"),))),
    ],
)
def test_a_line_about_containers_means_one_action(read: Read, error: Refuse, text: str, action: Action | None) -> None:
    if action is None:
        assert error(text).kind == "bad-name"  # Docker wants at least two characters in a new name
    else:
        assert read(text) == action


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("docker run", "missing-argument"),
        ("docker run --name", "missing-value"),
        ("docker run --name -d registry", "bad-name"),
        ("docker run --name 'my registry' registry", "bad-name"),
        ("docker run -e FOO registry", "bad-value"),
        ("docker run -e =x registry", "bad-value"),
        ("docker run -l =x registry", "bad-value"),
        ("docker run --restart maybe registry", "bad-value"),
        ("docker run --rm --restart always registry", "conflict"),
        ("docker run --rm=perhaps registry", "bad-value"),
        ("docker run --platform 'linux amd64' registry", "bad-value"),
        ("docker run Registry", "bad-reference"),
        ("docker run registry -p 5000:5000", "option-after-image"),
        ("docker run registry -dp 5000:5000", "option-after-image"),
        ("docker run registry --name=reg", "option-after-image"),
        ("docker run --memory 1g registry", "not-in-lab"),
        ("docker run -P registry", "not-in-lab"),
        ("docker create --rm registry", "not-in-lab"),
        ("docker exec registry", "missing-argument"),
        ("docker exec -u root registry id", "not-in-lab"),
        ("docker stop", "missing-argument"),
        ("docker stop -t soon registry", "bad-value"),
        ("docker stop -t -1 registry", "bad-value"),
        ("docker kill -s 'a b' registry", "bad-value"),
        ("docker rm 127.0.0.1:5000/hello-world", "bad-name"),
        ("docker ps registry", "too-many-arguments"),
        ("docker ps -f name", "bad-value"),
        ("docker ps -n 3", "not-in-lab"),
        ("docker logs a1 b1", "too-many-arguments"),
        ("docker logs --tail few registry", "bad-value"),
        ("docker inspect --type task registry", "bad-value"),
    ],
)
def test_a_line_that_does_not_fit_is_answered_with_its_own_kind(error: Refuse, text: str, kind: str) -> None:
    assert error(text).kind == kind

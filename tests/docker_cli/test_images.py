"""Image, volume, network and engine commands: what each line means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.docker_cli.actions import (
    Action,
    EngineInfo,
    EngineVersion,
    ImageHistory,
    ImageInspect,
    ImageList,
    ImagePull,
    ImagePush,
    ImageRemove,
    ImageTag,
    NetworkCreate,
    NetworkInspect,
    NetworkList,
    NetworkRemove,
    VolumeInspect,
    VolumeList,
    VolumeRemove,
)
from lab.docker_cli.parse import CommandError, Place, parse
from lab.language.words import words
from lab.reference import Reference

Read = Callable[[str], Action]
Refuse = Callable[[str], CommandError]

HELLO = Reference("docker.io", "library/hello-world", "latest")
PRIVATE = Reference("127.0.0.1:5000", "hello-world", "latest")
DIGEST = "sha256:" + "ab" * 32


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("docker pull hello-world", ImagePull(HELLO)),
        ("docker pull -q 127.0.0.1:5000/hello-world", ImagePull(PRIVATE)),
        ("docker image pull --platform linux/amd64 hello-world", ImagePull(HELLO, "linux/amd64")),
        (f"docker pull hello-world@{DIGEST}", ImagePull(Reference("docker.io", "library/hello-world", None, DIGEST))),
        ("docker tag hello-world 127.0.0.1:5000/hello-world", ImageTag(HELLO, PRIVATE)),
        ("docker push 127.0.0.1:5000/hello-world", ImagePush(PRIVATE)),
        ("docker push localhost:5000/hello-world", ImagePush(Reference("localhost:5000", "hello-world", "latest"))),
        ("docker images", ImageList()),
        ("docker images hello-world", ImageList("hello-world")),
        ("docker image ls -aq --digests --no-trunc", ImageList(every=True, quiet=True, digests=True)),
        ("docker images -f dangling=true", ImageList(filters=(("dangling", "true"),))),
        ("docker images --format {{.ID}}", ImageList(format="{{.ID}}")),
        ("docker rmi hello-world 127.0.0.1:5000/hello-world", ImageRemove((HELLO, PRIVATE))),
        ("docker image inspect --format=x hello-world", ImageInspect((HELLO,), "x")),
        ("docker inspect 127.0.0.1:5000/hello-world", ImageInspect((PRIVATE,))),
        ("docker inspect --type image hello-world", ImageInspect((HELLO,))),
        ("docker inspect --type volume data", VolumeInspect(("data",))),
        ("docker history -q hello-world", ImageHistory(HELLO, quiet=True)),
        ("docker volume ls -q", VolumeList(quiet=True)),
        ("docker volume list -f name=a", VolumeList(filters=(("name", "a"),))),
        ("docker volume inspect data", VolumeInspect(("data",))),
        ("docker volume rm a b", VolumeRemove(("a", "b"))),
        ("docker network ls", NetworkList()),
        ("docker network inspect -f x bridge", NetworkInspect(("bridge",), "x")),
        ("docker network create lab", NetworkCreate("lab")),
        ("docker network create -d bridge lab", NetworkCreate("lab")),
        ("docker network remove lab", NetworkRemove(("lab",))),
        ("docker version", EngineVersion()),
        ("docker --version", EngineVersion()),
        ("docker -v", EngineVersion()),
        ("docker version --format json", EngineVersion("json")),
        ("docker info", EngineInfo()),
        ("docker system info -f x", EngineInfo("x")),
    ],
)
def test_a_line_means_one_action(read: Read, text: str, action: Action) -> None:
    assert read(text) == action


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("docker pull", "missing-argument"),
        ("docker pull a b", "too-many-arguments"),
        ("docker pull Hello-World", "bad-reference"),
        ("docker pull ｈello-world", "bad-reference"),
        ("docker tag hello-world", "missing-argument"),
        (f"docker tag hello-world other@{DIGEST}", "bad-reference"),
        (f"docker push 127.0.0.1:5000/hello-world@{DIGEST}", "bad-reference"),
        ("docker tag 0123456789ab hello-world", "refused-image-id"),
        ("docker images a b", "too-many-arguments"),
        ("docker image ls --tree", "not-in-lab"),
        ("docker network rm 'a b'", "bad-name"),
        ("docker network create -d overlay a", "not-in-lab"),
        ("docker network create --internal a", "not-in-lab"),
        ("docker pull a@$(sha256sum m.json | cut -c-64)", "bad-reference"),
        ("docker pull a@sha256:$(jq -r .config.digest m.json)", "bad-reference"),
        ("docker pull $(jq -r .name m.json)", "bad-reference"),
        ("docker tag a b@$(jq -r .digest m.json)", "bad-reference"),
        ("docker push 127.0.0.1:5000/a@$(jq -r .digest m.json)", "shell-syntax"),
    ],
)
def test_a_line_that_does_not_fit_is_answered_with_its_own_kind(error: Refuse, text: str, kind: str) -> None:
    assert error(text).kind == kind


@pytest.mark.parametrize("digest", ["sha256:$(sha256sum m.json | cut -c-64)", "$(jq -r .manifests[0].digest m.json)"])
def test_a_digest_may_be_left_to_a_file(read: Read, digest: str) -> None:
    waiting = Reference("127.0.0.1:5000", "a", None, digest)
    assert read(f'docker pull "127.0.0.1:5000/a@{digest}"') == ImagePull(waiting)
    assert read(f"docker tag 127.0.0.1:5000/a@{digest} b") == ImageTag(waiting, Reference.parse("b"))


@pytest.mark.parametrize(
    "name", ["hello-world", "bret/site", "ghcr.io/a/b", "127.0.0.1/x", "127.0.0.1:5001/x", "x:5000"]
)
def test_a_push_to_any_other_registry_is_refused_and_the_way_shown(error: Refuse, name: str) -> None:
    refused = error(f"docker push {name}")
    hint = words("en").say(refused.hint)
    assert refused.kind == "refused-push"
    assert f"docker image tag {name} 127.0.0.1:5000/" in hint


def test_a_push_of_a_bare_name_says_that_it_would_go_to_docker_hub(error: Refuse) -> None:
    refused = error("docker push hello-world")
    assert "Docker Hub" in words("en").say(refused.message)
    assert "Docker Hub" in words("ko").say(refused.message)
    assert "docker image push 127.0.0.1:5000/hello-world" in words("ko").say(refused.hint)


def test_a_push_is_refused_where_the_lab_has_no_registry() -> None:
    with pytest.raises(CommandError) as caught:
        parse("docker push 127.0.0.1:5000/hello-world", Place("/w"))
    assert caught.value.kind == "refused-push"


def test_the_registry_of_another_port_is_the_labs_where_the_lab_says_so() -> None:
    place = Place("/w", ("127.0.0.1:5001", "127.0.0.1:5002"))
    assert parse("docker push localhost:5002/a", place) == ImagePush(Reference("localhost:5002", "a", "latest"))

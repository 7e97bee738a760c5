"""docker build: a folder of the workspace, from images that the engine has, with nobody's logins and nothing from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.docker_cli.actions import ImageBuild
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.engine.dockerfile import images_of
from lab.reference import Reference

from .conftest import Do, Refused, lines
from .fake_engine import FakeEngine, Json, Stream, image

BUILD = "docker build -t 127.0.0.1:5000/app build"


@pytest.fixture
def folder(permit: Permit, engine: FakeEngine) -> Path:
    """A folder to build from, on an engine that has hello-world and builds whatever it is sent."""
    engine.images = [image("hello-world:latest")]
    engine.script("POST", "/build", Stream([{"stream": "Step 1/1 : FROM hello-world\n"}, {"aux": {"ID": "sha256:1"}}]))
    engine.script("GET", "/images/hello-world/json", Json({"Id": "sha256:1", "Config": {}}))
    folder = Path(permit.workspace, "build")
    folder.mkdir()
    (folder / "Dockerfile").write_text("FROM hello-world\n")
    return folder


def sent(engine: FakeEngine) -> list[str]:
    return [each.path for each in engine.asked if each.path.endswith("/build")]


def test_a_build_tells_its_steps_and_labels_what_it_makes(engine: FakeEngine, do: Do, folder: Path) -> None:
    assert lines(do(BUILD)) == ["Step 1/1 : FROM hello-world"]
    (asked,) = [each for each in engine.asked if each.path.endswith("/build")]
    assert json.loads(asked.query["labels"]) == {"lab": "1"}


def test_nobodys_logins_are_sent_along(engine: FakeEngine, do: Do, folder: Path, docker_config: Path) -> None:
    docker_config.write_text(json.dumps({"auths": {"registry.example.com": {"auth": "a2ltOnMzY3IzdA=="}}}))
    do(BUILD)
    (asked,) = [each for each in engine.asked if each.path.endswith("/build")]
    assert "x-registry-config" not in asked.headers


def test_a_credential_helper_that_is_not_there_keeps_nobody_from_building(
    do: Do, folder: Path, docker_config: Path
) -> None:
    docker_config.write_text('{"credsStore": "nosuch"}')
    do(BUILD)


def test_a_base_that_the_engine_does_not_have_is_not_pulled_behind_anybodys_back(
    engine: FakeEngine, refused: Refused, folder: Path
) -> None:
    (folder / "Dockerfile").write_text("FROM nosuch\n")
    assert refused(BUILD).kind == "no-base"
    assert not sent(engine)


def test_a_base_that_has_instructions_of_its_own_is_refused(engine: FakeEngine, refused: Refused, folder: Path) -> None:
    own = {"OnBuild": ["ADD http://127.0.0.1/ /x"]}
    engine.script("GET", "/images/hello-world/json", Json({"Id": "sha256:1", "Config": own}))
    assert refused(BUILD).kind == "not-permitted"
    assert not sent(engine)


@pytest.mark.parametrize(
    "dockerfile",
    [
        "FROM hello-world\nADD http://169.254.169.254/latest /x",
        'FROM hello-world\nADD ["http:\\/\\/elsewhere", "/x"]',
        "FROM hello-world\nARG U=http://elsewhere\nadd $U /x",
        "FROM hello-world\nAD\\\nD http://elsewhere /x",
        "FROM hello-world\nONBUILD ADD http://elsewhere /x\nFROM 0",
        "FROM hello-world\nRUN --mount=type=bind,from=elsewhere.com/x true",
        "FROM hello-world\nRUN --network=host true",
        "ARG X=elsewhere.com/x\nFROM $X",
        'FROM "hello-world"',
        "FROM hello-world AS",
        "FROM",
        "# escape=`\nFROM hello-world",
        "#syntax=elsewhere.com/frontend\nFROM hello-world",
        "FROM hello-world\nCOPY --from=$X / /",
    ],
)
def test_what_fetches_from_elsewhere_or_can_be_read_in_two_ways_is_refused(
    engine: FakeEngine, refused: Refused, folder: Path, dockerfile: str
) -> None:
    (folder / "Dockerfile").write_text(dockerfile)
    assert refused(BUILD).kind == "not-permitted"
    assert not sent(engine)


@pytest.mark.parametrize(
    ("dockerfile", "images"),
    [
        ("FROM hello-world\nCOPY page /\nENV A=b\nCMD [\"/hello\"]", ("hello-world",)),
        ("\ufefffrom hello-world as one\r\nFROM one\r\nCOPY --from=one / /\r\nCOPY --from=0 / /\r\n", ("hello-world",)),
        ("FROM scratch\nCOPY --chown=1 --from=registry:2 / /", ("registry:2",)),
        ("FROM --platform=linux/amd64 hello-world@sha256:" + "a" * 64, ("hello-world@sha256:" + "a" * 64,)),
        ("FR\\\n# a comment between\n\nOM elsewhere.com/x", ("elsewhere.com/x",)),
        ("FROM hello-world\nRUN a \\\n && b\nLABEL FROM=x\n# FROM y", ("hello-world",)),
        ("FROM hello-world\nCOPY --from=1 / /\nFROM two", ("hello-world", "1", "two")),
    ],
)  # fmt: skip
def test_the_images_that_a_dockerfile_takes_something_from(dockerfile: str, images: tuple[str, ...]) -> None:
    assert images_of(dockerfile) == images


def test_a_dockerfile_whose_end_would_not_be_read_is_refused(refused: Refused, folder: Path) -> None:
    (folder / "Dockerfile").write_text("FROM hello-world\n" + "#" * 65536 + "\nFROM elsewhere.com/x\n")
    assert refused(BUILD).kind == "no-dockerfile"


def test_a_folder_that_leads_out_of_the_workspace_is_refused(
    client: DockerEngine, permit: Permit, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/Dockerfile").write_text("FROM hello-world\n")
    (folder.parent / "link").symlink_to(tmp_path / "theirs")
    for place in (folder.parent / "link", tmp_path / "theirs", folder / "../.."):
        with pytest.raises(EngineError) as caught:
            list(client.perform(ImageBuild(Reference.parse("127.0.0.1:5000/app"), str(place)), permit))
        assert caught.value.kind == "not-permitted"

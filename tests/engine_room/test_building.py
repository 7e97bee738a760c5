"""docker build: a folder of the workspace, from images that the engine has, with nobody's logins and nothing from elsewhere."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.docker_cli.actions import ImageBuild, ImageForget
from lab.engine.adapter import DockerEngine
from lab.engine.contract import EngineError, Permit
from lab.engine.dockerfile import images_of, labelled
from lab.reference import Reference

from .conftest import Do, Refused, lines
from .fake_engine import FakeEngine, Json, Stream, image

HALF = f"sha256:{'ab' * 32}"
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
    with tarfile.open(fileobj=io.BytesIO(asked.body)) as context:
        ours = context.extractfile(asked.query["dockerfile"])
        theirs = context.extractfile("Dockerfile")
        assert ours is not None
        assert theirs is not None
        assert ours.read().decode() == 'FROM hello-world\nLABEL "lab"="1"\n'
        assert theirs.read().decode() == "FROM hello-world\n"


@pytest.mark.parametrize(
    ("dockerfile", "lines"),
    [
        ("FROM a", ["FROM a", "LABEL"]),
        ("FROM a\nENV X=y", ["FROM a", "LABEL", "ENV X=y"]),
        ("# x\nFROM a AS b\n\nFROM b\n", ["# x", "FROM a AS b", "LABEL", "", "FROM b", "LABEL", ""]),
        ("\ufefffrom \\\n# between\n a\r\nCMD x", ["from \\", "# between", " a", "LABEL", "CMD x"]),
        ("FROM a\nRUN b \\\n FROM c", ["FROM a", "LABEL", "RUN b \\", " FROM c"]),
    ],
)
def test_labels_are_the_first_step_of_each_stage(dockerfile: str, lines: list[str]) -> None:
    assert labelled(dockerfile, {"a": 'b"$c'}).replace(r'LABEL "a"="b\"\$c"', "LABEL").split("\n") == lines


@given(
    st.lists(
        st.sampled_from(["FROM a", "FROM a AS b", "RUN x", "# FROM y", "", "ENV a=b", "COPY \\", " c d", "\f", "\\"])
    ).map("\n".join)
)
def test_labels_change_nothing_of_what_a_dockerfile_takes_from_where(dockerfile: str) -> None:
    try:
        images = images_of(dockerfile)
    except EngineError:
        with pytest.raises(EngineError):
            labelled(dockerfile, {"a": "b"})
        return
    assert images_of(labelled(dockerfile, {"a": "b"})) == images


def test_what_a_build_has_made_before_it_failed_is_removed_by_a_name_and_nothing_of_others(
    engine: FakeEngine, refused: Refused, folder: Path
) -> None:
    engine.script("POST", "/build", Stream([{"errorDetail": {"message": "no such file"}, "error": "no such file"}]))
    engine.images += [{**image(identity=HALF), "Labels": {"lab": "1"}}]
    engine.script("GET", f"/images/{HALF}/json", Json({"Id": HALF, "RepoTags": [], "Config": {"Labels": {"lab": "1"}}}))
    engine.script("POST", f"/images/{HALF}/tag", Json(None, 201))
    engine.script("DELETE", "/images/registry-lab/unfinished:1-abababababab", Json([]))
    assert refused(BUILD).kind == "build-failed"
    (listed,) = [each for each in engine.asked if each.path == "/images/json"]
    assert json.loads(listed.query["filters"]) == {"dangling": ["true"], "label": ["lab=1"]}
    removed = [each for each in engine.asked if each.method == "DELETE"]
    assert [(each.path, each.query.get("force", "False")) for each in removed] == [
        ("/images/registry-lab/unfinished:1-abababababab", "False")
    ]


@pytest.mark.parametrize(
    "details",
    [
        {"RepoTags": [], "Config": {"Labels": {"lab": "another run's"}}},
        {"RepoTags": [], "Config": {"Labels": None}},
        {"RepoTags": ["theirs:1"], "Config": {"Labels": {"lab": "1"}}},
    ],
)
def test_an_image_of_somebody_elses_or_with_a_name_is_not_forgotten(
    engine: FakeEngine, client: DockerEngine, permit: Permit, details: dict[str, Any]
) -> None:
    engine.script("GET", f"/images/{HALF}/json", Json({"Id": HALF, **details}))
    with pytest.raises(EngineError) as caught:
        list(client.perform(ImageForget(HALF, "1"), permit))
    assert caught.value.kind == "not-permitted"
    assert [each.method for each in engine.asked if each.method != "GET"] == []


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
        ("FROM hello-world\n\f\n\v\nCMD x", ("hello-world",)),
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

"""What was there before the lab is never stopped, removed or written into."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.baseline import baseline_of
from lab.docker_cli import actions as act
from lab.language.words import LANGUAGES, words
from lab.ledger import LABEL
from lab.ownership import made_by_hand, objection
from lab.reference import Reference
from lab.world import Container, Service, Swarm, World
from tests.builders import HUB, OWN, RUN_ID, container, image, labelled, run, world

NAMED = frozenset({HUB, OWN})
"""The images that the exercise is about."""
HELLO, MINE = Reference.parse(HUB), Reference.parse(OWN)
ALPINE = Reference.parse("alpine:3.20")
DIGEST_ONLY = Reference.parse(f"ubuntu@sha256:{'e' * 64}")

THEIRS = container("web", id="f00dcafe" * 8)
BEFORE = world(
    image(),
    image(str(ALPINE)),
    THEIRS,
    volumes=("theirs",),
    networks=("bridge", "corporate"),
)
RUN = run(BEFORE)
NOW = world(*BEFORE.images, THEIRS, labelled(), volumes=("theirs", "ours"), networks=("bridge", "corporate"))


def on_container(name: str) -> list[act.Action]:
    return [
        act.ContainerStart((name,)),
        act.ContainerStop((name,)),
        act.ContainerKill((name,)),
        act.ContainerRemove((name,)),
        act.ContainerRemove((name,), kill_first=True),
        act.ContainerExec(name, ("sh",)),
    ]


def using(volume: str) -> act.ContainerSpec:
    return act.ContainerSpec(HELLO, mounts=(act.MountPoint("volume", volume, "/data"),))


REFUSED = [
    *on_container("web"),
    *on_container("f00dcafe"),
    *on_container("f"),
    *on_container("f00dcafe" * 8),
    act.ContainerRemove(("registry", "web")),
    act.VolumeRemove(("theirs",)),
    act.VolumeRemove(("ours", "theirs")),
    act.NetworkRemove(("corporate",)),
    act.ImageRemove((ALPINE,)),
    act.ImageRemove((HELLO, ALPINE)),
    act.ImageTag(MINE, ALPINE),
    act.ContainerRun(using("theirs")),
    act.ContainerCreate(using("theirs")),
]

ALLOWED = [
    *on_container("registry"),
    *on_container("nobody"),
    act.VolumeRemove(("ours",)),
    act.NetworkRemove(("unknown",)),
    act.ImageRemove((HELLO, MINE)),
    act.ImageTag(ALPINE, MINE),
    act.ImagePull(HELLO),
    act.ImagePush(MINE),
    act.ContainerRun(using("ours")),
    act.ContainerRun(using("")),
    act.ContainerRun(
        act.ContainerSpec(HELLO, mounts=(act.MountPoint("bind", "/somewhere/theirs", "/data"),)),
    ),
    act.ContainerLogs("web"),
    act.ContainerInspect(("web",)),
    act.ContainerList(),
    act.ImageList(),
    act.EngineInfo(),
]


@pytest.mark.parametrize("action", REFUSED, ids=str)
def test_what_is_somebody_elses_is_left_alone(action: act.Action) -> None:
    refusal = objection(action, NOW, RUN, NAMED)
    assert refusal is not None
    assert refusal.kind == "not-ours"


@pytest.mark.parametrize("action", ALLOWED, ids=str)
def test_what_is_ours_or_only_looked_at_may_be_done(action: act.Action) -> None:
    assert objection(action, NOW, RUN, NAMED) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_objection_names_what_it_is_about(lang: str) -> None:
    for action, name in ((act.ContainerStop(("f00d",)), "web"), (act.VolumeRemove(("theirs",)), "theirs")):
        refusal = objection(action, NOW, RUN, NAMED)
        assert refusal is not None
        assert name in words(lang).say(refusal.message)
        assert words(lang).say(refusal.hint)


IN_SWARM = world(swarm=Swarm("s", ((LABEL, RUN.id),), (Service("ours", "1", "a", 1, ((LABEL, RUN.id),)),)))
WITH_THEIRS = world(swarm=Swarm("s", ((LABEL, RUN.id),), (Service("theirs", "2", "a", 1),)))


@pytest.mark.parametrize(
    ("action", "theirs"),
    [
        (act.ServiceRemove(("ours",)), act.ServiceRemove(("theirs",))),
        (act.ServiceUpdate("ours"), act.ServiceUpdate("theirs")),
        (act.ServiceScale((("ours", 2),)), act.ServiceScale((("theirs", 2),))),
        (act.SwarmLeave(), act.SwarmLeave()),
    ],
    ids=str,
)
def test_services_and_swarms_of_somebody_elses_are_left_alone(action: act.Action, theirs: act.Action) -> None:
    assert objection(action, IN_SWARM, RUN, NAMED) is None
    assert objection(theirs, WITH_THEIRS, RUN, NAMED) is not None
    assert objection(act.SwarmLeave(), world(swarm=Swarm("s")), RUN, NAMED) is not None


def test_a_container_of_another_run_is_somebody_elses() -> None:
    assert objection(act.ContainerStop(("registry",)), world(labelled(run="another")), RUN, NAMED) is not None


def test_a_container_that_came_meanwhile_is_somebody_elses() -> None:
    newer = container("db", created=1_800_000_000)
    assert objection(act.ContainerRemove(("db",)), world(newer), RUN, NAMED) is not None


def test_a_name_means_the_container_called_so_and_not_one_whose_id_begins_so() -> None:
    ours, theirs = labelled("registry", id="abc" + "0" * 61), container("abc", id="f" * 64)
    for seen in (world(ours, theirs), world(theirs, ours)):
        assert objection(act.ContainerRemove(("abc",)), seen, run(world(theirs)), NAMED) is not None


def test_an_image_that_the_user_has_by_digest_alone_is_not_removed() -> None:
    seen = World(untagged=("sha256:" + "9" * 64,))
    assert objection(act.ImageRemove((DIGEST_ONLY,)), seen, run(seen), NAMED) is not None


@pytest.mark.parametrize(
    "spelling", ["alpine:3.20", "docker.io/library/alpine:3.20", "index.docker.io/library/alpine:3.20"]
)
def test_an_image_is_protected_however_it_is_spelt(spelling: str) -> None:
    assert objection(act.ImageRemove((Reference.parse(spelling),)), NOW, RUN, NAMED) is not None


# --- made by hand, in another terminal -----------------------------------------------------------------------------------

LATER = 1_700_000_000


def test_a_container_that_the_learner_made_for_the_exercise_counts_as_made_by_hand() -> None:
    assert made_by_hand(container(created=LATER), RUN)
    assert objection(act.ContainerKill(("registry",)), world(container(created=LATER)), RUN, NAMED) is None


@pytest.mark.parametrize(
    ("made", "mine"),
    [
        (container("db", created=LATER), RUN),
        (container(created=LATER - 1), RUN),
        (labelled(created=LATER), RUN),
        (labelled(run="another", created=LATER), RUN),
        (container(created=LATER), run(world(container()))),
        (container(created=LATER), run(values={"port": 5000})),
    ],
    ids=[
        "another name",
        "older than the run",
        "the lab's",
        "another run's",
        "there before",
        "an exercise without a name",
    ],
)
def test_no_other_container_counts_as_made_by_hand(made: Container, mine: object) -> None:
    assert not made_by_hand(made, mine)  # type: ignore[arg-type]


IDENTITIES = st.text("0123456789abcdef", min_size=64, max_size=64)
NAMES = st.text("abcdefxyz", min_size=1, max_size=8)


@given(
    st.lists(st.tuples(NAMES, IDENTITIES), min_size=1, max_size=6, unique_by=(lambda row: row[0], lambda row: row[1])),
    st.data(),
)
def test_no_spelling_of_a_container_of_theirs_is_ever_let_through(
    rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    theirs = world(*(container(name, id=identity) for name, identity in rows))
    name, identity = data.draw(st.sampled_from(rows))
    spelling = data.draw(st.sampled_from([name, identity, identity[:12], identity[:1]]))
    for action in on_container(spelling):
        assert objection(action, theirs, run(theirs), NAMED) is not None


def test_our_own_container_is_known_by_its_label_alone() -> None:
    assert objection(act.ContainerKill(("any-name",)), world(labelled("any-name")), run(id=RUN_ID), NAMED) is None


def test_a_network_that_was_there_before_is_not_joined_and_one_that_engines_come_with_is() -> None:
    before = world(networks=("bridge", "host", "none", "mine"))
    for network, joins in (("mine", False), ("bridge", True), ("later", True), (None, True)):
        spec = act.ContainerSpec(Reference.parse("registry"), "registry", network=network)
        for action in (act.ContainerRun(spec), act.ContainerCreate(spec)):
            assert (objection(action, before, run(before), NAMED) is None) is joins, network


def test_a_service_is_not_made_in_a_swarm_of_somebody_elses() -> None:
    create = act.ServiceCreate(Reference.parse("registry"), "web")
    assert objection(create, world(), RUN, NAMED) is None
    assert objection(create, IN_SWARM, RUN, NAMED) is None
    assert objection(create, world(swarm=Swarm("s")), RUN, NAMED) is not None


def test_a_swarm_that_was_there_before_is_never_the_runs_own() -> None:
    before = replace(RUN, baseline=baseline_of(IN_SWARM))
    assert objection(act.SwarmLeave(), IN_SWARM, before, NAMED) is not None


@pytest.mark.parametrize(
    "action",
    [
        act.VolumeRemove(("registry-lab-run-0a1b2c3d-12345678",)),
        act.ImageRemove((Reference.parse("hello-world:kept-by-registry-lab-0a1b2c3d-latest"),)),
        act.ImageTag(Reference.parse("registry"), Reference.parse("hello-world:kept-by-registry-lab-ffffffff-latest")),
    ],
    ids=["note", "own copy", "another run's copy"],
)
def test_what_the_lab_itself_needs_is_told_as_the_labs(action: act.Action) -> None:
    refused = objection(action, World(), RUN, ())
    assert refused is not None
    assert refused.message.key == "session.not-ours.lab"

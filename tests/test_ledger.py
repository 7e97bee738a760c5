"""Ledgers: written before anything is touched, whole after a kill at any moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab import ledger
from lab.docker_cli import actions as act
from lab.errors import LabError
from lab.keeping import keeper, keeping, sparing
from lab.ledger import (
    LABEL,
    Baseline,
    Ledger,
    Run,
    Touched,
    open_ledgers,
    start,
    touched_by,
    unnamed,
)
from lab.reference import Reference
from lab.world import Mount, Service, Swarm, World
from tests.builders import DIGEST, HUB, ID, OTHER_ID, OWN, RUN_ID, WORKSPACE, container, image, labelled, run, world

TOUCHED = Touched(frozenset({HUB, OWN}), frozenset({"data"}), frozenset({f"{WORKSPACE}/registry-data"}))
KOREAN = "/home/민지/레지스트리/작업"


def reread(written: Ledger) -> Ledger:
    (found,) = open_ledgers(written.path.parent)
    return found


# --- intents and receipts ------------------------------------------------------------------------------------------------


def test_a_command_without_a_receipt_is_one_that_the_run_was_in_the_middle_of(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    written.intend("docker pull hello-world", TOUCHED)
    assert reread(written).unfinished() == ("docker pull hello-world",)
    assert reread(written).touched() == TOUCHED
    written.receive("docker pull hello-world", "done")
    assert reread(written).unfinished() == ()
    written.intend("docker pull hello-world", TOUCHED)
    assert reread(written).unfinished() == ("docker pull hello-world",)
    written.receive("docker pull hello-world", "offline")
    assert reread(written).unfinished() == ()


def test_an_intent_is_on_the_disk_though_it_touches_nothing_new(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    written.touch(TOUCHED)
    written.intend("docker pull hello-world", TOUCHED)
    last = json.loads(written.path.read_text().splitlines()[-1])
    assert last == {"intent": "docker pull hello-world"}


# --- what is written can be read -----------------------------------------------------------------------------------------


def test_a_run_comes_back_as_it_was_written(tmp_path: Path) -> None:
    before = world(
        image(digests=(f"{HUB.partition(':')[0]}@sha256:1",)), container(), volumes=("b", "a"), networks=("n",)
    )
    written = start(tmp_path / "runs", run(before))
    assert reread(written).run == written.run


def test_what_was_touched_comes_back(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    written.touch(Touched(images=frozenset({HUB})))
    written.touch(TOUCHED)
    assert reread(written).touched() == TOUCHED


def test_nothing_is_written_twice(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    written.touch(TOUCHED)
    before = written.path.read_bytes()
    written.touch(TOUCHED)
    written.touch(Touched(volumes=frozenset({"data"})))
    written.touch(Touched())
    assert written.path.read_bytes() == before


def test_only_what_is_new_is_added(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    written.touch(Touched(images=frozenset({HUB})))
    written.touch(Touched(images=frozenset({HUB, OWN})))
    last = json.loads(written.path.read_text("utf-8").splitlines()[-1])
    assert last == {"touch": {"images": [OWN], "volumes": [], "paths": [], "authorities": [], "networks": []}}


def test_a_closed_ledger_is_not_open(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    assert open_ledgers(tmp_path) != ()
    written.close()
    assert open_ledgers(tmp_path) == ()


def test_ledgers_come_oldest_first_from_every_folder_below(tmp_path: Path) -> None:
    for number, (identity, opened) in enumerate([("b", 30.0), ("a", 20.0), ("c", 10.0)]):
        start(tmp_path / f"exercise-{number}", run(id=identity, opened=opened))
    assert [each.run.id for each in open_ledgers(tmp_path)] == ["c", "a", "b"]


def test_a_folder_that_is_not_there_has_no_ledgers(tmp_path: Path) -> None:
    assert open_ledgers(tmp_path / "nowhere") == ()


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a ledger")
    assert open_ledgers(tmp_path) == ()


NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
RUNS = st.builds(
    Run,
    id=st.just(RUN_ID),
    exercise=NAMES,
    values=st.dictionaries(NAMES, st.one_of(NAMES, st.integers(1, 65535))),
    opened=st.floats(0, 4e9),
    workspace=NAMES,
    engine=NAMES,
    url=NAMES,
    baseline=st.builds(
        Baseline,
        st.dictionaries(NAMES, st.tuples(NAMES, st.lists(NAMES).map(tuple))),
        st.dictionaries(NAMES, NAMES),
        st.frozensets(NAMES),
        st.frozensets(NAMES),
    ),
)
TOUCHES = st.builds(Touched, st.frozensets(NAMES), st.frozensets(NAMES), st.frozensets(NAMES))
IN_TMP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@IN_TMP
@given(written=RUNS, touched=TOUCHES)
def test_whatever_names_are_in_a_run_it_comes_back(tmp_path: Path, written: Run, touched: Touched) -> None:
    path = tmp_path / f"{RUN_ID}.jsonl"
    path.unlink(missing_ok=True)
    book = start(tmp_path, written)
    book.touch(touched)
    found = open_ledgers(tmp_path)
    assert [each.run for each in found] == [written]
    assert found[0].touched() == touched


@pytest.mark.parametrize("strange", ["\u2028", "\u0085", "\x0b", "\x1c"], ids=lambda char: f"U+{ord(char):04X}")
def test_a_character_that_some_take_for_the_end_of_a_line_hides_no_run(tmp_path: Path, strange: str) -> None:
    written = start(tmp_path, run(workspace=f"/home/kim/a{strange}b"))
    assert reread(written).run == written.run


# --- killed at any moment ------------------------------------------------------------------------------------------------


def cut(written: Ledger, size: int) -> None:
    os.truncate(written.path, size)


def test_a_torn_last_line_names_nothing_that_was_touched(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    written.touch(Touched(images=frozenset({HUB})))
    whole = written.path.stat().st_size
    written.touch(Touched(images=frozenset({OWN})))
    cut(written, whole + 15)
    assert reread(written).touched() == Touched(images=frozenset({HUB}))


def test_after_a_torn_line_writing_goes_on(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    whole = written.path.stat().st_size
    written.touch(Touched(images=frozenset({OWN})))
    cut(written, whole + 15)
    reread(written).touch(Touched(images=frozenset({HUB})))
    assert reread(written).touched() == Touched(images=frozenset({HUB}))
    reread(written).close()
    assert open_ledgers(tmp_path) == ()


def test_a_run_killed_before_its_first_line_was_whole_never_was(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    for size in range(written.path.stat().st_size - 2, -1, -37):
        cut(written, size)
        assert open_ledgers(tmp_path) == ()


def test_a_ledger_cut_anywhere_can_be_read(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    first = written.path.stat().st_size
    written.touch(TOUCHED)
    written.close()
    for size in range(written.path.stat().st_size - 2, first, -1):
        cut(written, size)
        assert reread(written).touched() in (TOUCHED, Touched())


def test_a_ledger_cut_within_a_letter_can_be_read(tmp_path: Path) -> None:
    written = start(tmp_path, run(workspace=KOREAN))
    first = written.path.stat().st_size
    written.touch(Touched(paths=frozenset({KOREAN})))
    whole = written.path.stat().st_size
    for size in range(whole - 2, first, -1):
        cut(written, size)
        assert reread(written).touched() == Touched()
    for size in range(first - 2, 0, -1):
        cut(written, size)
        assert open_ledgers(tmp_path) == ()


def test_a_process_killed_while_it_writes_leaves_a_ledger_that_can_be_read(tmp_path: Path) -> None:
    written = start(tmp_path, run())
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from lab.ledger import Touched, open_ledgers\n"
        "(book,) = open_ledgers(Path(sys.argv[1]))\n"
        "for number in range(100000):\n"
        "    book.touch(Touched(images=frozenset({f'docker.io/library/x:{number}'})))\n"
        "    print(number, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(20)]
        process.kill()
    assert {f"docker.io/library/x:{int(line)}" for line in told} <= reread(written).touched().images


def test_each_line_is_on_the_disk_before_writing_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = start(tmp_path, run())
    seen: list[int] = []
    real = os.fsync
    monkeypatch.setattr(ledger.os, "fsync", lambda number: (seen.append(os.fstat(number).st_size), real(number))[1])
    written.touch(TOUCHED)
    assert seen == [written.path.stat().st_size]


# --- when it cannot be written -------------------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_made_is_told_as_an_error_of_the_lab(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LabError) as caught:
        start(tmp_path / "file" / "runs", run())
    assert caught.value.message.key == "session.home-not-writable.message"


def test_a_line_that_cannot_be_written_is_told_as_an_error_of_the_lab(tmp_path: Path) -> None:
    written = start(tmp_path / "runs", run())
    written.path.unlink()
    written.path.mkdir()
    with pytest.raises(LabError):
        Ledger(written.path, written.run).close()


# --- what an action touches ----------------------------------------------------------------------------------------------

REGISTRY = Reference.parse("registry")
HELLO = Reference.parse("hello-world")
MINE = Reference.parse(OWN)
SPEC = act.ContainerSpec(
    REGISTRY,
    mounts=(
        act.MountPoint("bind", "/w/registry-data", "/var/lib/registry"),
        act.MountPoint("volume", "data", "/data"),
        act.MountPoint("volume", "", "/anonymous"),
    ),
)


@pytest.mark.parametrize(
    ("action", "touched"),
    [
        (
            act.ContainerRun(SPEC),
            Touched(frozenset({str(REGISTRY)}), frozenset({"data"}), frozenset({"/w/registry-data"})),
        ),
        (
            act.ContainerCreate(SPEC),
            Touched(frozenset({str(REGISTRY)}), frozenset({"data"}), frozenset({"/w/registry-data"})),
        ),
        (act.ImagePull(HELLO), Touched(images=frozenset({HUB}))),
        (act.ImageTag(HELLO, MINE), Touched(images=frozenset({OWN}))),
        (act.ImageRemove((HELLO, MINE)), Touched(images=frozenset({HUB, OWN}))),
        (act.VolumeRemove(("data",)), Touched(volumes=frozenset({"data"}))),
        (act.ImagePush(MINE), Touched()),
        (act.ContainerList(), Touched()),
        (act.ContainerRemove(("registry",)), Touched()),
        (act.EngineInfo(), Touched()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_action_touches_what_it_may_create_change_or_remove(action: act.Action, touched: Touched) -> None:
    assert touched_by(action, World()) == touched


def test_an_image_that_is_here_is_not_pulled_by_running_it() -> None:
    assert touched_by(act.ContainerRun(act.ContainerSpec(HELLO)), world(image())) == Touched()


def test_the_volumes_that_the_engine_named_are_those_of_our_containers() -> None:
    mount, theirs, old = (Mount("volume", name * 64, "/var/lib/registry") for name in "abc")
    seen = world(labelled(mounts=(mount, old)), container("web", mounts=(theirs,)), labelled("z", run="other-run"))
    assert unnamed(seen, run(World(volumes=("c" * 64,)))) == Touched(volumes=frozenset({"a" * 64}))


def test_what_nodes_pulled_for_our_services_is_ours_by_its_digest_unless_it_was_there_before() -> None:
    labels = ((LABEL, RUN_ID),)
    services = (
        Service("web", "1", f"{OWN}@{DIGEST}", 1, labels),
        Service("old", "2", f"{HUB}@{DIGEST}", 1, labels),
        Service("untold", "3", "127.0.0.1:5000/untold:1", 1, labels),
        Service("theirs", "4", f"127.0.0.1:5000/theirs:1@{DIGEST}", 1),
    )
    before = f"{HUB.partition(':')[0]}@{DIGEST}"
    seen = world(swarm=Swarm("s", services=services))
    assert unnamed(seen, run(world(image(before)))) == Touched(frozenset({f"{OWN.rpartition(':')[0]}@{DIGEST}"}))


# --- keeping what was there before ---------------------------------------------------------------------------------------

REMOVE, PULL, TAG = act.ImageRemove((HELLO,)), act.ImagePull(HELLO), act.ImageTag(MINE, HELLO)
KEPT = keeper(HUB, run())


@pytest.mark.parametrize("action", [REMOVE, PULL, TAG], ids=["remove", "pull", "tag"])
def test_an_image_of_before_is_kept_under_a_name_of_the_lab(action: act.Action) -> None:
    assert list(keeping(action, world(image()), run(world(image())))) == [act.ImageTag(HELLO, KEPT)]


def test_it_is_kept_in_its_own_repository_so_that_its_digests_stay() -> None:
    assert (KEPT.registry, KEPT.repository) == (HELLO.registry, HELLO.repository)
    assert RUN_ID in str(KEPT)
    assert Reference.parse(str(KEPT)) == KEPT


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (world(image()), World()),
        (world(), world(image())),
        (world(image(id=OTHER_ID)), world(image())),
        (world(image(), image(str(KEPT))), world(image())),
    ],
    ids=["not there before", "not there now", "another by now", "kept already"],
)
def test_nothing_else_is_kept(now: World, before: World) -> None:
    assert list(keeping(REMOVE, now, run(before))) == []


@pytest.mark.parametrize("action", [act.ImagePush(HELLO), act.ContainerRemove(("x",)), act.ImageList()])
def test_an_action_that_changes_no_name_keeps_nothing(action: act.Action) -> None:
    assert list(keeping(action, world(image()), run(world(image())))) == []


def test_an_image_of_the_runs_that_would_lose_its_last_name_gets_another() -> None:
    seen = world(image(), image(str(MINE), id=OTHER_ID))
    (spared,) = sparing(TAG, seen, run(World()))
    assert (spared.source, spared.target.repository, spared.target.tag) == (
        HELLO,
        HELLO.repository,
        f"before-{ID[7:15]}",
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (world(image()), World()),
        (world(image(), image(str(MINE))), World()),
        (world(image(str(MINE))), World()),
        (world(image(), image(str(MINE), id=OTHER_ID)), world(image())),
    ],
    ids=["nothing to tag it with", "it stays what it is", "no image has the name", "there before, and kept"],
)
def test_no_other_image_gets_another_name(now: World, before: World) -> None:
    assert list(sparing(TAG, now, run(before))) == []


def test_two_images_of_one_repository_are_kept_under_two_names() -> None:
    old = "docker.io/library/hello-world:linux"
    assert keeper(HUB, run()) != keeper(old, run())


def test_runs_keep_images_under_names_of_their_own() -> None:
    assert keeper(HUB, run()) != keeper(HUB, replace(run(), id="ffffffff"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_a_full_disk_is_told_apart_from_a_closed_one(tmp_path: Path) -> None:
    (tmp_path / f"{RUN_ID}.jsonl").symlink_to("/dev/full")
    with pytest.raises(LabError) as caught:
        start(tmp_path, run())
    assert caught.value.message.key == "session.home-full.message"

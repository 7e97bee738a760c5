"""Proving an exercise on an engine in memory: what holds is told as proved, and what does not is told row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.content.model import Exercise
from lab.content.parser import parse
from lab.docker_cli import actions as act
from lab.home import Home
from lab.language.words import LANGUAGES, words
from lab.ledger import open_ledgers
from lab.props.stage import set_up
from lab.session.opening import Lab
from lab.verifying.proofs import CleanUpProved, ExerciseProved, Proof, StepProved
from lab.verifying.scratch import Scratch
from lab.verifying.verify import verify
from lab.world import Scope, World
from tests.builders import HUB, image
from tests.fakes import FakeEngine, error

TEXT = """\
# Two steps

```toml exercise
id = "two-steps"
minutes = 5
images = ["hello-world"]
```

Introduction.

## Fetch

```console
$ docker pull hello-world
```

```toml step
id = "fetch"

[[check]]
kind = "image-present"
reference = "hello-world"

[[mistake]]
do = ["docker pull registry"]
fails = "image-present"
says = "no image called hello-world"

[[mistake]]
do = ["docker image ls"]
fails = "image-present"
says = "an image called hello-world"
```

> [!TIP]
> A hint.

## Name

```console
$ docker tag hello-world mine
```

```toml step
id = "name"

[[check]]
kind = "same-image"
reference = "mine"
as = "hello-world"

[[mistake]]
do = ["docker tag mine hello-world"]
fails = "same-image"
says = "no second name"
```

> [!TIP]
> A hint.
"""


def idle(port: int) -> None:
    """Nothing listens on any port."""


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def lab(tmp_path: Path, engine: FakeEngine) -> Lab:
    return Lab(Home(tmp_path / "home"), engine, Scratch(), idle, stage=set_up)


def exercise(*changes: tuple[str, str]) -> Exercise:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse(text.encode(), "two-steps.md")


def rows(lab: Lab, *changes: tuple[str, str]) -> list[Proof]:
    proofs = list(verify(lab, exercise(*changes)))
    for message in (each for proof in proofs for each in proof.troubles):
        assert all("verify." not in words(lang).say(message) for lang in LANGUAGES)
    return proofs


def steps(proofs: list[Proof]) -> Iterator[StepProved]:
    return (proof for proof in proofs if isinstance(proof, StepProved))


def test_an_exercise_that_holds_is_proved_row_by_row(lab: Lab, engine: FakeEngine) -> None:
    proofs = rows(lab)
    assert [(type(proof), proof.outcome) for proof in proofs] == [
        (StepProved, "pass"),
        (StepProved, "pass"),
        (CleanUpProved, "pass"),
        (ExerciseProved, "pass"),
    ]
    assert [(row.step, row.before, row.after, len(row.mistakes), row.hints) for row in steps(proofs)] == [
        ("fetch", "not_yet", "pass", 2, 1),
        ("name", "not_yet", "pass", 1, 1),
    ]
    assert engine.images == {}
    assert open_ledgers(lab.home.runs()) == ()


def test_a_mistake_that_left_something_is_undone_before_the_next(lab: Lab, engine: FakeEngine) -> None:
    after_the_mistake: list[bool] = []

    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageList):
            after_the_mistake.append("docker.io/library/registry:latest" in engine.images)

    engine.before = before
    assert rows(lab)[-1].outcome == "pass"
    assert after_the_mistake == [False]


def test_a_step_that_passes_before_it_is_done_is_not_proved(lab: Lab) -> None:
    check = (
        'kind = "image-present"\nreference = "hello-world"',
        'kind = "registry-silent"\nregistry = "127.0.0.1:5999"',
    )
    fails = ('fails = "image-present"', 'fails = "registry-silent"')
    first = next(steps(rows(lab, check, fails, fails)))
    assert (first.outcome, first.before) == ("not_yet", "pass")
    assert [message.key for message in first.troubles] == ["verify.passes-before"]
    assert {mistake.outcome for mistake in first.mistakes} == {"not_yet"}


def test_what_does_not_pass_when_it_is_done_ends_the_proof(lab: Lab) -> None:
    first, clean_up, whole = rows(lab, ("$ docker pull hello-world", "$ docker pull registry"))
    assert isinstance(first, StepProved)
    assert (first.outcome, first.after) == ("not_yet", "not_yet")
    assert [message.key for message in first.troubles] == ["checks.image-present.absent"]
    assert (clean_up.outcome, whole.outcome) == ("pass", "not_yet")


@pytest.mark.parametrize(
    ("old", "new", "trouble"),
    [
        ('do = ["docker pull registry"]', 'do = ["docker pull hello-world"]', "passes"),
        ('says = "no image called hello-world"', 'says = "a leak in the roof"', "other-words"),
    ],
)
def test_a_mistake_that_is_none_is_told_with_what_it_did(lab: Lab, old: str, new: str, trouble: str) -> None:
    first, second = steps(rows(lab, (old, new)))
    wrong, right = first.mistakes
    assert (first.outcome, first.after, second.outcome) == ("not_yet", "pass", "pass")
    assert (wrong.outcome, right.outcome) == ("not_yet", "pass")
    assert wrong.trouble is not None
    assert wrong.trouble.key == f"verify.{trouble}"


def test_an_image_that_was_there_before_leaves_its_steps_unknown(lab: Lab, engine: FakeEngine) -> None:
    engine.images[HUB] = image(HUB)
    first = next(steps(rows(lab)))
    assert (first.before, first.outcome) == ("pass", "cannot_tell")
    assert first.troubles[-1].key == "verify.held"
    assert list(engine.images) == [HUB]


def test_what_the_engine_cannot_do_now_is_nobodys_failure(lab: Lab, engine: FakeEngine) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ImagePull):
            raise error("offline")

    engine.before = before
    first, clean_up, whole = rows(lab)
    assert isinstance(first, StepProved)
    assert (first.after, clean_up.outcome, whole.outcome) == ("cannot_tell", "pass", "cannot_tell")


def test_an_exercise_that_lacks_something_is_not_begun(lab: Lab, engine: FakeEngine) -> None:
    (only,) = rows(lab, ("minutes = 5", 'minutes = 5\nneeds = ["practice"]'))
    assert isinstance(only, ExerciseProved)
    assert only.outcome == "cannot_tell"
    assert only.troubles[0].key == "session.needs-practice-engine.message"
    assert not lab.home.runs().exists() or open_ledgers(lab.home.runs()) == ()


def test_whoever_stops_listening_leaves_nothing_behind(lab: Lab, engine: FakeEngine) -> None:
    proofs = verify(lab, exercise())
    next(proofs)
    assert HUB in engine.images
    proofs.close()  # type: ignore[attr-defined]  # a generator, as every process here
    assert engine.images == {}
    assert open_ledgers(lab.home.runs()) == ()


def test_what_a_clean_up_leaves_is_told(lab: Lab, engine: FakeEngine) -> None:
    def before(action: act.Action) -> None:
        if isinstance(action, act.ImageRemove):
            raise error("in-use")

    proofs = verify(lab, exercise())
    next(proofs)
    engine.before = before
    *_, clean_up, whole = proofs
    assert isinstance(clean_up, CleanUpProved)
    assert clean_up.outcome == "not_yet"
    assert clean_up.troubles
    assert whole.outcome == "not_yet"


def test_records_of_a_verification_are_kept_apart_by_exercise_and_run(lab: Lab) -> None:
    list(verify(lab, exercise()))
    records = lab.records.records("two-steps")
    runs = {record.run for record in records}
    assert len(runs) == 2  # one more for the mistake that left something
    assert sum(len(lab.records.records(None, run)) for run in runs) == len(records)
    assert lab.records.records("another") == ()


def test_a_step_of_which_nobody_knew_whether_it_passed_before_is_not_proved(lab: Lab, engine: FakeEngine) -> None:
    failed = False

    def look(scope: Scope) -> World:
        nonlocal failed
        if engine.looks and not failed and scope.references:
            failed = True
            raise error("timeout")
        return observe(scope)

    observe = engine.observe
    engine.observe = look  # type: ignore[method-assign]
    first = next(steps(rows(lab)))
    assert (first.before, first.after, first.outcome) == ("cannot_tell", "pass", "cannot_tell")
    assert first.troubles


def test_files_that_still_lie_in_the_workspace_are_told(lab: Lab, engine: FakeEngine) -> None:
    def before(action: act.Action) -> None:
        for folder in (lab.home.path / "workspace").iterdir():
            (folder / "nobody-wrote-this-down").touch()

    engine.before = before
    *_, clean_up, whole = rows(lab)
    assert isinstance(clean_up, CleanUpProved)
    assert (clean_up.outcome, whole.outcome) == ("not_yet", "not_yet")
    assert "nobody-wrote-this-down" in words("en").say(clean_up.troubles[0])

"""`registry-lab verify`: what is right is proved, and what is wrong is told row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring_example import write_example

from .conftest import EXERCISE, Engine, Lab

pytestmark = pytest.mark.engine

WRONG = """\
# Wrong

```toml exercise
id = "wrong"
minutes = 5
images = ["hello-world"]
[vars]
port = 5000
```

Introduction.

## There already

```console
$ docker image ls
```

```toml step
id = "there-already"

[[check]]
kind = "registry-silent"
registry = "127.0.0.1:{port}"
```

> [!TIP]
> A hint.

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
do = ["docker image ls"]
fails = "image-present"
says = "no image called hello-world"

[[mistake]]
do = ["docker image ls"]
fails = "image-present"
says = "the moon"

[[mistake]]
do = ["docker pull hello-world"]
fails = "image-present"
says = "no image called hello-world"
```

> [!TIP]
> A hint.

## Never

```console
$ docker image ls
```

```toml step
id = "never"

[[check]]
kind = "image-absent"
reference = "hello-world"
```

> [!TIP]
> A hint.
"""


def test_a_wrong_exercise_is_told_row_by_row(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    before = engine.inventory()
    (tmp_path / "wrong.md").write_text(WRONG, encoding="utf-8")
    done = lab("verify", "--content", str(tmp_path), "--json")
    assert done.code == 1, done.stdout + done.stderr
    first, fetch, never, clean_up, whole = done.events
    assert (first["step"], first["before"], first["after"], first["outcome"]) == (
        "there-already",
        "pass",
        "pass",
        "not_yet",
    )
    assert (fetch["before"], fetch["after"], fetch["outcome"]) == ("not_yet", "pass", "not_yet")
    assert [mistake["outcome"] for mistake in fetch["mistakes"]] == ["pass", "not_yet", "not_yet"]
    assert "the moon" in fetch["mistakes"][1]["trouble"]
    assert (never["before"], never["after"]) == ("not_yet", "not_yet")
    assert (clean_up["outcome"], whole["outcome"]) == ("pass", "not_yet")
    assert engine.inventory() == before


def test_the_table_has_a_row_for_each_step_and_for_the_clean_up(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "wrong.md").write_text(WRONG, encoding="utf-8")
    for lang, clean_up in (("en", "clean-up"), ("ko", "정리")):
        shown = lab("verify", "--content", str(tmp_path), "--lang", lang).stdout.splitlines()
        rows = [line[:2] + line[2:].split("  ")[0].strip() for line in shown if line[:2] in ("✓ ", "✗ ")]
        assert rows[:4] == ["✗ there-already", "✗ fetch", "✗ never", f"✓ {clean_up}"]
        assert any("1/3" in line for line in shown)


def test_a_learners_own_open_run_is_left_alone(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    lab("run", EXERCISE, "--until", "start-registry", "--keep", "--json")
    (tmp_path / "right.md").write_text(
        WRONG.replace('id = "wrong"', 'id = "right"').split("## Never")[0].replace('"the moon"', '"no image"'),
        encoding="utf-8",
    )
    before, runs = engine.inventory(), sorted(lab.home.rglob("*.jsonl"))
    done = lab("verify", "--content", str(tmp_path), "--json")
    assert [row["outcome"] for row in done.events if row["event"] == "clean_up_proved"] == ["pass"]
    assert engine.inventory() == before
    assert sorted(lab.home.rglob("*.jsonl")) == runs
    begun = [row["exercise"] for row in lab("progress", "--json").events if row["done"]]
    assert begun == [EXERCISE]
    assert lab("check", EXERCISE, "start-registry", "--json").code == 0


def test_an_image_that_the_engine_had_before_leaves_the_proof_open(engine: Engine, lab: Lab) -> None:
    engine.docker("pull", "-q", "hello-world")
    before = engine.inventory()
    done = lab("verify", EXERCISE, "--json", timeout=300)
    assert done.code == 3
    pulled = next(row for row in done.events if row.get("step") == "pull-image")
    assert (pulled["before"], pulled["outcome"]) == ("pass", "cannot_tell")
    assert engine.inventory() == before


def test_an_exercise_that_does_not_exist_is_the_callers_mistake(lab: Lab, tmp_path: Path) -> None:
    assert lab("verify", "no-such-exercise", "--json").code == 2
    (tmp_path / "broken.md").write_text("no title\n", encoding="utf-8")
    assert lab("verify", "--content", str(tmp_path), "--json").code == 2


def test_the_worked_example_of_the_authors_guide_is_proved(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    before = engine.inventory()
    write_example(tmp_path / "course")
    done = lab("verify", "two-names", "--content", str(tmp_path / "course"), "--json")
    assert done.code == 0, done.stdout + done.stderr
    assert engine.inventory() == before


def test_what_is_begun_is_proved_as_it_is(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    assert lab("new", "exercise", "my-first", "--content", str(tmp_path)).code == 0
    assert lab("lint", str(tmp_path / "exercises")).code == 0
    assert lab("verify", "my-first", "--content", str(tmp_path)).code == 0

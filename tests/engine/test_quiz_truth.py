"""Questions about the learner's own engine are graded by what is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import EXERCISE, Engine, Lab

pytestmark = pytest.mark.engine

OWN = "127.0.0.1:5000/hello-world"


def marks(lab: Lab, folder: Path, **answers: str) -> dict[str, str]:
    """Grade answers; return the mark of each that was given."""
    paper = folder / "answers.json"
    paper.write_text(json.dumps({name.replace("_", "-"): answer for name, answer in answers.items()}))
    done = lab("grade", EXERCISE, "--answers", str(paper), "--json")
    items = json.loads(done.stdout.splitlines()[-1])["items"]
    return {row["id"]: row["status"] for row in items if row["id"].replace("-", "_") in answers}


def test_the_digest_that_was_pushed_and_what_a_second_push_sent(engine: Engine, lab: Lab, tmp_path: Path) -> None:
    assert lab("run", EXERCISE, "--until", "push-image", "--keep").code == 0
    assert marks(lab, tmp_path, second_push="0") == {"second-push": "not-graded"}
    engine.docker("push", OWN)
    digest = engine.docker("inspect", "-f", "{{range .RepoDigests}}{{println .}}{{end}}", OWN)
    (pushed,) = [line for line in digest.splitlines() if line.startswith(OWN)]
    right = marks(lab, tmp_path, pushed_digest=pushed, second_push="none")
    assert right == {"pushed-digest": "correct", "second-push": "correct"}
    wrong = marks(lab, tmp_path, pushed_digest="0" * 64, second_push="2")
    assert wrong == {"pushed-digest": "incorrect", "second-push": "incorrect"}

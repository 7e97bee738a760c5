"""`registry-lab new` begins what lints, and docs/authoring.md tells of nothing that does not work."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from lab.content.library import load
from lab.content.lint import lint
from lab.content.overlay import translate
from lab.content.skeleton import begin
from lab.content.stamp import stamp_file
from lab.errors import UsageError
from lab.home import Home
from lab.props.stage import set_up
from lab.session.opening import Lab
from lab.verifying.proofs import ExerciseProved, StepProved
from lab.verifying.scratch import Scratch
from lab.verifying.verify import verify
from tests.authoring_example import DOCUMENT, write_example
from tests.fakes import FakeEngine

TODAY = datetime.date(2026, 11, 28)


def prove(folder: Path, identity: str, home: Path) -> list[StepProved]:
    lab = Lab(Home(home), FakeEngine(), Scratch(), lambda port: None, stage=set_up)
    *proofs, last = verify(lab, load(folder, identity, "en"))
    assert isinstance(last, ExerciseProved)
    assert last.outcome == "pass", proofs
    return [proof for proof in proofs if isinstance(proof, StepProved)]


@pytest.mark.parametrize("kind", ["exercise", "quiz"])
def test_what_is_begun_has_no_problem_and_is_translated(kind: str, tmp_path: Path) -> None:
    main, korean = begin(kind, "my-first", tmp_path, TODAY)  # type: ignore[arg-type]
    assert lint([main.parent]) == ()
    assert {main, korean} == set(main.parent.iterdir())
    assert re.search("[가-힣]", korean.read_text(encoding="utf-8"))


def test_an_exercise_that_is_begun_can_be_proved(tmp_path: Path) -> None:
    main, _ = begin("exercise", "my-first", tmp_path, TODAY)
    assert [len(step.mistakes) for step in prove(main.parent, "my-first", tmp_path / "home")] == [2]
    assert "date = 2026-11-28" in main.read_text(encoding="utf-8")


def test_exercises_are_numbered_on_and_quizzes_are_not(tmp_path: Path) -> None:
    names = [begin("exercise", each, tmp_path, TODAY)[0].name for each in ("one", "two")]
    assert names == ["01-one.md", "02-two.md"]
    assert begin("quiz", "one", tmp_path, TODAY)[0] == tmp_path / "quizzes" / "one.md"


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    main, _ = begin("exercise", "one", tmp_path, TODAY)
    main.write_text("mine", encoding="ascii")
    with pytest.raises(UsageError):
        begin("exercise", "one", tmp_path, TODAY)
    assert main.read_text(encoding="ascii") == "mine"
    begin("exercise", "another-one", tmp_path, TODAY)


@pytest.mark.parametrize("identity", ["One", "../one", "one two", "", "1", "a/b"])
def test_an_id_that_is_none_is_told(identity: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        begin("exercise", identity, tmp_path, TODAY)
    assert list(tmp_path.iterdir()) == []


def test_the_worked_example_lints_and_is_proved_and_its_table_is_what_verify_says(tmp_path: Path) -> None:
    folder = write_example(tmp_path)
    stamp_file(folder)
    assert lint([folder]) == ()
    steps = prove(folder, "two-names", tmp_path / "home")
    shown = re.findall(r"^✓ (\S+) +fails +passes +(\d)/(\d) +(\d)$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    told = [(step.step, len(step.mistakes), len(step.mistakes), step.hints) for step in steps]
    assert [(step, int(right), int(of), int(hints)) for step, right, of, hints in shown] == told


def test_the_worked_example_is_translated_whole(tmp_path: Path) -> None:
    folder = write_example(tmp_path)
    stamp_file(folder)
    overlay = next(folder.glob("*.ko.md"))
    english = load(folder, "two-names", "en")
    korean = translate(english, overlay.read_bytes(), str(overlay)).exercise
    assert [step.title for step in korean.steps if re.search("[가-힣]", step.title)] == [
        step.title for step in korean.steps
    ]


def test_every_link_of_the_document_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", DOCUMENT.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (DOCUMENT.parent / target).exists(), target

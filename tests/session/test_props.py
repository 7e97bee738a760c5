"""What an exercise lays out is written down before it lies there, comes back when it is missing, and goes with the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from lab.content.model import Exercise
from lab.content.props import File, Prop
from lab.engine.contract import EngineFacts
from lab.ledger import Run, open_ledgers
from lab.props.stage import set_up
from lab.session.checking import check
from lab.session.cleaning import clean_up
from lab.session.opening import Lab, open_session
from lab.session.session import Session
from lab.session.walking import walk


@pytest.fixture
def exercise(exercise: Exercise) -> Exercise:
    return replace(exercise, props=(File("build/Dockerfile", "FROM {name}"), File("note.txt", "port {port}")))


def workspace(session: Session) -> Path:
    assert session.books is not None
    return Path(session.books.ledger.run.workspace)


def end(session: Session) -> None:
    assert session.books is not None
    list(clean_up(session.engine, session.books.ledger))


def test_props_lie_there_when_the_run_is_opened_with_the_runs_values(lab: Lab, exercise: Exercise) -> None:
    folder = workspace(open_session(lab, exercise, {"port": 5055}))
    assert (folder / "build/Dockerfile").read_text(encoding="ascii") == "FROM registry\n"
    assert (folder / "note.txt").read_text(encoding="ascii") == "port 5055\n"


def test_they_are_written_down_before_they_are_laid(lab: Lab, exercise: Exercise) -> None:
    written: list[frozenset[str]] = []

    def stage(props: Iterable[Prop], run: Run, engine: EngineFacts) -> object:
        (ledger,) = open_ledgers(lab.home.runs())
        written.append(ledger.touched().paths)
        return set_up(props, run, engine)

    folder = workspace(open_session(replace(lab, stage=stage), exercise, {}))  # type: ignore[arg-type]
    assert {str(folder / "build"), str(folder / "note.txt")} <= written[0]


def test_one_that_is_missing_is_laid_anew_and_one_that_was_changed_is_left(lab: Lab, exercise: Exercise) -> None:
    session = open_session(lab, exercise, {})
    folder = workspace(session)
    (folder / "build/Dockerfile").unlink()
    (folder / "note.txt").write_text("mine", encoding="ascii")
    del session
    assert workspace(open_session(lab, exercise, {})) == folder
    assert (folder / "build/Dockerfile").is_file()
    assert (folder / "note.txt").read_text(encoding="ascii") == "mine"


def test_a_clean_up_takes_them_with_the_workspace(lab: Lab, exercise: Exercise) -> None:
    session = open_session(lab, exercise, {})
    end(session)
    assert not workspace(session).exists()


def test_a_look_lays_nothing(lab: Lab, exercise: Exercise) -> None:
    list(check(lab, exercise))
    assert not (lab.home.path / "workspace").exists()


def test_what_keeps_going_is_ended_with_the_session_and_only_once(lab: Lab, exercise: Exercise) -> None:
    ended: list[str] = []
    lab = replace(lab, stage=lambda props, run, engine: lambda: ended.append(run.id))
    session = open_session(lab, exercise, {})
    assert ended == []
    session.strike()
    session.strike()
    assert len(ended) == 1
    other = open_session(lab, exercise, {})
    del other
    assert len(ended) == 2


def test_what_keeps_going_has_ended_before_another_run_begins(lab: Lab, exercise: Exercise) -> None:
    going: list[str] = []

    def stage(props: Iterable[Prop], run: Run, engine: EngineFacts) -> Callable[[], None]:
        assert going == [], "the run before is still going"
        going.append(run.id)
        return lambda: going.remove(run.id)

    lab = replace(lab, stage=stage)
    for _ in range(2):
        list(walk(lab, exercise, {}, "start-registry"))
    assert going == []

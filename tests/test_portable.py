"""Records as lines that travel: whose they are, and nothing that is not theirs."""

from __future__ import annotations

import json

import pytest

from lab.errors import UsageError
from lab.portable import own, read, written
from lab.record import Record

STEP = Record("r1", "private-registry", "judged", "start", "pass", {"memory": {"images": ["한글"]}}, 12.5)
OTHER_RUN = Record("r2", "private-registry", "judged", "start", "not_yet", {"n": 1}, 13.5)
BEGUN = Record("q1", "quiz/one", "quiz-begun", data={"learner": "kim"}, at=14.0)
ANSWERED = Record("q1", "quiz/one", "answered", "why", "correct", {"answer": "x"}, 15.0)
LEES = Record("q2", "quiz/one", "quiz-begun", data={"learner": "lee"}, at=16.0)
LEES_ANSWER = Record("q2", "quiz/one", "answered", "why", "wrong", {"answer": "y"}, 17.0)
EVERY = (STEP, OTHER_RUN, BEGUN, ANSWERED, LEES, LEES_ANSWER)


def test_what_was_written_is_read_back_as_it_was() -> None:
    mine = (STEP, OTHER_RUN, BEGUN, ANSWERED)
    assert read(written(mine, "kim")) == ("kim", mine)


def test_attempts_of_other_learners_are_left_out() -> None:
    assert tuple(own(EVERY, "kim", None)) == (STEP, OTHER_RUN, BEGUN, ANSWERED)
    assert tuple(own(EVERY, "lee", None)) == (STEP, OTHER_RUN, LEES, LEES_ANSWER)


def test_in_a_book_of_a_whole_school_only_the_homes_own_runs_count() -> None:
    assert tuple(own(EVERY, "kim", {"r2"})) == (OTHER_RUN, BEGUN, ANSWERED)


def refused(*lines: str) -> str:
    with pytest.raises(UsageError) as caught:
        read(lines)
    return caught.value.message.key


HEADER, *ROWS = written((STEP, BEGUN), "kim")


@pytest.mark.parametrize(
    "line",
    ["", "hello", "[]", "{}", "5", '{"format": "other", "version": 1, "learner": "kim"}', "{" * 5000, "[" * 100_000],
)
def test_a_file_without_our_header_is_refused(line: str) -> None:
    assert refused(line, *ROWS) == "cli.carry.no-header"


@pytest.mark.parametrize("learner", [5, None, "a\x1b[2J", "x" * 500])
def test_a_header_without_a_plain_name_is_refused(learner: object) -> None:
    header = {"format": "registry-lab-progress", "version": 1, "learner": learner}
    assert refused(json.dumps(header), *ROWS) == "cli.carry.no-header"


@pytest.mark.parametrize("version", [2, 99, None, "1"])
def test_lines_of_another_version_are_refused(version: object) -> None:
    header = {"format": "registry-lab-progress", "version": version, "learner": "kim"}
    assert refused(json.dumps(header), *ROWS) == "cli.carry.newer"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", "yesterday"),
        ("at", None),
        ("at", True),
        ("at", -1),
        ("at", float("nan")),
        ("at", float("inf")),
        ("run", ""),
        ("run", "x" * 33),
        ("run", 5),
        ("exercise", None),
        ("exercise", "a\x1b[2J"),
        ("what", []),
        ("step", 5),
        ("outcome", "x" * 33),
        ("data", None),
        ("data", []),
    ],
)
def test_a_row_that_is_no_record_is_refused(name: str, value: object) -> None:
    assert refused(HEADER, json.dumps({**json.loads(ROWS[0]), name: value})) == "cli.carry.no-record"


def test_a_file_that_was_cut_off_is_refused_wherever_it_was_cut() -> None:
    text = "\n".join((HEADER, ROWS[0]))
    for end in range(len(HEADER) + 2, len(text)):
        assert refused(*text[:end].split("\n")) == "cli.carry.no-record"


def test_somebody_elses_attempt_in_the_file_is_refused() -> None:
    assert refused(*written((STEP, BEGUN, LEES), "kim")) == "cli.carry.not-theirs"
    assert refused(*written((ANSWERED,), "kim")) == "cli.carry.not-theirs"

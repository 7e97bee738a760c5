"""What quiz screens are drawn from: sentences, flows, orders, references, pasted text, times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lab.errors import LabError
from lab.grading.answers import FillAnswer, OptionsAnswer, TextAnswer, VerdictAnswer
from lab.reference import Reference
from lab.tui.widgets.quiz.arrangement import Arrangement
from lab.tui.widgets.quiz.flow import lines
from lab.tui.widgets.quiz.inline import inline
from lab.tui.widgets.quiz.line import pasted
from lab.tui.widgets.quiz.mark_panel import comes_back
from lab.tui.widgets.quiz.reference_parts import parts_of
from lab.tui.widgets.quiz.sentence import Piece, numbered, sentence
from lab.tui.widgets.quiz.sheet import is_blank
from lab.tui.widgets.quiz.signs import clock, number


def test_markdown_within_a_line_loses_its_marks_and_markup_is_text() -> None:
    assert inline("a **b** `c*d*` *e* \\*f [b]g[/b]").plain == "a b c*d* e *f [b]g[/b]"


def test_a_sentence_is_cut_into_words_and_blanks_with_particles_glued_to_them() -> None:
    assert sentence("곧 [[a]]을 `[[b]]` 봅니다.", ["a"]) == (
        Piece("곧"),
        Piece("a", blank=True),
        Piece("을", glued=True),
        Piece("[[b]]", "$text-accent on $panel"),
        Piece("봅니다."),
    )


@pytest.mark.parametrize(
    "prose",
    ["- [[a]]", "# [[a]]", "one\n\n[[a]]", "[x](y) [[a]]", "1. [[a]]", "`[[a]]`", "[[a]] [[b]]", "<b>[[a]]</b>"],
)
def test_what_is_more_than_a_sentence_is_left_to_markdown(prose: str) -> None:
    assert sentence(prose, ["a"]) is None
    assert "[[a]]" not in numbered(prose, ["a"])


def test_a_flow_breaks_its_lines_between_words_and_never_before_what_is_glued() -> None:
    assert lines([(4, False), (4, False), (3, True), (2, False)], 10) == [(0, 0), (0, 1), (4, 1), (8, 1)]
    assert lines([(30, False), (2, False)], 10) == [(0, 0), (0, 1)]


def test_the_line_between_placed_and_aside_counts_as_one_place() -> None:
    rows = Arrangement((1, 2), (3,), at=1)
    assert rows.moved(1) == Arrangement((1,), (2, 3), at=1)
    assert rows.moved(1).moved(-1) == rows
    assert rows.switched() == Arrangement((1,), (3, 2), at=1)
    assert rows.stepped(1).switched() == Arrangement((1, 2, 3), (), at=2)


@given(
    some.permutations(range(1, 6)), some.lists(some.sampled_from(["up", "down", "grab", "aside", "carry"]), max_size=30)
)
def test_no_step_is_ever_lost_or_doubled(order: list[int], keys: list[str]) -> None:
    rows = Arrangement(tuple(order))
    for key in keys:
        match key:
            case "up" | "down":
                rows = rows.stepped(-1 if key == "up" else 1)
            case "grab":
                rows = Arrangement(rows.placed, rows.aside, rows.at, not rows.grabbed)
            case "aside":
                rows = rows.switched()
            case "carry":
                rows = rows.moved(1)
        assert sorted(rows.rows) == [1, 2, 3, 4, 5]
        assert 0 <= rows.at < 5


def test_parts_of_a_reference_know_where_they_are_written() -> None:
    text = "registry.lab.example:5000/team/web:1.2@sha256:" + "ab" * 32
    assert [text[part.start : part.end] for part in parts_of(text)] == [
        "registry.lab.example:5000",
        "team/web",
        "1.2",
        "sha256:" + "ab" * 32,
    ]
    assert [(part.kind, part.meant, part.written) for part in parts_of("hello-world")] == [
        ("registry", "docker.io", False),
        ("repository", "library/hello-world", True),
        ("tag", "latest", False),
    ]


@given(some.from_regex(r"([a-z.]{1,6}(:[0-9]{2})?/)?[a-z/]{1,8}(:[a-z0-9]{1,3})?", fullmatch=True))
def test_what_is_written_of_a_part_is_what_it_means(text: str) -> None:
    try:
        parts = parts_of(text)
    except LabError:
        return
    meant = Reference.parse(text)
    assert {part.kind: part.meant for part in parts if part.kind == "tag"} == {"tag": meant.tag}
    for part in parts:
        if part.written and part.kind in ("registry", "tag"):
            assert text[part.start : part.end] in (part.meant, "index.docker.io")


@given(some.text(max_size=300), some.integers(0, 100))
def test_what_is_pasted_is_short_enough_and_nothing_a_terminal_would_obey(text: str, room: int) -> None:
    held = pasted(text, room)
    assert len(held) <= room
    assert all(letter.isprintable() or letter == "\n" for letter in held)


def test_every_new_line_is_kept_and_decomposed_hangul_is_composed() -> None:
    assert pasted("a\rb\r\nc\x1b[31m", 99) == "a\nb\nc"
    assert pasted("\u110b\u1170\u11b8\u1112\u116e\u11a8\u200b\u202e", 99) == "웹훅"


def test_times_points_and_days_are_written_as_people_do() -> None:
    assert [clock(seconds) for seconds in (0, 0.2, 59, 843, 3900)] == ["0:00", "0:01", "0:59", "14:03", "1:05:00"]
    assert [number(score) for score in (2, 1.5, 1 / 3)] == ["2", "1.5", "0.33"]
    assert [comes_back(days * 86_400).key for days in (0.2, 1, 3)] == [
        "tui.deck.today",
        "tui.deck.tomorrow",
        "tui.deck.in-days",
    ]


def test_an_answer_is_blank_until_something_stands_in_it() -> None:
    blank = [TextAnswer(" "), FillAnswer({"a": ""}), OptionsAnswer(()), VerdictAnswer(None, " ")]
    given = [TextAnswer("x"), FillAnswer({"a": "", "b": "x"}), OptionsAnswer((1,)), VerdictAnswer(False)]
    assert [is_blank(answer) for answer in (*blank, *given)] == [True] * 4 + [False] * 4

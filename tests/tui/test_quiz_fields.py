"""Every kind of question has a field of its own, and every field works by keys alone."""

from __future__ import annotations

from textual.widgets import Input
from tui_pilot import footer, one, press, settled, text
from tui_quiz_fakes import page, quiz_screen, sat, type_in

from lab.tui.widgets.quiz.choice_field import ChoiceField
from lab.tui.widgets.quiz.fill_field import FillField, Gap
from lab.tui.widgets.quiz.line import LONGEST, Line, Lines
from lab.tui.widgets.quiz.option_row import OptionRow
from lab.tui.widgets.quiz.order_field import OrderField


def rows(pilot) -> list[str]:  # type: ignore[no-untyped-def]
    """Each option as it is drawn, from the top."""
    return [" ".join(text(row).split()) for row in pilot.app.screen.query(OptionRow)]


async def test_options_are_chosen_by_number_and_by_cursor_and_told_by_signs() -> None:
    async with sat("one", "many") as (pilot, place):
        assert "One is right." in page(pilot)
        assert [row.count("( )") for row in rows(pilot)] == [1, 1, 1]
        await press(pilot, "2")
        assert [("(•)" in row, "▸" in row) for row in rows(pilot)] == [(False, False), (True, True), (False, False)]
        await press(pilot, "down space")
        assert [("(•)" in row, "▸" in row) for row in rows(pilot)] == [(False, False), (False, False), (True, True)]
        await press(pilot, "enter enter")
        assert "More than one may be right." in page(pilot)
        await press(pilot, "1 3")
        assert ["[x]" in row for row in rows(pilot)] == [True, False, True]
        await press(pilot, "3")
        chosen = one(pilot, ChoiceField).answer
        assert (["[x]" in row for row in rows(pilot)], len(chosen.ids)) == ([True, False, False], 1)
        await press(pilot, "enter")
        assert place.book.answers()[1] == list(chosen.ids)


async def test_an_option_can_be_clicked_and_enter_takes_the_one_under_the_cursor() -> None:
    async with sat("many", "one") as (pilot, place):
        await pilot.click(OptionRow)
        await settled(pilot)
        assert "[x]" in rows(pilot)[0]
        await press(pilot, "n")
        first = pilot.app.screen.query(OptionRow)[0].identity
        await press(pilot, "enter")
        assert place.book.answers() == [[first]]


async def test_blanks_stand_in_their_sentence_or_numbered_below_what_is_more_than_one() -> None:
    async with sat("hook", "ports") as (pilot, place):
        gap = one(pilot, Gap)
        assert (gap.name, gap.has_focus, gap.region.width) == ("hook", True, 16)
        assert gap.region.y == pilot.app.screen.query("WordLabel").first().region.y
        await type_in(pilot, "a web hook that is rather longer than most")
        assert gap.region.width == 40
        await press(pilot, "enter enter")
        assert one(pilot, FillField).pieces is None
        await type_in(pilot, "5000", "enter")
        assert len(place.book.answers()) == 1, "Enter goes on to the blank that is empty"
        await type_in(pilot, "443", "enter")
        assert place.book.answers()[1] == {"first": "5000", "second": "443"}


async def test_a_particle_stays_beside_its_blank() -> None:
    async with sat("hook", lang="ko") as (pilot, _):
        gap = one(pilot, Gap)
        after = next(word for word in pilot.app.screen.query("WordLabel") if "을" in text(word))
        assert (after.region.x, after.region.y) == (gap.region.right, gap.region.y)


async def test_a_verdict_has_its_reason_and_a_text_counts_its_words() -> None:
    async with sat("why", "short") as (pilot, place):
        assert footer(pilot)["t"] == "True"
        await press(pilot, "f enter")
        await type_in(pilot, "only a name")
        assert "words: 3 of at most 6" in page(pilot)
        await press(pilot, "enter")
        assert place.book.answers() == [{"verdict": False, "reason": "only a name"}]
        await press(pilot, "enter")
        height = one(pilot, Lines).region.height
        await type_in(pilot, "one two three\nfour five six\nseven")
        assert one(pilot, Lines).region.height > height
        assert "! words: 7, but at most 6" in page(pilot)


async def test_steps_are_moved_grabbed_and_put_aside() -> None:
    async with sat("order") as (pilot, place):
        field = one(pilot, OrderField)
        first, second, third, last = field.rows.placed
        await press(pilot, "shift+down")
        assert field.rows.placed == (second, first, third, last)
        await press(pilot, "space down")
        assert field.rows.placed == (second, third, first, last)
        assert "↕" in rows(pilot)[2]
        await press(pilot, "space up x")
        assert (field.rows.placed, field.rows.aside) == ((second, first, last), (third,))
        assert rows(pilot)[-1].startswith("–")
        await press(pilot, "enter")
        assert place.book.answers() == [[second, first, last]]


async def test_references_and_commands_are_explained_as_they_are_typed() -> None:
    async with sat("ref", "tag") as (pilot, _):
        await type_in(pilot, "registry.lab.example:5000/team/web")
        for part in ("registry    registry.lab.example:5000", "repository  team/web", "latest  (filled in by Docker)"):
            assert part in page(pilot)
        await type_in(pilot, ":UP CASE")
        assert "→" in page(pilot)
        assert "repository" not in page(pilot)
        await press(pilot, "escape n")
        await type_in(pilot, "docker tag web 127.0.0.1:5000/web")
        assert "docker image tag web 127.0.0.1:5000/web" in page(pilot)
        await type_in(pilot, " --forse")
        assert "→" in page(pilot)


async def test_a_megabyte_of_hostile_text_is_shown_and_never_obeyed() -> None:
    hostile = "[bold]x[/bold] \x1b[31m\x1b]0;title\x07 \x00\r\n" * 40_000
    async with sat("hook", "short", "ref", "tag") as (pilot, _):
        for _ in range(4):
            await type_in(pilot, hostile)
            field = pilot.app.screen.focused
            held = field.value if isinstance(field, Input) else one(pilot, Lines).text
            assert 0 < len(held) <= LONGEST
            assert held.startswith("[bold]x[/bold]")
            assert all(letter.isprintable() or letter == "\n" for letter in held)
            await press(pilot, "enter")
            assert "Not graded" in page(pilot)
            await press(pilot, "escape n")


async def test_letters_are_text_in_a_field_and_keys_outside_it() -> None:
    async with sat("ref", "one") as (pilot, _):
        assert footer(pilot) == {"enter": "Answer", "escape": "Other keys"}
        await press(pilot, "h")
        assert one(pilot, Line).value == "h"
        await press(pilot, "escape h")
        assert "First hint" in page(pilot)
        assert one(pilot, Line).value == "h", "a hint leaves what was typed"
        assert quiz_screen(pilot).focused is one(pilot, Line)

"""The doctor: what is wrong first, each with its remedy; home tells of what presses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from tui_fakes import BUILDING, PRACTICE, STOPPED, FakeWorkplace
from tui_pilot import NARROW, WIDE, footer, one, press, started, text, until

from lab.doctor import Finding
from lab.language.message import say
from lab.language.words import LANGUAGES, catalogue_of, words
from lab.tui.findings import COMMANDS
from lab.tui.screens.home import HomeScreen
from lab.tui.widgets.finding_list import FindingList, FindingRow
from lab.tui.widgets.machine_line import ROWS, MachineLine
from lab.tui.widgets.trouble import Trouble

FINE = Finding("port", "ok", say("doctor.port-free", port=5000))
FEW = Finding("hub", "warning", say("doctor.hub-few", left=3), say("doctor.hub-few-remedy"))
READ_ONLY = Finding("home", "failure", say("doctor.home-read-only", path="/x"), say("doctor.home-remedy"))
TAKEN = Finding("port", "warning", say("doctor.port-taken", port=5000, user="nginx"), say("doctor.port-remedy"))


def rows(pilot: Pilot[None]) -> list[str]:
    return [text(row) for row in one(pilot, FindingList).query(FindingRow)]


async def test_what_is_wrong_comes_first_and_each_finding_has_its_sign_and_remedy() -> None:
    async with started(FakeWorkplace(findings=(FINE, FEW, READ_ONLY)), keys="d") as pilot:
        first, second, third = rows(pilot)
        assert "✗" in first
        assert "/x" in first
        assert "→" in first
        assert "!" in second
        assert "✓" in third
        assert "→" not in third


async def test_copying_is_offered_where_a_remedy_names_a_command_and_looking_again_sees_what_is_new() -> None:
    workplace = FakeWorkplace(findings=(READ_ONLY, FEW))
    async with started(workplace, keys="d") as pilot:
        assert "y" not in footer(pilot)
        await press(pilot, "down")
        assert footer(pilot)["y"] == "Copy"
        await press(pilot, "y")
        assert pilot.app.clipboard == "docker login"
        workplace.findings = (FINE,)
        await press(pilot, "r")
        assert len(rows(pilot)) == 1
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_an_engine_that_does_not_answer_is_told_beside_what_was_found_before() -> None:
    class Silent(FakeWorkplace):
        def examine(self) -> Iterator[Finding]:
            yield FINE
            raise STOPPED

    async with started(Silent(), keys="d") as pilot:
        assert "No container engine answers" in text(one(pilot, Trouble))
        assert len(rows(pilot)) == 1


async def test_home_tells_of_what_presses_and_not_of_what_the_lab_sees_to_itself() -> None:
    async with started(FakeWorkplace(findings=(FINE, FEW, TAKEN, READ_ONLY))) as pilot:
        line = one(pilot, MachineLine)
        assert "✗" in text(line)
        assert "/x" in text(line)
        assert "1 more" in text(line)
    async with started(FakeWorkplace(findings=(FINE, TAKEN))) as pilot:
        assert not one(pilot, MachineLine).display


async def test_the_language_can_be_switched_on_the_doctors_page() -> None:
    async with started(FakeWorkplace(findings=(FEW,)), keys="d l") as pilot:
        assert words("ko").say(FEW.found) in rows(pilot)[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("remedy", sorted(COMMANDS))
def test_what_can_be_copied_stands_in_the_remedys_words(remedy: str, lang: str) -> None:
    assert all(part in catalogue_of(lang)[remedy] for part in COMMANDS[remedy].split("\n"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [NARROW, (40, 12), WIDE])
async def test_a_long_finding_ends_in_an_ellipsis_and_what_shows_the_rest_stays_in_sight(
    lang: str, size: tuple[int, int]
) -> None:
    found = say("doctor.cannot-begin", exercise="elsewhere", why=say("session.needs-real-engine.message"))
    long = Finding("needs", "warning", found, say("session.needs-real-engine.hint"))
    async with started(FakeWorkplace(findings=(long, FEW)), lang=lang, size=size) as pilot:
        line = one(pilot, MachineLine)

        def shown() -> str:
            return "\n".join(strip.text.strip() for strip in line.render_lines(Region(0, 0, *line.outer_size)))

        await until(pilot, lambda: words(lang).say(say("tui.doctor.more", more=1)) in shown())
        assert line.size.height <= ROWS
        assert ("…" in shown()) == (size != WIDE)


async def test_of_an_exercise_that_the_list_says_is_not_for_this_engine_no_line_tells_again() -> None:
    found = say("doctor.cannot-begin", exercise="docker-hub", why=say("session.needs-real-engine.message"))
    closed = Finding("needs", "warning", found, say("session.needs-real-engine.hint"))
    async with started(FakeWorkplace(findings=(closed,), more=(BUILDING,), facts=PRACTICE)) as pilot:
        assert not one(pilot, MachineLine).display
    async with started(FakeWorkplace(findings=(closed,), more=(BUILDING,))) as pilot:
        assert one(pilot, MachineLine).display

"""When a page goes, its app goes; when an app goes, its page is told."""

from __future__ import annotations

import os
import signal

import pytest

from .conftest import Opened, alive, until


async def test_the_app_ends_when_its_page_is_closed(site: Opened) -> None:
    visit = await (await (await site()).browser()).visit()
    assert alive(visit.app["pid"])
    await visit.socket.close()
    await until(lambda: not alive(visit.app["pid"]))


async def test_the_app_ends_when_the_connection_is_lost(site: Opened) -> None:
    visit = await (await (await site()).browser()).visit()
    visit.breaks_off()
    await until(lambda: not alive(visit.app["pid"]))


async def test_an_app_that_does_not_want_to_end_is_ended(site: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.web.app_process.GRACE", 0.1)
    visit = await (await (await site("stubborn")).browser()).visit()
    await visit.socket.close()
    await until(lambda: not alive(visit.app["pid"]))


async def test_an_app_that_takes_no_input_ends_with_its_page(site: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.web.app_process.GRACE", 0.1)
    visit = await (await (await site()).browser()).visit()
    os.kill(visit.app["pid"], signal.SIGSTOP)
    await visit.socket.send_json(["stdin", "more than a pipe holds" * 10_000])
    visit.breaks_off()
    await until(lambda: not alive(visit.app["pid"]))


async def test_what_an_app_has_started_ends_with_it(site: Opened) -> None:
    visit = await (await (await site("parent")).browser()).visit()
    assert alive(visit.app["child"])
    await visit.socket.close()
    await until(lambda: not alive(visit.app["pid"]) and not alive(visit.app["child"]))


async def test_every_app_has_ended_when_the_server_has(site: Opened) -> None:
    opened = await site("parent", visitors=5)
    visits = [await (await opened.browser()).visit() for _ in range(5)]
    await opened.seats.close()
    assert [visit.app["pid"] for visit in visits if alive(visit.app["pid"])] == []
    await until(lambda: not any(alive(visit.app["child"]) for visit in visits))
    for visit in visits:
        await visit.closes()


async def test_the_page_is_told_when_the_learner_quits(site: Opened) -> None:
    visit = await (await (await site()).browser()).visit()
    await visit.socket.send_json(["stdin", "q"])
    await visit.closes()
    await until(lambda: not alive(visit.app["pid"]))


async def test_the_page_is_told_when_the_app_falls_over(site: Opened, capsys: pytest.CaptureFixture[str]) -> None:
    opened = await site("crash")
    browser = await opened.browser()
    await browser.get()
    connection = await browser.connect()
    assert [message async for message in connection] == []
    await until(lambda: opened.seats.open_to("somebody else") and opened.seats.open_to("yet another"))
    assert "the app fell over" in capsys.readouterr().out

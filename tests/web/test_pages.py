"""What visitors are shown, who is refused, and how many there may be."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from aiohttp import WSServerHandshakeError

from lab.web.files import STATIC

from .conftest import Opened, until

# --- the token ------------------------------------------------------------------------------------------------------------


async def test_without_the_token_there_is_neither_page_nor_app(site: Opened) -> None:
    browser = await (await site(token="right")).browser()
    assert (await browser.get("/?token=wrong"))[0] == 403
    status, text = await browser.get(**{"Accept-Language": "ko"})
    assert status == 403
    assert "토큰" in text
    with pytest.raises(WSServerHandshakeError) as refused:
        await browser.connect()
    assert refused.value.status == 403


async def test_the_token_is_needed_once_and_leaves_the_address(site: Opened) -> None:
    browser = await (await site(token="right")).browser()
    async with browser.session.get(f"{browser.url}/?token=right&lang=ko") as answer:
        assert answer.status == 200
        assert str(answer.url) == f"{browser.url}/?lang=ko"
        assert '<html lang="ko">' in await answer.text()
    assert (await browser.visit()).app["pid"]


async def test_another_browser_needs_the_token_again(site: Opened) -> None:
    opened = await site(token="right")
    first, second = await opened.browser(), await opened.browser()
    assert (await first.get("/?token=right"))[0] == 200
    assert (await second.get())[0] == 403


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Opened) -> None:
    browser = await (await site()).browser()
    async with browser.session.get(browser.url, allow_redirects=False) as answer:
        assert answer.status == 303
        (cookie,) = answer.cookies.values()
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


# --- other sites ----------------------------------------------------------------------------------------------------------


async def test_a_page_of_another_site_cannot_open_an_app(site: Opened) -> None:
    browser = await (await site()).browser()
    await browser.get()
    with pytest.raises(WSServerHandshakeError) as refused:
        await browser.connect(Origin="http://localhost:1")
    assert refused.value.status == 403
    socket = await browser.connect(Origin=browser.url)
    assert not socket.closed


async def test_a_foreign_name_that_points_to_this_machine_is_refused(site: Opened) -> None:
    browser = await (await site()).browser()
    status, text = await browser.get(Host="rebound.example")
    assert status == 403
    assert "localhost" in text


# --- how many -------------------------------------------------------------------------------------------------------------


async def test_the_next_visitor_gets_a_page_that_says_so(site: Opened) -> None:
    opened = await site(visitors=2)
    visits = [await (await opened.browser()).visit() for _ in range(2)]
    third = await opened.browser()
    for lang, words in (("en", "Every place is taken: 2."), ("ko", "자리가 모두 찼습니다(2명).")):
        status, text = await third.get(f"/?lang={lang}")
        assert status == 503
        assert words in text
    with pytest.raises(WSServerHandshakeError) as refused:
        await third.connect()
    assert refused.value.status == 503
    assert len({visit.app["pid"] for visit in visits}) == 2


async def test_a_place_is_free_again_when_a_page_is_closed(site: Opened) -> None:
    opened = await site(visitors=1)
    visit = await (await opened.browser()).visit()
    await visit.socket.close()
    await until(lambda: opened.seats.open_to("somebody else"))
    assert (await (await opened.browser()).visit()).app["pid"] != visit.app["pid"]


async def test_a_second_page_of_the_same_browser_takes_over(site: Opened) -> None:
    opened = await site(visitors=1)
    browser = await opened.browser()
    first = await browser.visit()
    second = await browser.visit()
    await first.closes()
    assert second.app["pid"] != first.app["pid"]
    await second.socket.send_json(["stdin", "still here"])
    assert await second.hears() == ["D", "still here"]
    assert not opened.seats.open_to("somebody else")


# --- the app --------------------------------------------------------------------------------------------------------------


async def test_the_app_gets_the_language_the_size_and_the_driver(site: Opened) -> None:
    visit = await (await (await site("--engine", "E")).browser()).visit("/ws/ko?width=97&height=x")
    assert visit.app["arguments"] == ["--engine", "E", "--lang", "ko"]
    assert (visit.app["COLUMNS"], visit.app["ROWS"]) == ("97", "24")
    assert visit.app["TEXTUAL_DRIVER"] == "lab.web.driver:PageDriver"


async def test_each_visitor_has_a_home_and_finds_it_again(site: Opened, tmp_path: Path) -> None:
    opened = await site(homes=tmp_path)
    first, second = await opened.browser(), await opened.browser()
    one, other = await first.visit(), await second.visit()
    again = await first.visit()
    assert one.app["REGISTRY_LAB_HOME"] != other.app["REGISTRY_LAB_HOME"]
    assert one.app["REGISTRY_LAB_HOME"] == again.app["REGISTRY_LAB_HOME"]
    assert Path(one.app["REGISTRY_LAB_HOME"]).parent == tmp_path
    assert one.app["REGISTRY_LAB_LEARNER"] == Path(one.app["REGISTRY_LAB_HOME"]).name


async def test_a_single_visitor_has_the_servers_own_home(site: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_LAB_HOME", "/the/server's")
    visit = await (await (await site()).browser()).visit()
    assert visit.app["REGISTRY_LAB_HOME"] == "/the/server's"


async def test_what_is_typed_and_a_new_size_reach_the_app(site: Opened) -> None:
    visit = await (await (await site()).browser()).visit()
    await visit.socket.send_json(["stdin", "한글"])
    assert await visit.hears() == ["D", "한글"]
    await visit.socket.send_json(["resize", {"width": 120, "height": 40}])
    kind, heard = await visit.hears()
    assert kind == "M"
    assert json.loads(heard) == {"type": "resize", "width": 120, "height": 40}


async def test_a_paste_of_a_megabyte_arrives_whole(site: Opened) -> None:
    visit = await (await (await site()).browser()).visit()
    await visit.socket.send_json(["stdin", "a" * 1_000_000])
    assert await visit.hears() == ["D", "a" * 1_000_000]


@pytest.mark.parametrize(
    "junk", ["", "{", "[]", "null", '["stdin"]', '["stdin", 7]', '["resize", {"width": []}]', "[" * 100_000, '["quit"]']
)
async def test_what_is_no_envelope_is_passed_over(site: Opened, junk: str) -> None:
    visit = await (await (await site()).browser()).visit()
    await visit.socket.send_str(junk)
    await visit.socket.send_json(["stdin", "\ud800"])
    assert await visit.hears() == ["D", "?"]


# --- nothing from elsewhere -----------------------------------------------------------------------------------------------


async def test_no_byte_that_a_browser_acts_on_names_another_machine(site: Opened) -> None:
    browser = await (await site()).browser()
    remarks = re.compile(r"/\*.*?\*/", re.DOTALL)  # xterm.css names its forefathers, as its licence asks
    styles = [remarks.sub("", (await browser.get(f"/static/{name}"))[1]) for name in STATIC if name.endswith(".css")]
    scripts = [(await browser.get(f"/static/{name}"))[1] for name in STATIC if name.endswith(".js")]
    pages = [(await browser.get(f"/?lang={lang}"))[1] for lang in ("en", "ko")]
    refusal = (await (await (await site(token="t")).browser()).get())[1]
    for text in (*styles, *scripts, *pages, refusal):
        assert text
        assert re.findall(r"(?:https?|wss?):\\?/\\?/[\w.-]+|[\"'(=]\s*//[\w-]+\.\w", text) == []


async def test_a_browser_may_load_nothing_from_elsewhere(site: Opened) -> None:
    browser = await (await site()).browser()
    for path in ("/", "/static/page.js", "/nothing"):
        async with browser.session.get(f"{browser.url}{path}") as answer:
            policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "http" not in policy
        assert "*" not in policy


async def test_everything_that_a_page_names_is_there(site: Opened) -> None:
    browser = await (await site()).browser()
    texts = [(await browser.get())[1], *[(await browser.get(f"/static/page.{kind}"))[1] for kind in ("css", "js")]]
    named = {name for text in texts for name in re.findall(r"/static/([\w.]+)", text)}
    assert named | {"FONTS.txt"} == set(STATIC)
    for name in named:
        async with browser.session.get(f"{browser.url}/static/{name}") as answer:
            assert (answer.status, answer.headers["Content-Type"]) == (200, STATIC[name][1])


@pytest.mark.parametrize("name", ["page.html", "..%2fpages.py", "../server.py", ""])
async def test_nothing_else_is_served(site: Opened, name: str) -> None:
    assert (await (await (await site()).browser()).get(f"/static/{name}"))[0] == 404

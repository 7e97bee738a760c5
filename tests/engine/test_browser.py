"""The app in a real browser, on a real engine: what the page shows is read from its terminal, and keys are typed into it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from lab.content.library import exercises_folder, load_all

from .conftest import EXERCISE, Engine, Lab

pytestmark = pytest.mark.engine

PATIENCE = 40
"""Seconds that the page may take to show something."""
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
KEEP_TERMINAL = """
// textual.js keeps its terminal to itself; the moment it sets one of its fields, it is ours as well.
Object.defineProperty(Object.prototype, "fitAddon", { configurable: true, set(addon) {
    window.page = this;
    Object.defineProperty(this, "fitAddon", { value: addon, writable: true });
} });
"""
SHOWS = """
new Promise((done) => {
    const screen = () => {
        const buffer = window.page.terminal.buffer.active;
        return Array.from({ length: window.page.terminal.rows }, (_, row) => buffer.getLine(row)?.translateToString(true)).join("\\n");
    };
    window.screen_text = () => window.page ? screen() : document.body.innerText;
    const offered = () => screen().trimEnd().split("\\n").pop().split(/\\s+/);
    const shown = () => WANTED.every((text) => screen().includes(text)) && KEYS.every((key) => offered().includes(key));
    const look = () => window.page && shown() && (clearInterval(timer), done(screen()));
    const timer = setInterval(look, 20);
})
"""


class Tab:
    """One page of the browser, by its DevTools protocol."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self.requested: list[str] = []
        self.errors: list[str] = []

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            said = await self._socket.receive_json()
            if said.get("id") == self._number:
                assert "error" not in said, said
                return dict(said["result"])
            self._note(said)

    async def run(self, script: str) -> Any:
        done = await self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    async def open(self, url: str) -> None:
        for domain in ("Page", "Network", "Log", "Runtime"):
            await self.ask(f"{domain}.enable")
        await self.ask("Page.addScriptToEvaluateOnNewDocument", source=KEEP_TERMINAL)
        await self.ask("Page.navigate", url=url)

    async def shows(self, *texts: str, keys: str = "") -> str:
        """Wait until the terminal holds everything, and its last line these keys; return what it holds."""
        try:
            script = SHOWS.replace("WANTED", json.dumps(texts)).replace("KEYS", json.dumps(keys.split()))
            return str(await asyncio.wait_for(self.run(script), PATIENCE))
        except TimeoutError:
            raise AssertionError(
                f"{texts} {keys} never showed:\n{await self.run('window.screen_text()')}\n{self.errors}"
            ) from None

    async def press(self, key: str) -> None:
        code = {"Enter": {"windowsVirtualKeyCode": 13}, "ArrowDown": {"windowsVirtualKeyCode": 40}}.get(key, {})
        typed = {"Enter": {"text": "\r"}, "ArrowDown": {}}.get(key, {"text": key})
        await self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, **typed, **code)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, **code)

    def _note(self, event: dict[str, Any]) -> None:
        match event:
            case {"method": "Network.requestWillBeSent", "params": {"request": {"url": url}}}:
                self.requested.append(url)
            case {"method": "Network.webSocketCreated", "params": {"url": url}}:
                self.requested.append(url)
            case {"method": "Log.entryAdded", "params": {"entry": {"level": "error", "text": text}}}:
                self.errors.append(text)
            case {"method": "Runtime.exceptionThrown", "params": params}:
                self.errors.append(json.dumps(params))


@pytest.fixture
def served(lab: Lab) -> Iterator[str]:
    command = lab.command("serve", "--port", "0")
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=lab.environment)
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.send_signal(signal.SIGINT)
    assert server.wait(20) == 0
    server.stdout.close()


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Tab]:
    program = shutil.which("chromium")
    assert program, "this test needs a browser: apt-get install chromium"
    command = [program, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, start_new_session=True
    )
    try:
        assert process.stderr is not None
        line = ""
        while "DevTools listening on" not in line:
            raw = await asyncio.wait_for(process.stderr.readline(), PATIENCE)
            assert raw, "the browser did not start"
            line = raw.decode()
        reading = asyncio.create_task(process.stderr.read())
        async with ClientSession() as session:
            tabs = f"http://{urlsplit(line.split()[-1]).netloc}/json/new"
            async with session.put(tabs) as answer:
                address = (await answer.json())["webSocketDebuggerUrl"]
            async with session.ws_connect(address, max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    await reading


@pytest.mark.parametrize(("lang", "todo", "done"), [("en", "· not done", "✓ done"), ("ko", "· 아직 안 함", "✓ 완료")])
async def test_a_step_is_run_from_a_web_page(
    engine: Engine, served: str, tmp_path: Path, lang: str, todo: str, done: str
) -> None:
    exercises = load_all(exercises_folder(), lang)
    (exercise,) = (each for each in exercises if each.id == EXERCISE)
    title = exercise.steps[0].title
    async with browser(tmp_path / "browser") as tab:
        await tab.open(f"{served}?lang={lang}")
        await tab.shows(exercise.title, engine.docker("version", "-f", "{{.Server.Version}}").partition("+practice")[0])
        for _ in range(exercises.index(exercise)):
            await tab.press("ArrowDown")
        await tab.press("Enter")
        await tab.shows("▸·1", title, todo, keys="r")
        await tab.press("r")
        await tab.shows(engine.url)
        await tab.press("y")
        await tab.shows(title, done)
        assert engine.docker("ps", "--format", "{{.Names}}") == "registry"
        assert {urlsplit(url).netloc for url in tab.requested if not url.startswith("data:")} == {
            urlsplit(served).netloc
        }
        assert tab.errors == []

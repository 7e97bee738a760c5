"""The files that a page is made of; every byte comes from this machine."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from string import Template

import textual_serve

from lab.errors import LabError
from lab.language.message import say
from lab.language.words import Words

_OURS = Path(__file__).parent / "assets"
_TERMINAL = Path(textual_serve.__file__ or "").parent / "static"

STATIC: Mapping[str, tuple[Path, str]] = {
    "page.css": (_OURS / "page.css", "text/css; charset=utf-8"),
    "page.js": (_OURS / "page.js", "text/javascript; charset=utf-8"),
    "xterm.css": (_TERMINAL / "css" / "xterm.css", "text/css; charset=utf-8"),
    "textual.js": (_TERMINAL / "js" / "textual.js", "text/javascript; charset=utf-8"),
    "letters.woff2": (_OURS / "letters.woff2", "font/woff2"),
    "signs.woff2": (_OURS / "signs.woff2", "font/woff2"),
    "FONTS.txt": (_OURS / "FONTS.txt", "text/plain; charset=utf-8"),
}
"""Name in the address to file and content type: there is nothing else under `/static/`."""


def page(speech: Words) -> str:
    """Return the page with the terminal, as HTML."""
    told = {
        "opening": speech.say(say("web.page.opening")),
        "closed": speech.say(say("web.page.closed")),
        "again": speech.say(say("web.page.again")),
    }
    return _filled("page.html", speech, told)


def notice(error: LabError, speech: Words) -> str:
    """Return a page that says why there is no terminal, and what to do, as HTML."""
    return _filled("notice.html", speech, {"message": speech.say(error.message), "hint": speech.say(error.hint)})


def _filled(name: str, speech: Words, told: Mapping[str, str]) -> str:
    template = Template((_OURS / name).read_text(encoding="utf-8"))
    return template.substitute({key: html.escape(text) for key, text in told.items()}, lang=speech.lang)

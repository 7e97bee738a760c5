"""What is answered at each address."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from lab.errors import LabError
from lab.language.message import say
from lab.language.words import LANGUAGES, Words, words
from lab.web.admission import Admission, is_loopback
from lab.web.app_process import AppProcess
from lab.web.conversation import LARGEST, cells, converse
from lab.web.files import STATIC, notice, page
from lab.web.languages import language
from lab.web.seats import Seats
from lab.web.serving import Serving

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a browser may load for a page: nothing from another machine. The terminal writes style elements of its own."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
HEARTBEAT = 15.0
"""Seconds after which a page that says nothing is asked whether it is there."""


class Pages:
    """The addresses of one server."""

    def __init__(self, serving: Serving, admission: Admission, seats: Seats) -> None:
        self._serving = serving
        self._admission = admission
        self._seats = seats
        # Cookies are shared by all ports of a host.
        self._cookie = f"registry-lab-{serving.port}"

    def application(self) -> web.Application:
        """Return what answers requests."""
        application = web.Application(middlewares=[self._only_by_our_name])
        application.add_routes(
            [web.get("/", self._page), web.get("/ws/{lang}", self._visit), web.get("/static/{name}", self._file)]
        )
        application.on_response_prepare.append(_add_headers)
        return application

    @web.middleware
    async def _only_by_our_name(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse other names for this machine where no token is asked: a web page may point its own name here."""
        if self._admission.token is None and not is_loopback(request.url.host):
            elsewhere = LabError(say("web.page.other-name"), say("web.page.other-name-hint"))
            return _html(notice(elsewhere, self._speech(request)), status=403)
        return await handler(request)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        speech = self._speech(request)
        cookie, query = request.cookies.get(self._cookie), request.query
        visitor = self._admission.visitor(cookie)
        if visitor is None:
            visitor = self._admission.admit(query.get("token"), cookie)
            if visitor is None:
                refusal = LabError(say("web.page.refused"), say("web.page.refused-hint"))
                return _html(notice(refusal, speech), status=403)
            return self._welcome(request, visitor)
        if not self._seats.open_to(visitor):
            full = LabError(say("web.page.full", visitors=self._serving.visitors), say("web.page.full-hint"))
            return _html(notice(full, speech), status=503)
        return _html(page(speech))

    def _welcome(self, request: web.Request, visitor: str) -> web.Response:
        """Give a browser its cookie, and take the token out of the address that it shows and remembers."""
        rest = {name: value for name, value in request.query.items() if name != "token"}
        welcome = web.Response(status=303, headers={"Location": str(request.rel_url.with_query(rest))})
        # Lax: it also comes with the first request of a browser that followed a link from another site.
        welcome.set_cookie(
            self._cookie, self._admission.cookie(visitor), max_age=31_536_000, httponly=True, samesite="Lax"
        )
        return welcome

    async def _visit(self, request: web.Request) -> web.StreamResponse:
        """Run an app for a page, for as long as the page is there."""
        visitor = self._admission.visitor(request.cookies.get(self._cookie))
        lang = request.match_info["lang"]
        if visitor is None or lang not in LANGUAGES or not _from_our_page(request):
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST, timeout=1)
        command = (*self._serving.command, "--lang", lang)
        app = AppProcess(socket, command, self._serving.environment(visitor))
        if not self._seats.open_to(visitor):
            raise web.HTTPServiceUnavailable
        await socket.prepare(request)
        try:
            if await self._seats.take(visitor, app):
                await app.start(*cells(request.query.get("width"), request.query.get("height")))
                await converse(socket, app)
        finally:
            await self._seats.leave(visitor, app)
        return socket

    async def _file(self, request: web.Request) -> web.StreamResponse:
        found = STATIC.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        path, kind = found
        return web.FileResponse(path, headers={"Content-Type": kind})

    def _speech(self, request: web.Request) -> Words:
        accepted = request.headers.get("Accept-Language", "")
        return words(language(request.query.get("lang"), accepted, self._serving.lang))


def _from_our_page(request: web.Request) -> bool:
    """Whether a browser opened this for a page of ours: any page may try to, and the browser tells which one did."""
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status, headers={"Cache-Control": "no-store"})


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)

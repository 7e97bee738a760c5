"""`curl`, to look into the lab's own registry: it reads, keeps what it read in the workspace, and deletes manifests by digest."""

from __future__ import annotations

import re
from typing import Literal

from lab.docker_cli.actions import ManifestDelete, RegistryDownload, RegistryRequest
from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.files import workspace_file
from lab.docker_cli.flags import refused
from lab.docker_cli.grammar import Command, Given, Option, refuse
from lab.docker_cli.place import Place
from lab.docker_cli.refusals import CURL_FILES, CURL_INSECURE, CURL_LOGIN, CURL_TLS, CURL_WRITES
from lab.docker_cli.substitution import pieces, refuse_substitution
from lab.language.message import Message, say

_HEADER = r"([A-Za-z0-9_-]+):[ \t]*([ -~]*?)[ \t]*"
_MANIFEST = r"https?://[^/]+/v2/[a-z0-9/._-]+/manifests/sha256:(?:[0-9a-f]{64}|\$\([^)]*\))"
"""What may be deleted: OCI distribution-spec, "Deleting Manifests"; by tag, newer registries would only drop the tag."""


def request(given: Given, place: Place) -> RegistryRequest | RegistryDownload | ManifestDelete:
    """Build what a `curl` line describes: a look, a download, or the deletion of a manifest."""
    head, output = given.on("head"), given.last("output")
    method = _method(given.last("request"), head)
    headers = tuple(_header(text) for text in given.every("header"))
    show_headers = head or given.on("include") or given.on("verbose")
    url = _url(given.operands[0], place, reads=method != "DELETE")
    cacert = given.last("cacert")
    authority = None if cacert is None else workspace_file(cacert, place)
    if (url.startswith("https:") or authority is not None) and (method == "DELETE" or output is not None):
        raise refuse(CURL_TLS)
    if output is not None and method != "GET":
        raise refuse(CURL_FILES, f"-o {shown(output)}")
    if method == "DELETE":
        return _deletion(url, show_headers=show_headers)
    if output is not None:
        return RegistryDownload(url, workspace_file(output, place), headers, show_headers)
    return RegistryRequest(url, method, headers, show_headers, authority)


def _method(text: str | None, head: bool) -> Literal["GET", "HEAD", "DELETE"]:
    match text.upper() if text is not None else "HEAD" if head else "GET":
        case "GET":
            return "GET"
        case "HEAD":
            return "HEAD"
        case "DELETE":
            return "DELETE"
        case _:
            raise refuse(CURL_WRITES, f"-X {shown(str(text))}")


def _deletion(url: str, *, show_headers: bool) -> ManifestDelete:
    if not re.fullmatch(_MANIFEST, url):
        raise CommandError("refused-curl", say("commands.wrong.curl-deletes"), say("commands.try.curl-deletes"))
    return ManifestDelete(url, show_headers)


def _header(text: str) -> tuple[str, str]:
    refuse_substitution(text)
    header = re.fullmatch(_HEADER, text)
    if header is None:
        message = say("commands.wrong.header", header=shown(text))
        raise CommandError("refused-curl", message, say("commands.try.header"))
    return header[1], header[2]


def _url(text: str, place: Place, *, reads: bool) -> str:
    """Return the full URL, with the lab's own name for its registry; substitutions stay in its path."""
    scheme, rest = text.split("://", 1) if "://" in text else ("http", text)
    if scheme.lower() == "https" and not place.certs_d:
        raise _refused(say("commands.wrong.curl-https"), place)
    address = re.split(r"[/?#]", rest, maxsplit=1)[0]
    own = place.registry(address) or (place.page(address) if reads else None)
    if scheme.lower() not in ("http", "https") or own is None:
        raise _refused(say("commands.wrong.curl-elsewhere", url=shown(text)), place)
    path = rest[len(address) :].partition("#")[0]
    parts = pieces(path)
    for part, substituted in parts:
        if not substituted and not re.fullmatch(r"[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*", part):
            raise _refused(say("commands.wrong.curl-path", path=shown(part)), place)
    filled = "".join(part for part, _ in parts)
    return f"{scheme.lower()}://{own}{'' if filled.startswith('/') else '/'}{filled}"


def _refused(message: Message, place: Place) -> CommandError:
    if not place.registries:
        return CommandError("refused-curl", message, say("commands.try.push-nowhere"))
    return CommandError("refused-curl", message, say("commands.try.curl-url", registry=place.registries[0]))


CURL = Command(
    "curl",
    say("commands.help.curl"),
    "URL",
    request,
    (
        Option("silent", say("commands.flag.curl-silent"), "s"),
        Option("show-error", say("commands.flag.curl-silent"), "S"),
        Option("fail", say("commands.flag.curl-fail"), "f"),
        Option("location", say("commands.flag.curl-location"), "L"),
        Option("include", say("commands.flag.curl-include"), "i"),
        Option("head", say("commands.flag.curl-head"), "I"),
        Option("verbose", say("commands.flag.curl-verbose"), "v"),
        Option("header", say("commands.flag.curl-header"), "H", "'NAME: VALUE'"),
        Option("request", say("commands.flag.curl-request"), "X", "GET"),
        Option("cacert", say("commands.flag.curl-cacert"), "", "FILE"),
        Option("output", say("commands.flag.curl-output"), "o", "FILE"),
        *refused(
            CURL_WRITES, "data/d data-ascii data-binary data-raw data-urlencode json form/F upload-file/T quote/Q"
        ),
        *refused(CURL_FILES, "remote-name/O remote-header-name/J config/K cookie/b cookie-jar/c dump-header/D"),
        *refused(CURL_INSECURE, "insecure/k"),
        *refused(CURL_LOGIN, "user/u proxy/x cert/E connect-to resolve unix-socket"),
    ),
    unused="""compressed connect-timeout globoff/g http1.1 http2 ipv4/4 ipv6/6 max-time/m next no-buffer/N
    no-progress-meter noproxy parallel/Z progress-bar/# range/r referer/e retry url user-agent/A write-out/w""",
    substitutes=True,
)
"""The row of the command table."""

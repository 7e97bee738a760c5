"""The panes of a look into a registry: requests, manifests, files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content

from lab.errors import LabError
from lab.language.message import Message, say
from lab.language.words import Words
from lab.tui.amounts import amount
from lab.tui.inventory import familiar, short
from lab.tui.plain import plain
from lab.tui.signs import MEANINGS
from lab.tui.tree import tree
from lab.tui.widgets.hanging import Hanging
from lab.world import Store
from lab.xray import Hit, Sheet, Xray, blob_path

_QUIET = "$foreground 60%"
_LONG = re.compile(r"[0-9a-f]{64}")
_UPLOAD = re.compile(r"(/uploads/[0-9a-f]{4})[^?\s]*(?:\?\S*)?")


class Pane(VerticalScroll):
    """One side of a registry."""

    NAME: ClassVar[str]
    TITLE: ClassVar[Message]

    def __init__(self) -> None:
        self._text = Hanging()
        super().__init__(self._text, classes="pane")

    def show(
        self, found: Xray | LabError | None, stores: tuple[Store, ...], before: frozenset[str], words: Words
    ) -> None:
        """Draw what was found; files that were not there before are marked."""
        if isinstance(found, LabError):
            lines = [Content(f"? {plain(words.say(found.message))}"), Content(f"→ {plain(words.say(found.hint))}")]
        elif found is None:
            lines = [Content.styled(words.say(say("tui.xray.no-registry")), _QUIET)]
        else:
            lines = list(self.lines(found, stores, before, words))
        self._text.show(lines)

    def lines(self, found: Xray, stores: tuple[Store, ...], before: frozenset[str], words: Words) -> Iterator[Content]:
        """Return the pane's lines."""
        raise NotImplementedError


class RequestPane(Pane):
    """What the registry was asked, each request by its meaning."""

    NAME = "requests"
    TITLE = say("tui.xray.requests")

    def lines(self, found: Xray, stores: tuple[Store, ...], before: frozenset[str], words: Words) -> Iterator[Content]:
        """Return two lines a request: what it was for, and what was sent."""
        if not found.hits:
            yield Content.styled(words.say(say("tui.xray.no-requests")), _QUIET)
        for hit in found.hits:
            yield from _request(hit, words)


class ManifestPane(Pane):
    """What each tag is made of."""

    NAME = "manifests"
    TITLE = say("tui.xray.manifests")

    def lines(self, found: Xray, stores: tuple[Store, ...], before: frozenset[str], words: Words) -> Iterator[Content]:
        """Return each manifest with its config and layers."""
        if not found.sheets:
            yield Content.styled(words.say(say("tui.xray.no-manifests")), _QUIET)
        for sheet in found.sheets:
            yield Content.styled(plain(familiar(sheet.reference)), "bold")
            yield Content.assemble("└ manifest ", (short(sheet.digest), "$text-accent"))
            kind = plain(sheet.media_type).removeprefix("application/vnd.").replace(".distribution.", "…")
            yield Content.styled(f"  {kind}", _QUIET)
            for number, blob in enumerate(sheet.blobs, start=1):
                branch = "└" if number == len(sheet.blobs) else "├"
                style = "$text-secondary" if blob.role == "config" else "$text-primary"
                yield Content.assemble(
                    f"  {branch} {blob.role:<6} ",
                    (short(blob.digest).removeprefix("sha256:"), style),
                    (f"  {amount(blob.size)}", _QUIET),
                )


class StoragePane(Pane):
    """The files in which the registry keeps what it holds."""

    NAME = "storage"
    TITLE = say("tui.xray.storage")

    def lines(self, found: Xray, stores: tuple[Store, ...], before: frozenset[str], words: Words) -> Iterator[Content]:
        """Return the tree of each folder, with what is new marked and each blob told by what it is."""
        if not stores:
            yield Content.styled(words.say(say("tui.xray.in-volume")), _QUIET)
        roles = dict(_roles(found.sheets))
        for store in stores:
            yield Content.styled(plain(f"{familiar_folder(store.folder)}/"), "bold")
            sizes = {file.path: file.size for file in store.files}
            for line in tree(sizes):
                new = bool(line.path) and f"{store.folder}/{line.path}" not in before
                sign = ("+ ", "$text-success bold") if new else ("  ", "")
                role = roles.get(line.path, "")
                size = amount(sizes[line.path]) if line.path else ""
                yield Content.assemble(
                    sign,
                    (line.stem, _QUIET),
                    (plain(_shortened(line.name)), "$text-success" if new else ""),
                    (f"  {role} {size}".rstrip(), _QUIET),
                )


def familiar_folder(folder: str) -> str:
    """Return the last part of a folder's path, of either kind of system."""
    return folder.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _shortened(name: str) -> str:
    return _LONG.sub(lambda found: f"{found[0][:12]}…", name)


def _request(hit: Hit, words: Words) -> Iterator[Content]:
    good = hit.status < 400
    sign, style = (
        ("→", "$text-success") if good else ("?", "$text-warning") if hit.status == 404 else ("!", "$text-error")
    )
    yield Content.assemble((f"{sign} ", f"{style} bold"), words.say(MEANINGS[hit.meaning]))
    path = _UPLOAD.sub(r"\1…", short(hit.path)).removeprefix("/v2/").replace("sha256:", "") or "/v2/"
    yield Content.assemble((f"  {hit.status} ", style), (f"{hit.method} {plain(path)}", _QUIET))


def _roles(sheets: tuple[Sheet, ...]) -> Iterator[tuple[str, str]]:
    for sheet in sheets:
        yield blob_path(sheet.digest), "manifest"
        yield from ((blob.path, blob.role) for blob in sheet.blobs)

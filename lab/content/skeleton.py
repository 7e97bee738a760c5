"""The beginning of an exercise or a quiz, in both languages: files that lint, to be changed piece by piece."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from lab.content.head import ID
from lab.content.kinds import Kind
from lab.content.names import order_of, overlay_of
from lab.content.others import PLACES
from lab.content.stamp import stamp_file
from lab.errors import LabError, UsageError
from lab.language.message import say

_TEMPLATES = Path(__file__).parent / "skeletons"


def begin(kind: Kind, identity: str, folder: Path, today: datetime.date) -> tuple[Path, Path]:
    """Write the main file and its Korean; return both.

    In `exercises` or `quizzes` of a folder. Raise UsageError for an id that is none, and for a file that is there already;
    raise LabError where it cannot be written.
    """
    if not re.fullmatch(ID, identity):
        raise UsageError(say("content.error.new-id", id=identity), say("content.allowed.id"))
    place = folder / PLACES[kind]
    twins = [path for path in place.glob(f"*{identity}.md") if re.fullmatch(rf"(\d+-)?{identity}\.md", path.name)]
    if twins:
        raise UsageError(say("content.error.new-twin", path=str(twins[0])), say("content.error.new-twin-hint"))
    stem = f"{_next_number(place):02}-{identity}" if kind == "exercise" else identity
    main, korean = place / f"{stem}.md", place / f"{stem}.ko.md"
    for template, path in ((f"{kind}.md", main), (f"{kind}.ko.md", korean)):
        _write(template, path, identity, today)
    stamp_file(korean)
    return main, korean


def _write(template: str, path: Path, identity: str, today: datetime.date) -> None:
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    title = identity.replace("-", " ").capitalize()
    for mark, value in (("@TITLE@", title), ("@ID@", identity), ("@DATE@", today.isoformat())):
        text = text.replace(mark, value)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        message = say("content.error.new-write", path=str(path), reason=error.strerror or str(error))
        raise LabError(message, say("content.error.new-write-hint")) from error


def _next_number(folder: Path) -> int:
    numbers = [order_of(path)[0] for path in folder.glob("*.md") if overlay_of(path) is None]
    return int(max((number for number in numbers if number != float("inf")), default=0)) + 1

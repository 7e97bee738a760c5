"""Records as lines of text, to be carried to another machine: a header that says whose they are, then one record a line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from json import dumps, loads
from typing import Any

from lab.errors import UsageError
from lab.language.message import Message, say
from lab.record import Record

FORMAT = "registry-lab-progress"
VERSION = 1
"""Of these lines; a later version is refused."""

_QUIZ = "quiz/"
"""What stands before a quiz's id in `Record.exercise`."""
_LATEST = 1e11
"""Seconds since 1970 that are beyond any calendar of Python's."""
_TEXTS = {"run": 32, "exercise": 100, "what": 32}
_OPTIONAL = {"step": 100, "outcome": 32}
"""Fields and how many characters they may have; those of a record's row in the database."""


def own(records: Iterable[Record], learner: str, runs: Collection[str] | None) -> Iterator[Record]:
    """Yield the records of one learner out of a book that others may write into as well.

    An attempt at a quiz names its learner. A run of an exercise does not: where others may have some too, `runs` says which
    ones are the learner's.
    """
    attempts: set[str] = set()
    for record in records:
        if not record.exercise.startswith(_QUIZ):
            if runs is None or record.run in runs:
                yield record
            continue
        if record.what == "quiz-begun" and (record.data or {}).get("learner") == learner:
            attempts.add(record.run)
        if record.run in attempts:
            yield record


def written(records: Iterable[Record], learner: str) -> Iterator[str]:
    """Yield records as lines, the header first."""
    yield dumps({"format": FORMAT, "version": VERSION, "learner": learner}, ensure_ascii=False)
    for each in records:
        row = {
            "at": each.at,
            "run": each.run,
            "exercise": each.exercise,
            "step": each.step,
            "what": each.what,
            "outcome": each.outcome,
            "data": each.data or {},
        }
        yield dumps(row, ensure_ascii=False)


def read(lines: Iterable[str]) -> tuple[str, tuple[Record, ...]]:
    """Return whose records lines are, and the records; raise UsageError, naming the line, for what is none of ours.

    A last line that was cut off is an error as well: half of somebody's progress should not pass for all of it.
    """
    rows = enumerate((line for line in lines if line.strip()), start=1)
    learner = _header(next(rows, (1, ""))[1])
    records = tuple(_record(number, text) for number, text in rows)
    begun = {each.run: (each.data or {}).get("learner") for each in records if each.what == "quiz-begun"}
    for number, record in enumerate(records, start=2):
        if record.exercise.startswith(_QUIZ) and begun.get(record.run) != learner:
            raise _wrong(say("cli.carry.not-theirs", number=number, learner=learner))
    return learner, records


def _header(text: str) -> str:
    header = _object(text)
    if header is None or header.get("format") != FORMAT or not _is_text(header.get("learner"), 200):
        raise _wrong(say("cli.carry.no-header"))
    if header.get("version") != VERSION:
        what = say("cli.carry.newer", version=str(header.get("version"))[:20])
        raise UsageError(what, say("session.progress-newer.hint"))
    return str(header["learner"])


def _record(number: int, text: str) -> Record:
    row = _object(text)
    if row is None or not _is_row(row):
        raise _wrong(say("cli.carry.no-record", number=number))
    return Record(row["run"], row["exercise"], row["what"], row["step"], row["outcome"], row["data"], float(row["at"]))


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_row(row: dict[str, Any]) -> bool:
    texts = all(_is_text(row.get(name), most) and row[name] for name, most in _TEXTS.items())
    optional = all(row.get(name, 0) is None or _is_text(row.get(name), most) for name, most in _OPTIONAL.items())
    at = row.get("at")
    moment = isinstance(at, int | float) and not isinstance(at, bool) and 0 < at < _LATEST
    return texts and optional and moment and isinstance(row.get("data"), dict)


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most and value.isprintable()


def _wrong(message: Message) -> UsageError:
    return UsageError(message, say("cli.carry.wrong-hint"))

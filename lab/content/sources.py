"""The `[[source]]` tables of an exercise: the page behind its facts, when it was read, and what it says."""

from __future__ import annotations

import datetime

from lab.content.model import Source
from lab.content.table import Table
from lab.language.message import say

SOURCE_KEYS = ("url", "date", "says")
URL = r"https://[A-Za-z0-9.-]+(?::[0-9]+)?/[!-~]*"


def read_sources(head: Table) -> tuple[Source, ...]:
    """Return the sources that can be read, after complaining of the others."""
    found = (_source(table) for table in head.tables("source"))
    return tuple(source for source in found if source is not None)


def _source(table: Table) -> Source | None:
    table.only(SOURCE_KEYS)
    url = table.text("url", say("content.allowed.source-url"), URL)
    told = table.text("says", say("content.allowed.source-says"))
    date = table.values.get("date")
    if date is None:
        table.missing("date", say("content.allowed.source-date"))
    elif not isinstance(date, datetime.date) or isinstance(date, datetime.datetime):
        table.wrong("date", say("content.allowed.source-date"))
    elif url is not None and told is not None:
        return Source(url, date.isoformat(), told)
    return None

"""`[[test]]` in a question's fence: answers with the mark that a human gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

from lab.content.questions import Sample
from lab.content.table import Table
from lab.errors import LabError
from lab.grading.grade import Status
from lab.grading.keys import Key, StateKey
from lab.grading.read import read_answer
from lab.language.message import say

SAMPLE_KEYS = ("say", "expect", "says")


def read_samples(table: Table, key: Key | None) -> Iterator[Sample]:
    """Yield the samples that can be given as an answer; without a key only their other parts are looked at."""
    for entry in table.tables("test"):
        entry.only((*SAMPLE_KEYS, "truth") if isinstance(key, StateKey) or key is None else SAMPLE_KEYS)
        expect = entry.one_of("expect", get_args(Status))
        says = entry.text("says", say("content.allowed.text"), optional=True)
        truth = entry.text("truth", say("content.allowed.text"), optional=True)
        if "say" not in entry.values:
            entry.missing("say", say("content.allowed.say"))
        elif key is not None and expect is not None:
            try:
                answer = read_answer(key, entry.values["say"])
            except LabError as error:
                advice = say("content.allowed.advice", why=error.message, hint=error.hint)
                table.report.add(entry.line_of("say"), say("content.problem.answer"), advice)
                continue
            yield Sample(answer, cast(Status, expect), entry.line, says or "", truth)

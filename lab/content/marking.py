"""Promises held against the grader: each answer is graded as it is typed on one system and on another."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lab.content.problem import Level, Report, shown
from lab.content.promises import Promise, of_model_answer
from lab.content.sections import Section
from lab.grading.answers import Answer, FillAnswer, TextAnswer, VerdictAnswer
from lab.grading.grade import Grade
from lab.grading.grading import Context, grade
from lab.grading.keys import Key, ShortKey, TrueFalseKey
from lab.grading.read import write_answer
from lab.grading.said import Said
from lab.language.message import Message, say
from lab.language.words import words

FORMS = ("NFC", "NFD")
"""Unicode's two ways to write a syllable or an accent: which one is typed depends on the system."""


@dataclass(frozen=True, slots=True)
class Marking:
    """The grader, and the report that hears where it disagrees with a file."""

    vocabulary: frozenset[str]
    report: Report

    def hold(self, key: Key, promises: Iterable[Promise]) -> None:
        """Complain of every promise that the grader does not keep."""
        for promise in promises:
            for form in FORMS:
                problems = len(self.report.problems)
                self._hold(key, promise, form)
                if len(self.report.problems) > problems:
                    break

    def doubt_rubric(self, key: Key, section: Section) -> None:
        """Warn of a rubric that knows its own model answer only by heart."""
        if not isinstance(key, ShortKey | TrueFalseKey):
            return
        for promise in of_model_answer(key, section):
            found = self._grade(replace(key, accept=()), promise, "NFC")
            if found.status != "correct":
                what = say("content.problem.model-answer", got=found.status)
                self._add(promise, what, found, "warning")

    def _hold(self, key: Key, promise: Promise, form: str) -> None:
        found = self._grade(key, promise, form)
        answer = shown(json.dumps(write_answer(promise.answer), ensure_ascii=False))
        if promise.expect is None and found.status == "correct":
            self._add(promise, say("content.problem.wrong-is-right", answer=answer, form=form), found)
        elif promise.expect not in (None, found.status):
            expected = str(promise.expect)
            what = say("content.problem.mark", answer=answer, form=form, got=found.status, expected=expected)
            self._add(promise, what, found)
        elif promise.says.casefold() not in _in_english(found).casefold():
            self._add(promise, say("content.problem.says", answer=answer, says=shown(promise.says)), found)

    def _grade(self, key: Key, promise: Promise, form: str) -> Grade:
        return grade(key, _in_form(promise.answer, form), Context(vocabulary=self.vocabulary, truth=promise.truth))

    def _add(self, promise: Promise, what: Message, found: Grade, level: Level = "error") -> None:
        why = tuple(each.en if isinstance(each, Said) else each for each in found.feedback)
        allowed = say("content.allowed.mark-why", why=why) if why else say("content.allowed.mark")
        self.report.add(promise.line, what, allowed, level)


def _in_form(answer: Answer, form: str) -> Answer:
    match answer:
        case TextAnswer():
            return TextAnswer(_normalised(answer.text, form))
        case FillAnswer():
            return FillAnswer({name: _normalised(text, form) for name, text in answer.blanks.items()})
        case VerdictAnswer():
            return replace(answer, reason=_normalised(answer.reason, form))
        case _:
            return answer


def _normalised(text: str, form: str) -> str:
    return unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)


def _in_english(found: Grade) -> str:
    speech = words("en")
    return " ".join(each.en if isinstance(each, Said) else speech.say(each) for each in found.feedback)

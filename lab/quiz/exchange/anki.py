"""A quiz as a deck for Anki, through the optional package `genanki`."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator
from typing import Any

from lab.content.questions import Question, Quiz
from lab.errors import LabError
from lab.grading.keys import ChoiceKey, OrderKey
from lab.language.message import Message, say
from lab.quiz.exchange.gaps import with_gaps
from lab.quiz.exchange.loss import Loss, losses_of
from lab.quiz.exchange.solution import solution
from lab.quiz.order import arrange

_MODEL = 1_604_217_311
"""Anki knows a kind of note by its number: published, it never changes."""

_CARD = {
    "name": "Card",
    "qfmt": "{{Question}}",
    "afmt": '{{FrontSide}}<hr id="answer">{{Answer}}<br><br>{{Explanation}}',
}


def write_anki(quiz: Quiz) -> tuple[Any, tuple[Loss, ...]]:
    """Return a `genanki.Package`, to be written to a file, and what is not in it; raise LabError without `genanki`.

    A note keeps its identity from export to export, so that Anki updates it and keeps its schedule.
    """
    try:
        import genanki  # type: ignore[import-untyped]
    except ImportError as error:
        raise LabError(say("quiz.anki.missing"), say("quiz.anki.missing-hint")) from error
    fields = [{"name": name} for name in ("Question", "Answer", "Explanation")]
    model = genanki.Model(_MODEL, "Registry Lab", fields=fields, templates=[_CARD])
    deck = genanki.Deck(_number(quiz.id), quiz.title)
    for question in quiz.questions:
        if question.type != "state":
            guid = genanki.guid_for("registry-lab", quiz.id, question.id)
            texts = [_html(text) for text in (_front(quiz, question), solution(question), question.explanation)]
            deck.add_note(genanki.Note(model=model, fields=texts, guid=guid, tags=[f"registry-lab::{quiz.id}"]))
    return genanki.Package(deck), losses_of(quiz, _losses)


def _losses(question: Question) -> Iterator[Message]:
    if question.type == "state":
        yield say("quiz.loss.engine")
        return
    yield say("quiz.loss.own-judgement")
    if question.hints:
        yield say("quiz.loss.hints")


def _front(quiz: Quiz, question: Question) -> str:
    prose = with_gaps(question)
    if not isinstance(question.key, ChoiceKey | OrderKey):
        return prose
    shown = arrange(quiz.id, [question], 0, 0, shuffled=False).options[question.id]
    return "\n".join([prose, "", *(f"- {question.options[option - 1]}" for option in shown)])


def _html(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _number(identity: str) -> int:
    """Return a deck's number, which Anki wants between 2^30 and 2^31, from the quiz's id."""
    digest = hashlib.sha256(identity.encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)

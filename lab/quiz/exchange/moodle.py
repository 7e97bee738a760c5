"""A quiz as Moodle's XML, which carries feedback and hints that GIFT does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from lab.content.blanks import BLANK
from lab.content.questions import Question, Quiz
from lab.grading.keys import ChoiceKey, FillKey, OrderKey, ShortKey, TrueFalseKey, WrongAnswer
from lab.quiz.exchange.gaps import with_gaps
from lab.quiz.exchange.gift_text import without_wildcards
from lab.quiz.exchange.loss import Loss, general_losses, losses_of
from lab.quiz.exchange.solution import answers_in_full, solution
from lab.quiz.exchange.weights import fractions, shown

_CLOZE = re.compile(r"([}#~/\"\\])")
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file can hold (XML 1.0, production 2)."""


def write_moodle_xml(quiz: Quiz, lang: str = "en") -> tuple[str, tuple[Loss, ...]]:
    """Return a quiz as a Moodle question bank, with its feedback in `lang`, and what is not in it."""
    root = ElementTree.Element("quiz")
    category = ElementTree.SubElement(root, "question", type="category")
    _text(category, "category", f"$course$/{quiz.title.replace('/', '//')}")
    for question in quiz.questions:
        if question.type != "state":
            root.append(_question(question, lang))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', losses_of(quiz, general_losses)


def _question(question: Question, lang: str) -> ElementTree.Element:
    key = question.key
    match key:
        case ChoiceKey():
            found = _head(question, "multichoice", question.prose)
            _choice(found, question, key)
        case TrueFalseKey():
            found = _head(question, "truefalse", question.prose)
            for verdict in ("true", "false"):
                _answer(found, verdict, 100 if (verdict == "true") == key.truth else 0)
        case ShortKey():
            found = _head(question, "essay", question.prose)
            _text(found, "graderinfo", solution(question), form="markdown")
        case OrderKey():
            found = _head(question, "matching", question.prose)
            _flag(found, "shuffleanswers", "true")
            for option in key.options:
                pair = ElementTree.SubElement(found, "subquestion", format="markdown")
                ElementTree.SubElement(pair, "text").text = _clean(question.options[option.id - 1])
                _text(pair, "answer", str(option.id) if option.right else "-")
        case FillKey() if len(key.blanks) > 1:
            found = _head(question, "cloze", _cloze(question.prose, key))
        case _:
            found = _head(question, "shortanswer", with_gaps(question))
            _flag(found, "usecase", "0")
            for text in answers_in_full(key):
                _answer(found, without_wildcards(text), 100)
            for wrong in _wrong(key):
                for text in wrong.match:
                    _answer(found, without_wildcards(text), 0, wrong.say.in_language(lang))
    for hint in question.hints:
        _text(found, "hint", hint, form="markdown")
    return found


def _head(question: Question, kind: str, prose: str) -> ElementTree.Element:
    found = ElementTree.Element("question", type=kind)
    _text(found, "name", f"{question.id}: {question.title}")
    _text(found, "questiontext", prose, form="markdown")
    _text(found, "generalfeedback", question.explanation, form="markdown")
    if kind != "cloze":
        _flag(found, "defaultgrade", str(question.points))
    _flag(found, "idnumber", question.id)
    return found


def _choice(found: ElementTree.Element, question: Question, key: ChoiceKey) -> None:
    right = sum(option.right for option in key.options)
    gives, takes = fractions(right, len(key.options) - right)
    _flag(found, "single", "false" if key.many else "true")
    _flag(found, "shuffleanswers", "true")
    for option in key.options:
        worth = gives if option.right else takes if key.many else 0
        feedback = question.option_feedback[option.id - 1] if option.id <= len(question.option_feedback) else ""
        _answer(found, question.options[option.id - 1], worth, feedback)


def _wrong(key: object) -> Iterator[WrongAnswer]:
    if isinstance(key, FillKey):
        yield from (wrong for blank in key.blanks for wrong in blank.wrong)


def _cloze(prose: str, key: FillKey) -> str:
    """Write each blank as an embedded answer, in Moodle's Cloze syntax."""
    accept = {blank.name: blank.accept for blank in key.blanks}

    def gap(found: re.Match[str]) -> str:
        if found[1] not in accept:
            return found[0]
        answers = "~".join(f"={_embedded(text)}" for text in accept[found[1]])
        return f"{{1:SHORTANSWER:{answers}}}"

    return BLANK.sub(gap, prose)


def _embedded(answer: str) -> str:
    return _CLOZE.sub(r"\\\1", without_wildcards(answer))


def _answer(parent: ElementTree.Element, text: str, worth: float, feedback: str = "") -> None:
    found = ElementTree.SubElement(parent, "answer", fraction=shown(worth), format="markdown")
    ElementTree.SubElement(found, "text").text = _clean(text)
    if feedback:
        _text(found, "feedback", feedback, form="markdown")


def _text(parent: ElementTree.Element, name: str, text: str, form: str | None = None) -> None:
    found = ElementTree.SubElement(parent, name, {"format": form} if form else {})
    ElementTree.SubElement(found, "text").text = _clean(text)


def _flag(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, name).text = value


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)

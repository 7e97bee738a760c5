"""Everything that is wrong with a quiz's file or its translation: that it can be read, and that it grades as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lab.content.marking import Marking
from lab.content.problem import Problem, Report, shown
from lab.content.promises import of_model_answer, promises
from lab.content.question_parser import QuestionSource
from lab.content.questions import Question, Quiz
from lab.content.quiz_overlay import translate_quiz
from lab.content.quiz_parser import parse_quiz
from lab.grading.keys import ChoiceKey, CommandKey, FillKey, Key, RefKey, ShortKey, TrueFalseKey
from lab.grading.vocabulary import vocabulary
from lab.language.message import say

_DEFINITION = re.compile(r" {0,3}\[([^\[\]]+)\]:")

_SHORTEST = 3
"""Letters of an answer that is looked for in titles."""


def lint_quiz(source: bytes, path: str) -> tuple[Quiz, tuple[Problem, ...]]:
    """Return a quiz and what is wrong with it; raise ContentError where it cannot be read."""
    origins: list[QuestionSource] = []
    quiz = parse_quiz(source, path, origins)
    report = Report(path)
    marking = Marking(_vocabulary(quiz), report)
    links = _link_definitions(origins)
    for origin in origins:
        _warn(origin, links, report)
        marking.hold(origin.question.key, promises(origin))
        marking.doubt_rubric(origin.question.key, origin.section)
    return quiz, report.in_order()


def lint_quiz_overlay(main: bytes, main_path: str, source: bytes, path: str) -> tuple[Problem, ...]:
    """Return what is wrong with a quiz's translation; raise ContentError where the quiz itself cannot be read."""
    translated = translate_quiz(parse_quiz(main, main_path), source, path)
    report = Report(path, list(translated.problems))
    marking = Marking(_vocabulary(translated.quiz), report)
    for question in translated.quiz.questions:
        section = translated.sections.get(question.id)
        if section is not None:
            _warn_of_title(question, section.line, report)
            marking.hold(question.key, of_model_answer(question.key, section))
            marking.doubt_rubric(question.key, section)
    return report.in_order()


def _vocabulary(quiz: Quiz) -> frozenset[str]:
    return vocabulary([question.key for question in quiz.questions])


def _link_definitions(origins: Sequence[QuestionSource]) -> dict[str, int]:
    """Return the lines of `[name]: …`, by name: they count in all of a file."""
    lines = origins[0].section.source if origins else ()
    found = ((number, _DEFINITION.match(line)) for number, line in enumerate(lines, start=1))
    return {match[1].casefold(): number for number, match in found if match}


def _warn(origin: QuestionSource, links: Mapping[str, int], report: Report) -> None:
    question, section = origin.question, origin.section
    if not question.hints:
        report.add(section.line, say("content.problem.no-question-hint"), say("content.allowed.hint"), "warning")
    for line in origin.options.lines:
        if not line.right and not line.feedback:
            what = say("content.problem.no-feedback", text=shown(line.text))
            report.add(line.line, what, say("content.allowed.feedback"), "warning")
    for blank in question.key.blanks if isinstance(question.key, FillKey) else ():
        if line_of_link := links.get(blank.name.casefold()):
            what = say("content.problem.blank-link", name=f"[[{blank.name}]]")
            report.add(line_of_link, what, say("content.allowed.blank-link"), "warning")
    _warn_of_title(question, section.line, report)


def _warn_of_title(question: Question, line: int, report: Report) -> None:
    title = question.title.casefold()
    for answer in _answers(question.key):
        text = answer.casefold()
        end = r"(?![a-z0-9])" if text[-1:].isascii() else ""
        if len(text) >= _SHORTEST and re.search(rf"(?<!\w){re.escape(text)}{end}", title):
            what = say("content.problem.title", answer=shown(answer))
            report.add(line, what, say("content.allowed.quiet-title"), "warning")
            return


def _answers(key: Key) -> Iterator[str]:
    match key:
        case FillKey():
            yield from (text for blank in key.blanks for text in blank.accept)
        case ChoiceKey():
            yield from (option.text for option in key.options if option.right)
        case ShortKey() | TrueFalseKey():
            yield from key.accept
        case RefKey():
            yield key.want
        case CommandKey():
            yield from key.want
        case _:
            return

"""Translations of quizzes: `NAME.ko.md` brings what the learner reads, the main file keeps keys, rubrics and samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from lab.content.names import overlay_of
from lab.content.options import Options, read_options
from lab.content.overlay import with_consoles
from lab.content.problem import Problem, Report
from lab.content.question_key import accepting
from lab.content.question_text import report_blanks, typed_model_answer, words_of
from lab.content.questions import Question, Quiz
from lab.content.quiz_parser import ROLES
from lab.content.sections import Section
from lab.content.source import QUIZ_LIMITS
from lab.content.translation import Main, Original, Part, read_parts, report_untranslated
from lab.grading.keys import ChoiceKey, Key, Option, OrderKey
from lab.grading.said import Said
from lab.language.message import say


@dataclass(frozen=True, slots=True)
class TranslatedQuiz:
    """A quiz in another language, as far as its overlay goes."""

    quiz: Quiz
    missing: tuple[str, ...]
    """Ids of the questions that are not translated; the quiz's own id stands for its introduction."""
    stale: tuple[str, ...]
    """Ids of what has been translated from another wording: what is asked may have changed, so it stays as it is."""
    problems: tuple[Problem, ...]
    """What is wrong with the overlay; once there are no errors, what is missing is among them, as is what is stale."""
    sections: Mapping[str, Section]
    """Of what is shown from the overlay, by id."""


def translate_quiz(quiz: Quiz, source: bytes, path: str) -> TranslatedQuiz:
    """Lay an overlay's bytes over a quiz; what the overlay lacks, has wrong or has stale stays in the main language."""
    report = Report(path)
    main = quiz_main(quiz)
    parts = read_parts(main, source, report)
    missing, stale = report_untranslated(main, parts, report)
    fresh = {identity: part for identity, part in parts.items() if not part.stale}
    named = overlay_of(PurePath(path))
    korean = named is not None and named[1] == "ko"
    questions = tuple(
        _question(question, fresh[question.id], korean=korean) if question.id in fresh else question
        for question in quiz.questions
    )
    result = replace(quiz, questions=questions)
    if quiz.id in fresh:
        section = fresh[quiz.id].section
        result = replace(result, title=section.title, introduction=with_consoles(section, quiz.introduction))
    shown = {identity: part.section for identity, part in fresh.items()}
    return TranslatedQuiz(result, missing, stale, report.in_order(), shown)


def quiz_main(quiz: Quiz) -> Main:
    """Return what a quiz's overlay has to fit."""
    originals = {quiz.id: Original(quiz.hash, quiz.introduction)}
    for question in quiz.questions:
        alerts = (len(question.hints), int(bool(question.model_answer)), int(bool(question.explanation)))
        originals[question.id] = Original(question.hash, question.prose, alerts, _fits(question))
    return Main(originals, ROLES, QUIZ_LIMITS)


def _fits(question: Question) -> Callable[[Section, Report], None]:
    def report_misfits(section: Section, report: Report) -> None:
        options = read_options(section, question.type, report)
        report_blanks(section, options.prose, question.key, report)
        _report_options(section, options, question, report)

    return report_misfits


def _report_options(section: Section, options: Options, question: Question, report: Report) -> None:
    ours = _options_of(question.key)
    if len(ours) != len(options.lines):
        what = say("content.problem.options-differ", found=len(options.lines), count=len(ours))
        report.add(section.line, what, say("content.allowed.as-main"))
        return
    for line, option in zip(options.lines, ours, strict=True):
        if line.right is not option.right:
            report.add(line.line, say("content.problem.option-kind"), say("content.allowed.as-main"))
        if bool(line.feedback) is not bool(option.feedback):
            report.add(line.line, say("content.problem.option-feedback"), say("content.allowed.as-main"))


def _options_of(key: Key) -> tuple[Option, ...]:
    return key.options if isinstance(key, ChoiceKey | OrderKey) else ()


def _question(question: Question, part: Part, *, korean: bool) -> Question:
    section = part.section
    # What is wrong with the options would have kept the section from being a part.
    options = read_options(section, question.type, Report(""))
    options = replace(options, prose=with_consoles(replace(section, prose=options.prose), question.prose))
    key = accepting(question.key, typed_model_answer(section))
    return replace(question, key=_with_korean(key, options) if korean else key, **words_of(section, options))


def _with_korean(key: Key, options: Options) -> Key:
    if not isinstance(key, ChoiceKey | OrderKey):
        return key
    return replace(
        key,
        options=tuple(
            replace(option, feedback=Said(option.feedback.en, line.feedback)) if option.feedback else option
            for option, line in zip(key.options, options.lines, strict=True)
        ),
    )

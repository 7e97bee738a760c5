"""The learner's commands about quizzes: which there are, taking one, marking a paper."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import time
from pathlib import Path
from typing import Any

from lab.cli import DONE, INTERRUPTED, NOT_YET
from lab.cli.desk import desk, find_quiz, new_run, truths_of
from lab.cli.learner import learner
from lab.cli.paper import Paper, result_lines, said
from lab.cli.wiring import Machine, tell_notices
from lab.content.questions import Question, Quiz
from lab.content.quiz_library import find_quizzes
from lab.errors import UsageError
from lab.grading.keys import StateKey
from lab.language.message import say
from lab.language.words import Words
from lab.quiz.attempt import Mode
from lab.quiz.marking import askable, marker
from lab.quiz.opening import open_sitting
from lab.quiz.scoring import Result, grade_paper


def quizzes(options: argparse.Namespace, speech: Words) -> int:
    """List the quizzes, with what is due for review."""
    from lab.quiz.deck import due

    machine = Machine(options.engine)
    tell_notices(machine, speech)
    waiting = due(machine.records.records(), learner(), time.time())
    for quiz in find_quizzes(speech.lang):
        known = {question.id for question in quiz.questions}
        ready = sum(card.quiz == quiz.id and card.question in known for card in waiting)
        points = sum(question.points for question in quiz.questions)
        row = {"id": quiz.id, "title": quiz.title, "questions": len(known), "points": points, "due": ready}
        told = say("cli.quiz.row", title=quiz.title, questions=len(known), points=points)
        more = f" {speech.say(say('cli.quiz.due', cards=ready))}" if ready else ""
        print(json.dumps(row, ensure_ascii=False) if options.json else f"{quiz.id}\t{speech.say(told)}{more}")
    return DONE


def quiz(options: argparse.Namespace, speech: Words) -> int:
    """Take a quiz in a plain terminal."""
    if options.minutes and not options.exam:
        raise UsageError(say("cli.quiz.minutes-without-exam"), say("cli.quiz.minutes-without-exam-hint"))
    machine = Machine(options.engine)
    tell_notices(machine, speech)
    found = find_quiz(options.quiz, speech.lang)
    truths = truths_of(found, machine, needed=options.engine is not None)
    mode: Mode = "exam" if options.exam else "review" if options.review else "practice"
    questions = askable(found.questions, truths)
    if mode == "review":
        questions = _due(questions, found, machine)
        if not questions:
            print(speech.say(say("cli.quiz.nothing-due")), file=sys.stderr)
            return DONE
    sitting = open_sitting(
        desk(machine, found, truths, speech.lang),
        found,
        questions,
        mode,
        run=new_run(),
        seed=secrets.randbelow(2**31) if options.seed is None else options.seed,
        seconds=options.minutes * 60 if options.minutes else None,
    )
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")  # bytes that are no text are a wrong answer, not a crash
    paper = Paper(sitting, speech, out=sys.stderr if options.json else sys.stdout)
    try:
        result = paper.take()
    except (KeyboardInterrupt, EOFError) as ending:
        print("\n" + speech.say(say("cli.quiz.left", command=_again(options))), file=sys.stderr)
        return INTERRUPTED if isinstance(ending, KeyboardInterrupt) else NOT_YET
    if options.json:
        print(json.dumps(result_row(result, speech), ensure_ascii=False))
    return DONE if result.passed or mode == "review" else NOT_YET


def grade(options: argparse.Namespace, speech: Words) -> int:
    """Mark a file of answers; nothing is recorded."""
    found = find_quiz(options.quiz, speech.lang)
    answers = _answers(options.answers)
    truths = {} if options.engine is None else truths_of(found, Machine(options.engine), needed=True)
    unasked = {each.id for each in found.questions if isinstance(each.key, StateKey) and each.id not in truths}
    result = grade_paper(found, answers, marker(found, truths), unasked)
    if options.json:
        print(json.dumps(result_row(result, speech), ensure_ascii=False))
    else:
        print("\n".join(result_lines(result, speech)))
    return DONE if result.all_right else NOT_YET


def result_row(result: Result, speech: Words) -> dict[str, Any]:
    """Return a result as programs read it: `max` counts neither what is in review nor what could not be asked."""
    items = [
        {
            "id": item.question,
            "status": item.status,
            "score": round(item.score, 6),
            "max": item.points,
            "feedback": [said(each, speech) for each in item.feedback],
        }
        for item in result.items
    ]
    return {"quiz": result.quiz, "score": result.score, "max": result.most, "items": items}


def _due(questions: tuple[Question, ...], quiz: Quiz, machine: Machine) -> tuple[Question, ...]:
    """Return the questions that are due, the most overdue first."""
    from lab.quiz.deck import due

    known = {question.id: question for question in questions}
    cards = due(machine.records.records(), learner(), time.time())
    return tuple(known[card.question] for card in cards if card.quiz == quiz.id and card.question in known)


def _again(options: argparse.Namespace) -> str:
    mode = " --exam" if options.exam else " --review" if options.review else ""
    return f"registry-lab quiz {options.quiz}{mode}"


def _answers(name: str) -> dict[str, Any]:
    """Read a paper: a JSON object of question id to answer; `-` is the standard input."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        answers = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except OSError as error:
        what = say("cli.grade.unreadable", path=name, reason=error.strerror or str(error))
        raise UsageError(what, say("cli.grade.hint")) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(say("cli.grade.no-json", path=name, reason=str(error)), say("cli.grade.hint")) from error
    if not isinstance(answers, dict):
        raise UsageError(say("cli.grade.no-object", path=name), say("cli.grade.hint"))
    return answers


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: nobody could say which answer is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands twice")
    return found

"""The teacher's commands about marks: what waits for a word of theirs, saying it, and marking everything again."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from lab.cli import DONE
from lab.cli.desk import find_quiz, grader
from lab.cli.learner import learner
from lab.cli.paper import SIGNS
from lab.cli.plain import safe
from lab.cli.wiring import Machine
from lab.content.questions import Question, Quiz
from lab.content.quiz_library import load_quiz_file
from lab.content.quiz_parser import parse_quiz
from lab.errors import LabError, UsageError
from lab.grading.read import read_answer
from lab.language.message import say
from lab.language.words import Words
from lab.quiz.appeal import Case, cases, settlement
from lab.quiz.attempt import room
from lab.quiz.marking import marker
from lab.quiz.regrading import Looked, MarkChanged, regrade
from lab.record import Records


def appeals(options: argparse.Namespace, speech: Words) -> int:
    """Show what waits for a teacher, or settle one case."""
    records = Machine(options.engine).records
    every = cases(records.records())
    if options.action == "list":
        return _list(every, options, speech)
    case = _case(every, options.number)
    if options.into and options.action == "accept":
        _accept_into(Path(options.into), case, records, options, speech)
    records.append(settlement(case, options.why, learner(), accepted=options.action == "accept"))
    told = say("cli.appeals.accepted", number=case.number, learner=case.learner)
    if options.action == "reject":
        told = say("cli.appeals.rejected", number=case.number, learner=case.learner)
    print(speech.say(told), file=sys.stderr if options.json else sys.stdout)
    return DONE


def regrade_quiz(options: argparse.Namespace, speech: Words) -> int:
    """Mark every answer to a quiz again, and write down what changes."""
    quiz = find_quiz(options.quiz, speech.lang)
    _regrade(quiz, Machine(options.engine).records, options, speech)
    return DONE


def _list(every: Sequence[Case], options: argparse.Namespace, speech: Words) -> int:
    for case in every:
        if options.json:
            row = {
                "number": case.number,
                "kind": case.kind,
                "quiz": case.quiz,
                "question": case.question,
                "learner": case.learner,
                "answer": case.given.answer,
                "status": case.given.mark.status,
                "why": case.why,
                "settled": case.settled,
            }
            print(json.dumps(row, ensure_ascii=False))
        elif case.settled is None:
            kinds = {"appeal": say("cli.appeals.appeal"), "review": say("cli.appeals.review")}
            print(f"{case.number}\t{speech.say(kinds[case.kind])}\t{case.quiz}/{case.question}\t{safe(case.learner)}")
            print(f"    {SIGNS[case.given.mark.status]} {safe(_shown(case.given.answer))}")
            if case.why:
                print(f"    {safe(case.why)}")
    if not options.json and all(case.settled for case in every):
        print(speech.say(say("cli.appeals.none")), file=sys.stderr)
    return DONE


def _case(every: Iterable[Case], number: int | None) -> Case:
    case = next((each for each in every if each.number == number), None)
    if case is None:
        message = say("cli.appeals.no-number") if number is None else say("cli.appeals.unknown", number=number)
        raise UsageError(message, say("cli.appeals.number-hint"))
    if case.settled is not None:
        raise UsageError(say("cli.appeals.settled", number=case.number), say("cli.appeals.number-hint"))
    return case


def _accept_into(path: Path, case: Case, records: Records, options: argparse.Namespace, speech: Words) -> None:
    """Write an answer into a quiz's file, and mark everybody's answers again by it."""
    from lab.quiz.accepting import accept_in_file

    quiz = load_quiz_file(path, "en")
    question = _question(quiz, case, path)
    old = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    new = accept_in_file(old, question, case.given.answer, marker(quiz, {}))
    changed = parse_quiz(new.encode(), str(path))
    _see_that_it_helps(changed, case)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_bytes(new.encode())
        os.replace(scratch, path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        what = say("cli.teach.unwritable", path=str(path), reason=error.strerror or str(error))
        raise LabError(what, say("cli.teach.unwritable-hint")) from error
    print(speech.say(say("cli.appeals.written", path=str(path))), file=sys.stderr)
    _regrade(changed, records, options, speech)


def _question(quiz: Quiz, case: Case, path: Path) -> Question:
    question = quiz.question(case.question)
    if quiz.id != case.quiz or question is None:
        what = say("cli.appeals.other-quiz", path=str(path), quiz=case.quiz, question=case.question)
        raise UsageError(what, say("cli.appeals.other-quiz-hint"))
    return question


def _see_that_it_helps(quiz: Quiz, case: Case) -> None:
    """Raise UsageError where an answer would still not be right: nothing is written then."""
    question = quiz.question(case.question)
    assert question is not None, "it was there before"
    if marker(quiz, {})(question, read_answer(question.key, case.given.answer)).status != "correct":
        what = say("quiz.accept.by-hand", question=question.id, kind=question.type)
        raise UsageError(what, say("quiz.accept.by-hand-hint"))


def _regrade(quiz: Quiz, records: Records, options: argparse.Namespace, speech: Words) -> None:
    bar = sys.stderr.isatty()
    changed = 0
    for event in regrade(quiz, records.records(room(quiz.id)), marker(quiz, {}), grader()):
        match event:
            case MarkChanged():
                records.append(event.record)
                changed += 1
                _print_change(event, options, speech)
            case Looked() if bar:
                done = speech.say(say("cli.appeals.looked", done=event.done, of=event.of))
                print(f"\r{done}", end="" if event.done < event.of else "\n", file=sys.stderr, flush=True)
    if not options.json:
        print(speech.say(say("cli.appeals.changed", marks=changed)), file=sys.stderr)


def _print_change(event: MarkChanged, options: argparse.Namespace, speech: Words) -> None:
    before, after = event.before, event.after
    if options.json:
        row = {
            "learner": event.learner,
            "question": event.question,
            "answer": event.answer,
            "before": {"status": before.status, "score": before.score},
            "after": {"status": after.status, "score": after.score},
        }
        print(json.dumps(row, ensure_ascii=False))
    else:
        signs = f"{SIGNS[before.status]} {before.score:.2f} → {SIGNS[after.status]} {after.score:.2f}"
        print(f"{safe(event.learner)}\t{event.question}\t{signs}\t{safe(_shown(event.answer))}")


def _shown(answer: object) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)

"""The teacher's commands about questions: what a class's answers say of them, and quizzes in other programs' forms."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from lab.cli import DONE, NOT_YET
from lab.cli.desk import find_quiz, records_of
from lab.cli.plain import safe
from lab.cli.wiring import Machine
from lab.content.problem import ContentError
from lab.content.questions import Quiz
from lab.content.quiz_library import find_quizzes
from lab.content.quiz_lint import lint_quiz
from lab.errors import LabError, UsageError
from lab.language.message import Message, say
from lab.language.words import Words
from lab.quiz.exchange.draft import Draft, identity_from, write_quiz
from lab.quiz.exchange.gift_reader import read_gift
from lab.quiz.marking import marker
from lab.quiz.stats import FEWEST, ItemStats, item_stats


def quiz_stats(options: argparse.Namespace, speech: Words) -> int:
    """Tell what a class's answers say of the questions."""
    chosen = find_quizzes(speech.lang)
    if options.quiz is not None:
        chosen = (find_quiz(options.quiz, speech.lang),)
    with records_of(Machine(options.engine), options.sources) as records:
        for quiz in chosen:
            if not options.json:
                print(quiz.title)
            for stats in item_stats(quiz, records):
                print(_stats_row(quiz, stats, speech) if options.json else _stats_text(stats, speech))
    return DONE


def quiz_export(options: argparse.Namespace, speech: Words) -> int:
    """Write a quiz, or its marks, in another program's form, and say what it cannot carry."""
    from lab.quiz.exchange import anki, gift, gradebook, moodle

    quiz = find_quiz(options.quiz, speech.lang)
    machine = Machine(options.engine)
    package = None
    match options.to:
        case "gift":
            text, losses = gift.write_gift(quiz, speech.lang)
        case "moodle-xml":
            text, losses = moodle.write_moodle_xml(quiz, speech.lang)
        case "anki":
            text = ""
            package, losses = anki.write_anki(quiz)
        case form:
            with records_of(machine, options.sources) as records:
                if form == "csv-long":
                    text, losses = gradebook.long(quiz, records)
                else:
                    write = gradebook.canvas if form == "csv-canvas" else gradebook.moodle
                    text, losses = write(quiz, records, marker(quiz, {}))
    if package is None:
        _write(options.file, text)
    else:
        try:
            package.write_to_file(options.file)
        except OSError as error:
            raise _unwritable(options.file, error) from error
    for loss in losses:
        where = f"{loss.question}: " if loss.question else ""
        print(f"{where}{speech.say(loss.what)}", file=sys.stderr)
    return DONE


def quiz_import(options: argparse.Namespace, speech: Words) -> int:
    """Make a quiz of a GIFT file; what it cannot hold is named, and the rest is whole."""
    source, target = Path(options.gift), Path(options.file)
    if target.exists():
        raise UsageError(say("cli.teach.exists", path=str(target)), say("cli.teach.exists-hint"))
    try:
        text = source.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        what = say("cli.grade.unreadable", path=str(source), reason=error.strerror or str(error))
        raise UsageError(what, say("cli.teach.gift-hint")) from error
    identity = identity_from(target.stem)
    drafts, left = read_gift(text)
    for each in left:
        print(safe(f"{source}:{each.line}: {speech.say(each.why)}"), file=sys.stderr)
    taken: list[Draft] = []
    for draft in drafts:
        flaw = _flaw(write_quiz(identity, source.stem, [draft]), draft.title)
        if flaw is None:
            taken.append(draft)
        else:
            print(safe(speech.say(flaw)), file=sys.stderr)
    if not taken:
        raise UsageError(say("cli.teach.nothing-taken", path=str(source)), say("cli.teach.gift-hint"))
    _write(str(target), write_quiz(identity, source.stem, taken))
    print(speech.say(say("cli.teach.taken", questions=len(taken), path=str(target))), file=sys.stderr)
    return NOT_YET if left or len(taken) < len(drafts) else DONE


def _flaw(text: str, title: str) -> Message | None:
    """Return why a quiz of one question is not sound, or None where it is."""
    try:
        _, problems = lint_quiz(text.encode(), title)
    except ContentError as error:
        problems = error.problems
    errors = [problem for problem in problems if problem.level == "error"]
    return say("quiz.import.unfit", title=title, problem=errors[0].message) if errors else None


def _stats_row(quiz: Quiz, stats: ItemStats, speech: Words) -> str:
    row = {
        "quiz": quiz.id,
        "question": stats.question,
        "learners": stats.learners if stats.learners >= FEWEST else None,
        "mean": stats.mean,
        "discrimination": stats.discrimination,
        "answers": [{"answer": each.text, "share": each.share, "right": each.right} for each in stats.answers],
        "hinted": stats.hinted,
        "seconds": stats.seconds,
        "in_review": stats.in_review,
        "upheld": stats.upheld,
        "remarks": [speech.say(each) for each in stats.remarks],
    }
    return json.dumps(row, ensure_ascii=False)


def _stats_text(stats: ItemStats, speech: Words) -> str:
    if stats.learners < FEWEST:
        return f"  {stats.question}: {speech.say(say('cli.stats.too-few', fewest=FEWEST))}"
    mean = "–" if stats.mean is None else f"{round(100 * stats.mean)} %"
    lines = [f"  {stats.question}: {speech.say(say('cli.stats.head', learners=stats.learners, mean=mean))}"]
    if stats.discrimination is not None:
        lines.append(f"    {speech.say(say('cli.stats.discrimination', value=f'{stats.discrimination:.2f}'))}")
    if stats.seconds is not None:
        asked = say("cli.stats.effort", seconds=round(stats.seconds), hinted=round(100 * (stats.hinted or 0)))
        lines.append(f"    {speech.say(asked)}")
    for each in stats.answers:
        lines.append(f"    {'✓' if each.right else '✗'} {round(100 * each.share):3} %  {safe(each.text)}")
    lines += [f"    → {safe(speech.say(remark))}" for remark in stats.remarks]
    return "\n".join(lines)


def _write(name: str, text: str) -> None:
    if name == "-":
        sys.stdout.write(text)
        return
    try:
        # CSV has its own line ends; everything else is written as it is.
        Path(name).write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise _unwritable(name, error) from error


def _unwritable(name: str, error: OSError) -> LabError:
    what = say("cli.teach.unwritable", path=name, reason=error.strerror or str(error))
    return UsageError(what, say("cli.teach.unwritable-hint"))

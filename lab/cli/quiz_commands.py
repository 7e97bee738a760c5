"""The commands about quizzes by name; their rooms are imported only when one of them is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from lab.cli import appeals, quizzing, teaching
from lab.language.words import Words

Run = Callable[[argparse.Namespace, Words], int]

COMMANDS: Mapping[str, Run] = {
    "quizzes": quizzing.quizzes,
    "quiz": quizzing.quiz,
    "grade": quizzing.grade,
    "appeals": appeals.appeals,
    "regrade": appeals.regrade_quiz,
    "quiz-stats": teaching.quiz_stats,
    "quiz-export": teaching.quiz_export,
    "quiz-import": teaching.quiz_import,
}

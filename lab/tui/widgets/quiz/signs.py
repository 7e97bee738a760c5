"""Signs and words of a quiz: no mark is told by colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from lab.grading.grade import Feedback, Status
from lab.grading.said import Said
from lab.language.message import Message, say
from lab.language.words import Words
from lab.quiz.attempt import Mode

STATUS_SIGNS: Mapping[Status, str] = {
    "correct": "✓",
    "partial": "◐",
    "incorrect": "✗",
    "review": "?",
    "not-graded": "·",
}
STATUS_STYLES: Mapping[Status, str] = {
    "correct": "$text-success",
    "partial": "$text-warning",
    "incorrect": "$text-error",
    "review": "$text-secondary",
    "not-graded": "$foreground 60%",
}
STATUS_WORDS: Mapping[Status, Message] = {
    "correct": say("tui.mark.correct"),
    "partial": say("tui.mark.partial"),
    "incorrect": say("tui.mark.incorrect"),
    "review": say("tui.mark.review"),
    "not-graded": say("tui.mark.not-graded"),
}

MODE_WORDS: Mapping[Mode, Message] = {
    "practice": say("tui.mode.practice"),
    "exam": say("tui.mode.exam"),
    "review": say("tui.mode.review"),
}

KIND_WORDS: Mapping[str, Message] = {
    "fill": say("tui.kind.fill"),
    "choice": say("tui.kind.choice"),
    "truefalse": say("tui.kind.truefalse"),
    "short": say("tui.kind.short"),
    "order": say("tui.kind.order"),
    "ref": say("tui.kind.ref"),
    "command": say("tui.kind.command"),
    "state": say("tui.kind.state"),
}
"""What is to be done, by kind of question."""


def reason(feedback: Feedback, words: Words) -> str:
    """Return a reason in the learner's language: the grader's, or a sentence of the question's author."""
    return feedback.in_language(words.lang) if isinstance(feedback, Said) else words.say(feedback)


def number(score: float) -> str:
    """Return points as people write them: `2`, `1.5`, `0.33`."""
    return f"{score:.2f}".rstrip("0").rstrip(".")


def clock(seconds: float) -> str:
    """Return a time that is left, `14:03` or `1:05:00`, as long as it lasts never 0:00."""
    left = -int(-seconds // 1)
    hours, rest = divmod(left, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"

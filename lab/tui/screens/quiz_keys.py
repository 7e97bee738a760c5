"""The keys of a question's screen, and which of them work when."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lab.language.message import say
from lab.quiz.attempt import Mode
from lab.tui.keys import Key
from lab.tui.widgets.quiz.sheet import Sheet

KEYS = (
    Key("enter", "onward", say("tui.key.next"), say("tui.help.quiz-onward"), "⏎"),
    Key("enter", "type", say("tui.key.to-answer"), say("tui.help.to-answer"), "⏎"),
    Key("y", "judge('correct')", say("tui.key.yes"), say("tui.help.judge-yes")),
    Key("h", "judge('partial')", say("tui.key.half"), say("tui.help.judge-half")),
    Key("n", "judge('incorrect')", say("tui.key.no"), say("tui.help.judge-no")),
    Key("h", "hint", say("tui.key.hint"), say("tui.help.quiz-hint")),
    Key("r", "retry", say("tui.key.again"), say("tui.help.again")),
    Key("a", "appeal", say("tui.key.appeal"), say("tui.help.appeal")),
    Key("e", "easy", say("tui.key.easy"), say("tui.help.easy")),
    Key("n,right_square_bracket", "move(1)", say("tui.key.later"), say("tui.help.later"), "n"),
    Key(
        "p,left_square_bracket", "move(-1)", say("tui.key.previous"), say("tui.help.question-before"), "p", footer=False
    ),
    Key("s", "hand_in", say("tui.key.hand-in"), say("tui.help.hand-in")),
    Key("s", "sum", say("tui.key.sum"), say("tui.help.sum")),
    Key("l", "switch_language", say("tui.key.language"), say("tui.help.language")),
    Key("question_mark", "keys", say("tui.key.keys"), say("tui.help.keys"), "?"),
    Key("escape", "leave(False)", say("tui.key.home"), say("tui.help.quiz-home"), "Esc"),
    Key("q", "leave(True)", say("tui.key.quit"), say("tui.help.quit"), footer=False),
)

NEVER: Mapping[Mode, Collection[str]] = {
    "practice": ("hand_in", "easy"),
    "review": ("hand_in",),
    "exam": ("judge", "hint", "retry", "appeal", "easy", "sum"),
}
"""Actions that a way to take a quiz does not have."""


def keys_of(mode: Mode) -> tuple[Key, ...]:
    """Return the keys that may work in one way to take a quiz."""
    return tuple(key for key in KEYS if key.action.partition("(")[0] not in NEVER[mode])


def works(action: str, parameters: tuple[object, ...], sheet: Sheet | None) -> bool:
    """Tell whether a key's action makes sense for the question on the screen."""
    if sheet is None:
        return action in ("switch_language", "keys", "leave")
    if action in NEVER[sheet.mode]:
        return False
    match action:
        case "onward":
            return sheet.marked
        case "type":
            return not sheet.marked
        case "judge":
            return sheet.judging
        case "hint":
            return sheet.can_hint
        case "retry":
            return sheet.can_retry
        case "appeal":
            return sheet.can_appeal
        case "easy":
            return sheet.can_call_easy
        case "move":
            back = parameters == (-1,)
            return sheet.asked.number > 1 if back else not sheet.marked and sheet.asked.number < sheet.asked.of
    return True

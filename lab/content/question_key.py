"""The key of a question, by its kind."""

from __future__ import annotations

from dataclasses import replace

from lab.content import fill_key, option_key, parsed_key, rubric_key
from lab.content.options import Options
from lab.content.table import Table
from lab.grading.keys import Key, ShortKey, TrueFalseKey

KEYS: dict[str, tuple[str, ...]] = {
    "fill": fill_key.KEYS,
    "choice": option_key.CHOICE_KEYS,
    "truefalse": rubric_key.TRUE_FALSE_KEYS,
    "short": rubric_key.KEYS,
    "order": option_key.ORDER_KEYS,
    "ref": parsed_key.REF_KEYS,
    "command": parsed_key.COMMAND_KEYS,
    "state": parsed_key.STATE_KEYS,
}
"""Kind of question to the keys of its fence that no other kind need have."""


def read_key(table: Table, kind: str, options: Options) -> Key | None:
    """Return the key of a question of a known kind, or None after complaining."""
    match kind:
        case "fill":
            return fill_key.read_fill(table)
        case "choice":
            return option_key.read_choice(table, options.lines)
        case "truefalse":
            return rubric_key.read_truefalse(table)
        case "short":
            return rubric_key.read_short(table)
        case "order":
            return option_key.read_order(table, options.lines)
        case "ref":
            return parsed_key.read_ref(table)
        case "command":
            return parsed_key.read_command(table)
        case _:
            return parsed_key.read_state(table)


def accepting(key: Key, answer: str) -> Key:
    """Return a key that takes this whole answer too, if there is one and its kind is graded by ideas."""
    if isinstance(key, ShortKey | TrueFalseKey) and answer and answer not in key.accept:
        return replace(key, accept=(*key.accept, answer))
    return key

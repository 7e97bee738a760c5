"""Every message that the code can make has words in every language, and no words are left over."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from string import Formatter

import pytest

import lab
from lab.language.message import Message
from lab.language.words import LANGUAGES, Words, catalogue_of

LAB = Path(lab.__file__ or "").parent
ENGLISH = catalogue_of("en")

MAKERS = {"language/message.py", "tui/keys.py"}
"""Files that make a message from a key that stands literally elsewhere: `say` itself, and key bindings' descriptions."""

FILLED_LATER = {"docker_cli/refusals.py"}
"""Files whose messages get their blanks where they are raised; tests/docker_cli sees to these."""


@functools.cache
def calls() -> list[tuple[Path, ast.Call]]:
    """Every place in the code that makes a message."""
    return [
        (path, node)
        for path in sorted(LAB.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "Message")
    ]


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(LAB).as_posix()}:{getattr(node, 'lineno', 0)}"


def is_literal(node: ast.Call) -> bool:
    return bool(node.args) and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)


def keys_said() -> dict[str, list[tuple[str, ast.Call]]]:
    found: dict[str, list[tuple[str, ast.Call]]] = {}
    for path, node in calls():
        if is_literal(node):
            found.setdefault(node.args[0].value, []).append((place(path, node), node))  # type: ignore[attr-defined]
    return found


def texts_that_are_keys() -> set[str]:
    """Every string of the code that is a key: said at once, or put into words later, such as a key binding's."""
    return {
        node.value
        for path in LAB.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ENGLISH
    }


def blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_a_key_stands_literally_wherever_a_message_is_made() -> None:
    makers = {place(path, node) for path, node in calls() if path.relative_to(LAB).as_posix() in MAKERS}
    assert {place(path, node) for path, node in calls() if not is_literal(node)} - makers == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_in_use_has_words(lang: str) -> None:
    catalogue = catalogue_of(lang)
    missing = {key: uses[0][0] for key, uses in keys_said().items() if key not in catalogue}
    assert missing == {}


def test_no_words_are_left_over() -> None:
    assert ENGLISH.keys() - texts_that_are_keys() == set()


def test_every_language_has_the_same_keys() -> None:
    assert {lang: set(catalogue_of(lang)) ^ set(ENGLISH) for lang in LANGUAGES} == {lang: set() for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_has_the_same_blanks(lang: str) -> None:
    other = catalogue_of(lang)
    assert {key for key, text in ENGLISH.items() if blanks(text) != blanks(other[key])} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_use_fills_every_blank(lang: str) -> None:
    catalogue = catalogue_of(lang)
    wrong = [
        f"{where}: {key} has {sorted(blanks(catalogue[key]))}, is given {sorted(given)}"
        for key, uses in keys_said().items()
        if key in catalogue
        for where, node in uses
        if where.partition(":")[0] not in FILLED_LATER | MAKERS
        and all(keyword.arg is not None for keyword in node.keywords)
        and not blanks(catalogue[key]) <= (given := {str(keyword.arg) for keyword in node.keywords})
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_template_takes_its_blanks_and_leaves_no_brace(lang: str) -> None:
    catalogue = catalogue_of(lang)
    speech = Words(lang, catalogue)
    for key, template in catalogue.items():
        said = speech.say(Message(key, tuple((name, "…") for name in sorted(blanks(template)))))
        literal = template.replace("{{", "").replace("}}", "")
        for name in blanks(template):
            literal = literal.replace(f"{{{name}}}", "")
        assert "{" not in literal, key
        assert said.strip(), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_blank_is_a_plain_name(lang: str) -> None:
    odd = {
        key
        for key, template in catalogue_of(lang).items()
        for _, name, specification, conversion in Formatter().parse(template)
        if name is not None and (not name.isidentifier() or specification or conversion)
    }
    assert odd == set()

"""Whatever bytes stand in a quiz's file or its translation: a quiz or its problems, soon, and never another error."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.content.problem import ContentError, Problem
from lab.content.questions import Quiz
from lab.content.quiz_overlay import translate_quiz
from lab.content.quiz_parser import parse_quiz
from lab.content.source import QUIZ_LIMITS
from lab.content.stamp import stamp
from lab.grading.keys import KINDS
from lab.language.words import words
from tests.content.quiz_example import QUIZ

SECONDS = 3.0
"""For a quarter of the lines that a quiz may have."""

PIECES = [
    "# T\n",
    "## Q\n",
    "```toml quiz\n",
    "```toml question\n",
    "```toml translation\n",
    "```\n",
    "```console\n",
    'id = "a"\n',
    *(f'type = "{kind}"\n' for kind in KINDS),
    "points = 1\n",
    "[blank.a]\n",
    "[[blank.a.wrong]]\n",
    'accept = ["x", "y"]\n',
    "groups = [[{}]]\n",
    "[[concept]]\n",
    'any = "*/ x"\n',
    "weight = inf\n",
    'missing.en = "?"\n',
    "edges = [[1, 2], [[3]]]\n",
    "truth = true\n",
    'want = "a:b"\n',
    "[[test]]\n",
    "say = {verdict = 1}\n",
    'say = "\\ud7ff\\u0000"\n',
    'expect = "correct"\n',
    "- [x] a\n",
    "- [ ] \n",
    "  > b\n",
    "1. c\n",
    "[[a]] `[[b]]` ``\n",
    "> [!TIP]\n> d\n\n",
    "> [!IMPORTANT]\n> e\n\n",
    "    ",
    "\t",
    "\n",
    "\x00",
]

SMALL = """# A

```toml quiz
id = "a"
```

## B

```toml question
id = "b"
type = "choice"
points = 1
```

C?

- [x] D
- [ ] E
  > F

## G

```toml question
id = "g"
type = "fill"
points = 1
[blank.h]
accept = ["i"]
[[test]]
say = "i"
expect = "correct"
```

J [[h]]
"""

SMALL_OVERLAY = """# 가

```toml translation
lang = "ko"
of = "a"
```

## 나

```toml translation
of = "b"
```

다?

- [x] 라
- [ ] 마
  > 바

## 사

```toml translation
of = "g"
```

아 [[h]]
"""


def read(source: bytes) -> Quiz | tuple[Problem, ...]:
    """Parse, and make sure that every problem has a line of the file and words."""
    try:
        return parse_quiz(source, "x.md")
    except ContentError as error:
        problems = error.problems
    lines = source.count(b"\n") + source.count(b"\r") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert words("en").say(problem.said()).isprintable()
    return problems


@given(st.binary(max_size=400))
def test_any_bytes_are_a_quiz_or_its_problems(source: bytes) -> None:
    assert read(source)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_markdown_is_a_quiz_or_its_problems(text: str) -> None:
    assert read(text.encode())


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.integers(0, 9_999), st.integers(0, 80))
@settings(max_examples=150, deadline=None)
def test_a_spoilt_quiz_is_a_quiz_or_its_problems(piece: str, start: int, length: int) -> None:
    start %= len(QUIZ)
    assert read((QUIZ[:start] + piece + QUIZ[start + length :]).encode())


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.integers(0, 9_999), st.integers(0, 80))
@settings(max_examples=150, deadline=None)
def test_a_spoilt_translation_never_changes_what_is_right(piece: str, start: int, length: int) -> None:
    main = parse_quiz(SMALL.encode(), "x.md")
    overlay = stamp(SMALL.encode(), SMALL_OVERLAY.encode()).decode()
    spoilt = overlay[: start % len(overlay)] + piece + overlay[start % len(overlay) + length :]
    translated = translate_quiz(main, spoilt.encode(), "x.ko.md").quiz
    for ours, theirs in zip(translated.questions, main.questions, strict=True):
        assert (ours.id, ours.samples, len(ours.options)) == (theirs.id, theirs.samples, len(theirs.options))
    assert translated.questions[1].key == main.questions[1].key


def question(toml: str, body: str = "A?") -> str:
    return f'# A\n\n```toml quiz\nid = "a"\n```\n\n## B\n\n```toml question\n{toml}\n```\n\n{body}\n'


FILL = 'id = "b"\ntype = "fill"\npoints = 1\n'

MONSTERS: dict[str, Callable[[], str]] = {
    "a mebibyte of brackets": lambda: question(FILL + "[blank.a]\naccept = ['x']", "[" * QUIZ_LIMITS.size),
    "backticks of every length": lambda: question(FILL, "\n".join(f"{'`' * (n % 1000)} [[a]]" for n in range(2_000))),
    "blanks": lambda: question(FILL, "[[a]] " * 100_000),
    "blanks of the key": lambda: question(FILL + "".join(f"[blank.b{n}]\naccept = ['x']\n" for n in range(9_000))),
    "options": lambda: question('id = "b"\ntype = "choice"\npoints = 1', "- [ ] a\n" * 9_000),
    "lists": lambda: question('id = "b"\ntype = "order"\npoints = 1', "1. a\n\n- b\n\n" * 2_000),
    "edges": lambda: question('id = "b"\ntype = "order"\npoints = 1\nedges = [\n' + "[9, 1],\n" * 9_000 + "]"),
    "questions": lambda: "# a\n" + "## a\n```toml question\n```\n" * 3_000,
    "tests": lambda: question(FILL + "[blank.a]\naccept = ['x']\n" + "[[test]]\nsay = 1\n" * 9_000, "[[a]]"),
    "links": lambda: question(FILL, "> [!IMPORTANT]\n" + "> [a](b" * 60_000),
    "quotes": lambda: question(FILL, "> a\n" * 9_000),
    "too many bytes": lambda: "a" * 10_000_000,
    "too many lines": lambda: "\n" * (QUIZ_LIMITS.lines + 1),
}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monstrous_quiz_is_answered_in_time(name: str) -> None:
    source = MONSTERS[name]().encode()
    start = time.process_time()
    assert isinstance(read(source), tuple)
    assert time.process_time() - start < SECONDS

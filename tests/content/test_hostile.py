"""Whatever bytes stand in a file: an exercise or its problems, soon, and never another error."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.content.markdown import cut
from lab.content.model import Exercise
from lab.content.overlay import translate
from lab.content.parser import parse
from lab.content.problem import ContentError, Problem
from lab.content.source import MAX_BYTES
from lab.content.stamp import stamp
from lab.language.words import words

SECONDS = 2.0

PIECES = [
    "# Title\n",
    "## Step\n",
    "```toml exercise\n",
    "```toml step\n",
    "```toml translation\n",
    "```console\n",
    "```\n",
    "$ docker ps {port} \\\n",
    'id = "a"\n',
    'of = "a"\n',
    "minutes = 5\n",
    'images = ["registry"]\n',
    "[vars]\n",
    "port = 5000\n",
    "[[check]]\n",
    'kind = "image-present"\n',
    'reference = "x"\n',
    "[[mistake]]\n",
    "do = [\n",
    'x.y = {a = [{b = """\n',
    "> [!TIP]\n",
    "> ",
    "- ",
    "    ",
    "\n",
    "===\n",
    "<!--",
    "~~~",
    "\t",
    "[a]: b\n",
    "\u2028",
    "\x00",
]


SMALL = """# A

```toml exercise
id = "a"
minutes = 1
images = []
```

## B

```console
$ docker image ls
```

```toml step
id = "b"
[[check]]
kind = "image-present"
reference = "x"
```

> [!TIP]
> c
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

```console
```

> [!TIP]
> 다
"""


def read(source: bytes) -> Exercise | tuple[Problem, ...]:
    """Parse, and make sure that every problem has a line of the file and words."""
    try:
        return parse(source, "x.md")
    except ContentError as error:
        problems = error.problems
    lines = source.count(b"\n") + source.count(b"\r") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert words("en").say(problem.said()).isprintable()
    assert problems == tuple(sorted(problems, key=lambda problem: problem.line))
    return problems


@given(st.binary(max_size=400))
def test_any_bytes_are_an_exercise_or_its_problems(source: bytes) -> None:
    assert read(source)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_markdown_is_an_exercise_or_its_problems(text: str) -> None:
    assert read(text.encode())


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.integers(0, 1000), st.integers(0, 80))
@settings(max_examples=200, deadline=None)
def test_a_spoilt_translation_never_changes_what_runs(piece: str, start: int, length: int) -> None:
    main = parse(SMALL.encode(), "x.md")
    overlay = stamp(SMALL.encode(), SMALL_OVERLAY.encode()).decode()
    spoilt = overlay[: start % len(overlay)] + piece + overlay[start % len(overlay) + length :]
    translated = translate(main, spoilt.encode(), "x.ko.md").exercise
    assert [(step.id, step.commands, step.checks) for step in translated.steps] == [
        (step.id, step.commands, step.checks) for step in main.steps
    ]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.integers(0, 1000), st.integers(0, 80))
@settings(max_examples=300, deadline=None)
def test_a_spoilt_file_is_an_exercise_or_its_problems(piece: str, start: int, length: int) -> None:
    start %= len(SMALL)
    assert read((SMALL[:start] + piece + SMALL[start + length :]).encode())


@given(st.text(max_size=300))
def test_blocks_lie_in_the_text_one_after_the_other(text: str) -> None:
    document = cut(text.replace("\r", ""))
    ends = 1
    for block in document.blocks:
        assert ends <= block.line < block.end <= len(document.lines) + 1
        ends = block.end


def fenced(toml: str) -> str:
    return f"# A\n\n```toml exercise\n{toml}\n```\n"


MONSTERS: dict[str, Callable[[], str]] = {
    "quotes": lambda: ">" * 10_000,
    "lists": lambda: "- " * 10_000,
    "indented lists": lambda: "".join(" " * number + "- a\n" for number in range(500)),
    "brackets": lambda: "[" * 10_000,
    "brackets to the brim": lambda: "[" * MAX_BYTES,
    "ten megabytes": lambda: "a" * 10_000_000,
    "stars": lambda: "*a_ " * 30_000,
    "empty lines": lambda: "\n" * MAX_BYTES,
    "lists in quotes in lists": lambda: "> - > - > - > - > - > - a\n" * 4_900,
    "ordered lists in quotes": lambda: "> 1. > 1. > 1. > 1. > 1. a\n" * 4_800,
    "open fences": lambda: "> ```\n" * 5_000,
    "sections": lambda: "# a\n" + "## a\n" * 4_900,
    "sections with fences": lambda: "# a\n" + "## a\n```toml step\n```\n" * 1_600,
    "alerts": lambda: "# a\n## a\n" + "> [!TIP]\n> a\n\n" * 1_600,
    "one long alert": lambda: "# a\n## a\n" + "> [!TIP]\n" * 4_900,
    "consoles": lambda: "# a\n## a\n" + "```console\n$\n```\n" * 1_600,
    "placeholders": lambda: "# a\n" + "{a}" * 40_000,
    "link definitions": lambda: "[a]: b '" + "x\n" * 4_900,
    "html": lambda: "<!-- " * 20_000,
    "toml brackets": lambda: fenced("x = " + "[" * 400),
    "toml brackets over many lines": lambda: fenced("x = " + "[\n" * 4_000),
    "toml tables in tables": lambda: fenced("x = " + "{a=" * 150),
    "toml keys of many parts": lambda: fenced("\n".join(f"b{n}." + ".".join("a" * 240) + " = 1" for n in range(250))),
    "toml headers of many parts": lambda: fenced("\n".join(f"[b{n}." + ".".join("a" * 240) + "]" for n in range(250))),
    "toml number of many digits": lambda: fenced("x = " + "1" * 100_000),
    "toml unknown keys": lambda: fenced("\n".join(f"k{number} = 1" for number in range(4_900))),
}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monster_is_answered_in_time(name: str) -> None:
    source = MONSTERS[name]().encode()
    start = time.process_time()
    assert isinstance(read(source), tuple)
    assert time.process_time() - start < SECONDS


def test_a_zero_byte_and_bytes_that_are_no_utf8_are_told_with_their_lines() -> None:
    for source, key in (
        (b"# a\r\n\0\n", "control"),
        (b"# a\r\n\xc3\x28", "not-utf8"),
        ("# a\n\ud7ff".encode("utf-16"), "not-utf8"),
    ):
        problems = read(source)
        assert isinstance(problems, tuple)
        found = {problem.message.key: problem.line for problem in problems}
        assert found[f"content.problem.{key}"] == (1 if source.startswith(b"\xff") else 2)

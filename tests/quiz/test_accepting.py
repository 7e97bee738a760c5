"""An accepted answer in its quiz's file: as an accepted answer and as a sample, comments kept."""

from __future__ import annotations

from typing import Any

import pytest

from lab.content.questions import Quiz, Sample
from lab.content.quiz_parser import parse_quiz
from lab.errors import UsageError
from lab.grading.read import read_answer
from lab.quiz.accepting import accept_in_file
from lab.quiz.marking import marker

FILE = """# Basics

```toml quiz
id = "basics"
```

## A call

```toml question
id = "webhook"   # the lecture's first question
type = "fill"
points = 1

[blank.hook]
# both spellings are in use
accept = ["webhook", "웹훅"]

[[test]]
say = "trigger"   # somebody's idea
expect = "incorrect"
```

It calls a [[hook]].

> [!TIP]
> A hint.

## Two gaps

```toml question
id = "ports"
type = "fill"
points = 2
[blank.first]
accept = ["5000"]
[blank.second]
accept = [
  "443",
]
```

[[first]] and [[second]].

## What is refused

```toml question
id = "https"
type = "short"
points = 3

# the rubric
[[concept]]
id = "no-tls"
any = ["without https"]
```

What is refused?

## Really?

```toml question
id = "loopback"
type = "truefalse"
points = 3
truth = false
verdict_weight = 1
accept = ["loopback is exempt"]

[[concept]]
id = "exempt"
weight = 2
any = ["localhost"]
```

Is it refused?

## A command

```toml question
id = "tag"
type = "command"
points = 1
want = "docker tag web 127.0.0.1:5000/web"
```

Name it.

## A name

```toml question
id = "ref"
type = "ref"
points = 1
want = "127.0.0.1:5000/web"
```

Its name.
"""


def quiz(text: str = FILE) -> Quiz:
    return parse_quiz(text.encode(), "basics.md")


def accepted(identity: str, answer: Any, text: str = FILE) -> str:
    found = quiz(text)
    question = found.question(identity)
    assert question is not None
    return accept_in_file(text, question, answer, marker(found, {}))


def status(text: str, identity: str, answer: Any) -> str:
    found = quiz(text)
    question = found.question(identity)
    assert question is not None
    return marker(found, {})(question, read_answer(question.key, answer)).status


def samples(text: str, identity: str) -> tuple[Sample, ...]:
    question = quiz(text).question(identity)
    assert question is not None
    return question.samples


@pytest.mark.parametrize(
    ("identity", "answer"),
    [
        ("webhook", {"hook": "an event call"}),
        ("webhook", {"hook": 'with "quotes", \\ and 한글'}),
        ("ports", {"first": "5000", "second": "https"}),
        ("https", "registries that speak in the clear"),
        ("loopback", {"verdict": False, "reason": "the address never leaves the machine"}),
        ("tag", "docker tag web 127.0.0.1:5000/web:1"),
    ],
    ids=str,
)
def test_an_accepted_answer_is_right_from_then_on_and_a_sample_keeps_it_so(identity: str, answer: Any) -> None:
    assert status(FILE, identity, answer) != "correct"
    text = accepted(identity, answer)
    assert status(text, identity, answer) == "correct"
    question = quiz(text).question(identity)
    assert question is not None
    sample = samples(text, identity)[-1]
    assert (sample.answer, sample.expect) == (read_answer(question.key, answer), "correct")


def test_everything_else_stays_as_it_was() -> None:
    before, after = FILE.split("\n"), accepted("webhook", {"hook": "an event call"}).split("\n")
    changed = [line for line in before if line not in after]
    assert changed == ['accept = ["webhook", "웹훅"]']
    new = [line for line in after if line and line not in before]
    assert new == [
        'accept = ["webhook", "웹훅", "an event call"]',
        'say = "an event call"',
        'expect = "correct"',
    ]


def test_only_the_blank_that_was_wrong_gets_an_answer_more() -> None:
    text = accepted("ports", {"first": "5000", "second": "https"})
    assert text.count('"5000"') == FILE.count('"5000"') + 1  # in the sample
    assert '"https"' in text


def test_a_sample_that_said_otherwise_is_corrected() -> None:
    text = accepted("webhook", {"hook": "trigger"})
    assert text.count("[[test]]") == 1
    assert [each.expect for each in samples(text, "webhook")] == ["correct"]
    assert "# somebody's idea" in text


def test_accepting_twice_adds_nothing() -> None:
    once = accepted("https", "registries that speak in the clear")
    assert accepted("https", "registries that speak in the clear", once) == once


def test_one_wanted_command_becomes_a_list_of_two() -> None:
    text = accepted("tag", "docker tag web 127.0.0.1:5000/web:1")
    assert 'want = ["docker tag web 127.0.0.1:5000/web", "docker tag web 127.0.0.1:5000/web:1"]' in text


@pytest.mark.parametrize(
    ("identity", "answer"),
    [
        ("ref", "127.0.0.1:5000/site"),
        ("loopback", {"verdict": True, "reason": "it is"}),
        ("loopback", {"verdict": False, "reason": ""}),
    ],
    ids=str,
)
def test_where_no_answer_can_be_added_the_key_is_to_be_changed_by_hand(identity: str, answer: Any) -> None:
    with pytest.raises(UsageError) as refused:
        accepted(identity, answer)
    assert refused.value.message.key == "quiz.accept.by-hand"

"""What marks an answer, apart from the graders: whoever only passes it on does not load them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lab.content.questions import Question
from lab.grading.answers import Answer
from lab.grading.grade import Grade

Marker: TypeAlias = "Callable[[Question, Answer], Grade]"
"""From a question and an answer to a grade; it looks at nothing else, so that it can be asked again at any time."""

"""What a learner reads of a question, from its section in any language."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from lab.content.blanks import blanks
from lab.content.fingerprint import fingerprint
from lab.content.options import Options
from lab.content.problem import Report, shown
from lab.content.sections import Section
from lab.grading.keys import FillKey, Key
from lab.language.message import say

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = str.maketrans("", "", "`*")


def words_of(section: Section, options: Options) -> dict[str, Any]:
    """Return the fields of a Question that a translation has too."""
    return {
        "title": section.title,
        "prose": options.prose,
        "options": tuple(line.text for line in options.lines),
        "option_feedback": tuple(line.feedback for line in options.lines),
        "hints": section.texts("TIP"),
        "explanation": "".join(section.texts("NOTE")[:1]),
        "model_answer": "".join(section.texts("IMPORTANT")[:1]),
    }


def text_hash(section: Section, options: Options) -> str:
    """Return the hash of all that a translation has to translate."""
    lines = [text for line in options.lines for text in (line.text, line.feedback)]
    alerts = (section.texts(kind) for kind in ("TIP", "IMPORTANT", "NOTE"))
    return fingerprint(section.title, options.prose, lines, *alerts)


def typed_model_answer(section: Section) -> str:
    """Return the model answer as a learner would type it: on one line, without Markdown's signs; empty for none."""
    text = "".join(section.texts("IMPORTANT")[:1])
    return " ".join(_LINK.sub(r"\1", text).translate(_MARKS).split())


def report_second_alerts(section: Section, report: Report) -> None:
    """Complain of a second explanation or model answer; hints may be many."""
    seen: set[str] = set()
    for alert in section.alerts:
        if alert.kind in seen and alert.kind != "TIP":
            what = say("content.problem.second-alert", kind=f"[!{alert.kind}]")
            report.add(alert.line, what, say("content.allowed.one-alert"))
        seen.add(alert.kind)


def report_blanks(section: Section, prose: str, key: Key, report: Report) -> None:
    """Complain of a blank that stands in the prose or in the key alone, or in the prose twice."""
    wanted = [blank.name for blank in key.blanks] if isinstance(key, FillKey) else []
    if not wanted and "[[" not in prose:
        return
    found = Counter(blanks(prose))
    allowed = say("content.allowed.blanks", names=tuple(f"[[{name}]]" for name in wanted))
    if not wanted:
        allowed = say("content.allowed.no-blanks")
    for name, count in found.items():
        line = _line_of(section, f"[[{name}]]")
        if name not in wanted:
            report.add(line, say("content.problem.unknown-blank", name=shown(f"[[{name}]]")), allowed)
        elif count > 1:
            report.add(line, say("content.problem.second-blank", name=f"[[{name}]]"), allowed)
    for name in wanted:
        if name not in found:
            report.add(section.line, say("content.problem.no-blank", name=f"[[{name}]]"), allowed)


def _line_of(section: Section, text: str) -> int:
    lines = range(section.line, section.end)
    return next((number for number in lines if text in section.source[number - 1]), section.line)

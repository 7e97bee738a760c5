"""Why an engine says no, in one sentence for each kind of refusal that a learner is likely to meet."""

from __future__ import annotations

from collections.abc import Mapping

from lab.language.message import Message, say

WHY: Mapping[str, Message] = {
    "name-taken": say("tui.why.name-taken"),
    "port-taken": say("tui.why.port-taken"),
    "no-such-image": say("tui.why.no-such-image"),
    "no-such-container": say("tui.why.no-such-container"),
    "not-published": say("tui.why.not-published"),
    "https-required": say("tui.why.https-required"),
    "registry-refused": say("tui.why.registry-refused"),
    "running": say("tui.why.running"),
    "not-running": say("tui.why.not-running"),
    "must-force": say("tui.why.must-force"),
    "in-use": say("tui.why.in-use"),
    "offline": say("tui.why.offline"),
    "login": say("tui.why.login"),
    "unreachable": say("tui.why.unreachable"),
    "timeout": say("tui.why.timeout"),
}
"""Kind of error to its reason; the others' messages say it themselves."""

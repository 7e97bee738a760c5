"""Values that several commands share: names, image references, numbers, `key=value`."""

from __future__ import annotations

import re
from dataclasses import replace

from lab.docker_cli.errors import CommandError, shown
from lab.docker_cli.grammar import Given, Refusal, refuse
from lab.docker_cli.refusals import IMAGE_BY_ID
from lab.docker_cli.substitution import pieces, refuse_substitution
from lab.errors import LabError
from lab.language.message import say
from lab.reference import Reference

NO_DIGEST = f"sha256:{'0' * 64}"
"""Stands for a digest that is not known yet, so that the rest of the name can be read."""


def read_name(text: str, least: int = 1) -> str:
    """Check the name (or ID) of a container, volume or network; `least` is its shortest length."""
    name = text.removeprefix("/")
    if re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*", name) and len(name) >= least:
        return name
    raise CommandError("bad-name", say("commands.wrong.name", name=shown(text)), say("commands.try.name"))


def read_names(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Check several names."""
    return tuple(read_name(text) for text in texts)


def is_image_id(text: str) -> bool:
    """Whether a learner who typed this meant an ID; a name of 12 to 64 hexadecimal digits would be read the same."""
    return bool(re.fullmatch(r"[0-9a-fA-F]{12,64}|sha256:.*", text, re.DOTALL))


def read_image(text: str, by_id: Refusal = IMAGE_BY_ID) -> Reference:
    """Read an image's name; an ID is refused with the reason given, because it names different things on different engines."""
    if is_image_id(text):
        raise refuse(by_id)
    plain, template = _digest_from_file(text)
    try:
        reference = Reference.parse(plain)
    except LabError as error:
        raise CommandError("bad-reference", error.message, error.hint) from error
    return replace(reference, digest=template) if template else reference


def _digest_from_file(text: str) -> tuple[str, str]:
    """Return a name with a digest in place of the one that a file will give, and how the file gives it; "" where none does."""
    *before, last = pieces(text) or (("", False),)
    if not last[1]:
        refuse_substitution(text)
        return text, ""
    start = "sha256:" if last[0].startswith("$(sha256sum ") else ""
    name = "".join(part for part, substituted in before if not substituted)
    if len(before) != 1 or not name.endswith(f"@{start}"):
        raise CommandError("bad-reference", say("commands.wrong.digest-of-file"), say("commands.try.digest-of-file"))
    return f"{name.removesuffix(start)}{NO_DIGEST}", f"{start}{last[0]}"


def read_number(flag: str, text: str | None) -> int | None:
    """Read a whole number that is not negative; None where the option was not given."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    message = say("commands.wrong.number", flag=flag, text=shown(text))
    raise CommandError("bad-value", message, say("commands.try.number", flag=flag))


def read_platform(text: str | None) -> str | None:
    """Check a platform: `linux/amd64`, `linux/arm64/v8`."""
    if text is None or re.fullmatch(r"[a-z0-9_]+(?:/[a-z0-9_]+){0,2}", text):
        return text
    message = say("commands.wrong.platform", platform=shown(text))
    raise CommandError("bad-value", message, say("commands.try.platform"))


def read_pair(flag: str, text: str, bare: str | None = None) -> tuple[str, str]:
    """Read `KEY=VALUE`; a key alone has the value `bare`, or is an error where there is none."""
    key, equals, value = text.partition("=")
    if key and equals:
        return key, value
    if key and bare is not None:
        return key, bare
    message = say("commands.wrong.pair", flag=flag, text=shown(text))
    raise CommandError("bad-value", message, say("commands.try.pair", flag=flag))


def read_filters(given: Given) -> tuple[tuple[str, str], ...]:
    """Read every `--filter`."""
    return tuple(read_pair("--filter", text) for text in given.every("filter"))

"""The ` ```toml exercise ` fence: which exercise this is, and what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lab.content.fields import read_fields
from lab.content.model import NEEDS, PLACEHOLDER, Source
from lab.content.problem import shown
from lab.content.props import PROPS, Prop
from lab.content.sources import read_sources
from lab.content.table import Table
from lab.language.message import say
from lab.reference import DOCKER_HUB
from lab.variables import is_name, is_port

ID = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
"""Lower-case words with hyphens."""

HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::[0-9]{1,5})?"
"""A registry on the internet by its name: no address, which could be anything in the learner's own network."""

HEAD_KEYS = ("id", "minutes", "images", "vars", "aliases", "needs", "hosts", "source", *PROPS)
_AT_ODDS = {"engine", "swarm", "build"}
"""Needs of a real engine, which the practice engine is not."""
_MINUTES = range(1, 601)
_PORTS = range(1, 65536)
_VAR = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Head:
    """What the fence says, as far as it could be read."""

    id: str | None
    line: int
    """Of the id."""
    aliases: tuple[str, ...]
    """Ids that it had before."""
    minutes: int | None
    images: tuple[str, ...] | None
    vars: tuple[tuple[str, str | int], ...] | None
    needs: tuple[str, ...]
    hosts: tuple[str, ...]
    """Registries to pull from beside Docker Hub and the exercise's own."""
    sources: tuple[Source, ...]
    props: tuple[Prop, ...]
    """What lies in the exercise's folder."""


def read_head(table: Table) -> Head:
    """Read the fence's table and report what is wrong with it."""
    table.only(HEAD_KEYS)
    limits = say("content.allowed.number", low=_MINUTES.start, high=_MINUTES.stop - 1)
    identity = table.text("id", say("content.allowed.id"), ID)
    return Head(
        id=identity,
        line=table.line_of("id"),
        aliases=read_aliases(table, identity),
        minutes=table.number("minutes", limits, _MINUTES),
        images=table.texts("images", say("content.allowed.texts")),
        vars=_vars(table),
        needs=_needs(table),
        hosts=_hosts(table),
        sources=read_sources(table),
        props=tuple(_props(table)),
    )


def read_aliases(table: Table, identity: str | None) -> tuple[str, ...]:
    """Return the ids that an exercise or a step had before it was renamed; wrong ones are complained of and left out."""
    found = table.texts("aliases", say("content.allowed.aliases"), optional=True) or ()
    if not all(re.fullmatch(ID, alias) for alias in found) or len({*found, identity}) <= len(found):
        table.wrong("aliases", say("content.allowed.aliases"))
        return ()
    return found


def _needs(table: Table) -> tuple[str, ...]:
    allowed = say("content.allowed.needs", names=NEEDS)
    found = table.texts("needs", allowed, optional=True) or ()
    if not set(found) <= set(NEEDS) or len(set(found)) < len(found) or ("practice" in found and _AT_ODDS & set(found)):
        table.wrong("needs", allowed)
    return found


def _hosts(table: Table) -> tuple[str, ...]:
    found = table.texts("hosts", say("content.allowed.hosts"), optional=True) or ()
    if not all(re.fullmatch(HOST, host) and host != DOCKER_HUB for host in found):
        table.wrong("hosts", say("content.allowed.hosts"))
    return found


def _props(table: Table) -> Iterator[Prop]:
    """Yield the props that can be read, after complaining of the others and of paths that two of them would have."""
    first: dict[str, int] = {}
    for key, kind in PROPS.items():
        for entry in table.tables(key):
            prop = read_fields(entry, kind)
            if prop is None:
                continue
            for path in prop.paths:
                if first.setdefault(path, entry.line) != entry.line:
                    what = say("content.problem.path-twin", path=shown(path), line=first[path])
                    entry.report.add(entry.line, what, say("content.allowed.unique"))
            yield prop


def _vars(head: Table) -> tuple[tuple[str, str | int], ...] | None:
    table = head.table("vars")
    if table is None:
        return None if "vars" in head.values else ()
    for name, value in table.values.items():
        if not _VAR.fullmatch(name):
            table.wrong(name, say("content.allowed.var-name"))
        elif type(value) is not int and not (isinstance(value, str) and value and not PLACEHOLDER.search(value)):
            table.wrong(name, say("content.allowed.var-value"))
        elif (is_port(name) and not (type(value) is int and value in _PORTS)) or (is_name(name) and type(value) is int):
            table.wrong(name, say("content.allowed.var-leased"))
    # Wrong ones are kept: otherwise every use of them would be reported too.
    return tuple((name, value if isinstance(value, str | int) else "") for name, value in table.values.items())

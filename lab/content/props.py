"""What lies in an exercise's folder before its first step: one frozen dataclass a kind, its fields are what a file may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol


class Prop(Protocol):
    """Something that the lab lays into the workspace when a run is opened; `lab/props/` knows how."""

    key: ClassVar[str]
    """The table's name in the exercise's fence: `file` for `[[file]]`."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the files that it is made of, relative to the workspace, with `/`."""


@dataclass(frozen=True, slots=True)
class File:
    """A text file, such as a Dockerfile or a registry's configuration."""

    key: ClassVar[str] = "file"
    path: str
    text: str

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the file itself."""
        return (self.path,)


PROPS: Mapping[str, type[Prop]] = {prop.key: prop for prop in (File,)}
"""Every kind of prop an exercise may lay out, by its table's name."""

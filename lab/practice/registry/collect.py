"""Garbage collection: what no manifest names is removed, and what is done is told in distribution's words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lab.practice.registry.blobs import Blobs
from lab.practice.registry.errors import RegistryError
from lab.practice.registry.files import linked, read_link
from lab.practice.registry.layout import Layout
from lab.practice.registry.manifest import read_manifest
from lab.practice.registry.manifests import Manifests, repositories
from lab.practice.registry.names import Digest, parse_digest


@dataclass(slots=True)
class _Marks:
    """What was found."""

    kept: set[Digest] = field(default_factory=set)
    untagged: list[tuple[str, Digest]] = field(default_factory=list)
    """Manifests that no tag means, with their repositories."""


def collect(root: Path, *, delete_untagged: bool = False, dry_run: bool = False) -> Iterator[str]:
    """Collect the garbage under a registry's root, yielding the program's lines; nobody may push meanwhile.

    It is `registry garbage-collect [--delete-untagged] [--dry-run]`; ValueError where a manifest cannot be read.
    """
    layout = Layout(root)
    manifests = Manifests(layout, Blobs(layout))
    marks = _Marks()
    names = repositories(layout)
    for name in names:
        yield name
        yield from _mark(manifests, name, marks, delete_untagged=delete_untagged)
    untagged = [(name, digest) for name, digest in marks.untagged if digest not in marks.kept]
    for name, digest in untagged:
        yield f"manifest eligible for deletion: {{{name} {digest} [{' '.join(_tags(manifests, name))}]}}"
    loose = [digest for digest in _content(layout) if digest not in marks.kept]
    yield ""
    summary = f"{len(marks.kept)} blobs marked, {len(loose)} blobs and {len(untagged)} manifests eligible for deletion"
    yield summary
    if not dry_run:
        for name, digest in untagged:
            _forget(layout, name, digest, _tags(manifests, name))
    for digest in loose:
        yield f"blob eligible for deletion: {digest}"
        if not dry_run:
            shutil.rmtree(layout.blob(digest))
    # Only now, since a manifest of one repository may stay because of another.
    for name, digest in _unnamed(layout, names, marks):
        yield f"{name}: layer link eligible for deletion: {digest}"
        if not dry_run:
            shutil.rmtree(layout.layer(name, digest).parent)


def _mark(manifests: Manifests, name: str, marks: _Marks, *, delete_untagged: bool) -> Iterator[str]:
    tagged = {read_link(manifests.layout.current(name, tag)) for tag in _tags(manifests, name)}
    for digest in manifests.revisions(name):
        if delete_untagged and digest not in tagged:
            marks.untagged.append((name, digest))
            continue
        yield f"{name}: marking manifest {digest} "
        marks.kept.add(digest)
        yield from _mark_references(manifests, name, digest, marks)


def _mark_references(manifests: Manifests, name: str, digest: Digest, marks: _Marks) -> Iterator[str]:
    try:
        manifest = read_manifest(manifests.read(name, digest), None)
    except RegistryError as error:
        raise ValueError(f"failed to mark: {name}: failed to retrieve manifest for digest {digest}: {error}") from None
    for named in (*manifest.blobs, *manifest.manifests):
        reference = read_link(manifests.layout.layer(name, named)) or named
        if reference in marks.kept:
            continue
        marks.kept.add(reference)
        yield f"{name}: marking blob {reference}"
        if manifests.has(name, reference):
            yield from _mark_references(manifests, name, reference, marks)


def _unnamed(layout: Layout, names: list[str], marks: _Marks) -> list[tuple[str, Digest]]:
    """Return the links to blobs that no manifest names."""
    links = [(name, digest) for name in names for digest in linked(layout.layers(name))]
    return [(name, digest) for name, digest in links if read_link(layout.layer(name, digest)) not in marks.kept]


def _tags(manifests: Manifests, name: str) -> list[str]:
    return manifests.tags(name) if manifests.layout.tags(name).is_dir() else []


def _content(layout: Layout) -> list[Digest]:
    found = (parse_digest(f"{path.parts[-4]}:{path.parts[-2]}") for path in layout.blobs.glob("*/*/*/data"))
    return sorted(digest for digest in found if digest is not None)


def _forget(layout: Layout, name: str, digest: Digest, tags: list[str]) -> None:
    for tag in tags:
        once = layout.index(name, tag, digest).parent
        if once.exists():
            shutil.rmtree(once)
    shutil.rmtree(layout.revision(name, digest).parent)

"""Which content fits which machine."""

from __future__ import annotations

import platform

import pytest

from lab.practice.errors import ApiError
from lab.practice.images.platforms import Platform, default_platform, parse


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("linux/amd64", Platform("linux", "amd64")),
        ("linux/x86_64", Platform("linux", "amd64")),
        ("arm64", Platform("linux", "arm64")),
        ("linux/arm/v7", Platform("linux", "arm", "v7")),
    ],
)
def test_a_platform_is_read_in_its_usual_spellings(text: str, wanted: Platform) -> None:
    assert parse(text) == wanted


@pytest.mark.parametrize("text", ["linux/arm/v7/x", "linux/", "a b", "linux/../x"])
def test_what_is_no_platform_is_refused(text: str) -> None:
    with pytest.raises(ApiError, match="cannot parse platform specifier"):
        parse(text)


@pytest.mark.parametrize(("machine", "architecture"), [("arm64", "arm64"), ("aarch64", "arm64"), ("riscv64", "amd64")])
def test_the_engine_is_what_the_hub_has_content_for(
    machine: str, architecture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert default_platform().architecture == architecture


def test_the_variant_that_every_arm64_has_makes_no_difference() -> None:
    described = {"os": "linux", "architecture": "arm64", "variant": "v8"}
    assert Platform("linux", "arm64").fits(described)
    assert Platform("linux", "arm64", "v8").fits({"os": "linux", "architecture": "arm64"})
    assert not Platform("linux", "arm", "v7").fits({"os": "linux", "architecture": "arm", "variant": "v6"})

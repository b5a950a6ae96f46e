"""Names that work on every OS, and lead nowhere else."""

from __future__ import annotations

import pytest

from desktop.packs.names import file_objection, is_pack_name, is_version, version_order

TRICKS = {
    "": "no name",
    "/etc/a.yaml": "absolute",
    "C:a.yaml": "colon",
    "a.yaml:stream.yaml": "colon",
    "..\\a.yaml": "backslash",
    "\\\\server\\share\\a.yaml": "backslash",
    "../a.yaml": "out of its folder",
    "sub/../a.yaml": "out of its folder",
    "sub/a.yaml": "in a folder",
    "./a.yaml": "in a folder",
    "sub/": "is a folder",
    "CON": "device",
    "aux.yaml": "device",
    "Nul.something.yaml": "device",
    "com1.yml": "device",
    "LPT9 .yaml": "device",
    "a.yaml.": "dot or a space",
    "a.yaml ": "dot or a space",
    "a\0.yaml": "other characters",
    "a\n.yaml": "other characters",
    "ä.yaml": "other characters",
    "com¹.yaml": "other characters",
    "a b.yaml": "other characters",
    "~a.yaml": "other characters",
    ".hidden.yaml": "other characters",
    "-a.yaml": "other characters",
    "a.yaml\u202e": "other characters",
    "a.exe": "neither",
    "a.yaml.exe": "neither",
    "manifest.json": "neither",
    "yaml": "neither",
    "a" * 96 + ".yaml": "longer",
}


@pytest.mark.parametrize(("name", "objection"), TRICKS.items())
def test_a_trick_is_named(name: str, objection: str) -> None:
    assert objection in file_objection(name)


@pytest.mark.parametrize("name", ["a.yaml", "A-b_c.1.yml", "console.yaml", "com10.YAML", "0.yaml"])
def test_a_usual_name_is_none(name: str) -> None:
    assert file_objection(name) == ""


@pytest.mark.parametrize(
    "name", ["", "Team", "a b", "con", "aux", "../a", "a/b", "1a", "-a", "a.b", "own", "shipped"]
)
def test_no_name_for_a_pack(name: str) -> None:
    assert not is_pack_name(name)


def test_names_for_packs() -> None:
    assert is_pack_name("team")
    assert is_pack_name("billing-team-2")


@pytest.mark.parametrize("version", ["", "1.", ".1", "1..2", "v1", "1.2.3.4.5", "1 ", "1-2", "١"])
def test_no_versions(version: str) -> None:
    assert not is_version(version)


def test_versions_are_compared_as_numbers() -> None:
    assert is_version("2026.10.1")
    assert version_order("1.10") > version_order("1.9")
    assert version_order("1.0") == version_order("1")
    assert version_order("2026.10.1") > version_order("2026.9.30")

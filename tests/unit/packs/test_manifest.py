"""What a pack says of itself is read strictly, and written the same each time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from desktop.errors import Trouble
from desktop.packs.manifest import Manifest, PackFile, read_manifest, write_manifest

SHA = "0" * 64
VALUES: dict[str, Any] = {
    "format": 1,
    "name": "team",
    "version": "1.0",
    "owner": "Marta, Zürich",
    "made_at": "2026-10-01T09:00:00Z",
    "files": [{"name": "a.yaml", "sha256": SHA, "size": 3}],
}


def refusal(data: bytes) -> Trouble:
    with pytest.raises(Trouble) as caught:
        read_manifest(data)
    assert caught.value.remedy
    return caught.value


def file(**other: object) -> list[dict[str, object]]:
    return [{"name": "a.yaml", "sha256": SHA, "size": 3, **other}]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("format", "1", "format 1"),
        ("format", True, "format 1"),
        ("format", 0, "format 1"),
        ("format", None, "format 1"),
        ("name", "../up", "names the pack `../up`"),
        ("name", "con", "names the pack"),
        ("name", 7, "something else"),
        ("version", "new", "version `new`"),
        ("version", 1, "something else"),
        ("owner", "", "owner"),
        ("owner", "a\nb", "owner"),
        ("owner", "\u202eevil", "owner"),
        ("owner", " a", "owner"),
        ("owner", "x" * 81, "owner"),
        ("made_at", "yesterday", "no time"),
        ("made_at", "2026-13-01T09:00:00Z", "no time"),
        ("made_at", 12, "no time"),
        ("files", [], "no files"),
        ("files", {}, "no files"),
        ("files", ["a.yaml"], "no file"),
        ("files", file(name="/a.yaml"), "absolute"),
        ("files", file(name=1), "no name"),
        ("files", file(sha256="0" * 63), "SHA-256"),
        ("files", file(sha256="A" * 64), "SHA-256"),
        ("files", file(size=-1), "no size"),
        ("files", file(size=1.0), "no size"),
        ("files", file(size=True), "no size"),
        ("files", file(mode=511), "does not know"),
        ("files", [{"name": "a.yaml", "size": 3}], "no `sha256`"),
        ("files", [*file(), *file()], "twice"),
        ("files", [*file(name="b.yaml"), *file()], "out of order"),
        ("extra", 1, "`extra`"),
    ],
)
def test_a_wrong_value_is_named(key: str, value: object, said: str) -> None:
    assert said in refusal(json.dumps({**VALUES, key: value}).encode()).what


@pytest.mark.parametrize("key", VALUES)
def test_a_missing_value_is_named(key: str) -> None:
    values = {name: value for name, value in VALUES.items() if name != key}
    assert key in refusal(json.dumps(values).encode()).what


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[1]",
        b"3",
        b'{"format": 1, "format": 1}',
        b"[" * 100_000,
        b'{"format": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_manifest(data: bytes) -> None:
    assert "manifest" in refusal(data).what


def test_a_newer_format_asks_for_a_newer_poise() -> None:
    trouble = refusal(json.dumps({"format": 2, "anything": []}).encode())
    assert "newer Poise" in trouble.what
    assert trouble.remedy.startswith("Update Poise")


def test_it_is_read_as_it_was_written() -> None:
    manifest = Manifest(
        "team",
        "1.0",
        "Marta, Zürich",
        datetime(2026, 10, 1, 9, 0, tzinfo=UTC),
        (PackFile("a.yaml", SHA, 3),),
    )
    data = write_manifest(manifest)
    assert read_manifest(data) == manifest
    assert json.loads(data) == VALUES
    assert manifest.title == "team 1.0"


def test_times_are_written_in_utc() -> None:
    vienna = timezone(timedelta(hours=2))
    manifest = Manifest("team", "1", "M", datetime(2026, 10, 1, 11, 0, tzinfo=vienna), ())
    assert b'"2026-10-01T09:00:00Z"' in write_manifest(manifest)

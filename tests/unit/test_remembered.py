"""What windows remember: junk costs a place, never a start."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.remembered import Remembered


@pytest.mark.parametrize(
    "junk",
    [
        "[]",
        "null",
        "7",
        '{"a": 1}',
        '{"a": [1]}',
        '{"a": ["x", 1]}',
        '{"a": [Infinity, 1]}',
        '{"a": [NaN, 1]}',
        '{"a": [1e400, 1]}',
        '{"a": [true, false]}',
        '{"a": [99999999999999999999, 1]}',
        "[" * 100_000,
        "\udcff",
        "{",
    ],
)
def test_junk_is_no_place(tmp_path: Path, junk: str) -> None:
    path = tmp_path / "windows.json"
    path.write_bytes(junk.encode("utf-8", "surrogateescape"))
    remembered = Remembered(path)
    assert remembered.corner("a") is None
    remembered.keep_corner("a", (3, -4))
    assert Remembered(path).corner("a") == (3, -4)


def test_one_bad_entry_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "windows.json"
    path.write_text('{"a": [Infinity, 1], "b": [5, 6]}')
    assert Remembered(path).corner("b") == (5, 6)

"""Tables kept between two starts: never older than their file, never trusted when damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.app.kept import KeptTables
from desktop.app.preferences import Preferences


class Reader:
    """Reads a file, and counts how often."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.times = 0
        self.is_right = True

    def __call__(self) -> tuple[dict[str, Any], bool]:
        self.times += 1
        text = self.file.read_text("utf-8") if self.file.exists() else ""
        return {"text": text}, self.is_right


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "file.yaml")


def ask(path: Path, reader: Reader) -> dict[str, Any]:
    """A whole start: look, and put away."""
    tables = KeptTables(path)
    found = tables.table("one", reader.file, reader)
    tables.put_away()
    return found


def test_a_file_is_read_once_until_it_changes(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "cache" / "tables.json"
    assert ask(path, reader) == ask(path, reader) == {"text": ""}  # there is none
    assert reader.times == 1
    reader.file.write_text("first")
    assert ask(path, reader) == ask(path, reader) == {"text": "first"}
    assert reader.times == 2
    reader.file.unlink()
    assert ask(path, reader) == {"text": ""}


def test_what_is_wrong_is_read_at_each_start(tmp_path: Path, reader: Reader) -> None:
    reader.is_right = False
    reader.file.write_text("x")
    for times in (1, 2):
        ask(tmp_path / "tables.json", reader)
        assert reader.times == times


@pytest.mark.parametrize("damage", [b"", b"[]", b"00000000\n{}", b"\xff" * 50])
def test_a_damaged_one_is_made_anew(tmp_path: Path, reader: Reader, damage: bytes) -> None:
    path = tmp_path / "tables.json"
    reader.file.write_text("x")
    ask(path, reader)
    whole = path.read_bytes()
    for broken in (damage, whole.replace(b'"x"', b'"y"'), whole[:-2]):
        path.write_bytes(broken)
        assert ask(path, reader) == {"text": "x"}
        assert path.read_bytes() == whole


def test_where_nothing_can_be_written_it_is_read_again(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    assert ask(tmp_path / "cache" / "tables.json", reader) == {"text": ""}
    assert ask(tmp_path / "cache" / "tables.json", reader) == {"text": ""}
    assert reader.times == 2


def test_settings_are_kept_and_mistakes_are_told_each_time(tmp_path: Path) -> None:
    file, kept = tmp_path / "settings.yaml", tmp_path / "tables.json"
    file.write_text("theme: dark\nhotkeys: {palette: Ctrl+Shift+P}\n")
    for _ in range(2):
        tables = KeptTables(kept)
        found = Preferences(file, tables)
        tables.put_away()
        assert (found.now.theme, dict(found.now.hotkeys)) == ("dark", {"palette": "Ctrl+Shift+P"})
    assert not found.look_again()
    file.write_text("theme: drak\n")
    assert found.look_again()
    assert found.now.theme == "dark"  # as it was
    for _ in range(2):
        tables = KeptTables(kept)
        again = Preferences(file, tables)
        tables.put_away()
        assert len(again.problems) == 1
    file.write_text("theme: light\n")
    assert again.look_again()
    assert again.problems == ()

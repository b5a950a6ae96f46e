"""`poise schema`: printed, or in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.commands.schema import run
from desktop.errors import Trouble
from desktop.guide.schema import schema, schema_text
from desktop.paths import paths_for


def test_it_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([], paths_for(tmp_path)) == 0
    assert json.loads(capsys.readouterr().out) == schema()


def test_it_is_written_over_an_older_one(tmp_path: Path) -> None:
    file = tmp_path / "playbook.schema.json"
    file.write_text("old")
    assert run(["-o", str(file)], paths_for(tmp_path)) == 0
    assert file.read_text(encoding="utf-8") == schema_text()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be written"):
        run(["-o", str(tmp_path / "none" / "x.json")], paths_for(tmp_path))

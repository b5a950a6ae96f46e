"""What a command writes down goes through the masking of the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.commands import log
from desktop.paths import paths_for


def test_a_contact_written_down_without_the_panel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = paths_for(tmp_path)
    paths.create()
    paths.settings_file.write_text('mask: {policy: "PX-######"}\n')
    words = ["add", "--customer", "Ms Rivera 4111111111111111", "--note", "has PX-123456"]
    assert log.run([*words, "--outcome", "solved"], paths) == 0
    told = capsys.readouterr().err
    assert "A card number was kept out of the record: [card …1111]." in told
    assert "A policy was kept out of the record: [policy]." in told
    for file in paths.data.rglob("*"):
        if file.is_file():
            assert b"4111111111111111" not in file.read_bytes()
            assert b"PX-123456" not in file.read_bytes()

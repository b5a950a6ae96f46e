"""What a command writes down goes through the masking of the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.commands import import_contacts, log
from desktop.errors import Trouble
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


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ('mask: {policy: "PX-######"}\nagent_name: "Jo\n', "settings.yaml:2:13"),
        ('theme: drak\nmask: {policy: "#"}\n', "settings.yaml:2:16"),
        ('masks: {policy: "PX-######"}\n', "settings.yaml:1:1"),
        ("never_mask: [a]\n", "settings.yaml:1:13"),
    ],
)
def test_nothing_is_written_while_the_masks_cannot_be_read(
    tmp_path: Path, settings: str, place: str
) -> None:
    paths = paths_for(tmp_path)
    paths.create()
    paths.settings_file.write_text(settings)
    export = tmp_path / "export.json"
    export.write_text('{"format": 2, "contacts": [], "reminders": []}')
    for command, *words in (
        (log.run, "add", "--note", "has PX-123456", "--outcome", "solved"),
        (log.run, "edit", "c-1", "--note", "has PX-123456"),
        (import_contacts.run, str(export)),
    ):
        with pytest.raises(Trouble, match=f"Nothing was written, .*{place}: .* Mend that line"):
            command(words, paths)
    assert not paths.database.exists()


def test_a_mistake_that_is_no_mask_keeps_nobody_from_writing(tmp_path: Path) -> None:
    paths = paths_for(tmp_path)
    paths.create()
    paths.settings_file.write_text("theme: drak\nkeep_deleted_days: 3O0\n")
    assert log.run(["add", "--note", "x", "--outcome", "solved"], paths) == 0

"""The settings in force while their file cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.app.kept import KeptTables
from desktop.app.preferences import Preferences
from desktop.app.retention import keep_of
from desktop.contacts.retention import Keep

GOOD = (
    "agent_name: Sam\nkeep_contacts_days: 90\nkeep_deleted_days: 0\ncalendar_file: a.ics\n"
    'mask: {policy: "PX-######"}\nnever_mask: {order: "48-##############"}\n'
)
BROKEN = GOOD.replace("Sam", '"Sam')


class Room:
    def __init__(self, folder: Path) -> None:
        self.file, self._kept = folder / "settings.yaml", folder / "tables.json"

    def start(self, content: str) -> Preferences:
        """As a start of the program does, up to what it puts away."""
        self.file.write_text(content)
        tables = KeptTables(self._kept)
        made = Preferences(self.file, tables)
        tables.put_away()
        return made


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_a_running_poise_goes_on_with_the_last_good_settings(room: Room) -> None:
    found = room.start(GOOD)
    assert keep_of(found.now) == Keep(contacts=90)
    for _ in range(2):
        room.file.write_text(f"{BROKEN}#")
        assert found.look_again()
        assert (found.now.agent_name, found.now.calendar_file) == ("Sam", "a.ics")
        assert found.now.remember_chats
        assert found.now.mask == {"policy": "PX-######"}
        assert found.now.never_mask == {"order": "48-##############"}
        assert keep_of(found.now) == Keep()
        masks, file = found.problems
        assert "Your own masks stay as they were" in masks.what
        assert "settings from before count" in file.remedy
        room.file.write_text("theme: dark\n")
        assert found.look_again()
        assert (found.now.mask, found.problems, keep_of(found.now)) == ({}, (), Keep(deleted=30))
        room.file.write_text(GOOD)
        assert found.look_again()
        assert keep_of(found.now) == Keep(contacts=90)


def test_a_start_with_an_unreadable_file_is_careful(room: Room) -> None:
    found = room.start(BROKEN)
    assert keep_of(found.now) == Keep()
    assert not found.now.remember_chats
    assert found.now.mask == {}
    masks, file = found.problems
    assert str(masks) == (
        f"{room.file}:{file.line}:{file.column}: Your own masks are off: numbers that `mask` names "
        f"go into the record. Mend line {file.line}; until then, leave such numbers out yourself."
    )
    assert "nothing old is removed, and chats are not remembered" in file.remedy
    room.file.write_text(f"{BROKEN}#")
    found.look_again()
    assert "masks are off" in found.problems[0].what
    room.file.write_text(GOOD)
    found.look_again()
    assert found.now.mask == {"policy": "PX-######"}
    assert found.problems == ()


def test_a_start_with_an_unreadable_file_has_the_masks_of_the_last_run(room: Room) -> None:
    room.start(GOOD)
    for broken in (BROKEN, GOOD.replace('"PX-######"', '"#"'), BROKEN):
        found = room.start(broken)
        assert found.now.mask == {"policy": "PX-######"}
        assert found.now.never_mask == {"order": "48-##############"}
        assert "Your own masks stay as they were" in found.problems[0].what
    assert keep_of(found.now) == Keep()
    assert (found.now.agent_name, found.now.remember_chats) == ("", False)


def test_where_there_were_no_masks_nothing_is_said_of_them(room: Room) -> None:
    room.start("agent_name: Sam\n")
    assert len(room.start('agent_name: "Sam\n').problems) == 1

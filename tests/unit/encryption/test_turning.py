"""Turning encryption on and off, and what is left where the key is not to be had."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.app.record import first_look, open_record
from desktop.contacts.export import export_contacts_json
from desktop.contacts.words import begin_anew
from desktop.encryption.keys import new_key
from desktop.encryption.marker import marker_file, read_marker, remove_marker, write_marker
from desktop.encryption.turning import (
    finish,
    is_encrypted,
    start_anew,
    take_recovery_key,
    turn_off,
    turn_on,
)
from desktop.encryption.unlocking import WrongPassPhrase, unlock_when_needed
from desktop.errors import Trouble
from desktop.storage import driver
from desktop.storage.backup import back_up
from desktop.storage.connection import DamagedRecord, damage_mark, open_to_read
from desktop.storage.copies import Rotation, copies_of, copy_to, make_daily, newest_good, tables_of
from desktop.storage.driver import LockedRecord
from desktop.storage.encrypting import convert_copies
from desktop.storage.migrate import open_database
from desktop.storage.reading import snapshot
from desktop.storage.restore import put_back, rescue
from desktop.storage.writing import transaction
from tests.file_keychain import Keychain
from tests.systems import needs_replacing
from tests.unit.encryption.records import AT, WORDS, contacts_in, fill, readable_in

PHRASE = "correct horse battery"


def start(record: Path, *pass_phrases: str) -> None:
    """As another process would begin."""
    driver.use(None)
    said = iter(pass_phrases)
    unlock_when_needed(record, (lambda: next(said)) if pass_phrases else None)


def content(record: Path) -> list[object]:
    """All that a database says: its tables, indexes and rows."""
    with closing(open_to_read(record)) as connection:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name, type")
        rows = (connection.execute(f"SELECT * FROM {name}") for name in tables_of(connection))
        return [*schema.fetchall(), *(each.fetchall() for each in rows)]


def all_files(record: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in record.parent.rglob("*") if file.is_file()}


def test_not_a_word_can_be_read_and_all_of_it_opens(record: Path) -> None:
    (record.parent / "poise.set-aside-20260101-000000.sqlite3").write_bytes(record.read_bytes())
    before = content(record)
    assert {word for _, word in readable_in(record.parent)} == set(WORDS)
    assert turn_on(record).stuck == ()
    assert readable_in(record.parent) == []
    start(record)
    assert content(record) == before
    with closing(open_database(record)) as connection:  # with a -wal beside it
        connection.execute("UPDATE contacts SET note = 'again wabblesome'")
        assert record.with_name(f"{record.name}-wal").stat().st_size > 0
        assert readable_in(record.parent) == []
    make_daily(record, AT, Rotation())
    with closing(open_database(record)) as connection:
        back_up(connection, record, 3, AT)
    copy_to(record, record.with_name("elsewhere.sqlite3"))
    assert readable_in(record.parent) == []
    assert len(copies_of(record)) == 4
    for copy in copies_of(record):
        assert contacts_in(copy.path) == 3
    with snapshot(record) as connection:
        first_look(connection)
    with (record.parent / "out.json").open("w", encoding="utf-8") as out:
        export_contacts_json(record, out, AT)
    assert "out.json" in dict(readable_in(record.parent))


def test_what_a_killed_copy_left_is_not_readable_either(record: Path) -> None:
    newest = copies_of(record)[0].path
    half = newest.with_name("poise-day-20260101-090000.sqlite3.4711.part")
    half.write_bytes(newest.read_bytes())
    beside = record.with_name(f"{record.name}.part")
    beside.write_bytes(newest.read_bytes())
    assert turn_on(record).stuck == ()
    assert readable_in(record.parent) == []
    assert not half.exists()
    assert not beside.exists()


def test_off_is_as_it_was(record: Path, keychain: Keychain) -> None:
    before = content(record)
    key = turn_on(record).key
    start(record)
    make_daily(record, AT, Rotation())
    done = turn_off(record)
    assert done is not None
    assert (done.key, done.stuck) == (key, ())
    assert keychain.secrets == {}
    assert not is_encrypted(record)
    assert not list(record.parent.rglob("*.encryption"))
    for copy in [record, *(each.path for each in copies_of(record))]:
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert content(record) == before
    assert turn_off(record) is None


def test_a_record_that_is_not_there_yet_is_encrypted_from_the_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "new" / "poise.sqlite3"
    turn_on(path)
    start(path)
    fill(path)
    assert readable_in(path.parent) == []
    assert contacts_in(path) == 3


def test_a_record_in_use_is_left_alone(record: Path, keychain: Keychain) -> None:
    before = content(record)
    hold = (
        "import sys, pathlib\nfrom desktop.storage.migrate import open_database\n"
        "connection = open_database(pathlib.Path(sys.argv[1]))\nprint('open', flush=True)\n"
        "sys.stdin.read()\nprint(connection.execute('SELECT count(*) FROM contacts').fetchone())"
    )
    command = [sys.executable, "-c", hold, str(record)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(Trouble, match="Another program has the record open"):
            turn_on(record)
        assert other.communicate()[0] == "(3,)\n"
    assert keychain.secrets == {}
    start(record)
    assert content(record) == before
    assert driver.is_plain(record)


@pytest.mark.parametrize("mood", ["locked", "forgetful"])
def test_without_a_keychain_nothing_is_begun(record: Path, keychain: Keychain, mood: str) -> None:
    before = all_files(record)
    keychain.become(mood)
    with pytest.raises(Trouble, match="keychain"):
        turn_on(record)
    assert all_files(record) == before


def test_a_damaged_record_is_not_encrypted(record: Path) -> None:
    damage_mark(record).touch()
    with pytest.raises(Trouble, match="Damage was found"):
        turn_on(record)
    damage_mark(record).unlink()
    record.write_bytes(b"nonsense" * 1000)
    with pytest.raises(DamagedRecord):
        turn_on(record)
    assert read_marker(record) is None


def test_pages_that_cannot_be_read_leave_the_record_as_it_is(
    record: Path, keychain: Keychain
) -> None:
    with record.open("rb+") as file:
        file.seek(4096 * 3)
        file.write(b"\xa5" * 4096 * 3)
    before = record.read_bytes()
    with pytest.raises(Trouble, match="cannot be turned"):
        turn_on(record)
    assert record.read_bytes()[100:] == before[100:]  # but for the mode in its header
    assert read_marker(record) is None
    assert keychain.secrets == {}


def test_a_damaged_backup_is_named(record: Path) -> None:
    oldest = copies_of(record)[-1].path
    oldest.write_bytes(oldest.read_bytes()[:9000])
    assert turn_on(record).stuck == (oldest.name,)
    assert {name for name, _ in readable_in(record.parent)} <= {oldest.name}


# -- the key is not to be had --------------------------------------------------------------


def test_a_lost_key_is_told_and_nothing_is_touched(record: Path, keychain: Keychain) -> None:
    turn_on(record)
    keychain.secrets = {}
    before = all_files(record)
    for opened in (open_database, open_to_read, open_record):
        start(record)
        with pytest.raises(LockedRecord, match="not in the keychain") as caught:
            opened(record)
        assert "recovery key" in caught.value.remedy
        assert caught.value.can_start_anew
        assert caught.value.path == record
    assert all_files(record) == before


def test_another_key_is_no_damage(record: Path, keychain: Keychain) -> None:
    turn_on(record)
    keychain.secrets = {name: new_key().secret.hex() for name in keychain.secrets}
    start(record)
    with pytest.raises(LockedRecord, match="has another key"):
        open_database(record)
    keychain.secrets = dict.fromkeys(keychain.secrets, "12")
    with pytest.raises(LockedRecord, match="has another key"):
        open_database(record)


def test_a_locked_keychain_is_no_lost_key_and_is_asked_again(
    record: Path, keychain: Keychain
) -> None:
    turn_on(record)
    keychain.become("locked")
    start(record)
    with pytest.raises(LockedRecord, match="locked") as caught:
        open_database(record)
    assert not caught.value.can_start_anew
    keychain.become("")
    assert contacts_in(record) == 3


def test_where_nothing_is_installed_it_says_what_to_install(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_on(record)
    start(record)
    monkeypatch.setattr(driver, "_cipher", None)
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(LockedRecord, match="not installed") as caught:
        open_database(record)
    assert 'pip install "poise[encryption]"' in caught.value.remedy


def test_damage_is_still_damage(record: Path) -> None:
    turn_on(record)
    start(record)
    with record.open("rb+") as file:
        file.seek(100)
        file.write(b"\xa5")
    with pytest.raises(DamagedRecord):
        open_record(record)
    newest = newest_good(record, datetime.now(UTC))
    assert newest is not None
    done = rescue(record, newest.path, first_look, begin_anew)
    assert done.set_aside is not None
    assert contacts_in(record) == 3
    assert readable_in(record.parent) == []


def test_what_can_be_read_of_a_damaged_one_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "home" / "poise.sqlite3"
    fill(path, contacts=400)
    turn_on(path)
    start(path)
    with path.open("rb+") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xa5")
    done = rescue(path, None, first_look, begin_anew)
    assert done.saved > 0
    with closing(open_database(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert readable_in(path.parent) == []


# -- pass phrase and recovery key ----------------------------------------------------------


def test_a_pass_phrase_is_needed_and_kept_nowhere(record: Path, keychain: Keychain) -> None:
    key = turn_on(record, PHRASE).key
    assert key.secret.hex() not in keychain.secrets.values()
    start(record)
    with pytest.raises(LockedRecord) as caught:
        open_database(record)
    assert caught.value.is_pass_phrase_wanted
    start(record, "wrong horse battery", PHRASE)
    with pytest.raises(WrongPassPhrase, match="does not open"):
        open_database(record)
    assert contacts_in(record) == 3
    for file in record.parent.parent.rglob("*"):
        assert not file.is_file() or PHRASE.encode() not in file.read_bytes()


def test_a_pass_phrase_set_later_is_needed_from_then_on(record: Path, keychain: Keychain) -> None:
    key = turn_on(record).key
    start(record)
    turn_on(record, PHRASE)
    assert key.secret.hex() not in keychain.secrets.values()
    assert len(keychain.secrets) == 1
    start(record, PHRASE)
    turn_on(record, "another horse battery")
    start(record, PHRASE)
    with pytest.raises(WrongPassPhrase):
        open_database(record)
    start(record, "another horse battery")
    assert contacts_in(record) == 3


def test_a_short_pass_phrase_changes_nothing(record: Path) -> None:
    before = all_files(record)
    with pytest.raises(Trouble, match="too short"):
        turn_on(record, "short")
    assert all_files(record) == before


def test_the_recovery_key_opens_it_again(record: Path, keychain: Keychain) -> None:
    key = turn_on(record, PHRASE).key
    keychain.secrets = {}
    start(record)
    with pytest.raises(Trouble, match="does not open the record"):
        take_recovery_key(record, new_key())
    take_recovery_key(record, key)
    start(record)
    assert contacts_in(record) == 3


def test_the_recovery_key_is_enough_without_the_marker(record: Path) -> None:
    key = turn_on(record).key
    remove_marker(record)
    driver.use(None)
    with pytest.raises(Trouble, match="does not open the record"):
        take_recovery_key(record, new_key())
    take_recovery_key(record, key, PHRASE)
    start(record, PHRASE)
    assert contacts_in(record) == 3


def test_a_plain_record_takes_no_key(record: Path) -> None:
    with pytest.raises(Trouble, match="not encrypted"):
        take_recovery_key(record, new_key())
    with pytest.raises(Trouble, match="There is no record"):
        take_recovery_key(record.with_name("none.sqlite3"), new_key())


def test_starting_anew_keeps_the_old_one_whole(record: Path, keychain: Keychain) -> None:
    key = turn_on(record).key
    keychain.secrets = {}
    start(record)
    before = record.read_bytes()
    aside = start_anew(record, AT)
    assert aside is not None
    assert aside.read_bytes() == before
    start(record)
    open_record(record).close(20)
    assert driver.is_plain(record)
    old = aside.parent / "again" / "poise.sqlite3"  # when the key is found after all
    old.parent.mkdir()
    aside.rename(old)
    marker_file(aside).rename(marker_file(old))
    take_recovery_key(old, key)
    start(old)
    assert contacts_in(old) == 3


# -- cut short -----------------------------------------------------------------------------


def test_a_backup_that_is_plain_still_can_be_put_back_and_is_encrypted_then(record: Path) -> None:
    turn_on(record)
    start(record)
    convert_copies(record, to_plain=True)
    copy = copies_of(record)[0].path
    assert driver.is_plain(copy)
    put_back(record, copy)
    assert not driver.is_plain(record)
    assert contacts_in(record) == 3


def test_what_was_cut_short_is_finished(record: Path) -> None:
    turn_on(record)
    marker = read_marker(record)
    assert marker is not None
    start(record)
    convert_copies(record, to_plain=True)
    write_marker(record, replace(marker, turning="on"))
    assert readable_in(record.parent) != []
    assert driver.is_on()
    assert finish(record) == ()
    assert readable_in(record.parent) == []
    assert finish(record) == ()


@needs_replacing
def test_who_waited_while_it_was_replaced_writes_nothing_into_the_old_file(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = record.with_name("other.sqlite3")
    other.write_bytes(record.read_bytes())

    def opened_and_replaced(path: Path) -> sqlite3.Connection:
        connection = open_database(path)
        other.replace(path)
        return connection

    monkeypatch.setattr("desktop.storage.writing.open_database", opened_and_replaced)
    with pytest.raises(Trouble, match="was replaced meanwhile"), transaction(record):
        raise AssertionError("nothing must be written now")
    monkeypatch.undo()
    assert contacts_in(record) == 3

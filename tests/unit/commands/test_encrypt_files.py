"""Files that do not open with the key of the record: named, and opened with their own."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from desktop.app.doctor import _encryption
from desktop.app.unlocking import encrypt_as_wished
from desktop.encryption.keys import new_key, recovery_text
from desktop.paths import Paths
from desktop.storage import driver
from desktop.storage.copies import copies_of
from desktop.storage.migrate import open_database
from tests.file_keychain import Keychain
from tests.unit.commands.test_encrypt import (
    PHRASE,
    Poise,
    keychain,
    paths,
    poise,
    recovery_key,
)
from tests.unit.encryption.records import contacts_in, readable_in

__all__ = ["keychain", "paths", "poise"]
pytestmark = pytest.mark.plain


def lose_the_beginning(file: Path) -> None:
    with file.open("rb+") as opened:
        opened.write(b"\xa5" * 512)


# -- with another key ----------------------------------------------------------------------


@pytest.fixture
def elsewhere(
    poise: Poise, paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[Path, str]:
    """An encrypted copy of three contacts, with the key that the record had then; plain now."""
    file = tmp_path / "stick.sqlite3"
    assert poise("encrypt", "on") == 0
    key = recovery_key(capsys.readouterr().out)
    assert poise("backup", str(file)) == 0
    assert poise("encrypt", "off") == 0
    shutil.rmtree(paths.data)
    paths.create()
    open_database(paths.database).close()
    capsys.readouterr()
    return file, key


def test_a_copy_of_an_earlier_key_becomes_a_plain_record(
    poise: Poise, paths: Paths, elsewhere: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = elsewhere
    before = file.read_bytes()
    assert poise("restore", str(file), typed=f"{key.lower()}\n") == 0
    assert "may be encrypted with another key" in capsys.readouterr().err
    driver.use(None)
    assert driver.is_plain(paths.database)
    assert contacts_in(paths.database) == 3
    assert file.read_bytes() == before
    assert not [each for each in paths.data.iterdir() if each.name.endswith((".new", ".part"))]


@pytest.mark.parametrize("pass_phrase", ["", PHRASE])
def test_in_an_encrypted_home_it_gets_the_key_of_that(
    poise: Poise,
    paths: Paths,
    elsewhere: tuple[Path, str],
    pass_phrase: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file, key = elsewhere
    words = ["--pass-phrase"] if pass_phrase else []
    said = f"{pass_phrase}\n" if pass_phrase else ""
    assert poise("encrypt", "on", *words, typed=said) == 0
    assert poise("restore", str(file), typed=f"{said}{key}\n") == 0
    assert readable_in(paths.data) == []
    capsys.readouterr()
    assert poise("log", "list", typed=said) == 0
    assert capsys.readouterr().out.count("Quivernaut") == 3
    assert poise("encrypt", "off", typed=said) == 0
    driver.use(None)
    assert contacts_in(paths.database) == 3


def test_without_the_right_key_nothing_is_changed(
    poise: Poise, paths: Paths, elsewhere: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    file, _ = elsewhere
    before = paths.database.read_bytes()
    assert poise("restore", str(file)) == 1
    told = capsys.readouterr().err
    assert "may be encrypted with another key" in told
    assert "nothing was entered" in told
    assert poise("restore", str(file), typed=recovery_text(new_key())) == 1
    assert f"does not open {file}" in capsys.readouterr().err
    assert paths.database.read_bytes() == before
    assert not list(paths.data.glob("*set-aside*"))


def test_newest_says_that_copies_may_have_another_key(
    poise: Poise, paths: Paths, elsewhere: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = elsewhere
    copy = paths.data / "backups" / "poise-day-20260301-090000.sqlite3"
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(file, copy)
    assert poise("restore", "newest") == 1
    told = capsys.readouterr().err
    assert "encrypted with another key" in told
    assert "`poise restore FILE` asks for the recovery key" in told
    assert poise("restore", str(copy), typed=key) == 0


# -- what stays readable -------------------------------------------------------------------


def test_on_names_what_does_not_open_with_the_key(
    poise: Poise, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    garbled = copies_of(paths.database)[0].path
    aside = paths.data / "poise.set-aside-20260101-000000.sqlite3"
    shutil.copy(garbled, aside)
    beside = aside.with_name(f"{aside.name}-wal")
    beside.write_bytes(b"Quivernaut")
    alone = paths.data / "poise.set-aside-20250101-000000.sqlite3-wal"
    alone.write_bytes(b"Quivernaut")
    folder = paths.data / "backups" / "poise-folder.sqlite3"
    folder.mkdir()
    (folder / "x").touch()
    for each in (garbled, aside):
        lose_the_beginning(each)
    bad = {garbled.name, aside.name, beside.name, alone.name, folder.name}
    for _ in range(2):  # as often as it is said
        assert poise("encrypt", "on") == 1
        told = capsys.readouterr().out
        assert {line.strip() for line in told.splitlines() if line.startswith("    poise")} == bad
        assert "text that anybody can read. Delete them" in told
        assert "and its backups are encrypted" not in told
    assert {name for name, _ in readable_in(paths.data)} == bad - {folder.name}
    for name in bad - {folder.name}:
        for file in paths.data.rglob(name):
            file.unlink()
    shutil.rmtree(folder)
    assert poise("encrypt", "on") == 0
    assert readable_in(paths.data) == []


def test_a_plain_backup_that_came_later_is_encrypted_when_it_is_said_again(
    poise: Poise, paths: Paths, tmp_path: Path
) -> None:
    plain = copies_of(paths.database)[0].path
    shutil.copy(plain, tmp_path / "kept")
    assert poise("encrypt", "on") == 0
    shutil.copy(tmp_path / "kept", plain)
    assert poise("encrypt", "on") == 0
    assert readable_in(paths.data) == []


def test_the_setting_names_them_too(paths: Paths) -> None:
    garbled = copies_of(paths.database)[0].path
    lose_the_beginning(garbled)
    told = encrypt_as_wished(paths)
    assert told is not None
    assert garbled.name in told.what
    assert "may hold readable text" in told.what


# -- the key is gone -----------------------------------------------------------------------


def test_without_the_key_the_copies_are_not_called_bad(
    poise: Poise, paths: Paths, keychain: Keychain, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise("encrypt", "on") == 0
    key = recovery_key(capsys.readouterr().out)
    keychain.secrets = {}
    before = paths.database.read_bytes()
    assert poise("restore", "newest") == 1
    told = capsys.readouterr().err
    assert "no good copy" not in told
    assert "its key is not in the keychain" in told
    assert "poise encrypt use-key" in told
    assert paths.database.read_bytes() == before
    paths.database.unlink()  # what is left is a copy, and the key on paper
    assert poise("encrypt", "use-key", typed=key) == 0
    assert poise("restore", "newest") == 0
    with closing(open_database(paths.database)) as connection:
        assert connection.execute("SELECT count(*) FROM contacts").fetchone() == (3,)


def test_how_it_stands_is_looked_at(
    poise: Poise, paths: Paths, keychain: Keychain, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poise("encrypt", "on", "--pass-phrase", typed=f"{PHRASE}\n") == 0
    capsys.readouterr()
    assert poise("encrypt") == 0
    assert "only the pass phrase would show" in capsys.readouterr().out
    keychain.become("locked")
    assert poise("encrypt") == 1
    assert "its key cannot be read" in capsys.readouterr().out
    keychain.become("")
    keychain.secrets = {}
    assert poise("encrypt") == 1
    told = capsys.readouterr().out
    assert "It opens with" not in told
    assert "is not in the keychain of this system any more" in told
    poise("doctor")
    assert "key in the keychain of this system" not in capsys.readouterr().out
    assert _encryption(paths).cannot is not None

"""An encrypted record at the start: the pass phrase, a lost key, and the setting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.record import open_record
from desktop.app.start import open_ledger
from desktop.app.unlocking import encrypt_as_wished
from desktop.encryption.turning import is_encrypted, turn_on
from desktop.encryption.unlocking import unlock_when_needed
from desktop.paths import Paths, paths_for
from desktop.storage import driver
from desktop.storage.ledger import Ledger
from tests.file_keychain import Keychain
from tests.unit.encryption.records import fill, readable_in

pytestmark = pytest.mark.plain

WAIT_S = 20
PHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def keychain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keychain]:
    yield Keychain(tmp_path / "keychain.json", monkeypatch)
    driver.use(None)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = paths_for(tmp_path / "home")
    made.create()
    fill(made.database)
    return made


@pytest.fixture
def opened(paths: Paths) -> Iterator[list[Ledger]]:
    made: list[Ledger] = []
    yield made
    for ledger in made:
        assert ledger.close(WAIT_S) == 0


class Answers:
    """Types words into what asks for them, presses buttons, and remembers what was said."""

    def __init__(self, *deeds: tuple[str, str]) -> None:
        self.left = list(deeds)
        self.said: list[str] = []
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)
        self.timer.start(10)

    def look(self) -> None:
        window = QApplication.activeModalWidget()
        if not isinstance(window, QDialog) or not self.left:
            return
        words, wanted = self.left.pop(0)
        if isinstance(window, QMessageBox):
            self.said.append(f"{window.text()} {window.informativeText()}")
        else:
            field = window.findChild(QLineEdit)
            assert field is not None
            assert field.echoMode() is QLineEdit.EchoMode.Password
            assert field.accessibleName()
            field.setText(words)
        (button,) = [each for each in window.findChildren(QPushButton) if wanted == each.text()]
        button.click()


def start(paths: Paths, opened: list[Ledger]) -> Ledger | None:
    driver.use(None)
    unlock_when_needed(paths.database)
    ledger = open_ledger(lambda: open_record(paths.database))
    if ledger is not None:
        opened.append(ledger)
    return ledger


def contacts(ledger: Ledger) -> int:
    asked = ledger.read(lambda c: c.execute("SELECT count(*) FROM contacts").fetchone())
    (count,) = asked.result(WAIT_S)
    return int(count)


def test_the_pass_phrase_opens_it_at_the_second_try(
    paths: Paths, opened: list[Ledger], qtbot: QtBot
) -> None:
    turn_on(paths.database, PHRASE)
    answers = Answers(("wrong horse battery", "Open"), ("", "Open"), (PHRASE, "Open"))
    ledger = start(paths, opened)
    assert ledger is not None
    assert contacts(ledger) == 3
    assert answers.left == []


def test_without_it_poise_closes_and_touches_nothing(
    paths: Paths, opened: list[Ledger], qtbot: QtBot
) -> None:
    turn_on(paths.database, PHRASE)
    before = paths.database.read_bytes()
    answers = Answers(("", "Forgotten …"), ("", "Close Poise"))
    assert start(paths, opened) is None
    assert "the recovery key opens the record" in answers.said[0]
    answers = Answers(("", "Close Poise"))
    assert start(paths, opened) is None
    assert answers.left == []
    assert paths.database.read_bytes() == before


def test_a_lost_key_is_told_and_a_new_record_can_start(
    paths: Paths, opened: list[Ledger], qtbot: QtBot, keychain: Keychain
) -> None:
    turn_on(paths.database)
    before = paths.database.read_bytes()
    keychain.secrets = {}
    answers = Answers(
        ("", "Try again"),
        ("", "Start a new record …"),
        ("", "Start a new record"),
        ("", "OK"),
    )
    ledger = start(paths, opened)
    assert ledger is not None
    assert contacts(ledger) == 0
    assert "not in the keychain" in answers.said[0]
    assert "poise encrypt use-key" in answers.said[1]
    assert "Nothing was touched" in answers.said[1]
    (aside,) = paths.data.glob("poise.set-aside-*.sqlite3")
    assert str(aside) in answers.said[3]
    assert aside.read_bytes() == before


def test_a_locked_keychain_offers_no_new_record_and_is_asked_again(
    paths: Paths, opened: list[Ledger], qtbot: QtBot, keychain: Keychain
) -> None:
    turn_on(paths.database)
    keychain.become("locked")
    driver.use(None)
    seen: list[list[str]] = []

    class Unlocking(Answers):
        def look(self) -> None:
            box = QApplication.activeModalWidget()
            if isinstance(box, QMessageBox):
                seen.append([each.text() for each in box.buttons()])
                keychain.become("")
            super().look()

    answers = Unlocking(("", "Try again"))
    ledger = start(paths, opened)
    assert ledger is not None
    assert contacts(ledger) == 3
    assert "locked" in answers.said[0]
    assert sorted(seen[0]) == ["Close Poise", "Try again"]


def test_the_setting_encrypts_it_and_says_so_once(
    paths: Paths, opened: list[Ledger], qtbot: QtBot
) -> None:
    told = encrypt_as_wished(paths)
    assert told is not None
    assert "show-key" in told.remedy
    assert readable_in(paths.data) == []
    ledger = start(paths, opened)
    assert ledger is not None
    assert contacts(ledger) == 3
    assert encrypt_as_wished(paths) is None


def test_the_setting_without_a_keychain_keeps_nobody_from_working(
    paths: Paths, opened: list[Ledger], qtbot: QtBot, keychain: Keychain
) -> None:
    keychain.become("locked")
    told = encrypt_as_wished(paths)
    assert told is not None
    assert told.what.startswith("The record could not be encrypted.")
    assert not is_encrypted(paths.database)
    ledger = start(paths, opened)
    assert ledger is not None
    assert contacts(ledger) == 3

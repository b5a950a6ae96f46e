"""The contact log in the real program: opened by the palette, searched, edited, deleted, undone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from tests.rig import wait
from tests.rig.clipboard import Reader
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat


def rows(poise: Poise, question: str) -> list[tuple[Any, ...]]:
    """What stands in the database now."""
    path = f"file:{poise.home / 'data' / 'poise.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as connection:
        return connection.execute(question).fetchall()


def told(poise: Poise, question: str, *wanted: tuple[Any, ...]) -> None:
    wait.until(lambda: rows(poise, question) == list(wanted), f"{question}: {wanted}")


def opened(poise: Poise, chat: ChromiumChat) -> int:
    """Open the log by the palette and wait until it has the keyboard."""
    windows, keys = poise.desk.windows, poise.desk.keys
    keys.tap(poise.chord("palette"), into=chat.window)
    wait.until(lambda: poise.state()["asking"] == "palette", "the palette")

    def palette_window() -> int:
        active = windows.active()
        return active if active != chat.window and windows.has_keyboard(active) else 0

    palette = wait.until(palette_window, "the palette to have the keys")
    keys.type("contact log", into=palette)
    keys.tap("Enter", into=palette)
    window = windows.wait_for(title="Contact log – Poise")
    wait.until(lambda: windows.has_keyboard(window), "the window to have the keyboard")
    assert poise.state()["asking"] == "log"
    return window


def test_what_is_being_changed_is_saved_when_poise_leaves(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    poise.start("leap", customer="Ms Rivera")
    poise.ctl("end", "--outcome", "solved", "--note", "Charged twice.")
    chat.focus()
    window, keys = opened(poise, chat), poise.desk.keys

    def is_saved() -> bool:
        keys.tap("F2", into=window)
        keys.type("!", into=window)
        keys.tap("Ctrl+Enter", into=window)
        return "!" in rows(poise, "SELECT note FROM contacts")[0][0]

    wait.until(is_saved, "the contact to be there")
    keys.tap("F2", into=window)
    keys.type(" Late words.", into=window)
    poise.ctl("quit")
    poise.wait_end()
    assert "Late words." in rows(poise, "SELECT note FROM contacts")[0][0]


def test_searched_edited_deleted_and_undone(
    poise: Poise, chat: ChromiumChat, clipboard: Reader
) -> None:
    poise.run()
    poise.start("leap", customer="Ms Rivera", reference="SR-1")
    poise.ctl("end", "--outcome", "solved", "--note", "Charged twice in October.")
    poise.start("leap", customer="Mr Okafor", reference="SR-2")
    poise.ctl("end", "--outcome", "waiting", "--note", "Parcel is lost.")
    chat.focus()
    window, keys = opened(poise, chat), poise.desk.keys

    keys.type("octob", into=window)
    keys.tap("Enter", into=window)

    def is_shown() -> bool:
        keys.tap("Ctrl+Shift+c", into=window)
        return "Charged twice" in clipboard.text()

    wait.until(is_shown, "the contact that was found")
    keys.tap("F2", into=window)
    keys.type(" Refund agreed.", into=window)
    keys.tap("Ctrl+Enter", into=window)
    note = "SELECT reference, note FROM contacts ORDER BY reference"
    edited = ("SR-1", "Charged twice in October. Refund agreed.")
    told(poise, note, edited, ("SR-2", "Parcel is lost."))
    kept = ("note", "Charged twice in October.", edited[1])
    told(poise, "SELECT field, old, new FROM contact_edits", kept)

    gone = "SELECT reference FROM contacts WHERE deleted_at IS NOT NULL"
    keys.tap("Delete", into=window)
    told(poise, gone, ("SR-1",))
    keys.tap("Ctrl+z", into=window)
    told(poise, gone)

    keys.tap("Esc", into=window)  # forgets the words
    keys.tap("Esc", into=window)
    wait.until(lambda: poise.state()["asking"] == "", "the window to be closed")
    wait.until(lambda: chat.desk.windows.has_keyboard(chat.window), "the chat to have the keys")
    assert chat.text() == ""
    assert chat.sent_count() == 0
    assert poise.state()["errors"] == []

"""Promise 2 among several chats: a phrase for one customer stops before the chat of another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rig import wait
from tests.rig.poise import Poise, State
from tests.rig.targets import ChromiumChat, Mousepad, Target
from tests.rig.xserver import Desk

AMARAS, BENS = "for amara", "for ben"


@pytest.fixture
def editors(desk: Desk) -> Iterator[tuple[Mousepad, Mousepad]]:
    """Two windows of two programs, one for each customer."""
    pair = Mousepad(desk, "Chat with Amara.txt"), Mousepad(desk, "Chat with Ben.txt")
    try:
        for editor in pair:
            editor.start()
        yield pair
    finally:
        for editor in pair:
            editor.stop()


@pytest.fixture
def ready(poise: Poise) -> Poise:
    poise.write_playbook("amara", AMARAS)
    poise.write_playbook("ben", BENS)
    poise.run()
    return poise


def begin(poise: Poise, customer: str) -> str:
    """Start a contact; its id."""
    poise.ctl("start", customer, "--customer", customer.capitalize())
    return str(poise.state()["contact"]["id"])


def say(poise: Poise, target: Target) -> State:
    """Press the first phrase's hotkey in a program; how it went."""
    before = poise.state()["last_insertion"]
    target.desk.keys.tap(poise.chord("insert-1"), into=target.window)
    return poise.outcome_after(before)


def customer(poise: Poise) -> str:
    contact = poise.state()["contact"]
    return str(contact["customer"]) if contact else ""


def called(chat: ChromiumChat, title: str) -> None:
    """Another tab, as far as the window tells."""
    chat.tools.evaluate(f"document.title = '{title}'")
    windows = chat.desk.windows
    wait.until(lambda: title in windows.title(chat.window), f"the title {title}")


def test_two_windows(ready: Poise, editors: tuple[Mousepad, Mousepad]) -> None:
    first, second = editors
    amara = begin(ready, "amara")
    first.focus()
    assert say(ready, first)["outcome"] == "confirmed"
    begin(ready, "ben")
    second.focus()
    assert say(ready, second)["outcome"] == "confirmed"
    first.focus()
    wait.until(lambda: ready.state()["chat"]["here"] == amara, "Amara's contact to be offered")
    assert say(ready, first)["outcome"] == "refused"
    assert say(ready, first)["outcome"] == "refused"  # a second press is no answer
    assert ready.state()["chat"]["asked_about"] == amara
    assert first.desk.windows.focused() == first.window  # the question takes no keyboard
    second.focus()
    wait.until(lambda: ready.state()["chat"]["asked_about"] == "", "the question to go")
    first.focus()
    ready.ctl("answer", "go")
    assert customer(ready) == "Amara"
    assert say(ready, first)["outcome"] == "confirmed"
    assert first.text() == AMARAS * 2
    assert second.text() == BENS


def test_inserting_all_the_same_by_a_click(
    ready: Poise, editors: tuple[Mousepad, Mousepad]
) -> None:
    first, second = editors
    begin(ready, "amara")
    first.focus()
    say(ready, first)
    begin(ready, "ben")
    second.focus()
    say(ready, second)
    first.focus()
    refused = say(ready, first)
    assert refused["outcome"] == "refused"
    place = ready.panel_geometry()
    # The lower answer: the question stands at the top of the panel.
    first.desk.keys.click(place.x + place.width // 2, place.y + 235, focus=first.window)
    assert ready.outcome_after(refused)["outcome"] == "confirmed"
    assert say(ready, first)["outcome"] == "confirmed"
    assert first.text() == AMARAS + BENS * 2


def test_two_tabs_of_one_browser_window(ready: Poise, chat: ChromiumChat) -> None:
    try:
        amara = begin(ready, "amara")
        called(chat, "Chat with Amara")
        assert say(ready, chat)["outcome"] == "confirmed"
        ben = begin(ready, "ben")
        called(chat, "Chat with Ben")
        assert say(ready, chat)["outcome"] == "confirmed"
        called(chat, "(2) Chat with Amara")
        wait.until(lambda: ready.state()["chat"]["here"] == amara, "Amara's contact to be offered")
        assert say(ready, chat)["outcome"] == "refused"
        chat.desk.keys.tap(ready.chord("switch"), into=chat.window)
        wait.until(lambda: customer(ready) == "Amara", "Amara's contact in hand")
        assert say(ready, chat)["outcome"] == "confirmed"
        called(chat, "Chat with Ben")
        wait.until(lambda: ready.state()["chat"]["here"] == ben, "Ben's contact to be offered")
        assert chat.text() == AMARAS + BENS + AMARAS
        assert chat.sent_count() == 0
    finally:
        called(chat, "Parcelwise")


def test_one_window_with_one_title_for_all_never_nags(ready: Poise, chat: ChromiumChat) -> None:
    begin(ready, "amara")
    assert say(ready, chat)["outcome"] == "confirmed"
    begin(ready, "ben")
    assert say(ready, chat)["outcome"] == "confirmed"
    for _ in range(2):
        ready.ctl("switch")
        assert say(ready, chat)["outcome"] == "confirmed"
    assert ready.state()["chat"] == {"here": "", "asked_about": ""}


def test_no_title_is_on_the_disk(ready: Poise, chat: ChromiumChat) -> None:
    try:
        begin(ready, "amara")
        # Letters: four digits stand in some time or checksum of a file by chance.
        called(chat, "Chat with Amara Quillfeather")
        assert say(ready, chat)["outcome"] == "confirmed"
        begin(ready, "ben")
        assert say(ready, chat)["outcome"] == "refused"
        ready.quit()
        files = [each for each in ready.home.rglob("*") if each.is_file()]
        assert files
        assert not [each for each in files if b"Quillfeather" in each.read_bytes()]
    finally:
        called(chat, "Parcelwise")

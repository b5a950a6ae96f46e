"""Briefs and summaries into a real chat: never sent, never into the wrong one."""

from __future__ import annotations

import json

import pytest

from tests.rig import wait
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Target

SUMMARY = "Hello Ms Wei,\n\nhere is what we settled in our chat on "


@pytest.fixture
def ready(poise: Poise) -> Poise:
    poise.write_playbook("palette", "Thank you for waiting.", "A refund is on its way.")
    poise.run()
    poise.start("palette", customer="Ms Wei")
    poise.ctl("details", "--channel", "chat")
    return poise


def own_window(poise: Poise, asking: str) -> int:
    """Wait until the window of this kind has the focus."""
    windows = poise.desk.windows

    def is_ours() -> int:
        if poise.state()["asking"] != asking:
            return 0  # asked first: the palette may still be in front when its follower is made
        active = windows.active()
        return active if windows.pid(active) == poise.pid and windows.has_keyboard(active) else 0

    return wait.until(is_ours, f"the window of the {asking} to have the focus")


def opened(poise: Poise, target: Target, words: str, asking: str = "document") -> int:
    """Run a command of the palette and return its window."""
    target.focus()
    target.desk.keys.tap(poise.chord("palette"), into=target.window)
    palette = own_window(poise, "palette")
    target.desk.keys.type(words, into=palette)
    target.desk.keys.tap("Enter", into=palette)
    return own_window(poise, asking)


def test_a_summary_goes_into_the_field_with_its_lines_and_is_not_sent(
    ready: Poise, chat: ChromiumChat
) -> None:
    window = opened(ready, chat, "summary for")
    with chat.desk.keys.held("Enter", into=window):
        # Longer than the delay after which the server repeats a key that is held.
        wait.stays(lambda: chat.sent_count() == 0, "a message nobody sent", 1.2)
        assert chat.text() == ""
    wait.until(lambda: chat.text().startswith(SUMMARY), "the summary in the chat")
    wait.stays(lambda: chat.sent_count() == 0, "a message nobody sent", 0.5)
    assert chat.desk.windows.active() == chat.window
    last = ready.state()["last_insertion"]
    assert (last["phrase"], last["outcome"]) == ("summary", "confirmed")


def test_escape_gives_the_keyboard_back_and_nothing_was_typed(
    ready: Poise, chat: ChromiumChat
) -> None:
    window = opened(ready, chat, "summary for")
    chat.desk.keys.tap("Esc", into=window)
    wait.until(lambda: chat.desk.windows.has_keyboard(chat.window), "the chat to have the focus")
    assert (chat.text(), chat.sent_count()) == ("", 0)


def test_a_brief_stops_before_the_chat_of_a_customer(ready: Poise, chat: ChromiumChat) -> None:
    chat.focus()
    ready.ctl("insert", "1")
    chat.wait_text("Thank you for waiting.")
    window = opened(ready, chat, "brief for")
    chat.desk.keys.tap("Enter", into=window)
    wait.until(lambda: ready.state()["last_insertion"]["phrase"] == "brief", "the answer")
    last = ready.state()["last_insertion"]
    assert last["outcome"] == "refused"
    assert "customer’s chat" in last["reason"]
    wait.stays(lambda: chat.text() == "Thank you for waiting.", "nothing more in the chat", 0.7)
    assert chat.sent_count() == 0


def test_what_was_reflected_survives_a_kill_and_is_in_no_other_export(
    ready: Poise, chat: ChromiumChat
) -> None:
    window = opened(ready, chat, "reflect for", "form")
    chat.desk.keys.type("zebra", into=window)
    chat.desk.keys.tap("Enter", into=window)
    wait.until(lambda: chat.desk.windows.has_keyboard(chat.window), "the chat to have the focus")
    ready.ctl("note", "told")  # when it is told done, all before it is on the disk
    ready.kill9()
    mine = ready.command_line("export", "reflections").stdout
    assert [each["happened"] for each in json.loads(mine)["reflections"]] == ["zebra"]
    assert "zebra" not in ready.command_line("export", "contacts").stdout
    assert "told" in ready.command_line("log", "show", "last").stdout

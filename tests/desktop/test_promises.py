"""Promises on the real desktop: made by keys and by a press, and the keyboard stays the chat's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig import wait
from tests.rig.clock import WallClock
from tests.rig.poise import Poise
from tests.rig.targets import Mousepad

DAY = 24 * 60 * 60
BOOK = """\
poise: 1
id: promising
title: Promising
summary: It promises.
steps:
  - id: one
    title: One
    goal: Say it.
    outcomes: [solved]
    phrases:
      - id: word
        title: My word
        promise: {what: news, how: call, when: tomorrow 10:00}
        text: You will hear from me tomorrow.
"""


@pytest.fixture
def clock(poise: Poise, tmp_path: Path) -> Iterator[WallClock]:
    """A wall clock that Poise reads, and nobody else; name it before `ready`."""
    with WallClock(tmp_path / "clock") as found:
        poise.env |= found.env
        yield found


@pytest.fixture
def ready(poise: Poise) -> Poise:
    poise.write_settings("agent_name: Sam\nhotkeys:\n  day: Ctrl+Shift+F8\n")
    poise.write_playbook_text("promising", BOOK)
    poise.run()
    poise.start("promising", customer="Ms Rivera")
    return poise


def own_window(poise: Poise, asking: str) -> int:
    """The window of Poise that asks, once it has the keyboard."""
    windows = poise.desk.windows
    wait.until(lambda: poise.state()["asking"] == asking, f"the {asking} to open")
    found = wait.until(
        lambda: windows.active() if windows.pid(windows.active()) == poise.pid else 0, "its focus"
    )
    wait.until(lambda: windows.has_keyboard(found), "the keyboard")
    return found


def has_keyboard_back(poise: Poise, editor: Mousepad) -> None:
    windows = poise.desk.windows
    wait.until(lambda: windows.has_keyboard(editor.window), "the keyboard to be back")
    assert poise.state()["asking"] == ""


def press(poise: Poise, editor: Mousepad, x: int, ys: range) -> Iterator[None]:
    """Press down the panel, one place after the other."""
    place = poise.panel_geometry()
    for y in ys:
        poise.desk.keys.click(place.x + x, place.y + y, focus=editor.window)
        yield


def test_one_line_in_the_palette_makes_a_promise(ready: Poise, editor: Mousepad) -> None:
    keys = ready.desk.keys
    editor.focus()
    keys.tap(ready.chord("palette"), into=editor.window)
    palette = own_window(ready, "palette")
    keys.type("call Rivera tomorrow 15:00 re refund", into=palette)
    keys.tap("Enter", into=palette)
    has_keyboard_back(ready, editor)
    (found,) = wait.until(lambda: ready.state()["reminders"], "the promise")
    assert (found["whom"], found["way"], found["text"]) == ("Rivera", "call", "refund")
    assert found["wording"] == "due tomorrow 15:00"
    assert found["contact"] == ready.state()["contact"]["id"]


def test_a_line_that_is_not_clear_opens_the_form_and_makes_nothing(
    ready: Poise, editor: Mousepad
) -> None:
    keys = ready.desk.keys
    editor.focus()
    keys.tap(ready.chord("palette"), into=editor.window)
    palette = own_window(ready, "palette")
    keys.type("call Rivera at 4 re refund", into=palette)
    keys.tap("Enter", into=palette)
    form = own_window(ready, "form")
    assert ready.state()["reminders"] == []
    keys.tap("Esc", into=form)
    has_keyboard_back(ready, editor)
    assert ready.state()["reminders"] == []


def test_a_phrase_that_was_said_offers_its_reminder_and_takes_no_keyboard(
    ready: Poise, editor: Mousepad
) -> None:
    keys = ready.desk.keys
    editor.focus()
    with ready.desk.windows.focus_must_stay(editor.window):
        keys.tap(ready.chord("insert-1"), into=editor.window)
        editor.wait_text("You will hear from me tomorrow.")
        (offer,) = wait.until(lambda: ready.state()["offers"], "the offer")
    assert offer["text"] == "news"
    assert ready.state()["reminders"] == []
    for _ in press(ready, editor, 110, range(140, 200, 10)):
        if ready.state()["asking"]:
            break
    form = own_window(ready, "form")
    keys.tap("Enter", into=form)
    has_keyboard_back(ready, editor)
    (found,) = wait.until(lambda: ready.state()["reminders"], "the promise")
    assert (found["headline"], found["wording"]) == ("Call Ms Rivera · news", "due tomorrow 10:00")
    assert ready.state()["offers"] == []


def test_a_due_promise_is_put_off_by_a_press(
    clock: WallClock, ready: Poise, editor: Mousepad
) -> None:
    ready.ctl("remind", "call Rivera tomorrow 10:00")
    clock.put(2 * DAY)
    ready.start("promising", customer="Ben")
    wait.until(lambda: ready.state()["reminders"][0]["is_due"], "the promise to be due")
    editor.focus()
    with ready.desk.windows.focus_must_stay(editor.window):
        for _ in press(ready, editor, 85, range(186, 230, 8)):
            if not ready.state()["reminders"][0]["is_due"]:
                break
        wait.until(lambda: not ready.state()["reminders"][0]["is_due"], "it to be put off")
    assert ready.state()["contact"]["customer"] == "Ben"


def test_the_view_of_the_day_by_keys_alone(
    clock: WallClock, ready: Poise, editor: Mousepad
) -> None:
    for name, hour in (("One", 10), ("Two", 11), ("Three", 12)):
        ready.ctl("remind", f"call {name} tomorrow {hour}:00 re it")
    clock.put(2 * DAY)
    keys = ready.desk.keys
    editor.focus()
    keys.tap(ready.chord("day"), into=editor.window)
    day = own_window(ready, "day")
    keys.tap("d", into=day)
    wait.until(lambda: len(ready.state()["reminders"]) == 2, "the first to be done")
    keys.tap("s", into=day)
    form = own_window(ready, "form")
    keys.type("in 2 days", into=form)
    keys.tap("Enter", into=form)
    has_keyboard_back(ready, editor)
    keys.tap(ready.chord("day"), into=editor.window)
    keys.tap("Enter", into=own_window(ready, "day"))
    wait.until(lambda: ready.state()["contact"]["customer"] == "Three", "the follow-up")
    has_keyboard_back(ready, editor)
    assert ready.state()["contact"]["playbook"] == "follow-up-contact"
    left = [(each["whom"], each["is_due"]) for each in ready.state()["reminders"]]
    assert sorted(left) == [("Three", True), ("Two", False)]

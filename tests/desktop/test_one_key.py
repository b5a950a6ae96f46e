"""One-key mode: after one chord a bare key does one thing, and no program ever sees that key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rig import keyboard, wait
from tests.rig.grabs import Rival
from tests.rig.poise import Poise, State
from tests.rig.targets import ChromiumChat, Mousepad, Programs, Target

FIRST, SECOND = "Order 2 of 12 is on its way.", "I am on it, 2 minutes."
WALK = f"""\
poise: 1
id: walk
title: Walk
summary: Made by a test.
steps:
  - id: one
    title: One
    goal: Say the thing.
    phrases:
      - {{id: p1, title: First, text: "{FIRST}"}}
      - {{id: p2, title: Second, text: "{SECOND}"}}
    branches:
      - {{id: calmer, label: Calmer, key: c, to: three}}
      - {{id: upset, label: Still upset, key: u, to: two}}
  - {{id: two, title: Two, goal: Go on.}}
  - {{id: three, title: Three, goal: Be done., outcomes: [solved]}}
"""
F9, KEY_U = 75, 30
"""Places of the standard PC keyboard."""
HEAR_ALL = """
if (!window.seen) for (const kind of ["keydown", "keyup"])
  document.addEventListener(kind, (event) => window.seen.push(event.key), true);
window.seen = [];
"""


@pytest.fixture
def walking(poise: Poise) -> Poise:
    """Poise with the mode switched on, at the first step."""
    poise.write_settings("agent_name: Sam\none_key_mode: yes\n")
    begin(poise)
    return poise


def begin(poise: Poise) -> None:
    poise.write_playbook_text("walk", WALK)
    poise.run()
    poise.start("walk")


@pytest.fixture(params=["chromium", "mousepad"])
def field(request: pytest.FixtureRequest, programs: Programs, walking: Poise) -> Target:
    """A browser's and an editor's field."""
    return programs.get(request.param)


@pytest.fixture
def hearing(walking: Poise, chat: ChromiumChat) -> ChromiumChat:
    """The chat, which writes down every key that reaches it."""
    chat.focus()
    chat.tools.evaluate(HEAR_ALL)
    return chat


def heard(chat: ChromiumChat) -> set[str]:
    """What reached it, besides modifiers and the paste key."""
    modifiers = {"Control", "Shift", "Alt", "Meta", "v"}
    return {str(key) for key in chat.tools.evaluate("seen")} - modifiers


def open_mode(poise: Poise, target: Target) -> None:
    target.desk.keys.tap(poise.chord("one-key"), into=target.window)
    wait.until(lambda: poise.state()["one_key"], "the mode to open")


def wait_closed(poise: Poise) -> None:
    wait.until(lambda: not poise.state()["one_key"], "the mode to end", 6)


def step(poise: Poise) -> str:
    return str(poise.state()["contact"]["step"])


def outcome_of(poise: Poise, press: Callable[[], object]) -> State:
    before = poise.last()
    press()
    return poise.outcome_after(before)


def is_free(poise: Poise, *keys: str) -> bool:
    """Whether another program could have all these keys now."""
    with Rival(poise.desk.display) as rival:
        return all(rival.take(key) for key in keys)


def test_a_bare_digit_inserts_and_is_typed_nowhere(walking: Poise, field: Target) -> None:
    open_mode(walking, field)
    with field.desk.windows.focus_must_stay(field.window):
        outcome = outcome_of(walking, lambda: field.desk.keys.tap("2", into=field.window))
    assert outcome["outcome"] == "confirmed", outcome
    assert not walking.state()["one_key"]
    field.wait_text(SECOND)
    wait.stays(lambda: field.text() == SECOND, "the phrase alone", 0.5)


def test_a_key_that_is_held_never_reaches_the_field(walking: Poise, field: Target) -> None:
    open_mode(walking, field)
    before = walking.last()
    with field.desk.keys.held("2", into=field.window):
        wait_closed(walking)
        wait.stays(lambda: not field.text(), "an empty field", 0.7)  # it repeats after 660 ms
    assert walking.outcome_after(before)["outcome"] == "confirmed"
    field.wait_text(SECOND)
    wait.stays(lambda: field.text() == SECOND, "the phrase alone", 0.5)


def test_a_key_held_for_longer_than_the_mode(walking: Poise, hearing: ChromiumChat) -> None:
    open_mode(walking, hearing)
    before = walking.last()
    with hearing.desk.keys.held("1", into=hearing.window):
        wait.stays(lambda: not hearing.text(), "an empty field", 4)
    assert walking.outcome_after(before)["outcome"] == "confirmed"
    hearing.wait_text(FIRST)
    assert heard(hearing) == set()


def test_after_three_seconds_a_digit_is_a_digit_again(walking: Poise, field: Target) -> None:
    open_mode(walking, field)
    wait_closed(walking)
    field.desk.keys.tap("2", into=field.window)
    field.wait_text("2")
    assert walking.last() is None


def test_esc_leaves_and_reaches_nobody(walking: Poise, hearing: ChromiumChat) -> None:
    keys, window = hearing.desk.keys, hearing.window
    open_mode(walking, hearing)
    with keys.held("Escape", into=window):
        wait_closed(walking)
        wait.pass_by(0.8)  # it repeats meanwhile
    wait.until(lambda: is_free(walking, "Escape"), "Esc to be free")
    assert heard(hearing) == set()
    keys.tap("2", into=window)
    hearing.wait_text("2")


def test_letters_walk_and_go_along_branches(walking: Poise, hearing: ChromiumChat) -> None:
    for key, expected in {"C": "three", "B": "one", "U": "two", "N": "three"}.items():
        open_mode(walking, hearing)
        hearing.desk.keys.tap(key, into=hearing.window)
        wait.until(lambda: step(walking) == expected, f"the step {expected}")  # noqa: B023
        assert not walking.state()["one_key"]
    assert heard(hearing) == set()
    assert hearing.text() == ""
    open_mode(walking, hearing)
    hearing.desk.keys.tap("C", into=hearing.window)  # no branch here has it: it is typed
    hearing.wait_text("c")


def test_shift_may_still_be_down(walking: Poise, hearing: ChromiumChat) -> None:
    open_mode(walking, hearing)
    outcome_of(walking, lambda: hearing.desk.keys.tap("Shift+2", into=hearing.window))
    hearing.wait_text(SECOND)
    assert heard(hearing) == set()


def test_another_window_in_front_has_its_keys(
    walking: Poise, chat: ChromiumChat, editor: Mousepad
) -> None:
    chat.focus()
    open_mode(walking, chat)
    editor.focus()
    wait_closed(walking)
    editor.desk.keys.tap("2", into=editor.window)
    editor.wait_text("2")


def test_keys_are_held_only_while_the_mode_is_open(walking: Poise, editor: Mousepad) -> None:
    bare = ("1", "9", "n", "b", "c", "u", "Escape", "Shift+1")
    editor.focus()
    assert is_free(walking, *bare)
    open_mode(walking, editor)
    assert not any(is_free(walking, key) for key in bare)
    assert is_free(walking, "x")
    wait_closed(walking)
    wait.until(lambda: is_free(walking, *bare), "free keys")
    open_mode(walking, editor)
    walking.kill9()
    wait.until(lambda: is_free(walking, *bare), "free keys after a crash")


def test_a_key_of_another_program_is_left_to_it(walking: Poise, editor: Mousepad) -> None:
    editor.focus()
    with Rival(walking.desk.display) as rival:
        assert rival.take("1")
        open_mode(walking, editor)
        editor.desk.keys.tap("1", into=editor.window)
        wait.stays(lambda: walking.state()["one_key"], "an open mode", 0.3)
        outcome_of(walking, lambda: editor.desk.keys.tap("2", into=editor.window))
    editor.wait_text(SECOND)


@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_lock_keys_do_not_matter(walking: Poise, hearing: ChromiumChat, lock: str) -> None:
    keys, window = hearing.desk.keys, hearing.window
    keys.tap(lock, into=window)
    try:
        hearing.tools.evaluate("seen = []")
        open_mode(walking, hearing)
        outcome_of(walking, lambda: keys.tap("2", into=window))
        hearing.wait_text(SECOND)
        open_mode(walking, hearing)
        keys.tap("u", into=window)
        wait.until(lambda: step(walking) == "two", "the second step")
        assert heard(hearing) <= {"V"}  # the paste key with Caps Lock on
    finally:
        keys.tap(lock, into=window)


@pytest.mark.parametrize("words", [("fr",), ("ru",), ("us,ru", "-option", "grp:menu_toggle")])
def test_other_layouts(walking: Poise, hearing: ChromiumChat, words: tuple[str, ...]) -> None:
    desk, window = hearing.desk, hearing.window

    def tap(code: int) -> None:
        keyboard.tap(desk, code, into=window)

    with keyboard.layout(desk, *words):
        if len(words) > 1:
            tap(keyboard.MENU)  # to the second layout
            hearing.tools.evaluate("seen = []")
        keyboard.tap(desk, keyboard.CTRL, keyboard.SHIFT, F9, into=window)
        wait.until(lambda: walking.state()["one_key"], "the mode to open")
        outcome_of(walking, lambda: tap(keyboard.KEY_1 + 1))
        hearing.wait_text(SECOND)
        keyboard.tap(desk, keyboard.CTRL, keyboard.SHIFT, F9, into=window)
        wait.until(lambda: walking.state()["one_key"], "the mode to open")
        tap(KEY_U)
        wait.until(lambda: step(walking) == "two", "the second step")
        if len(words) > 1:
            tap(keyboard.MENU)
    # The paste key has another name there; GroupNext is the key that changes the layout.
    assert heard(hearing) <= {"м", "Insert", "GroupNext"}


def test_another_layout_while_a_key_is_down(walking: Poise, hearing: ChromiumChat) -> None:
    desk = hearing.desk
    open_mode(walking, hearing)
    before = walking.last()
    with desk.keys.held("2", into=hearing.window), keyboard.layout(desk, "de"):
        wait_closed(walking)
        wait.stays(lambda: not hearing.text(), "an empty field", 0.8)
    walking.outcome_after(before)
    hearing.wait_text(SECOND)
    wait.stays(lambda: hearing.text() == SECOND, "the phrase alone", 0.5)
    assert walking.hotkey("insert-1")["state"] == "active"


def test_phrases_that_are_typed_do_not_meet_their_own_keys(poise: Poise, editor: Mousepad) -> None:
    poise.write_settings("agent_name: Sam\none_key_mode: yes\ninsert_method: type\n")
    begin(poise)
    editor.focus()
    open_mode(poise, editor)
    outcome_of(poise, lambda: editor.desk.keys.tap("1", into=editor.window))
    editor.wait_text(FIRST)
    editor.clear()
    open_mode(poise, editor)
    poise.try_ctl("insert", "2")  # a script, while the keys are lent
    editor.wait_text(SECOND)
    assert step(poise) == "one"


def test_a_chord_ends_the_mode_and_does_its_own(walking: Poise, hearing: ChromiumChat) -> None:
    open_mode(walking, hearing)
    chord = walking.chord("insert-1")
    outcome_of(walking, lambda: hearing.desk.keys.tap(chord, into=hearing.window))
    assert not walking.state()["one_key"]
    hearing.wait_text(FIRST)
    assert heard(hearing) == set()


def test_the_palette_has_its_keys(walking: Poise, editor: Mousepad) -> None:
    keys = editor.desk.keys
    editor.focus()
    open_mode(walking, editor)
    keys.tap(walking.chord("palette"), into=editor.window)
    wait.until(lambda: walking.state()["asking"] == "palette", "the palette")
    assert not walking.state()["one_key"]
    palette = editor.desk.windows.wait_for(pid=walking.pid, title="Poise search")
    keys.tap(walking.chord("one-key"), into=palette)
    wait.stays(lambda: not walking.state()["one_key"], "a closed mode", 0.3)
    keys.tap("Escape", into=palette)
    wait.until(lambda: not walking.state()["asking"], "the palette to close")


def test_a_hidden_panel_is_shown_for_the_mode_only(walking: Poise, chat: ChromiumChat) -> None:
    walking.ctl("collapse")
    walking.ctl("hide")
    chat.focus()
    with chat.desk.windows.focus_must_stay(chat.window):
        open_mode(walking, chat)
        wait.until(lambda: walking.state()["panel"]["visible"], "the panel")
        chat.desk.keys.tap("Escape", into=chat.window)
        wait.until(lambda: not walking.state()["panel"]["visible"], "the panel to hide again")


def test_without_the_setting_there_is_no_such_chord(poise: Poise, editor: Mousepad) -> None:
    begin(poise)
    assert all(each["action"] != "one-key" for each in poise.state()["hotkeys"])
    editor.focus()
    editor.desk.keys.tap("Ctrl+Shift+F9", into=editor.window)
    editor.desk.keys.tap("2", into=editor.window)
    editor.wait_text("2")
    poise.write_settings("agent_name: Sam\none_key_mode: yes\n")
    wait.until(lambda: any(h["action"] == "one-key" for h in poise.state()["hotkeys"]), "the chord")
    editor.clear()
    open_mode(poise, editor)
    poise.write_settings("agent_name: Sam\n")
    wait_closed(poise)
    editor.desk.keys.tap("2", into=editor.window)
    editor.wait_text("2")


def test_a_playbook_is_started_by_its_number(poise: Poise, editor: Mousepad) -> None:
    poise.write_settings("agent_name: Sam\none_key_mode: yes\n")
    poise.run()
    editor.focus()
    open_mode(poise, editor)
    editor.desk.keys.tap("1", into=editor.window)
    wait.until(lambda: poise.state()["contact"], "a contact")
    assert poise.state()["contact"]["playbook"] == "leap"
    assert editor.text() == ""

"""The panel: on top, clickable, draggable, and never in possession of the keyboard."""

from __future__ import annotations

from tests.rig import wait
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat
from tests.rig.windows import Geometry


def test_showing_up_does_not_take_the_focus(poise: Poise, chat: ChromiumChat) -> None:
    with chat.desk.windows.focus_must_stay(chat.window):
        poise.run()
        poise.start("leap")
        poise.ctl("collapse")
        poise.ctl("expand")
        poise.ctl("hide")
        poise.ctl("show")
        wait.until(lambda: poise.state()["panel"]["visible"], "the panel")
    chat.desk.keys.type("undisturbed", into=chat.window)
    chat.wait_text("undisturbed")


def test_click_on_a_phrase_inserts_it_and_leaves_the_focus(
    poise: Poise, chat: ChromiumChat
) -> None:
    poise.write_playbook("click", "by a click")
    poise.run()
    poise.start("click")
    chat.focus()
    place = poise.panel_geometry()
    with chat.desk.windows.focus_must_stay(chat.window):
        # Where exactly the phrase stands is the panel's business: look from top to bottom.
        for y in range(place.y + 60, place.y + place.height - 20, 20):
            chat.desk.keys.click(place.x + place.width // 2, y, focus=chat.window)
            if poise.last() is not None:
                break
            wait.pass_by(0.05)
        chat.wait_text("by a click")
    outcome = poise.last()
    assert outcome is not None
    assert outcome["outcome"] == "confirmed", outcome


def test_clicks_all_over_the_panel_never_keep_the_focus(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    poise.start("leap", customer="M. Rivera", reference="48-1193")
    chat.focus()
    windows, keys = chat.desk.windows, chat.desk.keys
    place = poise.panel_geometry()
    asked = 0
    for y in range(place.y + 8, place.y + place.height, 60):
        for x in (place.x + 40, place.x + place.width // 3):
            keys.click(x, y, focus=chat.window)
            if poise.state()["asking"]:
                # A window that needs typing, such as the palette: Esc gives the focus back.
                wait.until(lambda: windows.pid(windows.focused()) == poise.pid, "its focus")
                asked += 1
                keys.tap("Esc", into=windows.active())
                wait.until(lambda: not poise.state()["asking"], "it to close")
                wait.until(lambda: windows.has_keyboard(chat.window), "the focus to come back")
    keys.type(" fin", into=chat.window)
    wait.until(lambda: chat.text().endswith(" fin"), "typing to go on in the chat")
    assert chat.sent_count() == 0
    assert asked < 8


def test_panel_stays_above_what_is_raised(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    chat.focus()
    windows = chat.desk.windows
    place = poise.panel_geometry()
    x, y = place.x + place.width // 2, place.y + place.height // 2
    assert windows.top_at(x, y) != chat.window
    before = windows.geometry(chat.window)
    windows.move(chat.window, place.x - 30, place.y, before.width, before.height)
    windows.activate(chat.window)
    try:
        assert windows.pid_at(x, y) == poise.pid
    finally:
        windows.move(chat.window, 20, 20, before.width, before.height)


def test_dragged_to_a_place_it_comes_back_there(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    chat.focus()
    before = poise.panel_geometry()
    start = (before.x + before.width // 2, before.y + 10)
    with chat.desk.windows.focus_must_stay(chat.window):
        chat.desk.keys.drag(start, (start[0] - 160, start[1] + 70), focus=chat.window)

        def moved() -> bool:
            now = poise.panel_geometry()
            return (now.x, now.y) == (before.x - 160, before.y + 70)

        wait.until(moved, "the panel to be where it was dragged")
    poise.quit()
    poise.run()
    again = poise.panel_geometry()
    assert (again.x, again.y) == (before.x - 160, before.y + 70)


def test_panel_is_on_the_screen_at_the_first_start(poise: Poise) -> None:
    poise.run()
    place = poise.panel_geometry()
    width, height = poise.desk.size
    assert place.x >= 0
    assert place.y >= 0
    assert place.x + place.width <= width
    assert place.y + place.height <= height
    assert place != Geometry(0, 0, width, height)

"""A customer who comes back, in the real program: seen before, looked at, and back in the chat."""

from __future__ import annotations

from tests.rig import wait
from tests.rig.clipboard import Reader
from tests.rig.poise import Poise, State
from tests.rig.targets import ChromiumChat


def known(poise: Poise) -> list[State]:
    """The earlier contacts of the customer in hand."""
    found: list[State] = poise.state()["earlier"]
    return found


def ended(poise: Poise, customer: str, reference: str, note: str) -> None:
    """A contact with a promise that has ended."""
    poise.start("leap", customer=customer, reference=reference)
    poise.ctl("remind", "tomorrow 15:00", "call back about the refund")
    poise.ctl("end", "--outcome", "waiting", "--note", note)


def look(poise: Poise, chat: ChromiumChat) -> int:
    """Press “Look” in the card and wait until the log has the keyboard; its window."""
    place, keys, windows = poise.panel_geometry(), poise.desk.keys, poise.desk.windows
    # Where exactly the button stands is the panel's business: it ends left of the cross.
    for y in range(place.y + 80, place.y + 260, 12):
        keys.click(place.x + place.width - 90, y, focus=chat.window)
        wait.pass_by(0.1)
        if poise.state()["asking"]:
            break
    assert poise.state()["asking"] == "log"
    window = windows.wait_for(title="Contact log")
    wait.until(lambda: windows.has_keyboard(window), "the log to have the keyboard")
    return window


def test_who_comes_back_is_known_and_looked_at(
    poise: Poise, chat: ChromiumChat, clipboard: Reader
) -> None:
    poise.run()
    ended(poise, "Ms Rivera", "SR-1", "Charged twice in October.")
    ended(poise, "Mr Okafor", "SR-2", "Parcel is lost.")
    chat.focus()
    with chat.desk.windows.focus_must_stay(chat.window):
        poise.start("leap", customer="Mrs Brandt", reference="SR-3")
        poise.start("leap", customer="rivera, ms", reference="sr 1")
        (found,) = wait.until(lambda: known(poise), "the earlier contact")
    assert found["is_same_reference"]
    assert (found["customer"], found["outcome"]) == ("Ms Rivera", "waiting")
    assert found["promises"] == ["call back about the refund"]

    window = look(poise, chat)

    def is_shown() -> bool:
        chat.desk.keys.tap("Ctrl+Shift+c", into=window)
        return "Charged twice" in clipboard.text()

    wait.until(is_shown, "the contact that was looked for")
    chat.desk.keys.tap("Esc", into=window)
    wait.until(lambda: poise.state()["asking"] == "", "the log to be closed")
    wait.until(lambda: chat.desk.windows.has_keyboard(chat.window), "the chat to have the keys")
    chat.desk.keys.type("back", into=chat.window)
    chat.wait_text("back")
    assert chat.sent_count() == 0
    assert poise.state()["errors"] == []


def test_who_is_new_is_not_taken_for_another(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    ended(poise, "Ms Rivera", "SR-1", "Charged twice in October.")
    poise.start("leap", customer="MS RIVÉRA", reference="SR-9")
    (found,) = wait.until(lambda: known(poise), "the one of that name")
    assert not found["is_same_reference"]
    poise.start("leap", customer="Ms Riveraz", reference="SR-11")
    poise.ctl("note", "Answered after whatever was asked before it.")
    assert known(poise) == []

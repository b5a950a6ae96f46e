"""A language chosen for the customer, by keys alone, and what arrives in the chat."""

from __future__ import annotations

from tests.rig import wait
from tests.rig.insert import press
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat

BILINGUAL = """\
poise: 1
id: parcel
title: Parcel
summary: A parcel is late.
steps:
  - id: hear
    title: Hear
    goal: Listen.
    phrases:
      - id: thanks
        title: Thank them
        text: Thank you for waiting, {customer}.
        languages: {de: "Danke für Ihre Geduld, {customer}."}
    outcomes: [solved]
"""


def test_chosen_in_the_details(poise: Poise, chat: ChromiumChat) -> None:
    keys, windows = chat.desk.keys, chat.desk.windows
    poise.write_playbook_text("parcel", BILINGUAL)
    poise.run()
    poise.start("parcel", customer="Ms Rivera")
    chat.focus()

    def of_poise() -> int:
        return windows.active() if windows.pid(windows.active()) == poise.pid else 0

    keys.tap(poise.chord("palette"), into=chat.window)
    palette = wait.until(of_poise, "the palette")
    keys.type("customer details", into=palette)
    keys.tap("Enter", into=palette)
    wait.until(lambda: poise.state()["asking"] == "form", "the form")
    form = wait.until(of_poise, "the form to have the keyboard")
    for _ in range(3):  # from the reference over the channel and the playbook's own language
        keys.tap("Down", into=form)
    keys.tap("Enter", into=form)
    wait.until(lambda: windows.active() == chat.window, "the keyboard to come back to the chat")
    assert poise.state()["contact"]["language"] == "de"
    press(poise, chat)
    chat.wait_text("Danke für Ihre Geduld, Ms Rivera.")
    poise.ctl("details", "--language", "own")
    assert poise.text_of(1) == "Thank you for waiting, Ms Rivera."
    assert "fr" in poise.try_ctl("details", "--language", "fr").stderr

"""What must not be kept is in no file of the running program, and a person can be forgotten."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.rig import wait
from tests.rig.insert import press
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat

CARD = "4111 1111 1111 1111"


def files_with(home: Path, *texts: str) -> list[str]:
    files = (each for each in home.rglob("*") if each.is_file())
    wanted = [text.lower().encode() for text in texts]
    return [
        str(each.relative_to(home))
        for each in files
        if any(text in each.read_bytes().lower() for text in wanted)
    ]


def test_a_card_number_goes_neither_into_a_file_nor_back_into_a_chat(
    poise: Poise, chat: ChromiumChat
) -> None:
    poise.write_settings('mask:\n  policy: "PX-######"\n')
    poise.write_playbook("paid", "it is about {reference}, right?")
    poise.run()
    poise.start("paid", customer=f"Ms Rivera {CARD}", reference=CARD)
    assert poise.state()["contact"]["reference"] == "[card …1111]"
    chat.focus()
    outcome = press(poise, chat)
    assert outcome["outcome"] == "confirmed", outcome
    chat.wait_text("it is about [card …1111], right?")
    words = ("remind", "in 20 min", f"refund to GB29NWBK60161331926819, {CARD}, PX-123456")
    reminded = poise.try_ctl(*words)
    assert reminded.returncode == 0
    assert "3 numbers were kept out of the record: [account …6819]" in reminded.stderr
    assert poise.try_ctl("remind", "in 20 min", "call back").stderr == ""
    poise.ctl("end", "--outcome", "solved", "--note", f"gave {CARD.replace(' ', '-')}")
    shapes = [CARD, CARD.replace(" ", ""), CARD.replace(" ", "-"), "NWBK601613", "PX-123456"]
    assert files_with(poise.home, "[account …6819]") != []
    assert files_with(poise.home, *shapes) == []
    poise.quit()
    assert files_with(poise.home, *shapes) == []


def test_own_masks_stay_while_the_settings_cannot_be_read(poise: Poise) -> None:
    mask = 'mask:\n  policy: "PX-######"\n'
    poise.write_settings(mask)
    poise.run()
    poise.write_settings(f'{mask}agent_name: "Jo\n')
    wait.until(lambda: len(poise.state()["errors"]) == 2, "the mistake to be told")
    for _ in range(2):  # the second time after a start
        told = poise.state()["errors"]
        assert "settings.yaml:3:13: Your own masks stay as they were" in told[0]
        assert "A quotation mark is opened here and never closed." in told[1]
        assert "[policy]" in poise.try_ctl("remind", "in 20 min", "refund PX-123456").stderr
        poise.quit()
        poise.run()
    assert files_with(poise.home, "PX-123456") == []
    poise.quit()
    shutil.rmtree(poise.home / "cache")  # now nobody knows them any more
    poise.run()
    assert "settings.yaml:3:13: Your own masks are off" in poise.state()["errors"][0]
    poise.write_settings(mask)
    wait.until(lambda: poise.state()["errors"] == [], "the settings to be read again")
    assert "[policy]" in poise.try_ctl("remind", "in 20 min", "refund PX-123456").stderr


def test_a_person_is_forgotten_while_poise_runs(poise: Poise) -> None:
    poise.run()
    for who in ("Zyxwilhelmina Quux", "Ms Rivera"):
        poise.start("leap", customer=who)
        poise.ctl("remind", "in 20 min", f"call {who}")
        poise.ctl("end", "--outcome", "escalated")
    refused = poise.command_line("forget", "wilhelmina")
    assert "The record has nothing of them." in refused.stdout
    done = poise.command_line("forget", "zyxwilhelmina", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert files_with(poise.home, "Zyxwilhelmina") == []
    wait.until(lambda: len(poise.state()["reminders"]) == 1, "the reminder to be forgotten")
    assert "Zyxwilhelmina" not in str(poise.state())
    poise.start("leap", customer="Ben")
    poise.ctl("end", "--outcome", "solved")
    poise.quit()
    assert files_with(poise.home, "Zyxwilhelmina") == []
    assert files_with(poise.home, "Ms Rivera") != []


def test_a_report_of_the_running_poise_names_nobody(poise: Poise) -> None:
    poise.write_settings("hotkeys:\n  next: off\n")
    poise.run()
    poise.start("leap", customer="Zyxwilhelmina Quux", reference="ZQ-77104")
    poise.ctl("remind", "in 20 min", "call about the harpsichord")
    done = poise.command_line("doctor", "--report", "-")
    assert (done.returncode, done.stderr) == (0, "")
    active = sum(each["state"] == "active" for each in poise.state()["hotkeys"])
    assert f"    Backend: x11\n    Hotkeys: {active} active, 1 off\n" in done.stdout
    assert "    Mistakes and troubles that it shows: 0\n" in done.stdout
    assert "    [ok] Hotkey insert-1 (Ctrl+Shift+1)\n" in done.stdout
    assert "    Windows are shown by: xcb\n    Screen 1: " in done.stdout
    assert "This could not be told" not in done.stdout
    for word in ("Zyxwilhelmina", "Quux", "77104", "harpsichord", str(poise.home)):
        assert word.lower() not in done.stdout.lower()

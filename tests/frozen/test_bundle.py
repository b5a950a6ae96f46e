"""The bundle does the main job without the checkout it was built from."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from desktop import __version__
from tests.rig.clipboard import Owner, Reader, rich
from tests.rig.insert import press
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat


def test_self_test_passes(poise: Poise, tmp_path: Path) -> None:
    answer = subprocess.run(
        [*poise.command, "--self-test", "--home", str(tmp_path / "self-test")],
        env=poise.env,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    print(answer.stdout)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert len(answer.stdout.strip().splitlines()) >= 5, "a line per check"
    assert answer.stderr == ""


def test_version_and_commands_without_a_display(poise: Poise) -> None:
    poise.run()
    poise.quit()  # it has a record now
    poise.env.pop("DISPLAY")
    assert __version__ in poise.command_line("--version").stdout
    exported = poise.command_line("export", "contacts", "--format", "json")
    assert exported.returncode == 0, exported.stderr
    json.loads(exported.stdout)


def test_phrase_by_hotkey_into_a_real_program(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    poise.start("leap", customer="M. Rivera", reference="48-1193")
    text = poise.text_of(1)
    owner = Owner(poise.desk, rich())
    reader = Reader(poise.desk.display)
    try:
        chat.focus()
        assert press(poise, chat)["outcome"] == "confirmed"
        chat.wait_text(text)
        assert chat.sent_count() == 0
        poise.quit()
        assert reader.everything() == rich()
    finally:
        reader.close()
        owner.stop()


def test_reminder_words_are_understood(poise: Poise) -> None:
    # Languages and time zones are data files that a bundle can lack.
    poise.run()
    poise.ctl("remind", "tomorrow 10:00", "Call back")
    poise.ctl("remind", "in 20 min", "Look again")
    assert len(poise.state()["reminders"]) == 2


def test_bundle_is_not_bloated(bundle: Path) -> None:
    files = [p for p in bundle.parent.rglob("*") if p.is_file() and not p.is_symlink()]
    size = sum(p.stat().st_size for p in files)
    assert size < 190_000_000, f"{size / 1e6:.0f} MB"

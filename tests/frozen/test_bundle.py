"""The bundle does the main job without the checkout it was built from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from desktop import __version__
from tests.rig.clipboard import Owner, Reader, rich
from tests.rig.insert import press
from tests.rig.poise import REPOSITORY, Poise
from tests.rig.targets import ChromiumChat


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


def test_a_signed_pack_is_made_checked_and_installed(poise: Poise, tmp_path: Path) -> None:
    # The library for signatures is imported by name, which a bundle can miss.
    books, key, pack = tmp_path / "books", tmp_path / "team.key", tmp_path / "team-1.0.poisepack"
    books.mkdir()
    shutil.copy(REPOSITORY / "playbooks" / "leap.yaml", books)
    for phrases in (REPOSITORY / "playbooks").glob("phrases-*.yaml"):
        shutil.copy(phrases, books)

    def done(*words: str | Path) -> str:
        answer = poise.command_line("pack", *(str(word) for word in words))
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    done("key", key)
    made_by = ("--name", "team", "--version", "1.0", "--owner", "Marta", "--sign", key)
    done("build", books, *made_by, "-o", tmp_path)
    assert "signed with the key you trust" in done("verify", pack, "--key", f"{key}.pub")
    done("trust", f"{key}.pub", "--yes")
    assert "team 1.0 is installed." in done("install", pack, "--yes")
    pack.write_bytes(pack.read_bytes().replace(b"LEAP", b"LEEP"))
    assert poise.command_line("pack", "verify", str(pack)).returncode == 1

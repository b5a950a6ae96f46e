"""A broken playbook never takes the program down; the panel says what is wrong where."""

from __future__ import annotations

import json

from tests.rig import wait
from tests.rig.insert import press
from tests.rig.poise import Poise, playbook
from tests.rig.targets import ChromiumChat

BROKEN = playbook("broken", ["fine"]).replace("    goal: Say the thing.\n", "    gaol: typo\n")


def test_broken_file_at_start(poise: Poise) -> None:
    path = poise.write_playbook_text("broken", BROKEN)
    poise.write_playbook("whole", "fine")
    poise.run()
    state = poise.state()
    assert f"{path.name}:" in json.dumps(state["errors"])
    assert "gaol" in json.dumps(state["errors"])
    names = json.dumps(state["playbooks"])
    assert '"whole"' in names
    assert '"leap"' in names
    assert '"broken"' not in names
    poise.start("whole")


def test_file_that_is_no_text_at_start(poise: Poise) -> None:
    (poise.playbooks / "noise.yaml").write_bytes(bytes(range(256)) * 40)
    (poise.playbooks / "bomb.yaml").write_text(
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", encoding="utf-8"
    )
    poise.run()
    errors = json.dumps(poise.state()["errors"])
    assert "noise.yaml" in errors
    assert "bomb.yaml" in errors


def test_live_edit_keeps_the_last_good_version(poise: Poise, chat: ChromiumChat) -> None:
    poise.write_playbook("live", "the first version")
    poise.run()
    poise.start("live")
    assert poise.text_of(1) == "the first version"

    poise.write_playbook_text("live", BROKEN.replace("id: broken", "id: live"))
    wait.until(lambda: "live.yaml" in json.dumps(poise.state()["errors"]), "the complaint")
    chat.focus()
    press(poise, chat)
    chat.wait_text("the first version")

    poise.write_playbook("live", "the second version")
    wait.until(lambda: poise.text_of(1) == "the second version", "the new words")
    assert poise.state()["errors"] == []


def test_new_and_deleted_files_are_noticed(poise: Poise) -> None:
    poise.run()
    path = poise.write_playbook("new-one", "hello")
    wait.until(lambda: "new-one" in json.dumps(poise.state()["playbooks"]), "the new playbook")
    path.unlink()
    wait.until(lambda: "new-one" not in json.dumps(poise.state()["playbooks"]), "it to go")


def test_check_tells_place_and_remedy(poise: Poise) -> None:
    path = poise.write_playbook_text("broken", BROKEN)
    answer = poise.command_line("check", str(path))
    assert answer.returncode == 1
    line = BROKEN.splitlines().index("    gaol: typo") + 1
    assert f"{path}:{line}:" in answer.stdout + answer.stderr
    good = poise.write_playbook("good", "fine")
    assert poise.command_line("check", str(good)).returncode == 0

"""Starting, ending, crashing, and what is still there afterwards."""

from __future__ import annotations

import json
from pathlib import Path

from tests.rig import wait
from tests.rig.insert import press
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat
from tests.rig.xserver import Desk


def test_second_start_shows_the_first_and_leaves(poise: Poise) -> None:
    poise.run()
    poise.ctl("hide")
    assert not poise.state()["panel"]["visible"]
    second = poise.command_line("run", "--home", str(poise.home))
    assert second.returncode == 0, second.stderr
    assert second.stderr == ""
    wait.until(lambda: poise.state()["panel"]["visible"], "the first to show itself")
    assert poise.is_alive()


def test_quit_ends_everything(poise: Poise) -> None:
    poise.run()
    family = poise.family()
    poise.quit()
    assert poise.stderr() == ""
    # The clipboard keeper may stay as long as it has something to give; it has nothing here.
    wait.until(lambda: not any(Path(f"/proc/{p}").exists() for p in family), "no process left")
    after = poise.try_ctl("state")
    assert after.returncode != 0
    assert len(after.stderr.strip().splitlines()) == 1


def test_crash_in_a_contact_loses_nothing_acknowledged(poise: Poise, chat: ChromiumChat) -> None:
    poise.run()
    poise.start("leap", customer="M. Rivera", reference="48-1193")
    identifier = poise.state()["contact"]["id"]
    chat.focus()
    said = poise.phrases()[0]["id"]
    press(poise, chat)
    poise.ctl("next")
    step = poise.state()["contact"]["step"]
    poise.ctl("remind", "tomorrow 10:00", "Call M. Rivera back")
    poise.kill9()

    records = json.loads(poise.command_line("export", "contacts", "--format", "json").stdout)
    assert "M. Rivera" in json.dumps(records)
    assert said in json.dumps(records)
    poise.run()
    offered = poise.state()["open_contacts"]
    assert identifier in json.dumps(offered)
    record = json.dumps(records, ensure_ascii=False)
    assert step in record
    assert "Call M. Rivera back" in json.dumps(poise.state()["reminders"])


def test_crash_right_after_every_acknowledged_command(poise: Poise) -> None:
    poise.run()
    for number in range(3):
        poise.start("leap", customer=f"Customer {number}")
        poise.kill9()
        poise.run()
        assert (
            f"Customer {number}"
            in poise.command_line("export", "contacts", "--format", "json").stdout
        )


def test_ended_contact_is_on_record_and_not_offered_again(poise: Poise) -> None:
    poise.run()
    poise.start("leap", customer="M. Rivera")
    poise.ctl("end", "--outcome", "solved", "--note", "Parcel found at the depot")
    assert poise.state()["contact"] is None
    poise.quit()
    poise.run()
    assert poise.state()["open_contacts"] == []
    exported = poise.command_line("export", "contacts", "--format", "csv")
    assert exported.returncode == 0
    assert "Parcel found at the depot" in exported.stdout


def test_reminder_survives_a_restart(poise: Poise) -> None:
    poise.run()
    poise.ctl("remind", "in 20 min", "Look at order 48-1193")
    poise.quit()
    poise.run()
    reminders = poise.state()["reminders"]
    assert len(reminders) == 1
    assert "Look at order 48-1193" in json.dumps(reminders)
    assert "48-1193" in poise.ctl("reminders")


def test_ctl_errors_are_one_line_and_a_code(poise: Poise) -> None:
    poise.run()
    for words in (
        ("start", "no-such-playbook"),
        ("insert", "1"),
        ("next",),
        ("end", "--outcome", "solved"),
        ("remind", "the day after never", "x"),
    ):
        answer = poise.try_ctl(*words)
        assert answer.returncode != 0, words
        assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
        assert "Traceback" not in answer.stderr
    assert poise.is_alive()


def test_without_a_display_the_start_says_so(desk: Desk, tmp_path: Path) -> None:
    lonely = Poise(desk, tmp_path / "home")
    lonely.run()
    lonely.quit()  # it has a record now
    lonely.env.pop("DISPLAY")
    answer = lonely.command_line("run", "--home", str(lonely.home))
    assert answer.returncode != 0
    assert "display" in answer.stderr.lower()
    assert "Traceback" not in answer.stderr
    for words in (("--version",), ("export", "contacts", "--format", "json"), ("doctor",)):
        works = lonely.command_line(*words)
        assert "Traceback" not in works.stderr
        if words != ("doctor",):
            assert works.returncode == 0, works.stderr


_SPY = """
import gc, sys, threading
if "run" in sys.orig_argv:
    said = open({file!r}, "a", buffering=1)
    gc.set_threshold(50)
    gc.callbacks.append(
        lambda phase, info: phase == "start" and print(threading.current_thread().name, file=said)
    )
"""


def test_cycles_are_looked_for_on_the_main_thread_only(poise: Poise, tmp_path: Path) -> None:
    seen, calendar = tmp_path / "seen", tmp_path / "promises.ics"
    (tmp_path / "sitecustomize.py").write_text(_SPY.format(file=str(seen)))
    poise.env["PYTHONPATH"] = str(tmp_path)
    poise.write_settings(f"agent_name: Sam\ncalendar_file: {calendar}\n")
    poise.run()
    at_start = len(seen.read_text().splitlines())
    poise.start("leap", customer="M. Rivera")
    for number in range(5):
        calendar.unlink(missing_ok=True)
        poise.ctl("remind", "tomorrow 10:00", f"Call {number}")  # the ledger's thread, and another
        wait.until(calendar.exists, "the calendar file")
    for number in range(50):
        if len(seen.read_text().splitlines()) > at_start:
            break
        poise.start("leap", customer=f"Customer {number}")
    poise.quit()
    looked = seen.read_text().splitlines()
    assert len(looked) > at_start, "nobody looks any more"
    assert set(looked) == {"MainThread"}

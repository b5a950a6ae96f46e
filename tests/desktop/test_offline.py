"""Promise 4: no network, and no listening to the keyboard. Seen from the kernel's side."""

from __future__ import annotations

import re
from pathlib import Path

from tests.rig.insert import press
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat
from tests.rig.watch import complaints, strace_prefix


def test_only_local_sockets_and_no_input_device(
    poise: Poise, chat: ChromiumChat, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    poise.write_playbook("offline", "nobody overheard this")
    poise.run(prefix=strace_prefix(trace))
    poise.start("offline", customer="M. Rivera")
    chat.focus()
    outcome = press(poise, chat)
    assert outcome["outcome"] == "confirmed", outcome
    chat.wait_text("nobody overheard this")
    poise.ctl("remind", "in 20 min", "call")
    poise.ctl("end", "--outcome", "solved")
    poise.quit()
    text = trace.read_text(errors="replace")
    assert re.search(r"socket\(AF_UNIX", text), "strace saw nothing; the test proves nothing"
    assert complaints(text) == []


def test_phrase_and_name_never_reach_the_logs(poise: Poise, chat: ChromiumChat) -> None:
    poise.write_playbook("secret", "a very confidential phrase for {customer}")
    poise.run()
    poise.start("secret", customer="Wilhelmina Quux")
    chat.focus()
    outcome = press(poise, chat)
    assert outcome["outcome"] == "confirmed", outcome
    chat.wait_text("a very confidential phrase for Wilhelmina Quux")
    poise.quit()
    logs = [p for p in poise.home.rglob("*") if p.is_file() and "log" in p.name.lower()]
    assert logs, "there is no log at all"
    for path in logs:
        written = path.read_text(errors="replace")
        assert "confidential" not in written, path
        assert "Wilhelmina" not in written, path

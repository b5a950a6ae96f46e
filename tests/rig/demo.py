"""Plays one contact with real programs and real keys, and takes pictures of it.

`python -m tests.rig.demo --out DIR` (that is `make demo`). Ends with an error when a text did
not arrive, when anything was sent that was not sent by hand, or when the clipboard changed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.rig import wait
from tests.rig.clipboard import Owner, Reader, rich
from tests.rig.poise import Poise
from tests.rig.targets import ChromiumChat, Mousepad, Target
from tests.rig.watch import complaints, strace_prefix
from tests.rig.window_pictures import PAINT_S, window_pictures
from tests.rig.xserver import Desk

CUSTOMER = "M. Rivera"
REFERENCE = "48-1193"
SETTINGS = "agent_name: Sam\ntheme: {theme}\n"


class Demonstration:
    """The stage: a desktop with a chat, an editor, the agent's clipboard, and Poise."""

    def __init__(self, out: Path, stack: ExitStack, trace: Path | None) -> None:
        self._out = out
        self._sent_by_hand = 0
        self._trace = trace
        self.desk = stack.enter_context(Desk(1480, 1080))
        self.chat = ChromiumChat(self.desk, size=(980, 1020))
        stack.callback(self.chat.stop)
        self.editor = Mousepad(self.desk, "handover-notes.txt")
        stack.callback(self.editor.stop)
        self.poise = Poise(self.desk, self.desk.root / "poise")
        stack.callback(self.poise.close)
        self.reader = Reader(self.desk.display)
        stack.callback(self.reader.close)
        self.copied = rich()
        owner = Owner(self.desk, self.copied)
        stack.callback(owner.stop)

    def play(self) -> None:
        """The whole contact."""
        self._set_the_stage()
        poise, chat, editor = self.poise, self.chat, self.editor

        poise.start("leap", customer=CUSTOMER, reference=REFERENCE)
        self._picture("1-panel-beside-the-chat")
        poise.ctl("remind", "in 1 min", f"Tell {CUSTOMER} where order {REFERENCE} is")
        self._insert("insert-1", chat)
        self._picture("2-phrase-inserted")
        self._send()

        self._step("next")
        self._insert("insert-1", chat)
        self._picture("3-next-step")
        self._send()

        self._palette("refund", "4-palette")

        say("the same in an editor")
        editor.start()
        self.desk.windows.move(editor.window, 180, 480, 700, 300)
        editor.focus()
        self._insert(self._without_gaps(), editor)
        self._picture("5-editor")
        editor.stop()
        chat.focus()

        self._step("stop-lines")
        self._picture("6-stop-lines")
        self._step("back")
        poise.ctl("collapse")
        self._picture("7-collapsed")
        poise.ctl("expand")

        say("waiting for the promise of one minute ago to fall due")
        wait.until(
            lambda: any(each["is_announced"] for each in poise.state()["reminders"]), "it", 70
        )
        self._picture("8-reminder")
        poise.ctl("end", "--outcome", "solved", "--note", "New parcel goes out today.")
        assert poise.state()["contact"] is None, "the contact did not end"
        self._record()
        poise.quit()
        assert self.reader.everything() == self.copied, "the clipboard changed after the end"
        self._overheard()

    # ---------------------------------------------------------------------- scenes
    def _set_the_stage(self) -> None:
        say("a private desktop, a chat in Chromium, the panel beside it")
        self.chat.start()
        settings = self.poise.home / "config" / "settings.yaml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(SETTINGS.format(theme="light"), encoding="utf-8")
        prefix = strace_prefix(self._trace) if self._trace else ()
        self.poise.run(prefix=prefix)
        self.chat.focus()

    def _insert(self, action: str, target: Target) -> None:
        """Press the hotkey of a phrase and see that exactly this arrives, and nothing else."""
        slot = int(action.removeprefix("insert-"))
        words = self.poise.text_of(slot)
        assert "‹" not in words, f"phrase {slot} has gaps: {words}"
        before = self.poise.last()
        chord = self.poise.chord(action)
        say(f"{chord} in {target.name}: {words[:60]}…")
        with self.desk.windows.focus_must_stay(target.window):
            self.desk.keys.tap(chord, into=target.window)
            target.wait_text(words)
        outcome = self.poise.outcome_after(before)
        assert outcome["outcome"] == "confirmed", f"the outcome was {outcome}"
        self._nothing_went_wrong()

    def _without_gaps(self) -> str:
        """The key of a phrase after the first that needs no word filled in."""
        slots = [p["slot"] for p in self.poise.phrases() if "‹" not in p["text"]]
        return f"insert-{next(slot for slot in slots if slot > 1)}"

    def _nothing_went_wrong(self) -> None:
        sent = self.chat.sent_count()
        assert sent == self._sent_by_hand, (
            f"{sent} messages were sent, {self._sent_by_hand} of them by hand"
        )
        wait.until(lambda: self.reader.targets() == sorted(self.copied), "the clipboard to be back")
        assert self.reader.everything() == self.copied, "the clipboard is not what it was"

    def _send(self) -> None:
        """The agent sends the message: Poise never does."""
        self.desk.keys.tap("Enter", into=self.chat.window)
        self._sent_by_hand += 1
        wait.until(lambda: self.chat.sent_count() == self._sent_by_hand, "the message to go")

    def _step(self, action: str) -> None:
        chord = self.poise.chord(action)
        before = self._place()
        say(f"{chord}: {action}")
        with self.desk.windows.focus_must_stay(self.chat.window):
            self.desk.keys.tap(chord, into=self.chat.window)
            wait.until(lambda: self._place() != before, f"{action} to change the step")

    def _place(self) -> tuple[str, str]:
        contact = self.poise.state()["contact"]
        return contact["playbook"], contact["step"]

    def _palette(self, letters: str, picture: str) -> None:
        chord = self.poise.chord("palette")
        say(f"{chord}: the palette, then Esc")
        windows, keys = self.desk.windows, self.desk.keys
        keys.tap(chord, into=self.chat.window)
        palette = wait.until(
            lambda: windows.active() if windows.active() != self.chat.window else 0, "the palette"
        )
        wait.until(lambda: windows.has_keyboard(palette), "the palette to have the keys")
        keys.type(letters, into=palette)
        self._picture(picture)
        keys.tap("Esc", into=palette)
        wait.until(lambda: windows.has_keyboard(self.chat.window), "the focus to come back")
        self._nothing_went_wrong()

    def _picture(self, name: str) -> None:
        wait.pass_by(PAINT_S)
        say(f"picture {self.desk.windows.screenshot(name, self._out)}")

    def _record(self) -> None:
        answer = self.poise.command_line("export", "contacts", "--format", "json")
        assert answer.returncode == 0, answer.stderr
        print(json.dumps(json.loads(answer.stdout), indent=2, ensure_ascii=False))
        assert CUSTOMER in answer.stdout, "the record does not name the customer"
        assert "confirmed" in answer.stdout, "the record holds no insertion"

    def _overheard(self) -> None:
        if self._trace is None:
            return
        text = self._trace.read_text(errors="replace")
        found = complaints(text)
        assert not found, "sockets that are not local, or input devices:\n" + "\n".join(found)
        say(f"strace: {text.count('socket(')} sockets, all local; no input device opened")


def pictures(out: Path) -> None:
    """The panel at 100 % and 200 %, in both colour schemes, alone and beside the chat."""
    for scale in (1, 2):
        for theme in ("light", "dark"):
            with ExitStack() as stack:
                desk = stack.enter_context(Desk(1480 * scale, 1080 * scale))
                chat = ChromiumChat(desk, size=(980, 1020), scale=scale)
                stack.callback(chat.stop)
                chat.start()
                poise = Poise(desk, desk.root / "poise")
                stack.callback(poise.close)
                poise.env["QT_SCALE_FACTOR"] = str(scale)
                (poise.home / "config").mkdir(parents=True)
                settings = poise.home / "config" / "settings.yaml"
                settings.write_text(SETTINGS.format(theme=theme), encoding="utf-8")
                poise.run()
                name = f"{theme}-{scale}00"
                wait.pass_by(PAINT_S)
                say(f"picture {desk.windows.screenshot(f'start-{name}', out)}")
                poise.start("leap", customer=CUSTOMER, reference=REFERENCE)
                chat.focus()
                words = poise.text_of(1)  # now: another wording is offered afterwards
                desk.keys.tap(poise.chord("insert-1"), into=chat.window)
                chat.wait_text(words)
                wait.pass_by(PAINT_S)
                say(f"picture {desk.windows.screenshot(f'chat-{name}', out)}")
                panel = poise.panel_geometry().scaled(scale)
                say(f"picture {desk.windows.screenshot(f'panel-{name}', out, panel)}")


def say(line: str) -> None:
    """One line of the story."""
    print(f"· {line}", flush=True)


def main() -> int:
    """Play it; 0 when everything was as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("demo"))
    parser.add_argument("--pictures-only", action="store_true")
    parser.add_argument("--strace", action="store_true", help="also watch sockets and devices")
    asked = parser.parse_args()
    out = asked.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    if asked.pictures_only:
        pictures(out)
        for path in window_pictures(out):
            say(f"picture {path}")
        return 0
    trace = out / "strace.txt" if asked.strace else None
    try:
        with ExitStack() as stack:
            Demonstration(out, stack, trace).play()
    except AssertionError as failure:
        # What went wrong first is what matters, not what the clearing up found then.
        first: BaseException = failure
        while first.__context__ is not None:
            first = first.__context__
        print(f"\nThe demonstration FAILED: {first}", file=sys.stderr)
        if os.environ.get("POISE_DEMO_TRACE"):
            raise
        return 1
    say(f"done; the pictures are in {asked.out}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Driving the real program the way a person and a script do it, on any desktop."""

from __future__ import annotations

import json
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from desktop.errors import Trouble
from desktop.remote.client import ask
from tests.rig import wait

REPOSITORY = Path(__file__).resolve().parents[2]
FROM_SOURCE = (sys.executable, "-m", "desktop")

State = dict[str, Any]


def playbook(identifier: str, phrases: Sequence[str]) -> str:
    """A playbook of one step with these phrases, `p1`, `p2` … (format: desktop/guide)."""
    # A text stands as JSON, whose strings are YAML's.
    lines = [
        "poise: 1",
        f"id: {identifier}",
        "title: Test playbook",
        "summary: Made by a test.",
        "steps:",
        "  - id: only",
        "    title: Only step",
        "    goal: Say the thing.",
        "    outcomes: [solved]",
        "    do: [Say it.]",
        "    avoid: [Not saying it.]",
        "    phrases:",
    ]
    for number, text in enumerate(phrases, 1):
        lines += [
            f"      - id: p{number}",
            f"        title: Phrase {number}",
            f"        text: {json.dumps(text, ensure_ascii=False)}",
        ]
    return "\n".join(lines) + "\n"


class DrivenPoise(ABC):
    """One Poise with all its files in a folder of its own; each desktop has its way to start it.

    Args:
        home: Its folder; made when it is not there.
        command: How it is started: from the source, or a bundle's executable.
        env: The environment of the desktop it appears on.
    """

    def __init__(self, home: Path, command: Sequence[str | Path], env: Mapping[str, str]) -> None:
        self.home = home
        self.command = list(map(str, command))
        self.process: subprocess.Popen[bytes] | None = None
        self.env = {**env, "POISE_HOME": str(home), "PYTHONWARNINGS": "error"}
        self.is_stderr_checked = True
        self._stderr = home.with_name(home.name + ".stderr")
        home.mkdir(parents=True, exist_ok=True)

    # ------------------------------------------------------------------ its files
    @property
    def playbooks(self) -> Path:
        """Where a person's own playbooks lie."""
        folder = self.home / "config" / "playbooks"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def write_playbook(self, identifier: str, *phrases: str) -> Path:
        """Write a playbook of one step with these phrases; returns the file."""
        return self.write_playbook_text(identifier, playbook(identifier, phrases))

    def write_playbook_text(self, identifier: str, text: str) -> Path:
        """Write a playbook file as it stands, whole at once as editors do."""
        path = self.playbooks / f"{identifier}.yaml"
        new = path.with_suffix(".new")
        new.write_text(text, encoding="utf-8")

        def is_replaced() -> bool:
            try:
                new.replace(path)
            except PermissionError:  # on Windows, while Poise reads the old one
                return False
            return True

        wait.until(is_replaced, f"{path} to be free")
        return path

    def write_settings(self, text: str) -> None:
        """Write the settings file, before the start."""
        path = self.home / "config" / "settings.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    # ------------------------------------------------------------------- its life

    def launch(self, *extra: str) -> None:
        """Start the program without waiting for it."""
        if not (self.home / "config" / "settings.yaml").exists():
            self.write_settings("agent_name: Sam\n")
        with self._stderr.open("ab") as errors:
            self.process = self._spawn(["run", "--home", str(self.home), *extra], errors)

    @abstractmethod
    def _spawn(self, words: Sequence[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start the command with these words; what it complains of goes to `errors`."""

    def run(self, *extra: str) -> None:
        """Start the program and wait until it answers and its panel is on the screen."""
        self.launch(*extra)
        self.wait_ready()

    def wait_ready(self, timeout_s: float = 30) -> None:
        """Wait until it answers and shows its panel."""

        def is_up() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, (
                f"Poise ended with {self.process.returncode} while starting:\n"
                f"{self.stderr()}{self.log_tail()}"
            )
            answer = self._ask_state()
            return answer is not None and bool(answer["panel"]["visible"])

        wait.until(is_up, "Poise to answer with its panel shown", timeout_s)

    @property
    def pid(self) -> int:
        """The main process."""
        assert self.process is not None
        return self.process.pid

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def quit(self) -> None:
        """Ask it to end; it must, quickly and with success."""
        self.ctl("quit")
        self.wait_end()

    def wait_end(self) -> None:
        """Wait for it to end by itself, with success."""
        assert self.process is not None
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            raise AssertionError("Poise did not end within 10 s after quit") from None
        assert code == 0, f"Poise ended with {code}:\n{self.stderr()}"

    def kill9(self) -> None:
        """What a crash or the power switch does; only the main process is hit."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def close(self) -> None:
        """End it if it runs, and fail if it ever wrote to stderr."""
        if self.process is not None:
            try:
                if self.is_alive():
                    self.quit()
            finally:
                self._end_for_sure()
                self.process = None
        if self.is_stderr_checked:
            written = self.stderr()
            assert not written, f"Poise wrote to stderr:\n{written}"

    def _end_for_sure(self) -> None:
        self.kill9()

    def stderr(self) -> str:
        """Everything it wrote to stderr in this home, over all starts."""
        return _read(self._stderr)

    def log_tail(self) -> str:
        """The end of its log, for messages of failed tests."""
        return _read(self.home / "logs" / "poise.log")[-3000:]

    # ---------------------------------------------------------------- talking to it
    def try_ctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `poise ctl …` and return how it went."""
        return self.command_line("ctl", *words)

    def command_line(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `poise …` and return how it went."""
        return subprocess.run(
            [*self.command, *words],
            env=self.env,
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=30,
            check=False,
        )

    def ctl(self, *words: str) -> str:
        """Run `poise ctl …`, which must work, and return what it printed."""
        answer = self.try_ctl(*words)
        assert answer.returncode == 0, (
            f"poise ctl {' '.join(words)} said {answer.returncode}: {answer.stderr.strip()}\n"
            f"{self.stderr()}{self.where_it_stands()}"
        )
        return answer.stdout

    def state(self) -> State:
        """Everything it tells about itself."""
        try:
            answer = wait.until(self._ask_state, "Poise to tell its state", 5)
        except wait.TooLate as problem:
            raise wait.TooLate(f"{problem}\n{self.where_it_stands()}") from None
        assert answer is not None
        return answer

    def where_it_stands(self) -> str:
        """What each of its threads waits for, where the system tells; for messages."""
        return ""

    def _ask_state(self) -> State | None:
        """One look at its state; None when it does not answer.

        As `poise ctl state` does it, but without a process for each of many looks.
        """
        try:
            found: State = ask(self.home / "runtime" / "endpoint", {"command": "state"})["state"]
        except Trouble:
            return None
        return found

    def start(self, playbook_id: str, *, customer: str = "", reference: str = "") -> None:
        """Begin a contact."""
        extra = ["--customer", customer] if customer else []
        extra += ["--reference", reference] if reference else []
        self.ctl("start", playbook_id, *extra)

    def phrases(self) -> list[State]:
        """The phrases of the step the contact stands at."""
        contact = self.state()["contact"]
        assert contact is not None, "no contact is open"
        return list(contact["phrases"])

    def text_of(self, slot: int) -> str:
        """The phrase at a slot, filled in as it will be inserted."""
        return next(str(p["text"]) for p in self.phrases() if p["slot"] == slot)

    def hotkey(self, action: str) -> State:
        """One hotkey's chord and state."""
        return next(h for h in self.state()["hotkeys"] if h["action"] == action)

    def chord(self, action: str) -> str:
        """The chord of an action, which must be registered."""
        found = self.hotkey(action)
        assert found["state"] == "active", f"hotkey {action} is not active: {found}"
        return str(found["chord"])

    def outcome_after(self, before: State | None, timeout_s: float = 6) -> State:
        """Wait for an insertion newer than `before` to end, and return its outcome."""

        def is_new() -> State | None:
            now = self.last()
            return now if now is not None and now != before else None

        found = wait.until(is_new, "the insertion to end", timeout_s)
        assert found is not None
        return found

    def last(self) -> State | None:
        """The last insertion's outcome, or None."""
        found: State | None = self.state()["last_insertion"]
        return found


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

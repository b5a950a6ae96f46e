"""The real program, started and driven the way a person and a script do it (as tests.rig.poise)."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.rig import wait

REPOSITORY = Path(__file__).resolve().parents[3]
FROM_SOURCE = (sys.executable, "-m", "desktop")

State = dict[str, Any]


def playbook(identifier: str, phrases: Sequence[str]) -> str:
    """A playbook of one step with these phrases, `p1`, `p2` …, in the JSON that YAML can read."""
    only = {
        "id": "only",
        "title": "Only step",
        "goal": "Say the thing.",
        "do": ["Say it."],
        "avoid": ["Not saying it."],
        "phrases": [
            {"id": f"p{number}", "title": f"Phrase {number}", "text": text}
            for number, text in enumerate(phrases, 1)
        ],
    }
    about = {"title": "Test playbook", "summary": "Made by a test."}
    return json.dumps({"poise": 1, "id": identifier, **about, "steps": [only]}, ensure_ascii=False)


class Poise:
    """One Poise with all its files in a folder of its own.

    Args:
        home: Its folder; made when it is not there.
        command: How it is started: from the source, or a bundle's executable.
    """

    def __init__(self, home: Path, command: Sequence[str | Path] = FROM_SOURCE) -> None:
        self.home = home
        self.command = list(map(str, command))
        self.process: subprocess.Popen[bytes] | None = None
        self.env = os.environ | {"POISE_HOME": str(home), "PYTHONWARNINGS": "error"}
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
        path = self.playbooks / f"{identifier}.yaml"
        new = path.with_suffix(".new")
        new.write_text(playbook(identifier, phrases), encoding="utf-8")

        def is_replaced() -> bool:
            try:
                new.replace(path)
            except PermissionError:  # while Poise reads the old one
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
            self.process = subprocess.Popen(
                [*self.command, "run", "--home", str(self.home), *extra],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                cwd=REPOSITORY,
            )

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
        """The process."""
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
        """What a crash or the power switch does."""
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
                self.kill9()
                self.process = None
        if self.is_stderr_checked:
            written = self.stderr()
            assert not written, f"Poise wrote to stderr:\n{written}"

    def stderr(self) -> str:
        """Everything it wrote to stderr in this home, over all starts."""
        return self._read(self._stderr)

    def log_tail(self) -> str:
        """The end of its log, for messages of failed tests."""
        return self._read(self.home / "logs" / "poise.log")[-3000:]

    def _read(self, path: Path) -> str:
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

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
            f"{self.stderr()}"
        )
        return answer.stdout

    def state(self) -> State:
        """Everything it tells about itself."""
        answer = wait.until(self._ask_state, "Poise to tell its state", 5)
        assert answer is not None
        return answer

    def _ask_state(self) -> State | None:
        """What `poise ctl state` asks, without a new process for each look; None without answer."""
        try:
            endpoint = (self.home / "runtime" / "endpoint").read_text(encoding="utf-8").strip()
            with open(endpoint, "r+b", buffering=0) as pipe:
                pipe.write(b'{"command": "state"}\n')
                line = b""
                while not line.endswith(b"\n"):
                    line += pipe.read(65536) or b"\n"
        except OSError:
            return None
        found: State | None = json.loads(line).get("state") if line.strip() else None
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

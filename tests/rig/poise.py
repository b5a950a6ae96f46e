"""The real program, started and driven the way a person and a script do it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.rig import process, wait
from tests.rig.windows import Geometry
from tests.rig.xserver import Desk

REPOSITORY = Path(__file__).resolve().parents[2]
FROM_SOURCE = (sys.executable, "-m", "desktop")

State = dict[str, Any]


def yaml_text(text: str) -> str:
    """A text as a YAML double-quoted scalar (JSON's strings are YAML's)."""
    return json.dumps(text, ensure_ascii=False)


def playbook(identifier: str, phrases: Sequence[str]) -> str:
    """A playbook of one step with these phrases, `p1`, `p2` … (format: desktop/guide)."""
    lines = [
        "poise: 1",
        f"id: {identifier}",
        "title: Test playbook",
        "summary: Made by a test.",
        "steps:",
        "  - id: only",
        "    title: Only step",
        "    goal: Say the thing.",
        "    do: [Say it.]",
        "    avoid: [Not saying it.]",
        "    phrases:",
    ]
    for number, text in enumerate(phrases, 1):
        lines += [
            f"      - id: p{number}",
            f"        title: Phrase {number}",
            f"        text: {yaml_text(text)}",
        ]
    return "\n".join(lines) + "\n"


class Poise:
    """One running Poise with all its files in a folder of its own.

    Args:
        desk: Where it appears.
        home: Its folder; made when it is not there.
        command: How it is started: from the source, or a bundle's executable.
    """

    def __init__(self, desk: Desk, home: Path, command: Sequence[str | Path] = FROM_SOURCE) -> None:
        self.desk = desk
        self.home = home
        self.command = list(command)
        self.process: subprocess.Popen[bytes] | None = None
        self._stderr = home.with_name(home.name + ".stderr")
        self.env = desk.env | {"POISE_HOME": str(home), "PYTHONWARNINGS": "error"}
        self.is_stderr_checked = True
        self._is_traced = False
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
        new.replace(path)
        return path

    # ------------------------------------------------------------------- its life
    def launch(self, *extra: str, prefix: Sequence[str | Path] = ()) -> None:
        """Start the program without waiting for it; `prefix` may be strace."""
        self._is_traced = bool(prefix)
        settings = self.home / "config" / "settings.yaml"
        if not settings.exists():
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text("agent_name: Sam\n", encoding="utf-8")
        with self._stderr.open("ab") as errors:
            self.process = process.spawn(
                [*prefix, *self.command, "run", "--home", self.home, *extra],
                self.env,
                stderr=errors,
                cwd=REPOSITORY,
            )

    def run(self, *extra: str, prefix: Sequence[str | Path] = ()) -> None:
        """Start the program and wait until it answers and its panel is on the screen."""
        self.launch(*extra, prefix=prefix)
        self.wait_ready()

    def wait_ready(self, timeout_s: float = 20) -> None:
        """Wait until it answers and shows its panel."""

        def is_up() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, (
                f"Poise ended with {self.process.returncode} while starting:\n"
                f"{self.stderr()}{self.log_tail()}"
            )
            answer = self.try_ctl("state")
            return answer.returncode == 0 and bool(json.loads(answer.stdout)["panel"]["visible"])

        wait.until(is_up, "Poise to answer with its panel shown", timeout_s)

    @property
    def pid(self) -> int:
        """The main process."""
        assert self.process is not None
        return self.process.pid

    def is_alive(self) -> bool:
        """Whether it runs."""
        if self._is_traced and not (self.home / "runtime" / "endpoint").exists():
            return False
        return self.process is not None and self.process.poll() is None

    def quit(self) -> None:
        """Ask it to end; it must, quickly and with success."""
        assert self.process is not None
        self.ctl("quit")
        self.wait_end()

    def wait_end(self) -> None:
        """Wait for it to end by itself, with success."""
        assert self.process is not None
        if self._is_traced:
            # strace stays as long as the clipboard keeper does: look at the program itself.
            endpoint = self.home / "runtime" / "endpoint"
            wait.until(lambda: not endpoint.exists(), "Poise to take its socket away")
            return
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            raise AssertionError("Poise did not end within 10 s after quit") from None
        assert code == 0, f"Poise ended with {code}:\n{self.stderr()}"

    def kill9(self) -> None:
        """What a crash or the power switch does; only the main process is hit."""
        os.kill(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait(5)

    def close(self) -> None:
        """End it if it runs, and fail if it ever wrote to stderr."""
        if self.process is not None:
            try:
                if self.is_alive():
                    self.quit()
            finally:
                # Without its strace the clipboard keeper would own the clipboard and hang:
                # the kernel refuses the calls that nobody traces any more.
                traced = self.family() if self._is_traced else []
                process.end(self.process)
                for pid in traced:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                self.process = None
        if self.is_stderr_checked:
            written = self.stderr()
            assert not written, f"Poise wrote to stderr:\n{written}"

    def stderr(self) -> str:
        """Everything it wrote to stderr in this home, over all starts."""
        return self._stderr.read_text(errors="replace") if self._stderr.exists() else ""

    def log_tail(self) -> str:
        """The end of its log, for messages of failed tests."""
        log = self.home / "logs" / "poise.log"
        return log.read_text(errors="replace")[-3000:] if log.exists() else ""

    # ---------------------------------------------------------------- talking to it
    def try_ctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `poise ctl …` and return how it went."""
        return self.command_line("ctl", *words)

    def command_line(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `poise …` and return how it went."""
        return subprocess.run(
            [*map(str, self.command), *words],
            env=self.env,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
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
        answer: State = json.loads(self.ctl("state"))
        return answer

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
            now = self.state()["last_insertion"]
            return now if now is not None and now != before else None

        found = wait.until(is_new, "the insertion to end", timeout_s)
        assert found is not None
        return found

    def last(self) -> State | None:
        """The last insertion's outcome, or None."""
        found: State | None = self.state()["last_insertion"]
        return found

    def panel_geometry(self) -> Geometry:
        """Where the panel is."""
        told = self.state()["panel"]["geometry"]
        return Geometry(**told) if isinstance(told, dict) else Geometry(*told)

    # ------------------------------------------------------------------ its cost
    def family(self) -> list[int]:
        """All of its processes that are alive, the clipboard keeper included."""
        mark = f"POISE_HOME={self.home}".encode()
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in environ.read_bytes().split(b"\0"):
                    found.append(int(environ.parent.name))
            except OSError:
                continue
        return found


def pss_mb(pids: Sequence[int]) -> float:
    """The memory these processes cost, shared pages counted once (PSS), in MB."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def cpu_s(pids: Sequence[int]) -> float:
    """Processor time these processes used so far, in seconds."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def now_ns() -> int:
    """The clock the timed fields print."""
    return time.monotonic_ns()

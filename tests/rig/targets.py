"""Real programs with text fields: a browser, an editor, a terminal. Nobody here wrote them."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from tests.rig import process, wait
from tests.rig.devtools import DevTools
from tests.rig.xserver import Desk

HERE = Path(__file__).resolve().parent


class Target:
    """A program with one text field that has the focus while its window has it."""

    name: ClassVar[str]
    breaks_lines: ClassVar[bool] = True  # whether a pasted line break stays one

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.window = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.has_hung = False

    @property
    def pid(self) -> int:
        """The process that reads the clipboard."""
        assert self.process is not None, f"{self.name} is not running"
        return self.process.pid

    def start(self) -> None:
        """Start the program and wait until its field can take text."""
        raise NotImplementedError

    def text(self) -> str:
        """What stands in the field now."""
        raise NotImplementedError

    def clear(self) -> None:
        """Empty the field."""
        raise NotImplementedError

    def focus(self) -> None:
        """Bring the program to the front with the caret in its field."""
        self.desk.windows.activate(self.window)

    def wait_text(self, expected: str, timeout_s: float = 8) -> None:
        """Wait until exactly this stands in the field."""
        wait.until_text(self.text, expected, self.name, timeout_s)

    def is_alive(self) -> bool:
        """Whether the program runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End it for sure."""
        if self.process is not None:
            process.end(self.process)
            self.process = None

    @contextmanager
    def hung(self) -> Iterator[None]:
        """The program answers nobody for the length of a block."""
        self.has_hung = True
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)


class ChromiumChat(Target):
    """A customer chat in Chromium; Enter sends the message."""

    name = "chromium"

    def __init__(
        self,
        desk: Desk,
        place: tuple[int, int] = (20, 20),
        size: tuple[int, int] = (900, 780),
        scale: float = 1,
    ) -> None:
        super().__init__(desk)
        self._scale = scale
        self._place = place
        self._size = size
        self._tools: DevTools | None = None

    @property
    def tools(self) -> DevTools:
        """The line to the page."""
        assert self._tools is not None, "chromium is not running"
        return self._tools

    def start(self) -> None:
        to_browser_r, to_browser_w = os.pipe()
        from_browser_r, from_browser_w = os.pipe()
        flags = [
            "--remote-debugging-pipe",
            f"--user-data-dir={self.desk.root / 'chromium'}",
            f"--app={(HERE / 'chat.html').as_uri()}",
            f"--window-position={self._place[0]},{self._place[1]}",
            f"--window-size={self._size[0]},{self._size[1]}",
            "--ozone-platform=x11",
            f"--force-device-scale-factor={self._scale:g}",
            "--lang=en-US",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-domain-reliability",
            "--disable-client-side-phishing-detection",
            "--disable-default-apps",
            "--disable-extensions",
            "--disable-sync",
            "--disable-breakpad",
            "--disable-renderer-backgrounding",
            "--disable-backgrounding-occluded-windows",
            "--disable-features=Translate,MediaRouter,OptimizationHints,DialMediaRouteProvider",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--no-pings",
            "--metrics-recording-only",
            "--password-store=basic",
            "--use-mock-keychain",
        ]
        if os.geteuid() == 0:
            flags += ["--no-sandbox", "--test-type"]  # test-type: no banner about it
        # The browser wants the pipes at 3 and 4 exactly.
        handover = 'in=$1 out=$2; shift 2; exec "$@" 3<&"$in" 4>&"$out"'
        with (self.desk.root / "logs" / "chromium.log").open("ab") as log:
            self.process = process.spawn(
                [
                    *("bash", "-c", handover, "chat", str(to_browser_r), str(from_browser_w)),
                    *("chromium", *flags),
                ],
                self.desk.env,
                stdout=log,
                stderr=log,
                pass_fds=[to_browser_r, from_browser_w],
            )
        os.close(to_browser_r)
        os.close(from_browser_w)
        self._tools = DevTools(to_browser_w, from_browser_r)
        self.tools.attach_to_page()
        self.window = self.desk.windows.wait_for(title="Parcelwise")
        wait.until(
            lambda: self.tools.evaluate("document.readyState") == "complete", "the chat page"
        )
        self.focus()
        # Chromium drops keys that come before a page was first painted.
        self.tools.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        wait.until(
            lambda: self.tools.evaluate("performance.getEntriesByType('paint').length > 0"),
            "the chat page to be painted",
        )
        self._try_keys()

    def _try_keys(self) -> None:
        """Type until a letter arrives: only then is the browser really ready."""

        def arrives() -> bool:
            self.desk.keys.type("x", into=self.window)
            return self.text() != ""

        wait.until(arrives, "the first letter in the chat")
        self.clear()

    def focus(self) -> None:
        super().focus()
        self.tools.evaluate("field.focus()")
        wait.until(
            lambda: self.tools.evaluate("document.hasFocus() && document.activeElement === field"),
            "the message field to have the focus",
        )

    def text(self) -> str:
        return str(self.tools.evaluate("field.value"))

    def clear(self) -> None:
        """Empty the field and set the counters to zero."""
        self.tools.evaluate(
            "field.value = ''; sentCount = 0; pasteCount = 0; pasted = []; strayKeys = [];"
            "changes = [];"
            "document.querySelectorAll('.bubble').forEach((b, i) => { if (i > 3) b.remove(); })"
        )

    def set_text(self, text: str, selected: tuple[int, int] | None = None) -> None:
        """Put text into the field beforehand, with a part of it selected if wished."""
        self.tools.evaluate(f"field.value = {json.dumps(text)}")
        start, stop = selected or (len(text), len(text))
        self.tools.evaluate(f"field.setSelectionRange({start}, {stop})")

    def sent_count(self) -> int:
        """How often a message was sent."""
        return int(self.tools.evaluate("sentCount"))

    def wait_text(self, expected: str, timeout_s: float = 8) -> None:
        try:
            super().wait_text(expected, timeout_s)
        except AssertionError as problem:
            told = ("pasted", "changes", "Math.round(performance.now())", "document.hasFocus()")
            happened = ", ".join(f"{word}: {self.tools.evaluate(word)}" for word in told)
            raise AssertionError(f"{problem} ({happened})") from None

    def paste_count(self) -> int:
        """How often something was pasted."""
        return int(self.tools.evaluate("pasteCount"))

    @contextmanager
    def busy_when_pasted_into(self, ms: int) -> Iterator[None]:
        """The page's own program works for so long at each paste within a block."""
        self.tools.evaluate(
            f"window.work = () => {{ const until = performance.now() + {ms};"
            "while (performance.now() < until); }; field.addEventListener('paste', work)"
        )
        try:
            yield
        finally:
            self.tools.evaluate("field.removeEventListener('paste', work)")

    def stray_keys(self) -> list[str]:
        """Letters and digits the page saw being typed."""
        return list(self.tools.evaluate("strayKeys"))

    def changes(self) -> list[tuple[float, int]]:
        """Every change of the field: wall clock in ms, and the length then."""
        return [(float(at), int(length)) for at, length in self.tools.evaluate("changes")]

    def stop(self) -> None:
        if self._tools is not None:
            self._tools.close()
            self._tools = None
        super().stop()


class Mousepad(Target):
    """The Xfce editor (GTK 3) on a file; what it holds is read by saving."""

    name = "mousepad"

    def __init__(self, desk: Desk, file_name: str = "notes.txt") -> None:
        super().__init__(desk)
        self.file = desk.root / file_name

    def start(self) -> None:
        self.file.write_bytes(b"")
        self.process = self.desk.spawn_logged(
            "mousepad", "mousepad", "--disable-server", "--encoding=UTF-8", self.file
        )
        self.window = self.desk.windows.wait_for(pid=self.pid, title=self.file.name)
        self.focus()

    def text(self) -> str:
        if not self.is_saved():
            self.focus()
            self.desk.keys.tap("Ctrl+s", into=self.window)
            wait.until(self.is_saved, "mousepad to save")
        return self.file.read_bytes().decode("utf-8")

    def is_saved(self) -> bool:
        """Whether the editor says that the file holds what it shows."""
        return not self.desk.windows.title(self.window).startswith("*")

    def clear(self) -> None:
        self.focus()
        self.desk.keys.tap("Ctrl+a", into=self.window)
        self.desk.keys.tap("Delete", into=self.window)
        wait.until(lambda: self.text() == "", "mousepad to be empty")


READER = """
import os, sys, termios, tty
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
tty.setraw(0)
os.write(1, b"\\033]0;xterm ready\\007")
while True:
    got = os.read(0, 65536)
    if not got:
        break
    os.write(out, got)
    os.write(1, got)
"""


class Xterm(Target):
    """A terminal whose program writes down every byte it is given.

    `raw` is what a full-screen program gets; without it, `cat` reads whole lines, as a
    shell does: there a line break that slipped through would have run a command.
    """

    name = "xterm"
    breaks_lines = False

    def __init__(self, desk: Desk, *, raw: bool = True) -> None:
        super().__init__(desk)
        self.raw = raw
        self.file = desk.root / f"terminal-{'raw' if raw else 'lines'}"
        self._seen = 0

    def start(self) -> None:
        self.file.write_bytes(b"")
        self._seen = 0
        self.file.with_suffix(".py").write_text(READER, encoding="utf-8")
        inside = (
            [sys.executable, str(self.file.with_suffix(".py")), str(self.file)]
            if self.raw
            else [
                *("sh", "-c"),
                f"printf '\\033]0;xterm ready\\007'; exec cat > {shlex.quote(str(self.file))}",
            ]
        )
        self.process = self.desk.spawn_logged(
            "xterm", "xterm", "-u8", "-geometry", "90x24+60+60", "-e", *inside
        )
        self.window = self.desk.windows.wait_for(pid=self.pid, title="xterm ready")
        self.focus()

    def _bytes(self) -> bytes:
        return self.file.read_bytes()

    def text(self) -> str:
        return self._bytes()[self._seen :].decode("utf-8", "replace")

    def clear(self) -> None:
        """Forget what came so far."""
        self._seen = len(self._bytes())


class TimedField(Target):
    """A field of our own that says to the nanosecond when its text changed (benchmarks)."""

    command: ClassVar[tuple[str, ...]]
    title: ClassVar[str]

    def __init__(self, desk: Desk, late_ms: int = 0) -> None:
        super().__init__(desk)
        self._late_ms = late_ms
        self._log = desk.root / f"{self.name}.field"

    def start(self) -> None:
        with self._log.open("wb") as log:
            self.process = process.spawn(
                [*self.command, "--late-ms", str(self._late_ms)], self.desk.env, stdout=log
            )
        self.window = self.desk.windows.wait_for(title=self.title)
        self.focus()

    def changes(self) -> list[tuple[int, int]]:
        """Every change so far: the monotonic clock in ns, and the length then."""
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [(int(at), int(length)) for at, _, length in (line.split() for line in lines)]

    def text(self) -> str:
        raise NotImplementedError("a timed field tells only lengths")

    def length(self) -> int:
        """How many characters stand in the field."""
        changes = self.changes()
        return changes[-1][1] if changes else 0

    def clear(self) -> None:
        if not self.length():
            return
        self.focus()
        self.desk.keys.tap("Ctrl+a", into=self.window)
        self.desk.keys.tap("Delete", into=self.window)
        wait.until(lambda: self.length() == 0, f"{self.name} to be empty")


class QtField(TimedField):
    """QPlainTextEdit in a process of its own."""

    name = "qt-field"
    title = "Qt field"
    command = (sys.executable, str(HERE / "field_qt.py"))


class GtkField(TimedField):
    """GtkTextView in a process of its own, run by the system's Python."""

    name = "gtk-field"
    title = "GTK field"
    command = ("/usr/bin/python3", str(HERE / "field_gtk.py"))


class Programs:
    """The session's target programs: started once, again when a test killed one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._running: dict[str, Target] = {}

    def get(self, name: str) -> Target:
        """A running, empty, focused program.

        Not one that has hung: a key it was given meanwhile may still paste, into this test.
        """
        target = self._running.get(name)
        is_fit = (
            target is not None
            and target.is_alive()
            and not target.has_hung
            and self._desk.windows.exists(target.window)
        )
        if target is None or not is_fit:
            if target is not None:
                target.stop()
            target = self._make(name)
            self._running[name] = target
            target.start()
        target.focus()
        target.clear()
        target.focus()
        return target

    def _make(self, name: str) -> Target:
        if name == "chromium":
            return ChromiumChat(self._desk)
        if name == "mousepad":
            return Mousepad(self._desk)
        return Xterm(self._desk, raw=name != "xterm-lines")

    def hide_all(self) -> None:
        """Leave the screen empty; the next `get` starts what it needs anew."""
        self.stop()
        self._running.clear()

    def stop(self) -> None:
        """End them all."""
        for target in self._running.values():
            target.stop()

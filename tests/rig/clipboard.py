"""Somebody else's clipboard: an owner, a reader of every format, and a nosy poller.

Written straight on the X protocol and independent of the product, so that both cannot
share a mistake. Run as `python -m tests.rig.clipboard own|poll` for a process of its own.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from Xlib import X, Xatom, display
from Xlib.protocol import event

from tests.rig import process, wait
from tests.rig.xserver import Desk

REPOSITORY = Path(__file__).resolve().parents[2]
CHUNK = 60_000  # what fits into one property change comfortably
META = frozenset({"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE"})

Formats = dict[str, bytes]


def png(width: int, height: int, noise: bool = False) -> bytes:
    """A real PNG picture, made by hand; with noise it does not compress."""
    state = 12345
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            if noise:
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                rows += struct.pack(">I", state)[1:]
            else:
                rows += bytes((x % 256, y % 256, 128))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(rows), 1))
        + chunk(b"IEND", b"")
    )


def rich() -> Formats:
    """What a browser leaves after copying a picture, and a format of a program's own."""
    text = "Ada’s copy – ünïcode 🙂"
    return {
        "image/png": png(64, 48),
        "text/html": f"<meta charset='utf-8'><b>{text}</b>".encode(),
        "UTF8_STRING": text.encode(),
        "text/plain;charset=utf-8": text.encode(),
        "text/plain": text.encode(),
        "STRING": b"Ada's copy",
        "text/x-moz-url": "https://example.invalid/\nExample".encode("utf-16-le"),
        "application/x-private-thing": bytes(range(256)) * 3 + b"\0\0end\0",
        "application/x-empty": b"",
    }


def large() -> Formats:
    """A picture of about 3 MB: too large for one property, so it comes in pieces (INCR)."""
    return {"image/png": png(1000, 1000, noise=True), "UTF8_STRING": b"a large picture"}


def plain(text: str) -> Formats:
    """Only words."""
    return {"UTF8_STRING": text.encode(), "text/plain;charset=utf-8": text.encode()}


class Owner:
    """The other side of an owning process: start it, ask whether it still owns."""

    def __init__(
        self, desk: Desk, formats: Mapping[str, bytes], selection: str = "CLIPBOARD"
    ) -> None:
        self.formats = dict(formats)
        packed = {name: base64.b64encode(data).decode() for name, data in formats.items()}
        self._process = process.spawn(
            [sys.executable, "-m", "tests.rig.clipboard", "own", "--selection", selection],
            desk.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            cwd=REPOSITORY,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(packed).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line == b"owning\n", f"the clipboard owner said {line!r}"

    def has_lost_it(self) -> bool:
        """Whether somebody else took the clipboard since."""
        assert self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    @contextmanager
    def hung(self) -> Iterator[None]:
        """The owner answers nobody for the length of a block."""
        os.kill(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._process.pid, signal.SIGCONT)

    def stop(self) -> None:
        """End the process; a clipboard it owns is gone then."""
        process.end(self._process)


class Poller:
    """A clipboard manager of the worst kind: reads the text every 50 ms, from a process."""

    def __init__(self, desk: Desk) -> None:
        self._log = desk.root / "poller"
        self._log.write_bytes(b"")
        with self._log.open("ab") as log:
            self._process = process.spawn(
                [sys.executable, "-m", "tests.rig.clipboard", "poll"],
                desk.env,
                stdout=log,
                cwd=REPOSITORY,
            )
        wait.until(lambda: self._log.stat().st_size > 0, "the poller to poll")

    def seen(self) -> list[str]:
        """Every different text it saw, in order."""
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()]

    def stop(self) -> None:
        """End the process."""
        process.end(self._process)


class Reader:
    """Asks the clipboard for everything it offers, over a connection of its own."""

    def __init__(self, display_name: str | None = None, selection: str = "CLIPBOARD") -> None:
        self._x = display.Display(display_name)
        self._window = self._x.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._clipboard = self._x.intern_atom(selection)
        self._property = self._x.intern_atom("RIG_READ")
        self._incr = self._x.intern_atom("INCR")

    @property
    def window(self) -> int:
        """The window for which it reads."""
        return int(self._window.id)

    def close(self) -> None:
        """Hang up."""
        self._x.close()

    def owner(self) -> int:
        """The window that owns the clipboard now; 0 for none."""
        owner = self._x.get_selection_owner(self._clipboard)
        return 0 if isinstance(owner, int) else int(owner.id)

    def targets(self) -> list[str]:
        """The names of all formats on offer, without the protocol's own."""
        raw = self._read(self._x.intern_atom("TARGETS"), 5)
        if raw is None:
            return []
        atoms = struct.unpack(f"={len(raw) // 4}I", raw)
        return sorted({str(self._x.get_atom_name(a)) for a in atoms} - META)

    def read(self, target: str, timeout_s: float = 10) -> bytes | None:
        """One format's bytes; None when the owner refuses or nobody answers."""
        return self._read(self._x.intern_atom(target), timeout_s)

    def text(self) -> str:
        """The clipboard's words; "" when there are none."""
        return (self.read("UTF8_STRING") or b"").decode("utf-8", "replace")

    def everything(self) -> dict[str, bytes | None]:
        """All formats and their bytes."""
        return {name: self.read(name) for name in self.targets()}

    def _read(self, target: int, timeout_s: float) -> bytes | None:
        deadline = time.monotonic() + timeout_s
        self._window.delete_property(self._property)
        self._window.convert_selection(self._clipboard, target, self._property, X.CurrentTime)
        while True:
            found = self._next(deadline)
            if found is None:
                return None
            if found.type == X.SelectionNotify and found.target == target:
                break
        if found.property == X.NONE:
            return None
        value = self._take()
        if value is None or value.property_type != self._incr:
            return _bytes(value)
        pieces: list[bytes] = []
        while True:
            found = self._next(deadline)
            if found is None:
                return None
            if (
                found.type == X.PropertyNotify
                and found.atom == self._property
                and found.state == X.PropertyNewValue
            ):
                piece = _bytes(self._take())
                if not piece:
                    return b"".join(pieces)
                pieces.append(piece)

    def _take(self) -> Any:
        value = self._window.get_full_property(self._property, X.AnyPropertyType, 1 << 20)
        self._window.delete_property(self._property)
        self._x.flush()
        return value

    def _next(self, deadline: float) -> Any:
        while not self._x.pending_events():
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            select.select([self._x.fileno()], [], [], min(left, 0.05))
        return self._x.next_event()


class Clipboards:
    """Starts clipboard owners and pollers, and ends them together."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._running: list[Owner | Poller] = []

    def own(self, formats: Formats, selection: str = "CLIPBOARD") -> Owner:
        """Somebody copies these formats."""
        owner = Owner(self._desk, formats, selection)
        self._running.append(owner)
        return owner

    def own_rich(self) -> Owner:
        """Somebody copied a picture, HTML and a format of their own."""
        return self.own(rich())

    def own_text(self, text: str) -> Owner:
        """Somebody copied words."""
        return self.own(plain(text))

    def poll(self) -> Poller:
        """A nosy clipboard manager starts."""
        poller = Poller(self._desk)
        self._running.append(poller)
        return poller

    def stop(self) -> None:
        """End them all."""
        for one in self._running:
            one.stop()
        self._running.clear()


def _bytes(value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value.value, bytes | bytearray):
        return bytes(value.value)
    if isinstance(value.value, str):
        return value.value.encode("latin-1")
    return struct.pack(f"={len(value.value)}{'I' if value.format == 32 else 'H'}", *value.value)


# ------------------------------------------------------- inside the owning process
class _Serving:
    """Owns the clipboard and answers by the book (ICCCM 2): MULTIPLE aside, with INCR."""

    def __init__(self, formats: Formats, selection: str) -> None:
        self._x = display.Display()
        self._formats = {self._x.intern_atom(name): data for name, data in formats.items()}
        self._window = self._x.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._clipboard = self._x.intern_atom(selection)
        self._targets = self._x.intern_atom("TARGETS")
        self._timestamp = self._x.intern_atom("TIMESTAMP")
        self._incr = self._x.intern_atom("INCR")
        self._pieces: dict[tuple[int, int], tuple[Any, int, bytes]] = {}
        self._since = self._server_time()

    def _server_time(self) -> int:
        self._window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"rig")
        while True:
            found = self._x.next_event()
            if found.type == X.PropertyNotify:
                return int(found.time)

    def run(self) -> None:
        """Serve until killed; says `owning`, and `lost` when somebody took it."""
        self._window.set_selection_owner(self._clipboard, self._since)
        self._x.sync()
        assert self._x.get_selection_owner(self._clipboard) == self._window
        print("owning", flush=True)
        while True:
            found = self._x.next_event()
            if found.type == X.SelectionRequest:
                self._answer(found)
            elif found.type == X.SelectionClear:
                print("lost", flush=True)
            elif found.type == X.PropertyNotify and found.state == X.PropertyDelete:
                self._continue(found.window, found.atom)

    def _answer(self, request: Any) -> None:
        where = request.property or request.target
        if request.target == self._targets:
            known = [self._targets, self._timestamp, *self._formats]
            request.requestor.change_property(where, Xatom.ATOM, 32, known)
        elif request.target == self._timestamp:
            request.requestor.change_property(where, Xatom.INTEGER, 32, [self._since])
        elif request.target in self._formats:
            self._hand_over(request, where, self._formats[request.target])
        else:
            where = X.NONE
        request.requestor.send_event(
            event.SelectionNotify(
                time=request.time,
                requestor=request.requestor,
                selection=request.selection,
                target=request.target,
                property=where,
            )
        )
        self._x.flush()

    def _hand_over(self, request: Any, where: int, data: bytes) -> None:
        if len(data) <= CHUNK:
            request.requestor.change_property(where, request.target, 8, data)
            return
        request.requestor.change_attributes(event_mask=X.PropertyChangeMask)
        request.requestor.change_property(where, self._incr, 32, [len(data)])
        self._pieces[request.requestor.id, where] = (request.requestor, request.target, data)

    def _continue(self, window: Any, where: int) -> None:
        waiting = self._pieces.pop((window.id, where), None)
        if waiting is None:
            return
        requestor, target, data = waiting
        requestor.change_property(where, target, 8, data[:CHUNK])
        if data:
            self._pieces[window.id, where] = (requestor, target, data[CHUNK:])
        self._x.flush()


def _poll() -> None:
    reader = Reader()
    last = None
    while True:
        raw = reader.read("UTF8_STRING", 0.5)
        text = "" if raw is None else raw.decode("utf-8", "replace")
        if text != last:
            print(json.dumps(text), flush=True)
            last = text
        wait.pass_by(0.05)


def main() -> None:
    """Run one of the two processes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["own", "poll"])
    parser.add_argument("--selection", default="CLIPBOARD")
    asked = parser.parse_args()
    if asked.role == "poll":
        _poll()
        return
    packed = json.loads(sys.stdin.readline())
    _Serving({name: base64.b64decode(data) for name, data in packed.items()}, asked.selection).run()


if __name__ == "__main__":
    main()

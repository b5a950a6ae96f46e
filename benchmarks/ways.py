"""The measuring half of benchmarks.windows; runs on Windows Python, natively or in the laboratory.

    python -m benchmarks.ways AUTOHOTKEY RESULTS [COUNT]

Poise and AutoHotkey run side by side and insert the same phrase into the same Notepad by turns, so
that a busy machine hits all alike. All keys are pressed here, by SendInput, and the clock starts
when the first key of the chord goes up. The chord is held as a finger holds it, and tapped as a
macro pad does: what a program does while the keys are down costs nothing after their release.
"""

# ruff: noqa: E402 - the assertion comes first, for mypy
from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import json
import os
import platform
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.rig import wait
from tests.windows.rig import windows
from tests.windows.rig.clipboard import PICTURE, OtherProgram
from tests.windows.rig.hands import Hands, InsideHands
from tests.windows.rig.poise import REPOSITORY, Poise
from tests.windows.rig.programs import Notepad
from tests.windows.rig.windows import function

PHRASE = (
    "That sounds really frustrating, and you had every reason to expect this to work. "
    "I am looking into it now – one moment."
)
POISE, PASTING, TYPING = "Poise", "AutoHotkey pasting", "AutoHotkey typing"
CHORDS = {PASTING: "Ctrl+Shift+F8", TYPING: "Ctrl+Shift+F9"}  # as in insert.ahk
HELD, TAPPED = "held", "tapped"
HOLDS_S = {HELD: 0.08, TAPPED: 0.0}
WARM_UPS = 3
POLL_S = 0.0005
ARRIVAL_S = 5.0
RETURN_S = 3.0
QUIET_S = 0.2
WIDTH, HEIGHT = 800, 600

_WM_GETTEXTLENGTH = 0xE
_has_format = function("user32", "IsClipboardFormatAvailable", wintypes.BOOL, wintypes.UINT)
_sequence = function("user32", "GetClipboardSequenceNumber", wintypes.DWORD)


def picture(number: int) -> bytes:
    """A picture as a screenshot is copied (CF_DIB), another one for each number."""
    pixels = bytes([number % 256, number // 256, 127, 255]) * (WIDTH * HEIGHT)
    # BITMAPINFOHEADER
    return struct.pack("<I2i2H6I", 40, WIDTH, HEIGHT, 1, 32, 0, len(pixels), *[0] * 4) + pixels


def has_survived(data: bytes, other: OtherProgram) -> bool:
    """Whether exactly this picture is on the clipboard, as soon as that has gone quiet."""
    seen, since = _sequence(), perf_counter()

    def is_quiet() -> bool:
        nonlocal seen, since
        if seen != _sequence() or not _has_format(int(PICTURE)):
            seen, since = _sequence(), perf_counter()
        return perf_counter() - since > QUIET_S

    try:
        wait.until(is_quiet, "the picture to be back", RETURN_S)
    except wait.TooLate:
        return False
    return bool(other.do("read", each=PICTURE) == data.hex())


@contextmanager
def autohotkey(program: Path) -> Iterator[str]:
    """AutoHotkey with the hotkeys of insert.ahk; its version."""
    script = REPOSITORY / "benchmarks" / "insert.ahk"
    process = subprocess.Popen(
        [program, "/ErrorStdOut=UTF-8", script, PHRASE],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        word, _, version = process.stdout.readline().strip().partition(" ")
        assert word == "ready", f"AutoHotkey does not run the script: {word} {version}"
        yield version
    finally:
        process.kill()
        process.communicate()


def arrival(field: int) -> float:
    """When the phrase stood in the field."""
    begun = perf_counter()
    # The length alone, because Notepad itself has to answer while it is at work.
    while windows.send(field, _WM_GETTEXTLENGTH) < len(PHRASE):
        assert perf_counter() - begun < ARRIVAL_S, f"there stands {windows.text_of(field)!r} only"
        wait.pass_by(POLL_S)
    return perf_counter()


def insertion(hands: Hands, notepad: Notepad, chord: str, hold_s: float) -> float:
    """Press a chord for a while, and tell how many ms after it the phrase stood in Notepad."""
    keys = chord.split("+")
    notepad.focus()
    notepad.clear()
    hands.hold(*keys, into=notepad.window)
    if hold_s:
        wait.pass_by(hold_s)
    released = perf_counter()
    hands.release(*reversed(keys))
    arrived = arrival(notepad.field)
    notepad.wait_text(PHRASE)
    return (arrived - released) * 1000


def measure(poise: Poise, notepad: Notepad, other: OtherProgram, count: int) -> dict[str, Any]:
    """For each hold and way its times in ms, and after how many the picture was still there."""
    hands = Hands(InsideHands())
    chords = {POISE: poise.chord("insert-1"), **CHORDS}
    turns = [(hold, way) for hold in HOLDS_S for way in chords]
    times: dict[str, dict[str, list[float]]] = {
        hold: {way: [] for way in chords} for hold in HOLDS_S
    }
    survived = {hold: dict.fromkeys(chords, 0) for hold in HOLDS_S}
    for number in range(WARM_UPS + count):
        for turn, (hold, way) in enumerate(turns):
            copied = picture(number * len(turns) + turn)
            other.do("own", formats={PICTURE: copied.hex()})
            took_ms = insertion(hands, notepad, chords[way], HOLDS_S[hold])
            is_there = has_survived(copied, other)
            if number >= WARM_UPS:
                times[hold][way].append(took_ms)
                survived[hold][way] += is_there
    last = poise.last()
    assert last is not None
    assert last["outcome"] == "confirmed", last
    return {"times_ms": times, "survived": survived}


def system() -> str:
    """Which Windows this is, and whether it is Wine."""
    version = ".".join(map(str, sys.getwindowsversion()[:3]))
    wine = getattr(ctypes.WinDLL("ntdll"), "wine_get_version", None)
    if wine is None:
        return f"Windows {version}"
    wine.restype = ctypes.c_char_p
    return f"Wine {wine().decode('ascii')} as Windows {version}"


def main() -> int:
    """Measure, and write what came out as JSON."""
    program, results = map(Path, sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 30
    notepad = Notepad()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        autohotkey(program) as version,
        OtherProgram() as other,
    ):
        poise = Poise(Path(home, "poise"))
        try:
            notepad.start()
            poise.write_playbook("bench", PHRASE)
            poise.run()
            poise.start("bench")
            found = measure(poise, notepad, other, count)
        finally:
            poise.close()
            notepad.stop()
    about = {
        "system": system(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "autohotkey": version,
        "characters": len(PHRASE),
        "held_ms": round(HOLDS_S[HELD] * 1000),
        "picture_mb": len(picture(0)) / 1e6,
    }
    results.write_text(json.dumps(about | found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

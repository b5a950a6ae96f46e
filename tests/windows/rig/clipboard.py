"""Somebody else's clipboard: a program that copies, reads every format, polls, or stands still."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROGRAM = Path(__file__).with_name("clipboard_programs.py")
POISE_MARK = "ExcludeClipboardContentFromMonitorProcessing"
"""The format that Poise adds to what it gives back: the clipboard history has it already."""

TEXT, PICTURE, HTML = "13", "8", "HTML Format"  # CF_UNICODETEXT, CF_DIB

Formats = dict[str, str]
"""What is on the clipboard: names, or the numbers of formats without one, and bytes as hex."""


def coded(text: str) -> str:
    """A text as a program puts it on the clipboard."""
    return (text + "\0").encode("utf-16-le").hex()


def decoded(data: str | None) -> str | None:
    """The text in what a program found."""
    return None if data is None else bytes.fromhex(data).decode("utf-16-le").split("\0")[0]


def rich() -> Formats:
    """What a browser leaves after copying a picture, and a format of a program's own."""
    head = ((40, 4), (2, 4), (2, 4), (1, 2), (32, 2))  # BITMAPINFOHEADER: 2 × 2, 32 bits
    picture = b"".join(number.to_bytes(size, "little") for number, size in head)
    return {
        HTML: b"Version:0.9\r\n<b>What the agent had copied</b>\0".hex(),
        TEXT: coded("What the agent had copied\r\nFünf Äpfel ✓"),
        "Private to its program": bytes(range(256)).hex(),
        PICTURE: (picture + bytes(24) + bytes(range(16))).hex(),
    }


class OtherProgram:
    """The program, running; what it can do stands in clipboard_programs.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.window: int = self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def do(self, deed: str, **more: Any) -> Any:
        """Have it do something; its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": deed, **more}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def copy(self, text: str) -> None:
        """It copies words."""
        self.do("own", formats={TEXT: coded(text)})

    def copy_rich(self) -> Formats:
        """It copies several formats; all that is on the clipboard then."""
        formats = rich()
        self.do("own", formats=formats)
        found = self.everything()
        assert {name: found[name] for name in formats} == formats
        return found

    def text(self, *, is_nameless: bool = False) -> str | None:
        """The words it finds; None when there are none."""
        return decoded(self.do("read", is_nameless=is_nameless))

    def everything(self) -> Formats:
        """All formats it finds, without Poise's mark."""
        return {name: data for name, data in self.do("everything") if name != POISE_MARK}

    def has_seen(self, text: str) -> bool:
        """Whether it has had this text while polling."""
        return coded(text) in self.do("seen")

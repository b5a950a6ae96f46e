"""Another program at the Windows clipboard, driven by lines of JSON; knows nothing of Poise.

Run as a script by clipboard.py. It pumps messages between two orders, as programs do.
"""

from __future__ import annotations

import sys

if sys.platform != "win32":
    sys.exit("runs on Windows or in its lab")

import ctypes
import json
import queue
import threading
import time
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

user32 = ctypes.WinDLL("user32", use_last_error=True)
kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
gdi32 = ctypes.WinDLL("gdi32", use_last_error=True)

HANDLE, UINT, HWND = wintypes.HANDLE, wintypes.UINT, wintypes.HWND
PROCEDURE = ctypes.WINFUNCTYPE(ctypes.c_ssize_t, HWND, UINT, wintypes.WPARAM, wintypes.LPARAM)
for library, name, result, arguments in (
    (user32, "GetClipboardData", HANDLE, (UINT,)),
    (user32, "SetClipboardData", HANDLE, (UINT, HANDLE)),
    (user32, "OpenClipboard", wintypes.BOOL, (HWND,)),
    (user32, "GetClipboardOwner", HWND, ()),
    (user32, "RegisterClipboardFormatW", UINT, (wintypes.LPCWSTR,)),
    (user32, "GetClipboardFormatNameW", wintypes.INT, (UINT, wintypes.LPWSTR, wintypes.INT)),
    (user32, "DefWindowProcW", ctypes.c_ssize_t, PROCEDURE._argtypes_),
    (user32, "CreateWindowExW", HWND, (wintypes.DWORD, *[wintypes.LPCWSTR] * 2, wintypes.DWORD,
        *[wintypes.INT] * 4, HWND, HANDLE, HANDLE, wintypes.LPVOID)),
    (kernel32, "GlobalAlloc", HANDLE, (UINT, ctypes.c_size_t)),
    (kernel32, "GlobalLock", wintypes.LPVOID, (HANDLE,)),
    (kernel32, "GlobalUnlock", wintypes.BOOL, (HANDLE,)),
    (kernel32, "GlobalSize", ctypes.c_size_t, (HANDLE,)),
    (gdi32, "CreateEnhMetaFileW", HANDLE, (HANDLE, wintypes.LPCWSTR, wintypes.LPVOID,
        wintypes.LPCWSTR)),
    (gdi32, "Rectangle", wintypes.BOOL, (HANDLE, *[wintypes.INT] * 4)),
    (gdi32, "CloseEnhMetaFile", HANDLE, (HANDLE,)),
    (gdi32, "GetEnhMetaFileBits", UINT, (HANDLE, UINT, wintypes.LPVOID)),
    (gdi32, "CreateMetaFileW", HANDLE, (wintypes.LPCWSTR,)),
    (gdi32, "CloseMetaFile", HANDLE, (HANDLE,)),
    (gdi32, "GetMetaFileBitsEx", UINT, (HANDLE, UINT, wintypes.LPVOID)),
    (gdi32, "CreateBitmap", HANDLE, (*[wintypes.INT] * 2, *[UINT] * 2, wintypes.LPVOID)),
):  # fmt: skip
    getattr(library, name).restype = result
    getattr(library, name).argtypes = arguments

GDI_FORMATS = (2, 9)  # bitmap, palette: made by Windows from the others
OLD_METAFILE, METAFILE = 3, 14
RENDER = 0x305


class Program:
    """A window with a clipboard behind it."""

    def __init__(self) -> None:
        self.promised: dict[int, bytes] = {}
        self.hang_s = 0.0
        self.polled: set[str] = set()
        self.every_s = 0.0
        self.is_nameless = False
        self._procedure = PROCEDURE(self._on_message)

        class Class(ctypes.Structure):
            _fields_ = [
                ("style", UINT), ("procedure", PROCEDURE), ("class_extra", ctypes.c_int),
                ("window_extra", ctypes.c_int), ("instance", HANDLE), ("icon", HANDLE),
                ("cursor", HANDLE), ("background", HANDLE), ("menu", wintypes.LPCWSTR),
                ("name", wintypes.LPCWSTR),
            ]  # fmt: skip

        made = Class(procedure=self._procedure, name="OtherProgram")
        user32.RegisterClassW(ctypes.byref(made))
        self.window = user32.CreateWindowExW(
            0, "OtherProgram", "Other", 0x80000000, 0, 0, 0, 0, None, None, None, None
        )

    def _on_message(self, window: int, message: int, wparam: int, lparam: int) -> int:
        if message == RENDER and wparam in self.promised:
            time.sleep(self.hang_s)
            user32.SetClipboardData(wparam, memory(self.promised[wparam]))
            return 0
        return int(user32.DefWindowProcW(window, message, wparam, lparam))

    def open(self, is_nameless: bool = False) -> None:
        until = time.perf_counter() + 3
        while not user32.OpenClipboard(None if is_nameless else self.window):
            assert time.perf_counter() < until, "the clipboard stays closed"
            # Whoever has it open may be waiting for us to learn that our copy is over.
            user32.PeekMessageW(ctypes.byref(wintypes.MSG()), None, 0, 0, 0x40 << 16)

    def own(
        self,
        formats: dict[str, str],
        promised: bool = False,
        hang_s: float = 0.0,
        is_lying: bool = False,
    ) -> None:
        """Copy: real data, or promised (and never handed over)."""
        self.hang_s = hang_s
        self.open()
        user32.EmptyClipboard()
        self.promised = {}
        for each, data in formats.items():
            if promised:
                if not is_lying:
                    self.promised[number(each)] = bytes.fromhex(data)
                user32.SetClipboardData(number(each), None)
            else:
                assert user32.SetClipboardData(number(each), memory(bytes.fromhex(data))), each
        user32.CloseClipboard()

    def own_drawing(self) -> None:
        """Copy a vector drawing."""
        drawing = gdi32.CreateEnhMetaFileW(None, None, None, "Poise test")
        gdi32.Rectangle(drawing, 10, 20, 300, 400)
        self.own_handle(METAFILE, gdi32.CloseEnhMetaFile(drawing))

    def own_old_drawing(self) -> None:
        """Copy a drawing in the format of Windows 3."""
        drawing = gdi32.CreateMetaFileW(None)
        gdi32.Rectangle(drawing, 10, 20, 300, 400)
        head = (8).to_bytes(4, "little") + (500).to_bytes(4, "little") * 2 + bytes(4)
        finished = int(gdi32.CloseMetaFile(drawing))
        self.own_handle(OLD_METAFILE, memory(head + finished.to_bytes(8, "little")))

    def own_picture(self) -> None:
        """Copy a picture as a GDI bitmap only."""
        self.own_handle(2, gdi32.CreateBitmap(2, 2, 1, 32, bytes(range(16))))

    def own_handle(self, each: int, handle: int) -> None:
        self.open()
        user32.EmptyClipboard()
        assert user32.SetClipboardData(each, handle)
        user32.CloseClipboard()

    def read(self, each: str = "13", is_nameless: bool = False) -> str | None:
        """One format, as hex."""
        self.open(is_nameless)
        data = taken(number(each))
        user32.CloseClipboard()
        return None if data is None else data.hex()

    def everything(self) -> list[list[str]]:
        """All formats in order, with names and bytes."""
        self.open()
        found, each = [], 0
        while each := user32.EnumClipboardFormats(each):
            if each not in GDI_FORMATS:
                found.append([name_of(each), (taken(each) or b"").hex()])
        user32.CloseClipboard()
        return found

    def hold(self, seconds: float) -> None:
        """Keep the clipboard open, beginning now, and pump no messages meanwhile."""
        self.open()
        print("null", flush=True)  # the answer, before it is over
        time.sleep(seconds)
        user32.CloseClipboard()

    def poll(self, every_s: float, is_nameless: bool = False) -> None:
        """Read again and again, as a clipboard manager without manners does."""
        self.every_s, self.is_nameless = every_s, is_nameless

    def hang(self, seconds: float) -> None:
        """Take no messages."""
        print("null", flush=True)
        time.sleep(seconds)

    def owner_pid(self) -> int:
        pid = wintypes.DWORD()
        user32.GetWindowThreadProcessId(HWND(user32.GetClipboardOwner()), ctypes.byref(pid))
        return pid.value

    def seen(self) -> list[str]:
        """What polling found, as hex."""
        return sorted(self.polled)

    def run(self) -> None:
        orders: queue.SimpleQueue[str] = queue.SimpleQueue()

        def listen() -> None:
            for line in sys.stdin:
                orders.put(line)
            orders.put("")

        threading.Thread(target=listen, daemon=True).start()
        message = wintypes.MSG()
        print(json.dumps(self.window), flush=True)
        while True:
            wait_ms = max(1, round(self.every_s * 1000)) if self.every_s else 10
            user32.MsgWaitForMultipleObjectsEx(0, None, wait_ms, 0x4FF, 4)
            while user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 1):
                user32.DispatchMessageW(ctypes.byref(message))
            if self.every_s and user32.OpenClipboard(None if self.is_nameless else self.window):
                self.polled.add((taken(13) or b"").hex())
                user32.CloseClipboard()
            while not orders.empty():
                order = orders.get()
                if not order:
                    return
                self.obey(json.loads(order))

    def obey(self, order: dict[str, Any]) -> None:
        deed: Callable[..., Any] = getattr(self, order.pop("do"))
        answer = deed(**order)
        if deed not in (self.hold, self.hang):
            print(json.dumps(answer), flush=True)


def number(each: str) -> int:
    """A format's number by its number or name."""
    return int(each) if each.isdigit() else int(user32.RegisterClipboardFormatW(each))


def name_of(each: int) -> str:
    """Its name, or its number when it has none."""
    name = ctypes.create_unicode_buffer(200)
    return name.value if user32.GetClipboardFormatNameW(each, name, 200) else str(each)


def memory(data: bytes) -> int:
    """A block of global memory."""
    handle = kernel32.GlobalAlloc(2, len(data))
    ctypes.memmove(kernel32.GlobalLock(handle), data, len(data))
    kernel32.GlobalUnlock(handle)
    return int(handle)


def taken(each: int) -> bytes | None:
    """What the open clipboard holds in a format."""
    handle = user32.GetClipboardData(each)
    if not handle:
        return None
    if each == METAFILE:
        size = gdi32.GetEnhMetaFileBits(handle, 0, None)
        bits = ctypes.create_string_buffer(size)
        gdi32.GetEnhMetaFileBits(handle, size, bits)
        return bits.raw
    size = kernel32.GlobalSize(handle)
    data = ctypes.string_at(kernel32.GlobalLock(handle), size)
    kernel32.GlobalUnlock(handle)
    if each == OLD_METAFILE:
        drawing = int.from_bytes(data[16:24], "little")
        bits = ctypes.create_string_buffer(gdi32.GetMetaFileBitsEx(drawing, 0, None))
        gdi32.GetMetaFileBitsEx(drawing, len(bits), bits)
        return data[:12] + bits.raw
    return data


if __name__ == "__main__":
    Program().run()

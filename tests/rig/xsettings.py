"""A desktop's settings as every X11 program can hear them (XSETTINGS)."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from Xlib import X, display


def settings_bytes(settings: Mapping[str, int | str], order: str = "<") -> bytes:
    """The content of the property; `order` is "<" or ">"."""
    content = struct.pack(f"{order}B3xII", order == ">", 1, len(settings))
    for name, value in settings.items():
        content += struct.pack(f"{order}BxH", isinstance(value, str), len(name))
        content += _padded(name.encode()) + struct.pack(f"{order}I", 0)
        if isinstance(value, str):
            content += struct.pack(f"{order}I", len(value)) + _padded(value.encode())
        else:
            content += struct.pack(f"{order}i", value)
    return content


def _padded(text: bytes) -> bytes:
    return text + bytes(-len(text) % 4)


class SettingsProgram:
    """Tells the settings of a desktop, as its settings program does, until it is closed."""

    def __init__(self, display_name: str, settings: Mapping[str, int | str]) -> None:
        self._display = display.Display(display_name)
        window = self._display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        kind = self._display.intern_atom("_XSETTINGS_SETTINGS")
        window.change_property(kind, kind, 8, settings_bytes(settings))
        window.set_selection_owner(self._display.intern_atom("_XSETTINGS_S0"), X.CurrentTime)
        self._display.sync()

    def close(self) -> None:
        """End, and take the settings along."""
        self._display.close()

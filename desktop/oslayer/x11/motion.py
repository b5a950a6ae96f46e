"""Whether the desktop's settings ask for windows that do not move by themselves.

Desktops tell programs their settings in a property of the window that owns the selection
`_XSETTINGS_S0` (XSETTINGS specification, freedesktop.org). Where a desktop has a switch for
animations, GTK programs hear of it there, as `Gtk/EnableAnimations`.
"""

from __future__ import annotations

import struct

from Xlib import X, error

from desktop.oslayer.x11.session import Session

_NAME = b"Gtk/EnableAnimations"
_WHOLE, _TEXT, _COLOR = 0, 1, 2


def wants_less_motion(session: Session) -> bool:
    """Whether animations are switched off; False where nobody says. Three round trips."""
    owner = session.asking.get_selection_owner(session.atom("_XSETTINGS_S0"))
    if owner == X.NONE:
        return False
    try:
        found = owner.get_full_property(session.atom("_XSETTINGS_SETTINGS"), X.AnyPropertyType)
    except error.XError:
        return False  # the desktop's settings program has just ended
    content = found.value if found is not None and isinstance(found.value, bytes) else b""
    return whole_numbers(content).get(_NAME) == 0


def whole_numbers(content: bytes) -> dict[bytes, int]:
    """The settings that are whole numbers, by name; those before damage where it is damaged."""
    numbers: dict[bytes, int] = {}
    order = ">" if content[:1] == b"\x01" else "<"
    try:
        (count,) = struct.unpack_from(f"{order}I", content, 8)
        at = 12
        for _ in range(count):
            kind, name_length = struct.unpack_from(f"{order}BxH", content, at)
            name = content[at + 4 : at + 4 + name_length]
            at += 4 + _padded(name_length) + 4  # and the serial of its last change
            if kind == _WHOLE:
                (numbers[name],) = struct.unpack_from(f"{order}i", content, at)
                at += 4
            elif kind == _TEXT:
                (length,) = struct.unpack_from(f"{order}I", content, at)
                at += 4 + _padded(length)
            elif kind == _COLOR:
                at += 8
            else:
                break
    except struct.error:
        pass
    return numbers


def _padded(length: int) -> int:
    return length + 3 & ~3

"""The formats under which a text is offered on X11."""

from __future__ import annotations

import contextlib

from Xlib import Xatom, display

from desktop.oslayer.x11.selection import Data

_PRIVATE_MARK = "x-kde-passwordManagerHint"  # clipboard managers leave such content alone


def text_formats(connection: display.Display, text: str, *, is_private: bool) -> dict[int, Data]:
    """Every usual name of plain text, in the order of preference.

    Args:
        connection: A python-xlib Display, for the atoms.
        text: What to offer.
        is_private: Whether to add the mark that keeps it out of clipboard managers.
    """
    atom = connection.get_atom
    utf8 = text.encode("utf-8", "replace")
    kind = atom("UTF8_STRING")
    formats = {kind: Data(kind, 8, utf8)}
    for name in ("text/plain;charset=utf-8", "text/plain"):
        formats[atom(name)] = Data(atom(name), 8, utf8)
    formats[atom("TEXT")] = Data(kind, 8, utf8)
    with contextlib.suppress(UnicodeEncodeError):  # STRING is Latin-1 by definition
        formats[Xatom.STRING] = Data(Xatom.STRING, 8, text.encode("latin-1"))
    if is_private:
        mark = atom(_PRIVATE_MARK)
        formats[mark] = Data(mark, 8, b"secret")
    return formats


def text_atoms(connection: display.Display) -> frozenset[int]:
    """Targets whose reading means that the text itself was read."""
    names = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "TEXT", "STRING")
    return frozenset(int(connection.get_atom(name)) for name in names)

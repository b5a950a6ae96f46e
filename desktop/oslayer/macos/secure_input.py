"""Whether the field with the keyboard hides what is typed."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import AppKit

from desktop.insertion.ports import PasswordField
from desktop.oslayer.macos import asking
from desktop.oslayer.macos.carbon import Carbon

_HIDDEN = "AXSecureTextField"
_PLAIN = frozenset({"AXTextField", "AXTextArea", "AXSearchField", "AXComboBox"})


class SecureInput:
    """Implements `insertion.ports.SecureInput`.

    Args:
        carbon: Says whether some program keeps what is typed to itself.
    """

    def __init__(self, carbon: Carbon) -> None:
        self._carbon = carbon
        self._asked = 0

    def ask(self, window: int) -> None:
        self._asked = window

    def answer(self, window: int) -> PasswordField:
        """AX answers while we wait, within three tenths of a second; a field without an answer is
        unknown: browsers tell nothing to a program that they do not take for a screen reader."""
        if window != self._asked:
            return PasswordField.UNKNOWN
        program = AppKit.NSWorkspace.sharedWorkspace().frontmostApplication()
        kind = "" if program is None else asking.focused_field(int(program.processIdentifier()))
        if kind == _HIDDEN:
            return PasswordField.YES
        if kind in _PLAIN and not self._carbon.is_secure_input_on():
            return PasswordField.NO
        return PasswordField.UNKNOWN

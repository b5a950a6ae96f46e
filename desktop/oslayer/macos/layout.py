"""Where a letter is on the keyboard layout in use."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from desktop.oslayer.macos.carbon import COMMAND, Carbon
from desktop.oslayer.macos.virtual_keys import CODES, ansi_code


class Layout:
    """The layout in use; call `forget` when another one is chosen.

    Args:
        carbon: Asked what each key types.
    """

    def __init__(self, carbon: Carbon) -> None:
        self._carbon = carbon
        self._codes: dict[tuple[str, int], int] = {}

    def forget(self) -> None:
        """Another layout is in use."""
        self._codes.clear()

    def code(self, key: str) -> int | None:
        """The code of a chord's key: of a letter where it is printed, of all others the place."""
        if len(key) == 1 and key.isalpha():
            return self._letter(key, 0)
        return ansi_code(key)

    def code_with_command(self, letter: str) -> int | None:
        """The code of a letter while Command is down, where some layouts change (Dvorak – QWERTY
        ⌘, Maccy #482)."""
        return self._letter(letter, COMMAND)

    def _letter(self, letter: str, modifiers: int) -> int | None:
        wanted = (letter.lower(), modifiers)
        if wanted not in self._codes:
            typed = {
                self._carbon.character_of(code, modifiers).lower(): code for code in reversed(CODES)
            }
            # On a layout without Latin letters, programs take the places of the American one.
            found = typed.get(wanted[0], ansi_code(letter.upper()))
            if found is None:
                return None
            self._codes[wanted] = found
        return self._codes[wanted]

"""What macOS must know of our windows and Qt does not tell it.

To be repeated after every native re-creation, because Qt makes each new window its own way. The
order of the calls matters, and each has its reason below.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from typing import Any

import AppKit

from desktop.errors import Cannot

LEVEL = 25
"""NSStatusWindowLevel. Qt puts windows of level 0 and 3 back to 0 when Poise is not active
(applicationActivationChanged in its cocoa plugin); this one it leaves alone."""

_NONACTIVATING = 1 << 7  # NSWindowStyleMaskNonactivatingPanel
_EVERYWHERE = (
    1 << 0  # NSWindowCollectionBehaviorCanJoinAllSpaces
    | 1 << 3  # …Transient
    | 1 << 6  # …IgnoresCycle
    | 1 << 8  # …FullScreenAuxiliary
)
PREVENTS_ACTIVATION = "_setPreventsActivation:"
_SHARING_NONE, _SHARING_READ_ONLY = 0, 1  # NSWindowSharingNone, NSWindowSharingReadOnly

TAKES_THE_KEYBOARD = Cannot(
    "This macOS does not let the panel stay out of the way: a click on it makes Poise the active "
    "program.",
    "Use the hotkeys, and click into the text field after a click on the panel.",
)
"""Apple's name for it is not public, and may be gone one day (FB16484811)."""


def dress(window: Any, *, takes_keyboard: bool) -> Cannot | None:
    """Make a window of ours one that comes up over everything and never makes Poise active.

    Args:
        window: NSWindow. One that is no NSPanel is an ordinary window and stays as it is.
        takes_keyboard: False for the panel, which must never have it.

    Returns:
        What is missing.
    """
    if not window.isKindOfClass_(AppKit.NSPanel):
        return None
    # The style alone, given to a window that is there already, is not heard by the window
    # server; the second call tells it.
    if not window.styleMask() & _NONACTIVATING:
        window.setStyleMask_(window.styleMask() | _NONACTIVATING)
    can_prevent = bool(window.respondsToSelector_(PREVENTS_ACTIVATION))
    if can_prevent:
        window._setPreventsActivation_(True)
    window.setHidesOnDeactivate_(False)
    window.setFloatingPanel_(True)
    window.setBecomesKeyOnlyIfNeeded_(not takes_keyboard)
    # Assigned and not added to: Qt begins with MoveToActiveSpace, and that beside
    # CanJoinAllSpaces raises an exception.
    window.setCollectionBehavior_(_EVERYWHERE)
    window.setLevel_(LEVEL)  # last: setFloatingPanel_ sets it, too
    return None if can_prevent else TAKES_THE_KEYBOARD


def hide_from_sharing(window: Any, is_hidden: bool) -> None:
    """Ask for a window to be left out of screenshots and shared screens. From macOS 15 on many
    programs get it all the same (electron #48258)."""
    window.setSharingType_(_SHARING_NONE if is_hidden else _SHARING_READ_ONLY)

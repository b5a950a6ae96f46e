"""What other programs' windows say of themselves, through the Accessibility interface (AX).

An answer is another program's, which may hang: each question waits for a fraction of a second.
AX is used to ask only. Writing text by it reports success and does nothing in Chromium and all
that is made of it (freeflow #311).
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from typing import Any

import ApplicationServices
import Quartz

from desktop.errors import Cannot

PATIENCE_S = 0.1

_DISABLED = -25211  # kAXErrorAPIDisabled
_SUCCESS = 0  # kAXErrorSuccess

NOT_ALLOWED = Cannot(
    "macOS does not let Poise press keys in other programs yet.",
    "Switch Poise on in System Settings, Privacy & Security, Accessibility; after an update, "
    "switch it off and on again. “Permissions” in the menu of Poise's icon leads there.",
)


def permission() -> Cannot | None:
    """Why keys of ours reach nobody; None when macOS lets them through.

    What macOS says may be out of date after an update of Poise (MiddleClick #162): a question
    that only a trusted program may ask tells the truth.
    """
    if not ApplicationServices.AXIsProcessTrusted() or not Quartz.CGPreflightPostEventAccess():
        return NOT_ALLOWED
    _limit_patience()
    everything = ApplicationServices.AXUIElementCreateSystemWide()
    status, _program = ApplicationServices.AXUIElementCopyAttributeValue(
        everything, ApplicationServices.kAXFocusedApplicationAttribute, None
    )
    return NOT_ALLOWED if status == _DISABLED else None


def _limit_patience() -> None:
    """Wait so long at most for each answer, also of what a program answers with: a limit of its
    own would not be handed on to that."""
    everything = ApplicationServices.AXUIElementCreateSystemWide()
    ApplicationServices.AXUIElementSetMessagingTimeout(everything, PATIENCE_S)


def ask_for_permission() -> None:
    """Let macOS show its question; only because the agent clicked for it."""
    ApplicationServices.AXIsProcessTrustedWithOptions(
        {ApplicationServices.kAXTrustedCheckOptionPrompt: True}
    )


def focused_title(pid: int) -> str:
    """The title of the window of a program that has its keyboard; "" where nobody tells."""
    window = _attribute(_program(pid), ApplicationServices.kAXFocusedWindowAttribute)
    found = _attribute(window, ApplicationServices.kAXTitleAttribute)
    return str(found) if found else ""


def focused_field(pid: int) -> str:
    """What the part of a program with the keyboard is: its AX subrole, or else its role; ""
    where nobody tells."""
    field = _attribute(_program(pid), ApplicationServices.kAXFocusedUIElementAttribute)
    found = _attribute(field, ApplicationServices.kAXSubroleAttribute) or _attribute(
        field, ApplicationServices.kAXRoleAttribute
    )
    return str(found) if found else ""


def raise_focused_window(pid: int) -> None:
    """Bring that window above the program's others."""
    window = _attribute(_program(pid), ApplicationServices.kAXFocusedWindowAttribute)
    if window is not None:
        ApplicationServices.AXUIElementPerformAction(window, ApplicationServices.kAXRaiseAction)


def _program(pid: int) -> Any:
    _limit_patience()
    return ApplicationServices.AXUIElementCreateApplication(pid)


def _attribute(element: Any, name: str) -> Any:
    if element is None:
        return None
    status, found = ApplicationServices.AXUIElementCopyAttributeValue(element, name, None)
    return found if status == _SUCCESS else None

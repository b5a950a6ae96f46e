"""Poise.app opened while it runs: macOS starts no second one, and tells the first.

Qt takes that for Poise becoming the active program and shows no window.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from collections.abc import Callable
from typing import Any

import Foundation
import objc

_CORE_EVENTS, _REOPEN = 0x61657674, 0x72617070  # kCoreEventClass, kAEReopenApplication


class PoiseOpener(Foundation.NSObject):  # type: ignore[misc]  # Apple's classes are no types to mypy
    """Is told that Poise was opened again, and calls."""

    @objc.python_method  # type: ignore[untyped-decorator]
    def prepare(self, call: Callable[[], None]) -> None:
        """Say what to call."""
        self._call = call

    def opened_withReply_(self, _event: Any, _reply: Any) -> None:  # noqa: N802 - Apple's way
        """It was opened."""
        self._call()


class Opening:
    """Hears it as long as it is not closed.

    Args:
        call: Called each time. Make this when the main loop runs: when it begins, AppKit puts its
            own handler there.
    """

    def __init__(self, call: Callable[[], None]) -> None:
        self._manager = Foundation.NSAppleEventManager.sharedAppleEventManager()
        self._opener = PoiseOpener.alloc().init()  # kept alive: the manager does not
        self._opener.prepare(call)
        self._manager.setEventHandler_andSelector_forEventClass_andEventID_(
            *(self._opener, b"opened:withReply:", _CORE_EVENTS, _REOPEN)
        )

    def close(self) -> None:
        """Hear no more."""
        self._manager.removeEventHandlerForEventClass_andEventID_(_CORE_EVENTS, _REOPEN)

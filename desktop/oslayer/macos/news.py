"""Notifications of the system, heard as long as they are wanted."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import logging
from collections.abc import Callable
from typing import Any

import Foundation
import objc

log = logging.getLogger(__name__)

_AT_ONCE = 4  # NSNotificationSuspensionBehaviorDeliverImmediately


class News:
    """What is heard from one notification centre, on the main thread.

    Args:
        centre: NSNotificationCenter, or one like it.
    """

    def __init__(self, centre: Any) -> None:
        self._centre = centre
        self._heard: list[Any] = []  # the tokens, and with them what is called

    def hear(self, name: str, call: Callable[[], None]) -> None:
        """Call at each notification of this name."""
        self.hear_of(name, lambda _told: call())

    def hear_of(self, name: str, call: Callable[[Any], None]) -> None:
        """Call at each notification of this name, with what it tells (its userInfo)."""

        def on_notification(notification: Any) -> None:
            call(notification.userInfo())

        main = Foundation.NSOperationQueue.mainQueue()
        token = self._centre.addObserverForName_object_queue_usingBlock_(
            name, None, main, on_notification
        )
        self._heard.append(token)

    def close(self) -> None:
        """Hear no more."""
        for token in self._heard:
            self._centre.removeObserver_(token)
        self._heard.clear()


class PoiseHearer(Foundation.NSObject):  # type: ignore[misc]  # Apple's classes are no types to mypy
    """Is told a notification, and calls."""

    @objc.python_method  # type: ignore[untyped-decorator]
    def prepare(self, call: Callable[[], None]) -> None:
        """Say what to call."""
        self._call = call

    def heard_(self, _notification: Any) -> None:
        """It was posted."""
        self._call()


class NewsOfOthers:
    """What other programs and the system post to everybody. For a program that is not the active
    one, as Poise seldom is, such news would wait unless it is asked for at once."""

    def __init__(self) -> None:
        self._centre = Foundation.NSDistributedNotificationCenter.defaultCenter()
        self._hearers: list[Any] = []

    def hear(self, name: str, call: Callable[[], None]) -> None:
        """Call at each notification of this name."""
        hearer = PoiseHearer.alloc().init()
        hearer.prepare(call)
        self._centre.addObserver_selector_name_object_suspensionBehavior_(
            *(hearer, b"heard:", name, None, _AT_ONCE)
        )
        self._hearers.append(hearer)

    def close(self) -> None:
        """Hear no more."""
        for hearer in self._hearers:
            self._centre.removeObserver_(hearer)
        self._hearers.clear()


def on_main(call: Callable[[], None]) -> None:
    """Call on the main thread, later; may be asked for on any thread."""

    def safely() -> None:
        try:
            call()
        except Exception:
            # What leaves a block of the main queue ends the whole program.
            log.exception("what macOS told could not be dealt with")

    Foundation.NSOperationQueue.mainQueue().addOperationWithBlock_(safely)

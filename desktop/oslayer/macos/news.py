"""Notifications of the system, heard as long as they are wanted."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from collections.abc import Callable
from typing import Any

import Foundation


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

        def on_notification(_notification: Any) -> None:
            call()

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

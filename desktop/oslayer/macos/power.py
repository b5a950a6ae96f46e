"""Sleep, the locked screen, another person's session, a new clock, and timers that stay exact."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import AppKit
import Foundation

from desktop.oslayer.backend import Listeners
from desktop.oslayer.macos.news import News, NewsOfOthers

_LOCKED, _UNLOCKED = "com.apple.screenIsLocked", "com.apple.screenIsUnlocked"
_WHY = "Promises are told when they fall due"


class Power:
    """Hears what happens to the computer as long as it is not closed.

    Args:
        listeners: Whom to tell.
    """

    def __init__(self, listeners: Listeners) -> None:
        back, away = listeners.came_back, listeners.went_away
        workspace = News(AppKit.NSWorkspace.sharedWorkspace().notificationCenter())
        workspace.hear(AppKit.NSWorkspaceWillSleepNotification, away)
        workspace.hear(AppKit.NSWorkspaceDidWakeNotification, back)
        workspace.hear(AppKit.NSWorkspaceSessionDidResignActiveNotification, away)
        workspace.hear(AppKit.NSWorkspaceSessionDidBecomeActiveNotification, back)
        # Only asked for: another program may keep the session. When it ends, Qt says so.
        workspace.hear(AppKit.NSWorkspaceWillPowerOffNotification, away)
        everybody = NewsOfOthers()
        everybody.hear(_LOCKED, away)
        everybody.hear(_UNLOCKED, back)
        own = News(Foundation.NSNotificationCenter.defaultCenter())
        own.hear(Foundation.NSSystemClockDidChangeNotification, back)
        self._news = (workspace, everybody, own)
        # App Nap slows the timers of a program without a window in front; the computer may
        # still go to sleep.
        self._process = Foundation.NSProcessInfo.processInfo()
        self._activity = self._process.beginActivityWithOptions_reason_(
            Foundation.NSActivityUserInitiatedAllowingIdleSystemSleep, _WHY
        )

    def close(self) -> None:
        """Hear no more, and let macOS slow our timers again."""
        for each in self._news:
            each.close()
        if self._activity is not None:
            self._process.endActivity_(self._activity)
            self._activity = None

"""Notifications of macOS, which only an app that macOS knows may show: for any other program,
asking for their centre raises an exception.

Answers come on another thread; everything that follows from one happens on the main thread. While
a window of Poise is the active one, macOS shows none: the panel's card is in view then.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import logging
from collections.abc import Callable
from threading import Event, Timer
from typing import Any
from uuid import uuid4

import Foundation
import objc
import UserNotifications

from desktop.errors import Cannot
from desktop.oslayer.backend import Ability
from desktop.oslayer.macos import app
from desktop.oslayer.macos.news import on_main

log = logging.getLogger(__name__)

NOT_ASKED = UserNotifications.UNAuthorizationStatusNotDetermined
DENIED = UserNotifications.UNAuthorizationStatusDenied
PATIENCE_S = 1.0
"""How long `ability` waits for macOS."""
ANSWER_S = 20.0
"""How long a promise waits for the agent's answer to macOS's question. What came later than that
would tell of something that the panel has shown long since."""

_NO_APP = Cannot(
    "Only Poise.app can show notifications of macOS, and this Poise is started another way.",
    "Open Poise.app; reminders still show in the panel.",
)
_UNKNOWN_APP = Cannot(
    "macOS does not know this copy of Poise.app, so it shows no notifications.",
    "Move Poise.app into the Applications folder, and open it there.",
)
_REFUSED = Cannot(
    "macOS does not let Poise show notifications.",
    "Switch Poise on in System Settings, Notifications; reminders still show in the panel.",
)
_SILENT = Cannot("macOS does not say whether Poise may show notifications.", "Try again.")
_WILL_ASK = "macOS asks you when you make your first promise"


class PoiseClicks(  # type: ignore[call-arg]  # Apple's classes are no types to mypy
    Foundation.NSObject,  # type: ignore[misc]
    protocols=[objc.protocolNamed("UNUserNotificationCenterDelegate")],
):
    """Is told that the agent clicked a notification, and calls."""

    @objc.python_method  # type: ignore[untyped-decorator]
    def prepare(self, call: Callable[[], None]) -> None:
        """Say what to call."""
        self._call = call

    def userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(  # noqa: N802
        self, _centre: Any, _response: Any, done: Callable[[], None]
    ) -> None:
        """It was clicked."""
        on_main(self._call)
        done()


class Notices:
    """Implements `oslayer.backend.Notifier`."""

    def __init__(self) -> None:
        self._clicks: Any = None  # kept alive: the centre does not
        self.has_asked = False
        """Whether macOS was asked to ask: it does that once, also when the banner is left alone."""

    def hear_clicks(self, call: Callable[[], None]) -> None:
        """Call when the agent clicks a notification, which makes Poise the active program."""
        centre = _centre()
        if not isinstance(centre, Cannot):
            self._clicks = PoiseClicks.alloc().init()
            self._clicks.prepare(call)
            centre.setDelegate_(self._clicks)

    def prepare(self) -> None:
        """Let macOS ask its question; it does so once, and afterwards only answers."""
        centre = _centre()
        if not isinstance(centre, Cannot):
            self.has_asked = True
            _ask(centre, lambda _is_allowed: None)

    def notify(self, title: str, text: str, otherwise: Callable[[], None]) -> Cannot | None:
        centre = _centre()
        if isinstance(centre, Cannot):
            return centre
        is_over, self.has_asked = False, True

        def go_on(is_allowed: bool) -> None:
            nonlocal is_over
            if is_over:
                return
            is_over = True
            late.cancel()
            if is_allowed:
                _deliver(centre, title, text, otherwise)
            else:
                otherwise()

        def give_up() -> None:
            if not is_over:
                log.warning("macOS did not say in time whether Poise may show notifications")
                go_on(False)

        late = Timer(ANSWER_S, lambda: on_main(give_up))
        late.daemon = True  # nobody waits for it when Poise leaves
        _ask(centre, go_on)
        late.start()
        return None


def ability() -> Ability:
    """What `poise doctor` says; waits for macOS, a second at most."""
    name = "Desktop notifications"
    centre = _centre()
    if isinstance(centre, Cannot):
        return Ability(name, centre, is_needed=False)
    status = _status(centre)
    if status is None:
        return Ability(name, _SILENT, is_needed=False)
    if status == DENIED:
        return Ability(name, _REFUSED, is_needed=False)
    note = _WILL_ASK if status == NOT_ASKED else "permitted"
    return Ability(name, note=note, is_needed=False)


def tell_status(then: Callable[[int], None]) -> None:
    """Tell UNAuthorizationStatus, on the main thread and later; never where there is no app."""
    centre = _centre()
    if not isinstance(centre, Cannot):
        _ask_status(centre, lambda status: on_main(lambda: then(status)))


def _status(centre: Any) -> int | None:
    """UNAuthorizationStatus; None when macOS does not say it in time."""
    found: list[int] = []
    is_there = Event()

    def on_status(status: int) -> None:
        found.append(status)
        is_there.set()

    _ask_status(centre, on_status)
    is_there.wait(PATIENCE_S)
    return found[0] if found else None


def _ask_status(centre: Any, then: Callable[[int], None]) -> None:
    """Have it told on a thread of macOS's."""
    centre.getNotificationSettingsWithCompletionHandler_(
        lambda settings: then(int(settings.authorizationStatus()))
    )


def _centre() -> Any:
    """UNUserNotificationCenter, or a Cannot."""
    if app.identifier() is None:
        return _NO_APP
    try:
        return UserNotifications.UNUserNotificationCenter.currentNotificationCenter()
    except objc.error:
        return _UNKNOWN_APP


def _ask(centre: Any, then: Callable[[bool], None]) -> None:
    """Ask for banners alone: a sound would be one more in a call."""

    def on_answer(is_allowed: bool, problem: Any) -> None:
        if problem is not None:
            log.warning("macOS lets Poise show no notifications (code %d)", problem.code())
        on_main(lambda: then(bool(is_allowed)))

    centre.requestAuthorizationWithOptions_completionHandler_(
        UserNotifications.UNAuthorizationOptionAlert, on_answer
    )


def _deliver(centre: Any, title: str, text: str, otherwise: Callable[[], None]) -> None:
    content = UserNotifications.UNMutableNotificationContent.alloc().init()
    content.setTitle_(title)
    content.setBody_(text)
    # Without a trigger it is shown at once; one with the same name would replace it.
    request = UserNotifications.UNNotificationRequest.requestWithIdentifier_content_trigger_(
        str(uuid4()), content, None
    )

    def on_taken(problem: Any) -> None:
        if problem is not None:
            log.error("macOS took no notification (code %d)", problem.code())
            on_main(otherwise)

    centre.addNotificationRequest_withCompletionHandler_(request, on_taken)

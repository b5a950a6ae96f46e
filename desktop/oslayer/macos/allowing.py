"""What the agent allows Poise in System Settings: how it stands, and the way there.

Apple documents none of the addresses of the single pages; they are those that other programs use.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from collections.abc import Callable
from time import monotonic

import AppKit
import Foundation
import ServiceManagement

from desktop.errors import Cannot
from desktop.oslayer.backend import Permission, Start
from desktop.oslayer.macos import app, asking, notices
from desktop.oslayer.macos import pasteboard as board
from desktop.oslayer.macos.autostart import Autostart

_SETTINGS = "x-apple.systempreferences:"
_ACCESSIBILITY = f"{_SETTINGS}com.apple.preference.security?Privacy_Accessibility"
_PASTEBOARD = f"{_SETTINGS}com.apple.preference.security?Privacy_Pasteboard"
_NOTIFICATIONS = f"{_SETTINGS}com.apple.Notifications-Settings.extension?id="

_OPEN, _ASK = "Open settings", "Let macOS ask"
_CLOSED = Cannot("System Settings did not open.", "Open it from the Apple menu.")


_LOGIN_KEPT_S = 10.0
"""macOS may think for a while before it says what starts at login, and Poise with it."""


class Permissions:
    """Implements `oslayer.backend.Permissions`.

    Args:
        let_clipboard_be_asked_for: Reads the clipboard once, so that macOS asks about it.
        notifier: Lets macOS ask about notifications.
    """

    def __init__(
        self, let_clipboard_be_asked_for: Callable[[], None], notifier: notices.Notices
    ) -> None:
        self._notifier = notifier
        self._let_clipboard_be_asked_for = let_clipboard_be_asked_for
        self._notices_status: int | None = None  # as macOS said last
        self._login: tuple[Permission, ...] = ()
        self._login_until = 0.0

    def look(self, then: Callable[[tuple[Permission, ...]], None]) -> None:
        def on_status(status: int) -> None:
            self._notices_status = status
            then(self._rows())

        then(self._rows())
        notices.tell_status(on_status)

    def settle(self, which: str) -> Cannot | None:
        self._login_until = 0.0
        match which:
            case "accessibility":
                if asking.permission() is not None:
                    asking.ask_for_permission()  # which puts Poise into the list, too
                return _open(_ACCESSIBILITY)
            case "clipboard" if board.is_unasked(board.general()):
                self._let_clipboard_be_asked_for()
            case "clipboard":
                return _open(_PASTEBOARD)
            case "notifications" if self._may_ask_for_notices:
                self._notifier.prepare()
            case "notifications":
                return _open(f"{_NOTIFICATIONS}{app.identifier() or ''}")
            case "login":
                ServiceManagement.SMAppService.openSystemSettingsLoginItems()
        return None

    @property
    def _may_ask_for_notices(self) -> bool:
        """Whether macOS would ask: it shows its question once, and not again when the banner was
        left alone."""
        return self._notices_status == notices.NOT_ASKED and not self._notifier.has_asked

    def _rows(self) -> tuple[Permission, ...]:
        if monotonic() > self._login_until:
            self._login, self._login_until = _login(), monotonic() + _LOGIN_KEPT_S
        return (_accessibility(), *_clipboard(), *self._notifications(), *self._login)

    def _notifications(self) -> tuple[Permission, ...]:
        status = self._notices_status
        if status is None:
            return ()
        if status == notices.NOT_ASKED and self._notifier.has_asked:
            told, is_given = (
                "macOS asks in a banner at the top right of the screen. If you see none, switch "
                "Poise on in its settings.",
                None,
            )
        elif status == notices.NOT_ASKED:
            told, is_given = "macOS asks when you make your first promise, or now.", None
        elif status == notices.DENIED:
            told, is_given = "Promises that fall due show in the panel only.", False
        else:
            told, is_given = "Promises that fall due are shown by macOS, too.", True
        button = _ASK if self._may_ask_for_notices else _OPEN
        return (Permission("notifications", "Notifications", is_given, told, button),)


def _accessibility() -> Permission:
    is_given = asking.permission() is None
    told = (
        "Poise may press the paste key in other programs."
        if is_given
        else "Without it Poise presses no key in other programs, so nothing is inserted. If the "
        "switch is on already, as after an update, switch it off and on again."
    )
    return Permission("accessibility", "Accessibility", is_given, told, _OPEN)


def _clipboard() -> tuple[Permission, ...]:
    pasteboard = board.general()
    if not board.has_access_rules(pasteboard):
        return ()
    refusal = board.access(pasteboard)
    if refusal is not None:
        told, is_given = f"{refusal.reason} So nothing is inserted.", False
    elif board.is_unasked(pasteboard):
        told = (
            "macOS may ask at the first insertion. It can ask now, in peace; if it asks nothing, "
            "all is well."
        )
        return (Permission("clipboard", _CLIPBOARD, None, told, _ASK),)
    else:
        told, is_given = "Poise keeps what you copied safe while it inserts.", True
    return (Permission("clipboard", _CLIPBOARD, is_given, told, _OPEN),)


_CLIPBOARD = "Paste from Other Apps"


def _login() -> tuple[Permission, ...]:
    state = Autostart().state()
    if isinstance(state, Cannot):
        return ()
    told, is_given = {
        Start.ON: ("Poise starts at login.", True),
        Start.SWITCHED_OFF: ("Poise is switched off there, so it does not start at login.", False),
    }.get(state.start, ("Poise does not start at login; its icon's menu has the switch.", None))
    return (Permission("login", "Login Items", is_given, told, _OPEN),)


def _open(address: str) -> Cannot | None:
    url = Foundation.NSURL.URLWithString_(address)
    is_open = AppKit.NSWorkspace.sharedWorkspace().openURL_(url)
    return None if is_open else _CLOSED

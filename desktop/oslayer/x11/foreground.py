"""Which window has the keyboard, by the window manager's word and the X server's."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from Xlib import X, error
from Xlib.protocol import event as xevent

from desktop.errors import Cannot
from desktop.insertion.ports import Target
from desktop.oslayer.x11.connection import send_all
from desktop.oslayer.x11.session import Session

_FROM_A_USER_ACTION = 2  # source indication of _NET_ACTIVE_WINDOW (EWMH)


class X11Foreground:
    """Implements `insertion.ports.Foreground`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asking = session.asking
        self._root = session.asking.screen().root
        self._active_atom = session.atom("_NET_ACTIVE_WINDOW")
        self._on_changed: Callable[[], None] = lambda: None
        session.root.change_attributes(event_mask=X.PropertyChangeMask)
        session.hearing.flush()
        session.hear(X.PropertyNotify, self._on_property)

    def on_changed(self, call: Callable[[], None]) -> None:
        """Call when another window comes to the front."""
        self._on_changed = call

    def current(self) -> Target | Cannot:
        window = self._active_window()
        if window == 0:
            return Cannot("No window has the keyboard.", "Click into the text field first.")
        if not self._keys_reach(window):
            return Cannot(
                "The keyboard is not in the window at the front (a menu may be open).",
                "Click into the text field first.",
            )
        pid = self._pid(window)
        if pid == os.getpid():
            return Cannot("A window of Poise is in front.", "Click into the text field first.")
        return Target(window, self._program(window, pid), pid)

    def is_in_front(self, target: Target) -> bool:
        return self._active_window() == target.window and self._keys_reach(target.window)

    def title(self, target: Target) -> str:
        window = self._asking.create_resource_object("window", target.window)
        try:
            for name in ("_NET_WM_NAME", "WM_NAME"):
                found = window.get_full_property(self._session.atom(name), X.AnyPropertyType)
                if found is not None and isinstance(found.value, bytes) and found.value:
                    return found.value.decode("utf-8", "replace")
        except error.XError:
            pass  # the window is gone
        return ""

    def barrier(self, target: Target) -> Cannot | None:
        del target  # X11 lets every program send keys to every other
        return None

    def take(self, window: int) -> None:
        """Asking once is enough here."""

    def activate(self, target: Target) -> Cannot | None:
        window = self._asking.create_resource_object("window", target.window)
        try:
            window.get_attributes()
        except error.XError:
            return Cannot("The window is closed.", "Open the chat again.")
        message = xevent.ClientMessage(
            window=window,
            client_type=self._active_atom,
            data=(32, [_FROM_A_USER_ACTION, X.CurrentTime, 0, 0, 0]),
        )
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        self._root.send_event(message, event_mask=mask)
        send_all(self._asking)
        return None

    def is_managed(self) -> bool:
        """Whether a window manager says which window is active (EWMH)."""
        found = self._root.get_full_property(
            self._session.atom("_NET_SUPPORTING_WM_CHECK"), X.AnyPropertyType
        )
        return found is not None

    def _active_window(self) -> int:
        try:
            found = self._root.get_full_property(self._active_atom, X.AnyPropertyType)
        except error.XError:
            return 0
        return int(found.value[0]) if found is not None and len(found.value) else 0

    def _keys_reach(self, window: int) -> bool:
        """Whether the X server's focus is this window or lies inside it."""
        focus: Any = self._asking.get_input_focus().focus
        if isinstance(focus, int):  # None or PointerRoot
            return False
        try:
            for _depth in range(12):
                if focus.id == window:
                    return True
                parent: Any = focus.query_tree().parent
                if parent == X.NONE or parent.id == self._root.id:
                    return False
                focus = parent
        except error.XError:
            return False
        return False

    def _pid(self, window: int) -> int:
        return self._cardinal(window, "_NET_WM_PID")

    def _cardinal(self, window: int, name: str) -> int:
        resource = self._asking.create_resource_object("window", window)
        try:
            found = resource.get_full_property(self._session.atom(name), X.AnyPropertyType)
        except error.XError:
            return 0
        return int(found.value[0]) if found is not None and len(found.value) else 0

    def _program(self, window: int, pid: int) -> str:
        resource = self._asking.create_resource_object("window", window)
        try:
            names = resource.get_wm_class()
        except error.XError:
            names = None
        if names:
            return str(names[1] or names[0]).lower()
        return f"process {pid}" if pid else "unknown program"

    def _on_property(self, event: Any) -> None:
        if event.atom == self._active_atom:
            self._on_changed()

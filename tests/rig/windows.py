"""Who has the focus, which windows there are, and what the screen looks like."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from Xlib import X, display, error
from Xlib.protocol import event

from tests.rig import wait


@dataclass(frozen=True, slots=True)
class Geometry:
    """A window's inner place on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def scaled(self, factor: int) -> Geometry:
        """The same place in physical pixels."""
        return Geometry(*(factor * value for value in (self.x, self.y, self.width, self.height)))


class Windows:
    """Questions to the X server, over a connection of our own."""

    def __init__(self, display_name: str, shots: Path) -> None:
        self.display_name = display_name
        self._shots = shots
        self._x = display.Display(display_name)
        self._root = self._x.screen().root

    def close(self) -> None:
        """Hang up."""
        with suppress(error.ConnectionClosedError, OSError):
            self._x.close()

    def _property(self, window: Any, name: str) -> Any:
        try:
            found = window.get_full_property(self._x.intern_atom(name), X.AnyPropertyType)
        except (error.BadWindow, error.BadDrawable):
            return None
        return None if found is None else found.value

    def has_manager(self) -> bool:
        """Whether a window manager has finished starting."""
        check = self._property(self._root, "_NET_SUPPORTING_WM_CHECK")
        if check is None:
            return False
        child = self._x.create_resource_object("window", check[0])
        return self._property(child, "_NET_WM_NAME") is not None

    def active(self) -> int:
        """The id of the window the manager calls active; 0 when there is none."""
        found = self._property(self._root, "_NET_ACTIVE_WINDOW")
        return int(found[0]) if found is not None and len(found) else 0

    def focused(self) -> int:
        """The id of the top-level window that gets the keys; 0 when there is none."""
        focus = self._x.get_input_focus().focus
        if isinstance(focus, int):
            return 0
        managed = set(self.managed())
        try:
            while focus.id not in managed:
                parent = focus.query_tree().parent
                if parent in (0, None) or isinstance(parent, int):
                    return 0
                focus = parent
        except error.BadWindow:
            return 0
        return int(focus.id)

    def managed(self) -> list[int]:
        """All top-level windows the manager knows, oldest first."""
        return [int(w) for w in self._property(self._root, "_NET_CLIENT_LIST") or ()]

    def stacked(self) -> list[int]:
        """The same windows, lowest first."""
        return [int(w) for w in self._property(self._root, "_NET_CLIENT_LIST_STACKING") or ()]

    def pid(self, window: int) -> int:
        """The process behind a window, as the window itself says; 0 when it does not."""
        found = self._property(self._x.create_resource_object("window", window), "_NET_WM_PID")
        return int(found[0]) if found is not None and len(found) else 0

    def title(self, window: int) -> str:
        """A window's title."""
        found = self._property(self._x.create_resource_object("window", window), "_NET_WM_NAME")
        if isinstance(found, bytes):
            return found.decode("utf-8", "replace")
        return str(found or "")

    def exists(self, window: int) -> bool:
        """Whether this window is still managed."""
        return window in self.managed()

    def geometry(self, window: int) -> Geometry:
        """Where a window is."""
        handle = self._x.create_resource_object("window", window)
        size = handle.get_geometry()
        # The root's place seen from the window, turned round: the decoration is left out.
        place = handle.translate_coords(self._root, 0, 0)
        return Geometry(-place.x, -place.y, size.width, size.height)

    def framed(self, window: int) -> Geometry:
        """Where a window is with the frame that the window manager put around it."""
        box = self.geometry(window)
        handle = self._x.create_resource_object("window", window)
        found = self._property(handle, "_NET_FRAME_EXTENTS")
        left, right, top, bottom = map(int, found) if found is not None else (0, 0, 0, 0)
        width, height = box.width + left + right, box.height + top + bottom
        return Geometry(box.x - left, box.y - top, width, height)

    def workarea(self) -> Geometry:
        """The part of the screen that docks leave free, as the manager says."""
        found = self._property(self._root, "_NET_WORKAREA")
        return Geometry(*map(int, found[:4])) if found is not None else Geometry(0, 0, 0, 0)

    def has_tray(self) -> bool:
        """Whether a program holds the notification area (System Tray Protocol)."""
        atom = self._x.intern_atom("_NET_SYSTEM_TRAY_S0")
        return bool(self._x.get_selection_owner(atom) != X.NONE)

    def tray_icon(self, pid: int) -> Geometry | None:
        """Where the icon of this process is on the screen; None when it shows none."""
        managed = set(self.managed())  # Qt marks every window as one that could be embedded
        queue = list(self._root.query_tree().children)
        while queue:
            window = queue.pop()
            try:
                queue += window.query_tree().children
                is_icon = self._property(window, "_XEMBED_INFO") is not None
                is_on_screen = window.get_attributes().map_state == X.IsViewable
            except (error.BadWindow, error.BadDrawable):
                continue
            if window.id in managed or not (is_icon and is_on_screen):
                continue
            if self.pid(window.id) == pid:
                return self.geometry(window.id)
        return None

    def find(self, *, pid: int = 0, title: str = "") -> int:
        """The newest window of this process whose title contains `title`; 0 when none."""
        for window in reversed(self.managed()):
            if (not pid or self.pid(window) == pid) and title in self.title(window):
                return window
        return 0

    def wait_for(self, *, pid: int = 0, title: str = "", timeout_s: float = 20) -> int:
        """Wait until such a window is there and return its id."""
        what = f"a window of process {pid} titled {title!r}"
        return wait.until(lambda: self.find(pid=pid, title=title), what, timeout_s)

    def top_at(self, x: int, y: int) -> int:
        """The uppermost child of the root (decorations included) at a place of the screen."""
        for child in reversed(self._root.query_tree().children):
            try:
                if child.get_attributes().map_state != X.IsViewable:
                    continue
                place = child.get_geometry()
            except (error.BadWindow, error.BadDrawable):
                continue
            across = place.x <= x < place.x + place.width
            if across and place.y <= y < place.y + place.height:
                return int(child.id)
        return 0

    def is_shown(self, pid: int) -> bool:
        """Whether a window of this process is on the screen, managed or not."""
        queue = list(self._root.query_tree().children)
        while queue:
            window = queue.pop()
            try:
                if window.get_attributes().map_state != X.IsViewable:
                    continue
                if self.pid(window.id) == pid:
                    return True
                queue += window.query_tree().children
            except (error.BadWindow, error.BadDrawable):
                continue
        return False

    def pid_at(self, x: int, y: int) -> int:
        """The process whose window is uppermost at a place of the screen; 0 when none tells."""
        top = self.top_at(x, y)
        queue = [self._x.create_resource_object("window", top)] if top else []
        while queue:
            window = queue.pop(0)
            pid = self.pid(window.id)
            if pid:
                return pid
            queue += window.query_tree().children
        return 0

    def activate(self, window: int) -> None:
        """Bring a window to the front the way a taskbar does, and wait until it has the keys."""

        def is_there() -> bool:
            if self.has_keyboard(window):
                return True
            self._ask_to_activate(window)
            return False

        wait.until(is_there, f"the focus to reach {self.describe(window)}")

    def _ask_to_activate(self, window: int) -> None:
        message = event.ClientMessage(
            window=self._x.create_resource_object("window", window),
            client_type=self._x.intern_atom("_NET_ACTIVE_WINDOW"),
            data=(32, [2, X.CurrentTime, 0, 0, 0]),
        )
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        self._root.send_event(message, event_mask=mask)
        self._x.flush()

    def close_politely(self, window: int) -> None:
        """Click the window's X, so to speak."""
        message = event.ClientMessage(
            window=self._x.create_resource_object("window", window),
            client_type=self._x.intern_atom("_NET_CLOSE_WINDOW"),
            data=(32, [X.CurrentTime, 2, 0, 0, 0]),
        )
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        self._root.send_event(message, event_mask=mask)
        self._x.flush()

    def move(self, window: int, x: int, y: int, width: int, height: int) -> None:
        """Put a window somewhere (outer position, inner size)."""
        handle = self._x.create_resource_object("window", window)
        handle.configure(x=x, y=y, width=width, height=height)
        self._x.sync()

    def describe(self, window: int) -> str:
        """A window in words, for messages."""
        if not window:
            return "no window"
        return f"window {window:#x} {self.title(window)!r} of process {self.pid(window)}"

    def has_keyboard(self, window: int) -> bool:
        """Whether it gets the keys, by the word of the server and of the window manager.

        The manager says so a moment after the server does.
        """
        return self.active() == window == self.focused()

    def assert_focus(self, window: int) -> None:
        """Fail unless exactly this window would get a key pressed now."""
        # While a key is grabbed (a hotkey being down) the server says so to nobody who asks
        # for the focus, so both answers are the true ones.
        active, focused = self.active(), self.focused()
        assert active == window == focused, (
            f"the keys should go to {self.describe(window)}, but active is "
            f"{self.describe(active)} and focused is {self.describe(focused)}"
        )

    def screenshot(
        self, name: str, folder: Path | None = None, area: Geometry | None = None
    ) -> Path:
        """Save a picture of the screen, or of a part of it, and return its path."""
        path = (folder or self._shots) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        env = os.environ | {"DISPLAY": self.display_name}
        part = [f"-a{area.x},{area.y},{area.width},{area.height}"] if area else []
        subprocess.run(["scrot", "--overwrite", *part, str(path)], env=env, check=True)
        return path

    @contextmanager
    def focus_must_stay(self, window: int) -> Iterator[None]:
        """Watch every change of the active window meanwhile; fail if there was any."""
        self.assert_focus(window)
        watcher = display.Display(self.display_name)
        root = watcher.screen().root
        root.change_attributes(event_mask=X.PropertyChangeMask)
        watcher.sync()
        atom = watcher.intern_atom("_NET_ACTIVE_WINDOW")
        try:
            yield
            watcher.sync()
            visits = []
            while watcher.pending_events():
                change = watcher.next_event()
                if change.type == X.PropertyNotify and change.atom == atom:
                    visits.append(change)
            self.assert_focus(window)
            # Openbox writes the property anew only when it changes.
            assert not visits, f"the active window changed {len(visits)} times in between"
        finally:
            watcher.close()

"""Picks the backend for this machine. The only question about the OS in the whole house."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.errors import Cannot

if TYPE_CHECKING:
    from desktop.oslayer.backend import Autostart, Backend

BACKEND_ROOMS = {
    "linux": ("desktop.oslayer.x11", "desktop.oslayer.none"),
    "win32": ("desktop.oslayer.windows", "desktop.oslayer.none"),
    "darwin": ("desktop.oslayer.macos", "desktop.oslayer.none"),
}
"""The rooms from which one is chosen at run time, by `sys.platform`; a bundle is told of them."""


def rooms_of_others() -> set[str]:
    """The rooms with backends for other systems, which need not load on this one."""
    here = BACKEND_ROOMS[sys.platform]
    return {room for rooms in BACKEND_ROOMS.values() for room in rooms if room not in here}


def select_backend(put: Callable[[str], Cannot | None], wanted: str = "auto") -> Backend:
    """The backend that works here; `none` with its reason when no other does.

    Args:
        put: How to copy text where a backend has no clipboard of its own.
        wanted: "auto", or "none" to do without the desktop's abilities.
    """
    if wanted == "none":
        return _none("Switched off by POISE_BACKEND=none.", "", put)
    if sys.platform == "win32":
        from desktop.oslayer.windows.backend import WindowsBackend

        try:
            return WindowsBackend()
        except OSError as problem:
            return _none(f"Windows gives Poise no window: {problem}.", "Log in again.", put)
    if sys.platform == "darwin":
        try:
            from desktop.oslayer.macos.backend import MacBackend

            return MacBackend()
        except (OSError, ImportError, AttributeError) as problem:
            # Built before there was a Mac (docs/decisions/0025): a name that is not there must
            # cost the hotkeys and not the panel.
            return _none(
                f"This macOS has not what Poise needs: {problem}.",
                "Send the report of `poise doctor --report` to those who build Poise.",
                put,
            )
    if os.environ.get("WAYLAND_DISPLAY") and os.environ.get("XDG_SESSION_TYPE") != "x11":
        return _none(
            "This is a Wayland session, which lets no helper insert text or register hotkeys.",
            "Log in to an X11 session, or click a phrase to copy it.",
            put,
        )
    if not os.environ.get("DISPLAY"):
        return _none(
            "There is no X display, so hotkeys and insertion are off.",
            "Log in to an X11 session, or click a phrase to copy it.",
            put,
        )
    try:
        from desktop.oslayer.x11.backend import X11Backend

        return X11Backend()
    except OSError as problem:
        return _none(f"The X server does not answer: {problem}.", "Check DISPLAY.", put)


def select_autostart() -> Autostart | Cannot:
    """What starts Poise at login here; a Cannot where it cannot see to that itself."""
    if sys.platform == "win32":
        from desktop.oslayer.windows.autostart import Autostart as WindowsAutostart

        return WindowsAutostart()
    if sys.platform == "darwin":
        from desktop.oslayer.macos.autostart import Autostart as MacAutostart

        return MacAutostart()
    return Cannot(
        "Poise cannot put itself among the programs that start at login here.",
        "Add `poise run --hidden` to your desktop's startup programs.",
    )


def has_display() -> bool:
    """Whether windows can be shown here at all."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def display_problem() -> Cannot | None:
    """Why no window can be shown although a display is named; call `prepare_environment` first.

    Only an X display of this computer is asked, and only when Qt is going to use it.
    """
    name = os.environ.get("DISPLAY", "")
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform != "linux" or not name or platform.split(":")[0] != "xcb":
        return None
    from desktop.oslayer.x11.connection import connect

    try:
        connect(name).close()
    except OSError as problem:
        return Cannot(
            f"The X server does not answer: {problem}.", "Check DISPLAY and who may use it."
        )
    return None


def warm_up_backend() -> None:
    """Import what the backend of this desktop needs, before Qt is imported."""
    if sys.platform == "linux" and os.environ.get("DISPLAY"):
        import desktop.oslayer.x11.backend  # noqa: F401


def keep_clipboard(arguments: list[str]) -> int:
    """Be the clipboard keeper, the helper process of a running Poise; the exit code."""
    if sys.platform == "win32":
        from desktop.oslayer.windows.keeper import main
    elif sys.platform == "darwin":
        from desktop.oslayer.macos.keeper import main
    else:
        from desktop.oslayer.x11.keeper import main
    return main(arguments)


def listen_to_keys(arguments: list[str]) -> int:
    """Be the key listener, a helper process of a running Poise on Windows; the exit code."""
    if sys.platform == "win32":
        from desktop.oslayer.windows.key_listener import main

        return main(arguments)
    return 2  # nobody is to listen here


def prepare_environment() -> None:
    """Set what Qt must know before it starts on this OS."""
    if sys.platform == "linux" and os.environ.get("DISPLAY"):
        # Under XWayland Qt would choose Wayland, where no window can stay on top.
        os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
    if sys.platform == "darwin":
        # Without these, Poise becomes the active program when it starts, and when one of its
        # windows comes above the others.
        os.environ["QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM"] = "1"
        os.environ["QT_MAC_SET_RAISE_PROCESS"] = "0"


def prepare_offscreen() -> None:
    """Let Qt draw without a display, with the fonts there are, whatever its variables say."""
    for name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI"):
        os.environ.pop(name, None)
    if sys.platform == "win32":
        os.environ.pop("QT_QPA_PLATFORM", None)  # there the offscreen platform has no fonts
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _none(reason: str, remedy: str, put: Callable[[str], Cannot | None]) -> Backend:
    from desktop.oslayer.none.backend import NoBackend

    return NoBackend(Cannot(reason, remedy), put)

"""Which window has the keyboard, and giving it back.

A window of ours that takes the keyboard does so without making Poise the active program (see
panel.py): the program of the chat stays in front meanwhile, and has the keyboard again as soon
as our window is gone. So it is not enough to ask which program is in front.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import os
from collections.abc import Callable
from time import monotonic
from typing import Any

import AppKit
import Foundation
import Quartz

from desktop.errors import Cannot
from desktop.insertion.ports import Target
from desktop.oslayer.macos import asking
from desktop.oslayer.macos.carbon import Carbon
from desktop.oslayer.macos.news import News, on_main

_CLICK = "Click into the text field first."
_SETTLING_S = 0.04
_STEPPING_BACK_S = 1.0
_LAYERS = (0, 3, 8)  # kCGNormalWindowLevel, kCGFloatingWindowLevel, kCGModalPanelWindowLevel
_LEAST_WIDTH, _LEAST_HEIGHT, _LEAST_ALPHA = 60, 40, 0.01
_IGNORING_OTHERS = 2  # NSApplicationActivateIgnoringOtherApps; without effect from macOS 14 on


class MacForeground:
    """Implements `insertion.ports.Foreground`.

    Args:
        carbon: Says whether some program keeps what is typed to itself.
    """

    def __init__(self, carbon: Carbon) -> None:
        self._carbon = carbon
        self._had_keyboard_s = -1.0  # when a window of ours was seen with it
        self._workspace = AppKit.NSWorkspace.sharedWorkspace()
        self._news = News(self._workspace.notificationCenter())
        self._own_news = News(Foundation.NSNotificationCenter.defaultCenter())
        self._before_us = 0  # the pid of the program that was in front last, and is not Poise
        self._steps_back_until_s = -1.0

    def on_changed(self, call: Callable[[], None]) -> None:
        """Call when another program comes to the front."""

        def on_activated(told: Any) -> None:
            # While this is told, the program may not be the one in front yet, or not any more.
            self._remember(told[AppKit.NSWorkspaceApplicationKey])
            call()

        self._remember(self._workspace.frontmostApplication())
        self._news.hear_of(AppKit.NSWorkspaceDidActivateApplicationNotification, on_activated)
        # Later: until then, a window of ours that comes forward with it may have no keyboard yet.
        self._own_news.hear(
            AppKit.NSApplicationDidBecomeActiveNotification, lambda: on_main(self._step_back)
        )

    def close(self) -> None:
        """Hear no more."""
        self._news.close()
        self._own_news.close()

    def step_back(self) -> None:
        """Let the program be the active one again that was it before Poise: macOS makes Poise that
        when its notification is clicked or its icon is opened, now or in a moment. Where a window
        of ours has the keyboard, it keeps it."""
        self._steps_back_until_s = monotonic() + _STEPPING_BACK_S
        self._step_back()

    def current(self) -> Target | Cannot:
        if _has_keyboard():
            self._had_keyboard_s = monotonic()
            return Cannot("A window of Poise is in front.", _CLICK)
        program = self._workspace.frontmostApplication()
        if program is None:
            return Cannot("No window has the keyboard.", _CLICK)
        pid = int(program.processIdentifier())
        if pid == os.getpid():
            return Cannot("A window of Poise is in front.", _CLICK)
        window, has_menu = _front_window(pid)
        if has_menu:
            return Cannot("A menu is open in the window at the front.", _CLICK)
        if not window:
            return Cannot("No window has the keyboard.", _CLICK)
        return Target(window, _name(program), pid)

    def is_in_front(self, target: Target) -> bool:
        now = self.current()
        if monotonic() - self._had_keyboard_s < _SETTLING_S:
            return False  # its program was in front all the time, but its field has to wake up
        return isinstance(now, Target) and (now.window, now.pid) == (target.window, target.pid)

    def title(self, target: Target) -> str:
        # By its number a window tells its title only to programs that may record the screen,
        # which Poise never asks for; of the window with the keyboard, AX tells it.
        window, _has_menu = _front_window(target.pid)
        return asking.focused_title(target.pid) if window == target.window else ""

    def barrier(self, target: Target) -> Cannot | None:
        del target
        return self.obstacle()

    def obstacle(self) -> Cannot | None:
        """Why keys of ours would reach no program now."""
        refusal = asking.permission()
        if refusal is not None:
            return refusal
        if self._carbon.is_secure_input_on():
            holder = secure_input_holder()
            return Cannot(
                f"Secure input is on ({holder or 'some program'}), and macOS hides keys from "
                "helpers meanwhile.",
                "Leave the password field, or paste the copied text yourself.",
            )
        return None

    def take(self, window: int) -> None:
        self._steps_back_until_s = -1.0
        found = native_window(window)
        if found is None:
            return
        if not found.isKindOfClass_(AppKit.NSPanel):
            # An ordinary window has the keyboard only in the active program.
            AppKit.NSApplication.sharedApplication().activateIgnoringOtherApps_(True)
        found.makeKeyAndOrderFront_(None)

    def activate(self, target: Target) -> Cannot | None:
        program = AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_(target.pid)
        if program is None or program.isTerminated() or not _has_window(target):
            return Cannot("The window is closed.", "Open the chat again.")
        if not program.isActive():
            _activate(program)
        asking.raise_focused_window(target.pid)
        return None

    def _remember(self, program: Any) -> None:
        if program is not None and int(program.processIdentifier()) != os.getpid():
            self._before_us = int(program.processIdentifier())

    def _step_back(self) -> None:
        ours = AppKit.NSApplication.sharedApplication()
        if monotonic() > self._steps_back_until_s or not ours.isActive() or _has_keyboard():
            return
        find = AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_
        program = find(self._before_us) if self._before_us else None
        if program is not None and not program.isTerminated():
            self._steps_back_until_s = -1.0  # once: the agent may open a window of ours next
            _activate(program)


def _has_keyboard() -> bool:
    """Whether a window of ours has the keyboard. One of our panels can have it while another
    program is the active one; an ordinary window that is still called the key window has not."""
    ours = AppKit.NSApplication.sharedApplication()
    keys = [window for window in ours.windows() if window.isKeyWindow()]
    if ours.isActive():
        return bool(keys)
    return any(each.isVisible() and each.isKindOfClass_(AppKit.NSPanel) for each in keys)


def native_window(view: int) -> Any:
    """The NSWindow of Qt's number for a window, which is its NSView; None when it has none."""
    import objc

    return objc.objc_object(c_void_p=view).window()


def secure_input_holder() -> str:
    """The program that keeps what is typed to itself; "" where macOS does not say. It often
    names the login window instead of the culprit (espanso #696)."""
    session = Quartz.CGSessionCopyCurrentDictionary() or {}
    pid = session.get("kCGSSessionSecureInputPID")
    if not pid:
        return ""
    program = AppKit.NSRunningApplication.runningApplicationWithProcessIdentifier_(int(pid))
    return str(program.localizedName() or "") if program is not None else ""


def _activate(program: Any) -> None:
    ours = AppKit.NSApplication.sharedApplication()
    if ours.respondsToSelector_("yieldActivationToApplication:"):  # from macOS 14 on
        ours.yieldActivationToApplication_(program)
        current = AppKit.NSRunningApplication.currentApplication()
        program.activateFromApplication_options_(current, 0)
    else:
        program.activateWithOptions_(_IGNORING_OTHERS)


def _name(program: Any) -> str:
    """The executable's name in lower case."""
    url = program.executableURL()
    name = url.lastPathComponent() if url is not None else program.localizedName()
    return str(name or f"process {program.processIdentifier()}").lower()


def _front_window(pid: int) -> tuple[int, bool]:
    """The number of a program's frontmost window (0: none), and whether a menu of it is open."""
    listed = Quartz.CGWindowListCopyWindowInfo(
        Quartz.kCGWindowListOptionOnScreenOnly | Quartz.kCGWindowListExcludeDesktopElements,
        Quartz.kCGNullWindowID,
    )
    number, has_menu = 0, False
    for each in listed or ():  # the frontmost first
        if int(each[Quartz.kCGWindowOwnerPID]) != pid:
            continue
        layer = int(each[Quartz.kCGWindowLayer])
        has_menu = has_menu or layer == Quartz.kCGPopUpMenuWindowLevel
        if layer in _LAYERS and not number and _is_seen(each):
            number = int(each[Quartz.kCGWindowNumber])
    return number, has_menu


def _is_seen(listed: Any) -> bool:
    """Whether it is a window that a person would call one: programs keep others, invisible or
    tiny (alt-tab-macos #5272)."""
    bounds = listed.get(Quartz.kCGWindowBounds, {})
    is_large = bounds.get("Width", 0) >= _LEAST_WIDTH and bounds.get("Height", 0) >= _LEAST_HEIGHT
    return is_large and float(listed.get(Quartz.kCGWindowAlpha, 1.0)) > _LEAST_ALPHA


def _has_window(target: Target) -> bool:
    """Whether the window is there, also on another Space or minimised."""
    listed = Quartz.CGWindowListCopyWindowInfo(
        Quartz.kCGWindowListOptionIncludingWindow, target.window
    )
    return any(int(each[Quartz.kCGWindowOwnerPID]) == target.pid for each in listed or ())

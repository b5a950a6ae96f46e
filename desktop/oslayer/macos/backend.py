"""The Mac's desktop behind the ports."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import logging

import AppKit

from desktop.errors import Cannot
from desktop.oslayer.backend import Ability, Listeners, MainLoop
from desktop.oslayer.macos import motion, panel, permissions
from desktop.oslayer.macos.allowing import Permissions
from desktop.oslayer.macos.autostart import Autostart
from desktop.oslayer.macos.carbon import Carbon
from desktop.oslayer.macos.clipboard import KeptClipboard
from desktop.oslayer.macos.foreground import MacForeground, native_window
from desktop.oslayer.macos.hotkeys import Hotkeys
from desktop.oslayer.macos.keys import Keys
from desktop.oslayer.macos.layout import Layout
from desktop.oslayer.macos.news import NewsOfOthers
from desktop.oslayer.macos.notices import Notices
from desktop.oslayer.macos.opening import Opening
from desktop.oslayer.macos.power import Power
from desktop.oslayer.macos.secure_input import SecureInput

log = logging.getLogger(__name__)

_ACCESSORY = 1  # NSApplicationActivationPolicyAccessory: no icon in the Dock, no menu bar
_OTHER_LAYOUT = "com.apple.Carbon.TISNotifySelectedKeyboardInputSourceChanged"


class MacBackend:
    """Implements `oslayer.backend.Backend`.

    Args:
        carbon: None for that of the system.

    Raises:
        OSError: There is no Carbon.
    """

    name = "macos"
    forgets_on_top = False

    def __init__(self, carbon: Carbon | None = None) -> None:
        self._carbon = carbon or Carbon()
        self._layout = Layout(self._carbon)
        self.hotkeys = Hotkeys(self._carbon, self._layout)
        self.foreground = MacForeground(self._carbon)
        self.keys = Keys(self._layout, self._barrier)
        self.clipboard = KeptClipboard()
        self.secure_input = SecureInput(self._carbon)
        self.notifier = Notices()
        self.permissions = Permissions(self.clipboard.let_macos_ask, self.notifier)
        self._layouts = NewsOfOthers()
        self._power: Power | None = None
        self._opening: Opening | None = None

    def start(self, loop: MainLoop, listeners: Listeners) -> None:
        def on_layout() -> None:
            self._layout.forget()
            listeners.keymap_changed()

        AppKit.NSApplication.sharedApplication().setActivationPolicy_(_ACCESSORY)
        self.hotkeys.on_pressed(listeners.hotkey_pressed)
        self.foreground.on_changed(listeners.foreground_changed)
        self._layouts.hear(_OTHER_LAYOUT, on_layout)
        self.clipboard.start(loop)
        self._power = Power(listeners)

        def on_opened() -> None:
            listeners.opened_again()
            loop.soon(self.foreground.step_back)

        def hear_opening() -> None:
            self._opening = Opening(on_opened)

        self.notifier.hear_clicks(on_opened)
        loop.soon(hear_opening)

    def listen_for_refused_hotkeys(self, is_wanted: bool) -> None:
        """Only another program's chord is refused here, and nothing may listen to all keys."""

    def warm_up(self) -> None:
        self.clipboard.warm_up()

    def dress(self, window: int, *, takes_keyboard: bool, is_hidden_from_sharing: bool) -> None:
        found = native_window(window)
        if found is None:
            return
        refusal = panel.dress(found, takes_keyboard=takes_keyboard)
        if refusal is not None:
            log.error("%s", refusal)
        panel.hide_from_sharing(found, is_hidden_from_sharing)

    def keep_on_top(self, window: int) -> None:
        """Its level keeps it there."""

    def wants_less_motion(self) -> bool:
        return motion.wants_less_motion()

    def abilities(self) -> tuple[Ability, ...]:
        return (
            Ability("Global hotkeys", note="registered with macOS, no listener, no permission"),
            Ability("Target window"),
            *permissions.abilities(self._carbon, Autostart()),
        )

    def close(self) -> None:
        self.hotkeys.close()
        self.foreground.close()
        self._layouts.close()
        if self._power is not None:
            self._power.close()
        if self._opening is not None:
            self._opening.close()
        self.clipboard.close()

    def _barrier(self) -> Cannot | None:
        return self.foreground.obstacle()

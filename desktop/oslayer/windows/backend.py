"""The Windows desktop behind the ports."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import logging

from desktop.oslayer.backend import Ability, Listeners, MainLoop, TrayNotices
from desktop.oslayer.windows import motion, panel, permissions
from desktop.oslayer.windows.autostart import Autostart
from desktop.oslayer.windows.clipboard import KeptClipboard
from desktop.oslayer.windows.compatible_hotkeys import CompatibleHotkeys
from desktop.oslayer.windows.foreground import WindowsForeground
from desktop.oslayer.windows.keys import Keys
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.power import Power, PowerListeners
from desktop.oslayer.windows.secure_input import SecureInput

log = logging.getLogger(__name__)

_INPUT_LANGUAGE_CHANGED = 0x51  # WM_INPUTLANGCHANGE


class WindowsBackend:
    """Implements `oslayer.backend.Backend`.

    Raises:
        OSError: Windows makes no window for us (the session ends).
    """

    name = "windows"
    forgets_on_top = True
    permissions = None

    def __init__(self) -> None:
        self._window = MessageWindow("PoiseMessages")
        self.hotkeys = CompatibleHotkeys(self._window)
        self.keys = Keys()
        self.foreground = WindowsForeground()
        self.clipboard = KeptClipboard(self._window)
        self.secure_input = SecureInput()
        self.notifier = TrayNotices()
        self._power: Power | None = None

    def start(self, loop: MainLoop, listeners: Listeners) -> None:
        del loop  # Windows calls our window; there is nothing to watch

        def on_keymap(_set: int, _layout: int) -> None:
            listeners.keymap_changed()

        self.hotkeys.on_pressed(listeners.hotkey_pressed)
        self.hotkeys.on_lost(listeners.keymap_changed)  # all are registered anew
        self.foreground.on_changed(listeners.foreground_changed)
        self._window.hear(_INPUT_LANGUAGE_CHANGED, on_keymap)
        back, away = listeners.came_back, listeners.went_away
        self._power = Power(
            self._window,
            PowerListeners(
                asleep=away,
                awake=back,
                locked=away,
                unlocked=back,
                moved=back,
                clock_changed=back,
                session_ends=listeners.session_ends,
            ),
        )

    def listen_for_refused_hotkeys(self, is_wanted: bool) -> None:
        self.hotkeys.listen_where_refused(is_wanted)

    def warm_up(self) -> None:
        self.clipboard.warm_up()
        self.secure_input.warm_up()

    def dress(self, window: int, *, takes_keyboard: bool, is_hidden_from_sharing: bool) -> None:
        refusal = panel.dress(window, takes_keyboard)
        if refusal is not None:
            log.error("%s", refusal)
        # Where Windows cannot hide it, `poise doctor` says so.
        panel.hide_from_capture(window, is_hidden_from_sharing)

    def keep_on_top(self, window: int) -> None:
        panel.stay_on_top(window)

    def wants_less_motion(self) -> bool:
        return motion.wants_less_motion()

    def abilities(self) -> tuple[Ability, ...]:
        return (
            Ability("Global hotkeys", note=self.hotkeys.note),
            Ability("Paste key"),
            Ability("Target window"),
            Ability("Clipboard kept in every format", note="by a helper process of its own"),
            Ability("Desktop notifications", note="through the icon in the notification area"),
            *permissions.abilities(Autostart(), self.secure_input),
        )

    def close(self) -> None:
        self.hotkeys.close()
        if self._power is not None:
            self._power.close()
        self.foreground.close()
        self.clipboard.close()
        self.secure_input.close()
        self._window.close()

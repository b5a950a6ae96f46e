"""What `poise doctor` says of macOS itself, and what the agent has to permit there."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import AppKit

from desktop.errors import Cannot
from desktop.oslayer.backend import Ability, Start
from desktop.oslayer.macos import asking, notices, panel
from desktop.oslayer.macos import pasteboard as board
from desktop.oslayer.macos.autostart import Autostart, to_approve
from desktop.oslayer.macos.carbon import Carbon
from desktop.oslayer.macos.foreground import secure_input_holder


def abilities(carbon: Carbon, autostart: Autostart) -> tuple[Ability, ...]:
    """The rows, in the order in which they matter."""
    return (
        Ability("Paste key", asking.permission(), "permitted under Accessibility"),
        Ability("Clipboard kept in every format", board.access(board.general()), _BY_A_HELPER),
        Ability("Panel stays out of the way", _panel()),
        Ability("Secure input", note=_secure_input(carbon), is_needed=False),
        Ability("Password fields recognised", note=_FIELDS, is_needed=False),
        Ability("Hidden from screen sharing", note=_SHARING, is_needed=False),
        notices.ability(),
        _start(autostart),
    )


_BY_A_HELPER = "by a helper process of its own"
_FIELDS = "where programs tell what their fields are; browsers often do not"
_SHARING = "as far as the sharing program asks; from macOS 15 on, many do not"


def _panel() -> Cannot | None:
    can_prevent = AppKit.NSPanel.instancesRespondToSelector_(panel.PREVENTS_ACTIVATION)
    return None if can_prevent else panel.TAKES_THE_KEYBOARD


def _secure_input(carbon: Carbon) -> str:
    if not carbon.is_secure_input_on():
        return "off: keys of Poise reach every program"
    return f"on ({secure_input_holder() or 'macOS does not say by whom'}): no key of Poise arrives"


def _start(autostart: Autostart) -> Ability:
    name = "Starts at login"
    state = autostart.state()
    if isinstance(state, Cannot):
        return Ability(name, state, is_needed=False)
    if state.start is Start.SWITCHED_OFF:
        return Ability(name, to_approve(), is_needed=False)
    return Ability(name, note=state.start.value)

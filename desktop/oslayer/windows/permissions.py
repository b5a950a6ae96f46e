"""What `poise doctor` says of Windows itself. Nothing here has to be permitted by the person."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from desktop.errors import Cannot
from desktop.oslayer.backend import Ability, Start
from desktop.oslayer.windows import elevation
from desktop.oslayer.windows.autostart import Autostart, switched_off
from desktop.oslayer.windows.messages import MessageWindow
from desktop.oslayer.windows.panel import hide_from_capture
from desktop.oslayer.windows.power import is_remote_session, is_session_locked
from desktop.oslayer.windows.secure_input import SecureInput


def abilities(autostart: Autostart, secure_input: SecureInput) -> tuple[Ability, ...]:
    """The rows, in the order in which they matter; waits up to two seconds."""
    return (
        _rights(),
        Ability("Session", note=_session()),
        Ability(
            "Password fields recognised",
            secure_input.examine(),
            "by field style and UI Automation",
            is_needed=False,
        ),
        Ability("Hidden from screen sharing", _capture(), is_needed=False),
        _start(autostart),
    )


def _rights() -> Ability:
    name = "Runs with ordinary rights"
    if elevation.own_level() < elevation.HIGH:
        note = "windows of programs run as administrator are out of reach"
        return Ability(name, note=note)
    refusal = Cannot(
        "Poise runs as administrator, so whatever it starts or opens does, too.",
        "Start it without “Run as administrator”.",
    )
    return Ability(name, refusal, is_needed=False)


def _capture() -> Cannot | None:
    """Why nothing can be hidden here; tried on a window that nobody sees."""
    trial = MessageWindow("PoiseTrial")
    refusal = hide_from_capture(trial.handle, True)
    trial.close()
    return refusal


def _session() -> str:
    where = "over Remote Desktop" if is_remote_session() else "at this computer"
    lock = {True: "locked", False: "not locked", None: "Windows does not say whether locked"}
    return f"{where}, {lock[is_session_locked()]}"


def _start(autostart: Autostart) -> Ability:
    name = "Starts at login"
    state = autostart.state()
    if isinstance(state, Cannot):
        return Ability(name, state, is_needed=False)
    if state.start == Start.SWITCHED_OFF:
        return Ability(name, switched_off(), is_needed=False)
    if state.start == Start.ELSEWHERE:
        refusal = Cannot(
            f"Windows starts another copy of Poise at login: {state.command}",
            "Switch “Start at login” on in this one, or remove the other.",
        )
        return Ability(name, refusal, is_needed=False)
    return Ability(name, note=state.start.value)

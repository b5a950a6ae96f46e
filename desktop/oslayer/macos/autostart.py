"""Whether Poise starts at login: an item that macOS lists in System Settings, Login Items."""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

from typing import Any

import ServiceManagement

from desktop.errors import Cannot
from desktop.oslayer.backend import Start, StartState
from desktop.oslayer.macos import app

_NO_BUNDLE = Cannot(
    "Only the program Poise.app can be started at login; this is Poise run by Python.",
    "Use the app, or add a login item yourself in System Settings, General, Login Items.",
)
_STATES = {
    ServiceManagement.SMAppServiceStatusNotRegistered: Start.OFF,
    ServiceManagement.SMAppServiceStatusEnabled: Start.ON,
    ServiceManagement.SMAppServiceStatusRequiresApproval: Start.SWITCHED_OFF,
    ServiceManagement.SMAppServiceStatusNotFound: Start.OFF,
}

_NEVER_ON = (
    ServiceManagement.SMAppServiceStatusNotRegistered,
    ServiceManagement.SMAppServiceStatusNotFound,
)


class Autostart:
    """Implements `oslayer.backend.Autostart`."""

    def state(self) -> StartState | Cannot:
        service = _service()
        if isinstance(service, Cannot):
            return service
        return StartState(_STATES.get(service.status(), Start.OFF))

    def switch_on(self) -> Cannot | None:
        service = _service()
        if isinstance(service, Cannot):
            return service
        is_done, problem = service.registerAndReturnError_(None)
        if service.status() == ServiceManagement.SMAppServiceStatusRequiresApproval:
            # Switched off there once: only there it can be switched on again.
            ServiceManagement.SMAppService.openSystemSettingsLoginItems()
            return to_approve()
        is_on = service.status() == ServiceManagement.SMAppServiceStatusEnabled
        return None if is_done or is_on else _refusal(problem)

    def switch_off(self) -> Cannot | None:
        service = _service()
        if isinstance(service, Cannot):
            return service
        if service.status() in _NEVER_ON:
            return None
        is_done, problem = service.unregisterAndReturnError_(None)
        return None if is_done else _refusal(problem)


def to_approve() -> Cannot:
    """What to say when only the agent can switch it on."""
    return Cannot(
        "Poise is switched off among the login items.",
        "Switch it on in System Settings, General, Login Items.",
    )


def _service() -> Any:
    if app.identifier() is None:
        return _NO_BUNDLE
    return ServiceManagement.SMAppService.mainAppService()


def _refusal(problem: Any) -> Cannot:
    why = problem.localizedDescription() if problem is not None else "no reason given"
    return Cannot(f"macOS refuses it: {why}", "Try it in System Settings, General, Login Items.")

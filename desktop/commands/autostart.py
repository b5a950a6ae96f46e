"""`poise autostart`: start at login."""

from __future__ import annotations

from typing import TypeVar

from desktop.commands.parsing import parser
from desktop.errors import Trouble
from desktop.paths import Paths

T = TypeVar("T")


def run(words: list[str], paths: Paths) -> int:
    """Switch it on or off, or say whether it is."""
    del paths
    reader = parser("autostart", "Start Poise at login, or say whether it does.")
    reader.add_argument("wish", nargs="?", choices=["on", "off"])
    wish = reader.parse_args(words).wish
    from desktop.errors import Cannot
    from desktop.oslayer.select import select_autostart

    def need(found: T | Cannot) -> T:
        if isinstance(found, Cannot):
            raise Trouble(found.reason, found.remedy)
        return found

    autostart = need(select_autostart())
    if wish is not None:
        need(autostart.switch_on() if wish == "on" else autostart.switch_off())
    print(f"Start at login: {need(autostart.state()).start.value}")
    return 0

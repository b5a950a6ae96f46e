"""Pictures of the windows that show what the record knows."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.rig import wait
from tests.rig.poise import Poise
from tests.rig.targets import Mousepad
from tests.rig.week import write_week
from tests.rig.xserver import Desk

_WINDOWS = {
    "log": ("contact log", "Contact log"),
    "patterns": ("patterns", "Patterns"),
    "brief": ("brief", "Brief"),
}
"""By picture: what is typed into the palette, and how the window's title begins."""
_CUSTOMER, _REFERENCE = "M. Rivera", "48-1193"
PAINT_S = 0.4  # a picture waits this long for the last frame


class Gallery:
    """A desktop with an editor, and Poise with a record of two weeks."""

    def __init__(self, stack: ExitStack, theme: str, scale: int) -> None:
        self._scale = scale
        self._desk = stack.enter_context(Desk(1480 * scale, 1080 * scale))
        self._editor = Mousepad(self._desk)
        stack.callback(self._editor.stop)
        self._poise = poise = Poise(self._desk, self._desk.root / "poise")
        stack.callback(poise.close)
        poise.env["QT_SCALE_FACTOR"] = str(scale)
        poise.write_settings(f"agent_name: Sam\ntheme: {theme}\n")

    def open(self) -> None:
        """Start everything, in the middle of a contact."""
        self._editor.start()
        self._poise.run()
        week = self._desk.root / "week.json"
        write_week(week, datetime.now(UTC))
        told = self._poise.command_line("import", "contacts", str(week))
        assert told.returncode == 0, told.stderr
        self._poise.start("service-delay", customer=_CUSTOMER, reference=_REFERENCE)
        self._poise.ctl("note", "Wants the delivery fee back as well.")
        self._poise.ctl("next")
        self._poise.ctl("remind", "call M. Rivera tomorrow 15:00 re the delivery fee")

    def take(self, name: str, out: Path) -> Path:
        """Open a window by the palette, take its picture, and close it."""
        windows, keys = self._desk.windows, self._desk.keys
        letters, title = _WINDOWS[name.partition("-")[0]]
        self._editor.focus()
        keys.tap(self._poise.chord("palette"), into=self._editor.window)
        palette = wait.until(
            lambda: windows.active() if windows.active() != self._editor.window else 0,
            "the palette",
        )
        wait.until(lambda: windows.has_keyboard(palette), "the palette to have the keys")
        keys.type(letters, into=palette)
        wait.pass_by(PAINT_S)
        keys.tap("Enter", into=palette)
        window = windows.wait_for(pid=self._poise.pid, title=title)
        wait.until(lambda: windows.has_keyboard(window), f"“{title}” to have the keys")
        if title == "Contact log":
            keys.tap("Down", into=window)
        wait.pass_by(3 * PAINT_S)
        picture = windows.screenshot(name, out, windows.geometry(window))
        keys.tap("Esc", into=window)
        wait.until(lambda: not windows.exists(window) or windows.active() != window, "it to close")
        return picture


def window_pictures(out: Path) -> list[Path]:
    """Each window at 100 % and 200 %, in both colour schemes."""
    taken = []
    for scale in (1, 2):
        for theme in ("light", "dark"):
            with ExitStack() as stack:
                gallery = Gallery(stack, theme, scale)
                gallery.open()
                taken += [gallery.take(f"{name}-{theme}-{scale}00", out) for name in _WINDOWS]
    return taken

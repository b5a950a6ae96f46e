"""What can be asked of Poise by name: with a hotkey, in the palette, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.app.one_key_mode import OneKeyMode
from desktop.app.showing import Showing
from desktop.app.side_windows import SideWindows
from desktop.app.stage import Stage
from desktop.cockpit.cockpit import Cockpit

if TYPE_CHECKING:
    from desktop.ui.panel import Panel

Deed = Callable[[], object]


class Deeds:
    """Both tables of names, for the agent's own actions and for `poise ctl`.

    A deed raises `Trouble` when it cannot be done.

    Args:
        cockpit: Walks contacts.
        panel: Shown and hidden.
        showing: Folds and unfolds it.
        stage: Opens palette, forms and the day.
        side: Opens the windows beside the work.
        one_key: Lends the bare keys.
        reflect: Asks for a reflection.
        quit_: Leaves.
    """

    def __init__(
        self,
        cockpit: Cockpit,
        panel: Panel,
        showing: Showing,
        stage: Stage,
        side: SideWindows,
        one_key: OneKeyMode,
        reflect: Deed,
        quit_: Deed,
    ) -> None:
        self._cockpit = cockpit
        self._panel = panel
        self._showing = showing
        self._stage = stage
        self._side = side
        self._one_key = one_key
        self._reflect = reflect
        self._quit = quit_

    def of_agent(self) -> dict[str, Deed]:
        """By the action's name, apart from the phrases' own."""
        return {
            "palette": self._stage.open_palette,
            "next": self._cockpit.go_on,
            "back": self._cockpit.back,
            "stop-lines": self.stop_lines,
            "switch": self._cockpit.switch,
            "reset": self._reset,
            "one-key": self._one_key.open,
            "fields": self._stage.questions.ask_fields,
            "toggle-panel": self._toggle_panel,
            "remind": self._stage.remind,
            "details": self._stage.questions.ask_details,
            "note": self._stage.questions.ask_line,
            "end": self._stage.questions.ask_ending,
            "reflect": self._reflect,
            "day": self._stage.open_day,
            "practice": self._side.practise,
            "phrases": self._side.open_phrases,
            "brief": lambda: self._side.open_document("brief"),
            "summary": lambda: self._side.open_document("summary"),
            "earlier": self._side.open_earlier,
            "log": self._side.open_log,
            "patterns": self._side.open_patterns,
            "permissions": self._side.open_permissions,
            "quit": self._quit,
        }

    def of_command_line(self) -> dict[str, Deed]:
        """By the command's name: what concerns windows only."""
        return {
            "show": self._panel.show,
            "hide": self._panel.hide,
            "collapse": lambda: self._showing.collapse(True),
            "expand": lambda: self._showing.collapse(False),
            "palette": self._stage.open_palette,
            "phrases": self._side.open_phrases,
            "day": self._stage.open_day,
            "log": self._side.open_log,
            "patterns": self._side.open_patterns,
        }

    def stop_lines(self) -> None:
        """Go to the stop lines, and show them."""
        self._cockpit.stop_lines()
        self._showing.unfold()

    def _reset(self) -> None:
        self._cockpit.reset()
        self._showing.unfold()

    def _toggle_panel(self) -> None:
        self._panel.setVisible(not self._panel.isVisible())

"""Showing what is true: to the panel, once the hands are free, and to scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desktop.app.one_key_mode import OneKeyMode
from desktop.app.troubles import Troubles
from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.state import state
from desktop.cockpit.views import Surroundings, panel_view
from desktop.hotkeys.bindings import Bindings
from desktop.insertion.ports import Foreground
from desktop.ui.view import OutcomeView, PanelView

if TYPE_CHECKING:
    from desktop.ui.panel import Panel


class Showing:
    """Makes the panel's view, at most once for each turn of the main loop.

    Args:
        panel: Shows it.
        cockpit: What is true of contacts, phrases and reminders.
        bindings: The hotkeys as they stand.
        foreground: Which window has the keyboard.
        troubles: What is wrong.
        one_key: What the bare keys mean while they are Poise's.
        now: The time.
        is_collapsed: How the panel begins.
    """

    def __init__(
        self,
        panel: Panel,
        cockpit: Cockpit,
        bindings: Bindings,
        foreground: Foreground,
        troubles: Troubles,
        one_key: OneKeyMode,
        now: Callable[[], datetime],
        *,
        is_collapsed: bool,
    ) -> None:
        self._panel = panel
        self._cockpit = cockpit
        self._bindings = bindings
        self._foreground = foreground
        self._troubles = troubles
        self._one_key = one_key
        self._now = now
        self._timer = QTimer(panel, singleShot=True, interval=0)
        self._timer.timeout.connect(self.at_once)
        self.is_collapsed = is_collapsed
        self.remark = ""
        """Said on the quiet line instead of the last outcome."""

    def soon(self) -> None:
        """Show it when nothing more urgent is to be done."""
        self._timer.start()

    def at_once(self) -> None:
        """Show it now."""
        self._one_key.look()
        view = self._view()
        self._panel.show_view(view)
        if view.question is not None:
            self._panel.show()

    def collapse(self, is_collapsed: bool) -> None:
        """Fold the panel to its slim bar, or unfold it."""
        self.is_collapsed = is_collapsed
        self.at_once()

    def unfold(self) -> None:
        """Show the panel whole, wherever it was."""
        self.is_collapsed = False
        self._panel.show()

    def dismiss(self, index: int) -> None:
        """The agent has read a trouble."""
        self._troubles.dismiss(index)
        self.soon()

    def state(self, backend: str, asking: str) -> dict[str, Any]:
        """What `poise ctl state` answers.

        Args:
            backend: The name of what Poise does its work with.
            asking: Which window of ours waits for the agent's words; "" for none.
        """
        box = self._panel.frameGeometry()
        sides = {"x": box.x(), "y": box.y(), "width": box.width(), "height": box.height()}
        panel = {
            "visible": self._panel.isVisible(),
            "collapsed": self.is_collapsed,
            "geometry": sides,
        }
        found = state(self._cockpit, self._bindings, backend, panel, self._troubles.lines())
        return found | {"asking": asking, "one_key": self._one_key.is_open}

    def stop(self) -> None:
        """Show nothing any more."""
        self._timer.stop()

    def _view(self) -> PanelView:
        one_key = self._one_key.view()
        around = Surroundings(
            self._now(),
            self._foreground.current(),
            self._troubles.shown(),
            self.is_collapsed and one_key is None,
        )
        view = panel_view(self._cockpit, self._bindings, around)
        if not self.remark and one_key is None:
            return view
        outcome = OutcomeView("refused", self.remark) if self.remark else view.outcome
        return replace(view, outcome=outcome, one_key=one_key)

"""The foot of the panel: back and next, search and stop lines, and how the last insertion went."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.bare_keys import BareKey
from desktop.ui.controls import PaintedButton, WrappedText
from desktop.ui.icons import IconName, paint_icon
from desktop.ui.theme import Look, Theme
from desktop.ui.view import OutcomeView, PanelView

_OUTCOME_ICON: dict[str, IconName] = {
    "confirmed": "check",
    "unconfirmed": "ask",
    "refused": "stop",
    "copied": "copied",
}


class HintButton(PaintedButton):
    """A button with its chord printed on it: below the label when tall, after it when flat.

    A chord that finds no room is left out; the tooltip has it in any case.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        icon: IconName,
        *,
        is_flat: bool = False,
        is_icon_after: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._icon: IconName = icon
        self._is_flat = is_flat
        self._is_icon_after = is_icon_after
        self._is_primary = False
        self._hint = ""
        self.setText(label)
        self.setAccessibleName(label)
        across = QSizePolicy.Policy.Preferred if is_flat else QSizePolicy.Policy.Ignored
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def show_state(self, hint: str, *, is_enabled: bool = True, is_primary: bool = False) -> None:
        """Show the chord, whether the button can be pressed, and whether it is the main way on."""
        if (hint, is_enabled, is_primary) == (self._hint, self.isEnabled(), self._is_primary):
            return
        self._hint = hint
        self._is_primary = is_primary
        self.setEnabled(is_enabled)
        self.setToolTip(f"{self.text()}  ({hint})" if hint else "")
        self.setAccessibleName(f"{self.text()}, {hint}" if hint else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = self._theme.look
        if not self._is_flat:
            return QSize(look.px(90), look.px(42))
        hint = QFontMetricsF(look.font("tiny")).horizontalAdvance(self._hint)
        room = int(8 + hint + 1) if self._hint else 0
        return QSize(self.minimumSizeHint().width() + room, look.px(26))

    def minimumSizeHint(self) -> QSize:
        look = self._theme.look
        label = QFontMetricsF(look.font("small")).horizontalAdvance(self.text())
        return QSize(look.px(14) + 6 + int(label + 1), look.px(26 if self._is_flat else 42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        if not self._is_flat:
            self._paint_nav_face(painter)
        ink, faint = self._inks()
        label, hint = look.font("small" if self._is_flat else "strong"), look.font("tiny")
        label_width = QFontMetricsF(label).horizontalAdvance(self.text())
        hint_width = QFontMetricsF(hint).horizontalAdvance(self._hint)
        if self._is_flat:
            self._paint_flat(painter, look, ink, faint, label_width, hint_width)
            return
        side = look.px(16)
        has_hint = bool(self._hint) and hint_width < self.width() - side - 26
        width = max(label_width, hint_width if has_hint else 0)
        left = (self.width() - width - side - 6) / 2
        icon_x = left + width + 6 if self._is_icon_after else left
        text_x = left if self._is_icon_after else left + side + 6
        middle = self.height() / 2
        box = QRectF(icon_x, middle - side / 2, side, side)
        paint_icon(painter, self._icon, box, look.color(ink))
        label_height, hint_height = QFontMetricsF(label).height(), QFontMetricsF(hint).height()
        top = middle - (label_height + (hint_height if has_hint else 0)) / 2
        painter.setFont(label)
        painter.setPen(look.color(ink))
        painter.drawText(QPointF(text_x, top + QFontMetricsF(label).ascent()), self.text())
        if has_hint:
            painter.setFont(hint)
            painter.setPen(look.color(faint))
            at = QPointF(text_x, top + label_height + QFontMetricsF(hint).ascent())
            painter.drawText(at, self._hint)

    def _paint_flat(
        self, painter: QPainter, look: Look, ink: str, faint: str, label: float, hint: float
    ) -> None:
        side = look.px(14)
        middle = self.height() / 2
        paint_icon(painter, self._icon, QRectF(0, middle - side / 2, side, side), look.color(ink))
        x = side + 6
        font = look.font("small")
        metrics = QFontMetricsF(font)
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.setFont(font)
        painter.setPen(look.color(ink))
        painter.drawText(QPointF(x, baseline), self.text())
        if x + label + 8 + hint <= self.width():
            painter.setFont(look.font("tiny"))
            painter.setPen(look.color(faint))
            painter.drawText(QPointF(x + label + 8, baseline), self._hint)

    def _inks(self) -> tuple[str, str]:
        if not self.isEnabled():
            return "text_disabled", "text_disabled"
        if self._is_flat and self.underMouse():
            return "accent", "text_muted"
        if self._is_primary:
            return "text_on_primary", "text_on_primary"
        return "text", "text_muted"

    def _paint_nav_face(self, painter: QPainter) -> None:
        if not self._is_primary:
            self.paint_face(painter, "surface" if self.isEnabled() else "header")
            return
        look = self._theme.look
        is_hot = self.underMouse() or self.isDown()
        color = look.color("primary_hover" if is_hot else "primary")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(color)
        painter.setBrush(color)
        radius = look.tokens.radius.m
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class Footer(QFrame):
    """Signals: back_chosen, next_chosen, palette_asked, stop_lines_asked."""

    back_chosen = Signal()
    next_chosen = Signal()
    palette_asked = Signal()
    stop_lines_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("footer")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        nav = QHBoxLayout()
        nav.setSpacing(8)
        self._back = HintButton(theme, self.tr("Back"), "back")
        self._next = HintButton(theme, self.tr("Next"), "next", is_icon_after=True)
        nav.addWidget(self._back, 1)
        nav.addWidget(self._next, 1)
        column.addLayout(nav)
        links = QHBoxLayout()
        links.setSpacing(8)
        self._search = HintButton(theme, self.tr("Search"), "search", is_flat=True)
        self._stop = HintButton(theme, self.tr("Stop lines"), "stop", is_flat=True)
        links.addWidget(self._search)
        links.addStretch(1)
        links.addWidget(self._stop)
        column.addLayout(links)
        status = QHBoxLayout()
        status.setSpacing(8)
        self._outcome = WrappedText(theme, "small", "text_muted", max_lines=3)
        self._target = WrappedText(theme, "small", "text_muted", max_lines=1, is_right=True)
        status.addWidget(self._outcome, 1)
        status.addWidget(self._target, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(status)
        self._back.clicked.connect(self.back_chosen)
        self._next.clicked.connect(self.next_chosen)
        self._search.clicked.connect(self.palette_asked)
        self._stop.clicked.connect(self.stop_lines_asked)

    def show_view(self, view: PanelView) -> None:
        """Show what can be pressed, where phrases go, and how the last one went."""
        step, hints = view.step, view.hints
        # The line keeps its room when it is empty, so that an outcome moves nothing.
        look = self._theme.look
        self._target.setMinimumHeight(look.px(17))
        self._target.setMaximumWidth(round(look.wide(look.tokens.width.panel) * 0.4))
        self._back.setVisible(step is not None)
        self._next.setVisible(step is not None)
        if step is not None:
            self._back.show_state(hints.back, is_enabled=step.can_go_back)
            self._next.show_state(
                hints.next,
                is_enabled=step.can_go_next,
                is_primary=step.can_go_next and not step.branches,
            )
        self._search.show_state(hints.palette)
        self._stop.show_state(hints.stop_lines)
        self._show_outcome(view.outcome)
        self._target.show_text(f"→ {view.target}" if view.target else "")
        spoken = self.tr("Phrases go to {program}").format(program=view.target)
        self._target.setAccessibleName(spoken if view.target else "")

    def bare_keys(self) -> list[BareKey]:
        """The keys of the one-key mode that walk, each at its button."""
        keys = [BareKey("B", self._back), BareKey("N", self._next, True)]
        return [each for each in keys if each.button.isVisible() and each.button.isEnabled()]

    def line(self) -> QRect:
        """Where search and the stop lines stand."""
        return self._search.geometry().united(self._stop.geometry())

    def _show_outcome(self, outcome: OutcomeView | None) -> None:
        if outcome is None:
            self._outcome.show_text("")
            return
        icon = _OUTCOME_ICON[outcome.kind]
        self._outcome.show_text(outcome.text, color=outcome.kind, icon=icon)
        self._outcome.setToolTip(outcome.text)

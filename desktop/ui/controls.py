"""The small parts every window is made of: labels that wrap, icon buttons, button makers, pools.

None of them takes the keyboard focus: the panel must not, and the windows that may say so
themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.ui.icons import IconName, paint_icon
from desktop.ui.text import LINE_PITCH, TextBlock
from desktop.ui.theme import FontRole, Look, Theme

W = TypeVar("W", bound=QWidget)
_UNBOUND = 10_000
ButtonKind = Literal["", "plain", "primary", "choice"]


class WrappedText(QLabel):
    """A label that wraps anywhere if it must, and may be elided after some lines.

    Args:
        icon: Drawn before the first line in the text's colour; lines hang to its right.
        max_lines: 0 shows all of the text.
        is_right: Short text that ends at the right edge and takes only the width it needs.
        is_hanging: Leave room for an icon without drawing one, to stand below a line that has one.
        above, below: Empty room that comes and goes with the text, in logical pixels.
    """

    def __init__(
        self,
        theme: Theme,
        font: FontRole = "body",
        color: str = "text",
        *,
        icon: IconName | None = None,
        icon_color: str = "",
        max_lines: int = 0,
        is_right: bool = False,
        is_hanging: bool = False,
        above: int = 0,
        below: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_right = is_right
        self._is_hanging = is_hanging
        self._above, self._below = above, below
        self._font_role: FontRole = font
        self._color = color
        self._icon = icon
        self._icon_color = icon_color
        self._max_lines = max_lines
        self._blocks: dict[int, TextBlock] = {}
        across = QSizePolicy.Policy.Maximum if is_right else QSizePolicy.Policy.Ignored
        policy = QSizePolicy(across, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_text(
        self, text: str, *, color: str = "", icon: IconName | None = None, icon_color: str = ""
    ) -> None:
        """Replace the text, and its colour and icon when given; nothing happens when equal."""
        new = (text, color or self._color, icon or self._icon, icon_color or self._icon_color)
        if new == (self.text(), self._color, self._icon, self._icon_color):
            return
        self._color, self._icon, self._icon_color = new[1], new[2], new[3]
        self._blocks.clear()
        self.setText(text)
        self.updateGeometry()
        self.update()

    @property
    def is_cut(self) -> bool:
        """Whether some of the text is not shown at the present width."""
        return self._block(self.width()).is_cut

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self.text():
            return 0
        return int(self._above + self._block(width).height + self._below + 0.99)

    def sizeHint(self) -> QSize:
        if self._is_right:
            width = int(self._block(_UNBOUND).natural_width + 1.99)
            return QSize(width, self.heightForWidth(_UNBOUND))
        return QSize(40, self.heightForWidth(max(self.width(), 40)))

    def minimumSizeHint(self) -> QSize:
        return QSize(20, 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._blocks.clear()
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.text():
            return
        look = self._theme.look
        painter = QPainter(self)
        block = self._block(self.width())
        top = float(self._above)
        if self._max_lines == 1:
            spare = self.height() - self._above - self._below - block.height
            top += max(0.0, spare / 2)
        if self._icon is not None:
            side = self._icon_side(look)
            line = look.font(self._font_role).pixelSize() * LINE_PITCH
            rect = QRectF(0, top + (line - side) / 2, side, side)
            paint_icon(painter, self._icon, rect, look.color(self._icon_color or self._color))
        left = float(self._indent(look))
        if self._is_right:
            left = max(left, self.width() - block.natural_width)
        block.paint(painter, QPointF(left, top), look.color(self._color))

    def _icon_side(self, look: Look) -> int:
        return round(look.font(self._font_role).pixelSize() * 1.1)

    def _indent(self, look: Look) -> int:
        return self._icon_side(look) + 8 if self._icon is not None or self._is_hanging else 0

    def _block(self, width: int) -> TextBlock:
        block = self._blocks.get(width)
        if block is None:
            look = self._theme.look
            room = width - self._indent(look)
            block = TextBlock(self.text(), look.font(self._font_role), room, self._max_lines)
            self._blocks[width] = block
        return block


class PaintedButton(QAbstractButton):
    """A button painted by hand, without focus; keeps hover, and drops its layout on a new look."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def forget_layout(self) -> None:
        """Called when the look changed; heirs drop what they had measured."""
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.forget_layout()
        super().changeEvent(event)

    def paint_face(self, painter: QPainter, rest: str, edge: str = "border") -> None:
        """Fill the rounded background for the present state (rest, hover, pressed)."""
        look = self._theme.look
        fill, border = look.color(rest), look.color(edge)
        if self.isEnabled() and self.isDown():
            fill = look.color("surface_pressed")
        elif self.isEnabled() and self.underMouse():
            fill, border = look.color("surface_hover"), look.color("border_strong")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(border)
        painter.setBrush(fill)
        radius = look.tokens.radius.m
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, radius, radius)


class IconButton(PaintedButton):
    """A square button with an icon; its name is spoken and shown as the tooltip."""

    def __init__(
        self, theme: Theme, icon: IconName, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._icon: IconName = icon
        self.name(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def name(self, name: str, hint: str = "") -> None:
        """Say what the button does, with the chord that does the same."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  ({hint})" if hint else name)

    def sizeHint(self) -> QSize:
        side = self._theme.look.px(28)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            role = "surface_pressed" if self.isDown() else "surface"
            painter.setBrush(look.color(role))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        side = look.px(17)
        rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        color: QColor = look.color("text" if self.underMouse() else "text_muted")
        paint_icon(painter, self._icon, rect, color)


def push_button(text: str, kind: ButtonKind = "", parent: QWidget | None = None) -> QPushButton:
    """A styled push button without focus, named after its text."""
    button = QPushButton(text, parent)
    button.setProperty("kind", kind)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(text)
    return button


class Pool(Generic[W]):
    """Widgets of one kind, made once, shown as many as needed, reused in place."""

    def __init__(self, make: Callable[[int], W]) -> None:
        self._make = make
        self._widgets: list[W] = []

    def take(self, count: int) -> list[W]:
        """The first `count` widgets, shown; the others are hidden. New ones are made as needed."""
        while len(self._widgets) < count:
            self._widgets.append(self._make(len(self._widgets)))
        for number, widget in enumerate(self._widgets):
            widget.setVisible(number < count)
        return self._widgets[:count]

    def all(self) -> tuple[W, ...]:
        """Every widget made so far, shown or not."""
        return tuple(self._widgets)

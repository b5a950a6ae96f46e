"""The style sheet as a template: every value in it is a token (see `theme.style_sheet`)."""

from __future__ import annotations

from string import Template

SHEET = Template(
    """
QWidget { color: $text; font-size: ${size_body}px; }
QWidget#window { background: $window; border: 1px solid $border_strong; }
QWidget#content, QScrollArea, QScrollArea > QWidget > QWidget { background: $window; border: none; }
QFrame#header { background: $header; border: none; border-bottom: 1px solid $border; }
QFrame#footer { background: $header; border: none; border-top: 1px solid $border; }
QFrame#slim { background: $header; border: none; }

QFrame[card="amber"] {
    background: $amber_surface; border: 1px solid $amber_border; border-radius: ${radius_m}px;
}
QFrame[card="plain"] {
    background: $surface; border: 1px solid $border; border-radius: ${radius_m}px;
}
QFrame[card="note"] {
    background: $note_surface; border: 1px solid $note_border; border-radius: ${radius_m}px;
}

QPushButton {
    background: $surface; border: 1px solid $border; border-radius: ${radius_s}px;
    padding: 5px ${space_m}px; font-size: ${size_strong}px; outline: none;
}
QPushButton:hover, QPushButton:focus { background: $surface_hover; border-color: $border_strong; }
QPushButton:pressed { background: $surface_pressed; }
QPushButton:disabled { color: $text_disabled; }
QPushButton[kind="plain"] { background: transparent; border-color: transparent; }
QPushButton[kind="plain"]:hover { background: $surface_hover; border-color: $border; }
QPushButton[kind="plain"]:pressed { background: $surface_pressed; }
QPushButton[kind="primary"] {
    background: $primary; border-color: $primary; color: $text_on_primary; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $primary_hover; border-color: $primary_hover; }
QPushButton[kind="choice"] { padding: ${space_s}px ${space_m}px; text-align: left; }
QPushButton[kind="choice"][inRow="true"] { text-align: center; }
QPushButton[kind="choice"]:checked {
    background: $accent_soft; border-color: $accent; font-weight: 600;
}
QPushButton[kind]:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="choice"]:focus { padding: 7px 11px; }

QLineEdit {
    background: $surface; border: 1px solid $border_strong; border-radius: ${radius_s}px;
    padding: 7px 9px; selection-background-color: $primary;
    selection-color: $text_on_primary; placeholder-text-color: $text_muted;
}
QLineEdit:focus { border: 2px solid $accent; padding: 6px 8px; }
QLineEdit#query {
    border: none; border-radius: 0; background: $window; padding: ${space_l}px 0;
    font-size: ${size_goal}px;
}

QPlainTextEdit {
    background: $surface; border: 1px solid $border_strong; border-radius: ${radius_s}px;
    padding: 3px 5px; selection-background-color: $primary;
    selection-color: $text_on_primary;
}
QPlainTextEdit:focus { border: 2px solid $accent; padding: 2px 4px; }
QComboBox {
    background: $surface; border: 1px solid $border_strong; border-radius: ${radius_s}px;
    padding: 5px 9px; combobox-popup: 0;
}
QComboBox::drop-down { border: none; width: 26px; }
QComboBox:focus { border: 2px solid $accent; padding: 4px 8px; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $border_strong; outline: none; padding: 4px;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: ${item_height}px; padding: 0 6px; }

QListView, QTableView {
    background: $window; border: none; border-top: 1px solid $border; outline: none;
    selection-background-color: transparent;
}
QScrollArea#story { border-left: 2px solid transparent; }
QScrollArea#story:focus { border-left-color: $accent; }

QTableWidget {
    background: $surface; border: 1px solid $border; border-radius: ${radius_s}px; outline: none;
    selection-background-color: $accent_soft; selection-color: $text;
}
QTableWidget:focus { border: 2px solid $accent; }
QTableWidget::item { padding: 2px 10px; }
QHeaderView, QTableCornerButton::section { background: $header; }
QHeaderView::section {
    background: $header; color: $text_muted; border: none; border-bottom: 1px solid $border;
    padding: 4px 10px; font-size: ${size_small}px;
}

QScrollBar:vertical { background: transparent; width: 8px; margin: 0; border: none; }
QScrollBar::handle:vertical {
    background: $border_strong; border-radius: 3px; min-height: 32px; margin: 1px;
}
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QToolTip {
    background: $surface; color: $text; border: 1px solid $border_strong; padding: 6px;
    font-size: ${size_small}px;
}
QMenu { background: $surface; border: 1px solid $border_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: ${radius_s}px; }
QMenu::item:selected { background: $accent_soft; }
"""
)

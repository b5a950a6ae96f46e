"""The card of earlier contacts: quiet, small, said aloud, and away when there is nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop.ui.earlier_card import EarlierCard
from desktop.ui.panel import Panel
from desktop.ui.theme import Theme
from tests.ui import samples

LEFT = Qt.MouseButton.LeftButton
LOOK, HIDE = "Look at the earlier contacts", "Hide for this contact"


def names(panel: Panel) -> set[str]:
    """The accessible names of the buttons on show."""
    buttons = panel.findChildren(QAbstractButton)
    return {each.accessibleName() for each in buttons if each.isVisible()}


def card(panel: Panel) -> EarlierCard:
    assert panel._late.earlier is not None
    return panel._late.earlier


def texts(panel: Panel) -> list[str]:
    labels = card(panel).findChildren(QLabel)
    return [each.text() for each in labels if each.isVisible()]


def press(panel: Panel, name: str) -> None:
    (found,) = (e for e in panel.findChildren(QAbstractButton) if e.accessibleName() == name)
    QTest.mouseClick(found, LEFT)


def test_nothing_is_shown_where_nobody_was_here(panel: Panel) -> None:
    panel.show_view(samples.LEAP)
    before = panel.height()
    assert panel._late.earlier is None
    panel.show_view(samples.SEEN)
    assert {LOOK, HIDE} <= names(panel)
    panel.show_view(samples.LEAP)
    assert not card(panel).isVisible()
    assert not {LOOK, HIDE} & names(panel)
    assert panel.height() == before


def test_it_says_what_is_promised_before_what_was(panel: Panel) -> None:
    panel.show_view(samples.SEEN)
    assert samples.SEEN.earlier is not None
    view = samples.SEEN.earlier
    assert texts(panel) == [view.headline, view.promise, view.due, view.detail]
    panel.show_view(samples.SEEN_NAME)
    assert samples.SEEN_NAME.earlier is not None
    assert texts(panel) == [samples.SEEN_NAME.earlier.headline, samples.SEEN_NAME.earlier.detail]


def test_its_buttons_are_heard(panel: Panel) -> None:
    panel.show_view(samples.SEEN)
    looked, hidden = QSignalSpy(panel.earlier_asked), QSignalSpy(panel.earlier_hidden)
    press(panel, LOOK)
    assert (looked.count(), hidden.count()) == (1, 0)
    press(panel, HIDE)
    assert (looked.count(), hidden.count()) == (1, 1)


def test_it_stands_below_what_is_due_and_above_the_step(panel: Panel) -> None:
    seen = samples.SEEN.earlier
    assert seen is not None
    panel.show_view(replace(samples.DUE, earlier=seen))
    assert panel._late.due is not None
    assert panel._late.due.y() < card(panel).y() < panel._step.y()


@pytest.mark.parametrize("name", ["seen", "seen-all", "seen-name"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_leaves_the_step_in_sight(panel: Panel, theme: Theme, name: str, scheme: str) -> None:
    theme.choose("dark" if scheme == "dark" else "light")
    panel.show_view(samples.ALL[name])
    panel.place_at(QPoint(0, 0))
    assert card(panel).height() <= theme.look.px(90)
    assert all(
        not each.visibleRegion().isEmpty()
        for each in card(panel).findChildren(QLabel)
        if each.isVisible()
    )


def test_the_slim_bar_says_that_something_is_promised(panel: Panel) -> None:
    panel.show_view(samples.ALL["seen-collapsed"])
    assert panel._slim._title.text().startswith("Open promise · Ms Rivera")
    assert not card(panel).isVisible()

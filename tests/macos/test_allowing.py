"""What the agent allows in System Settings: how it stands, and what a click does."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.oslayer.backend import Permission
from tests.macos.conftest import Import
from tests.macos.world import World

ACCESSIBILITY = "x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility"
PASTEBOARD = "x-apple.systempreferences:com.apple.preference.security?Privacy_Pasteboard"
NOTIFICATIONS = (
    "x-apple.systempreferences:com.apple.Notifications-Settings.extension?id=app.poise.Poise"
)


class Page:
    """The permissions, as the window asks for them."""

    def __init__(self, room: Import, world: World) -> None:
        self._world = world
        self.clipboard_questions = 0
        self.notifier: Any = room("notices").Notices()
        self.permissions: Any = room("allowing").Permissions(self._count, self.notifier)

    def _count(self) -> None:
        self.clipboard_questions += 1

    def rows(self) -> dict[str, Permission]:
        """By their id, once macOS has answered everything."""
        told: list[tuple[Permission, ...]] = []
        self.permissions.look(told.append)
        self._world.run_main()
        return {each.id: each for each in told[-1]}

    def opened(self) -> list[str]:
        """The addresses that were opened."""
        return [address for (address,) in self._world.named("openURL:")]


@pytest.fixture
def page(room: Import, world: World, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    world.pasteboard.access = 2
    return Page(room, world)


def test_everything_allowed(page: Page, world: World) -> None:
    world.notices_status, world.login_status = 2, 1
    rows = page.rows()
    assert list(rows) == ["accessibility", "clipboard", "notifications", "login"]
    assert all(each.is_given for each in rows.values())
    assert all(each.button == "Open settings" for each in rows.values())
    assert world.calls == [], "to look asks nobody anything"


def test_everything_forbidden(page: Page, world: World) -> None:
    world.is_trusted, world.notices_status, world.login_status = False, 1, 2
    world.pasteboard.access = 3
    rows = page.rows()
    assert [each.is_given for each in rows.values()] == [False] * 4
    assert all(each.button == "Open settings" for each in rows.values())


def test_a_permission_that_only_seems_to_be_there_is_none(page: Page, world: World) -> None:
    world.is_trust_stale = True
    row = page.rows()["accessibility"]
    assert row.is_given is False
    assert "off and on again" in row.state


def test_what_macos_was_not_asked_yet_is_not_decided(page: Page, world: World) -> None:
    world.pasteboard.access = 0
    rows = page.rows()
    assert [rows[name].is_given for name in ("clipboard", "notifications", "login")] == [None] * 3
    assert [rows[name].button for name in ("clipboard", "notifications")] == ["Let macOS ask"] * 2


def test_an_older_macos_has_no_rules_for_the_clipboard(page: Page, world: World) -> None:
    world.pasteboard.access = None
    assert "clipboard" not in page.rows()


def test_python_has_neither_notifications_nor_a_login_item(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(sys, "frozen")
    assert list(page.rows()) == ["accessibility", "clipboard"]


def test_the_first_answer_does_not_wait_for_notifications(page: Page, world: World) -> None:
    told: list[tuple[Permission, ...]] = []
    page.permissions.look(told.append)
    assert [[each.id for each in rows] for rows in told] == [
        ["accessibility", "clipboard", "login"]
    ]
    world.run_main()
    assert "notifications" in [each.id for each in told[1]]


def test_accessibility_asks_which_lists_poise_and_opens_the_page(page: Page, world: World) -> None:
    world.is_trusted = False
    assert page.permissions.settle("accessibility") is None
    assert world.named("prompt") == [({"AXTrustedCheckOptionPrompt": True},)]
    assert page.opened() == [ACCESSIBILITY]


def test_accessibility_that_is_there_is_not_asked_for_again(page: Page, world: World) -> None:
    page.permissions.settle("accessibility")
    assert world.named("prompt") == []
    assert page.opened() == [ACCESSIBILITY]


@pytest.mark.parametrize(("access", "opened"), [(0, []), (1, [PASTEBOARD]), (3, [PASTEBOARD])])
def test_the_first_question_about_the_clipboard_comes_from_here(
    page: Page, world: World, access: int, opened: list[str]
) -> None:
    world.pasteboard.access = access
    page.permissions.settle("clipboard")
    assert page.opened() == opened
    assert page.clipboard_questions == (not opened)


def test_notifications_are_asked_for_once_and_settled_in_settings_afterwards(
    page: Page, world: World
) -> None:
    page.rows()
    page.permissions.settle("notifications")
    assert len(world.named("macOS asks")) == 1
    assert page.opened() == []
    assert page.rows()["notifications"].is_given
    page.permissions.settle("notifications")
    assert page.opened() == [NOTIFICATIONS]


def test_a_question_about_notifications_left_alone_leads_to_settings(
    page: Page, world: World
) -> None:
    page.rows()
    world.notices_are_silent = True
    page.permissions.settle("notifications")
    world.notices_are_silent = False
    row = page.rows()["notifications"]
    assert (row.is_given, row.button) == (None, "Open settings")
    assert "banner" in row.state
    page.permissions.settle("notifications")
    assert page.opened() == [NOTIFICATIONS]
    assert len(world.named("macOS asks")) == 1


def test_a_question_that_the_first_promise_raised_is_not_raised_again(
    page: Page, world: World
) -> None:
    world.notices_are_silent = True
    page.notifier.prepare()
    world.notices_are_silent = False
    assert page.rows()["notifications"].button == "Open settings"


def test_the_login_item_is_switched_in_settings(page: Page, world: World) -> None:
    page.permissions.settle("login")
    assert world.named("openSystemSettingsLoginItems") == [()]


def test_settings_that_do_not_open_are_told(page: Page, world: World) -> None:
    world.opens_settings = False
    assert isinstance(page.permissions.settle("accessibility"), Cannot)


def test_what_macos_may_think_about_is_asked_seldom(
    page: Page, world: World, monkeypatch: pytest.MonkeyPatch, room: Import
) -> None:
    """The window looks every two seconds, and nothing of Poise goes on meanwhile."""
    now = 100.0
    monkeypatch.setattr(room("allowing"), "monotonic", lambda: now)
    assert page.rows()["login"].is_given is None
    world.login_status = 1
    assert page.rows()["login"].is_given is None
    now += 11
    assert page.rows()["login"].is_given
    world.login_status = 2
    page.permissions.settle("login")
    assert page.rows()["login"].is_given is False, "at once after a click"

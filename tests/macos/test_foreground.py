"""Which window has the keyboard, as far as macOS tells."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.insertion.ports import PasswordField, Target
from tests.macos.conftest import Import
from tests.macos.test_hotkeys import QWERTY, Bench
from tests.macos.world import MENU_LEVEL, OWN_PID, NativeWindow, Program, Window, World

CHAT, MAIL = 501, 502


@pytest.fixture
def bench(room: Import) -> Bench:
    return Bench(room, QWERTY)


@pytest.fixture
def foreground(room: Import, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = room("foreground")
    monkeypatch.setattr(made.os, "getpid", lambda: OWN_PID)
    return made.MacForeground(bench.carbon)


@pytest.fixture
def chat(world: World) -> Program:
    world.open("Mail", MAIL, 71, title="Inbox")
    return world.open("Google Chrome", CHAT, 72, title="Chat with Ana")


def test_the_window_in_front_is_captured(foreground: Any, chat: Program) -> None:
    target = foreground.current()
    assert target == Target(72, "google chrome", CHAT)
    assert foreground.is_in_front(target)
    assert foreground.title(target) == "Chat with Ana"
    assert foreground.barrier(target) is None


def test_another_window_of_the_same_program_is_another_target(
    foreground: Any, world: World, chat: Program
) -> None:
    target = foreground.current()
    world.windows.insert(0, Window(73, CHAT))
    assert not foreground.is_in_front(target)
    assert foreground.title(target) == "", "it is the other one's title that AX tells"
    assert foreground.current().window == 73


def test_a_panel_of_ours_with_the_keyboard_is_no_target(
    foreground: Any, world: World, chat: Program
) -> None:
    # The chat's program stays the active one meanwhile.
    target = foreground.current()
    world.key_window = NativeWindow(world)
    assert "A window of Poise" in foreground.current().reason
    assert not foreground.is_in_front(target)


def test_the_field_gets_a_moment_after_a_panel_of_ours(
    foreground: Any, world: World, chat: Program, room: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [10.0]
    monkeypatch.setattr(room("foreground"), "monotonic", lambda: now[0])
    target = foreground.current()
    world.key_window = NativeWindow(world)
    assert isinstance(foreground.current(), Cannot)
    world.key_window = None
    assert not foreground.is_in_front(target)
    now[0] += 0.05
    assert foreground.is_in_front(target)


def test_an_ordinary_window_of_ours_behind_the_chat_has_no_keyboard(
    foreground: Any, world: World, chat: Program
) -> None:
    world.key_window = NativeWindow(world, is_panel=False)
    assert foreground.current() == Target(72, "google chrome", CHAT)
    ours = world.open("Poise", OWN_PID, 5)
    assert isinstance(foreground.current(), Cannot)
    world.bring(chat)
    assert ours.is_active is False


@pytest.mark.parametrize(
    "other",
    [Window(98, CHAT, alpha=0.0), Window(98, CHAT, size=(20, 20)), Window(98, CHAT, layer=25)],
    ids=["invisible", "tiny", "in the menu bar"],
)
def test_what_nobody_calls_a_window_is_none(
    foreground: Any, world: World, chat: Program, other: Window
) -> None:
    world.windows.insert(0, other)
    assert foreground.current().window == 72


@pytest.mark.parametrize("layer", [3, 8], ids=["floating", "modal"])
def test_a_window_that_floats_above_the_others_is_one(
    foreground: Any, world: World, chat: Program, layer: int
) -> None:
    world.windows.insert(0, Window(98, CHAT, layer))
    assert foreground.current().window == 98


def test_poise_itself_is_no_target(foreground: Any, world: World) -> None:
    world.open("Poise", OWN_PID, 5)
    assert "A window of Poise" in foreground.current().reason


def test_an_open_menu_has_the_keyboard(foreground: Any, world: World, chat: Program) -> None:
    target = foreground.current()
    world.windows.insert(0, Window(99, CHAT, MENU_LEVEL))
    assert "menu" in foreground.current().reason
    assert not foreground.is_in_front(target)


def test_a_program_without_a_window_and_no_program_are_no_target(
    foreground: Any, world: World
) -> None:
    assert isinstance(foreground.current(), Cannot)
    world.open("Finder", 80, 8)
    world.windows.clear()
    refusal = foreground.current()
    assert isinstance(refusal, Cannot)
    assert refusal.remedy


@pytest.mark.parametrize("is_new", [True, False], ids=["from macOS 14 on", "before"])
def test_the_chat_comes_back_to_the_front(
    foreground: Any, world: World, chat: Program, is_new: bool
) -> None:
    world.yields = is_new
    target = foreground.current()
    world.open("Notes", 503, 74)
    assert foreground.activate(target) is None
    assert foreground.is_in_front(target)
    way = "activateFromApplication:options:" if is_new else "activateWithOptions:"
    assert [arguments[0] for arguments in world.named(way)] == [CHAT]
    if is_new:
        names = [call[0] for call in world.calls]
        assert names.index("yieldActivationToApplication:") < names.index(way)
    assert world.named("AXUIElementPerformAction") == [(CHAT, "AXRaise")]


def test_a_program_that_is_in_front_is_not_asked_for(
    foreground: Any, world: World, chat: Program
) -> None:
    foreground.activate(foreground.current())
    assert not world.named("activateFromApplication:options:")


@pytest.mark.parametrize("what", ["program", "window"])
def test_what_is_gone_cannot_come_back(
    foreground: Any, world: World, chat: Program, what: str
) -> None:
    target = foreground.current()
    if what == "program":
        chat.is_gone = True
    else:
        world.windows = [each for each in world.windows if each.number != target.window]
    refusal = foreground.activate(target)
    assert isinstance(refusal, Cannot)
    assert refusal.remedy


def test_a_program_that_hangs_holds_nobody_up(foreground: Any, chat: Program) -> None:
    chat.is_hung = True  # the fake insists on a time limit
    assert foreground.title(foreground.current()) == ""


@pytest.mark.parametrize("missing", ["is_trusted", "may_post", "stale"])
def test_without_the_permission_the_target_is_out_of_reach(
    foreground: Any, world: World, chat: Program, missing: str
) -> None:
    if missing == "stale":
        world.is_trust_stale = True
    else:
        setattr(world, missing, False)
    refusal = foreground.barrier(foreground.current())
    assert refusal is not None
    assert "Accessibility" in refusal.remedy


def test_secure_input_is_told_with_the_program_that_has_it(
    world: World, room: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open("1Password", 600, 60)
    world.secure_pid = 600
    for name, module in world.modules().items():
        monkeypatch.setitem(__import__("sys").modules, name, module)
    bench = Bench(room, QWERTY)
    bench.library.is_secure = True
    foreground = room("foreground").MacForeground(bench.carbon)
    refusal = foreground.barrier(Target(60, "1password", 600))
    assert refusal is not None
    assert "1Password" in refusal.reason


def test_a_window_of_ours_is_brought_forward(foreground: Any, world: World) -> None:
    world.windows_of_ours[123] = NativeWindow(world)
    foreground.take(123)
    foreground.take(124)  # gone meanwhile
    assert world.named("makeKeyAndOrderFront:") == [(None,)]
    assert not world.named("activateIgnoringOtherApps:"), "a panel does without"
    world.windows_of_ours[125] = NativeWindow(world, is_panel=False)
    foreground.take(125)
    names = [call[0] for call in world.calls]
    assert names[-2:] == ["activateIgnoringOtherApps:", "makeKeyAndOrderFront:"]


def test_news_of_another_program_in_front(foreground: Any, world: World) -> None:
    heard: list[str] = []
    foreground.on_changed(lambda: heard.append("changed"))
    world.open("Notes", 503, 74)
    assert heard == ["changed"]
    foreground.close()
    world.open("Mail", 504, 75)
    assert heard == ["changed"]
    assert world.observers == []


@pytest.mark.parametrize("is_active_already", [True, False])
@pytest.mark.parametrize("yields", [True, False])
def test_poise_steps_back_behind_the_program_that_was_in_front(
    foreground: Any, world: World, chat: Program, is_active_already: bool, yields: bool
) -> None:
    # A click on a notification of Poise makes it the active program; its keys would reach nobody.
    world.yields = yields
    foreground.on_changed(lambda: None)
    if is_active_already:
        world.bring_poise()
        assert "A window of Poise" in foreground.current().reason
    foreground.step_back()
    if not is_active_already:
        world.bring_poise()
        world.run_main()
    assert foreground.current() == Target(72, "google chrome", CHAT)


def test_a_window_of_ours_that_has_the_keyboard_keeps_it(
    foreground: Any, world: World, chat: Program
) -> None:
    foreground.on_changed(lambda: None)
    world.bring_poise()
    world.key_window = NativeWindow(world, is_panel=False)
    foreground.step_back()
    assert not chat.is_active


def test_a_window_of_ours_that_is_opened_next_is_not_sent_back(
    foreground: Any, world: World, chat: Program
) -> None:
    foreground.on_changed(lambda: None)
    world.bring_poise()
    foreground.step_back()
    assert chat.is_active
    world.bring_poise()
    world.run_main()
    assert not chat.is_active, "once is enough"
    foreground.step_back()
    world.windows_of_ours[12] = NativeWindow(world, is_panel=False)
    foreground.step_back()
    foreground.take(12)
    world.bring_poise()
    world.run_main()
    assert not chat.is_active


def test_the_program_told_of_is_remembered_and_not_who_is_in_front_meanwhile(
    foreground: Any, world: World, chat: Program
) -> None:
    foreground.on_changed(lambda: None)
    mail = world.program(MAIL)
    assert mail is not None
    world.quiet_bring(mail)
    world.bring_poise()
    foreground.step_back()
    assert mail.is_active


def test_nobody_is_sent_back_later_or_to_a_program_that_has_ended(
    foreground: Any, world: World, chat: Program, room: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [10.0]
    monkeypatch.setattr(room("foreground"), "monotonic", lambda: now[0])
    foreground.on_changed(lambda: None)
    foreground.step_back()
    now[0] += 1.5
    world.bring_poise()
    world.run_main()
    assert not chat.is_active, "the agent opened a window of ours"
    chat.is_gone = True
    foreground.step_back()
    assert world.named("activateFromApplication:options:") == []


@pytest.mark.parametrize(
    ("subrole", "role", "is_secure", "wanted"),
    [
        ("AXSecureTextField", "AXTextField", True, PasswordField.YES),
        ("", "AXTextArea", False, PasswordField.NO),
        ("", "AXTextArea", True, PasswordField.UNKNOWN),
        ("", "AXWebArea", False, PasswordField.UNKNOWN),
        ("", "", False, PasswordField.UNKNOWN),
    ],
)
def test_password_fields_are_told_apart(
    *,
    room: Import,
    bench: Bench,
    chat: Program,
    subrole: str,
    role: str,
    is_secure: bool,
    wanted: PasswordField,
) -> None:
    bench.library.is_secure = is_secure
    chat.subrole, chat.role = subrole, role
    field = room("secure_input").SecureInput(bench.carbon)
    field.ask(72)
    assert field.answer(72) is wanted
    assert field.answer(71) is PasswordField.UNKNOWN

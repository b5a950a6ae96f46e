"""The whole room: a hotkey becomes a phrase in another program's field, and what doctor says."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.hotkeys.chord import Chord
from desktop.insertion.effects import Request
from desktop.insertion.inserter import Inserter, Job
from desktop.insertion.outcome import Outcome, Verdict
from desktop.insertion.ports import Target
from desktop.insertion.quirks import Quirk
from desktop.oslayer.backend import Listeners, MainLoop
from tests.fakes import FakeClock
from tests.macos.conftest import Import
from tests.macos.rigs import OLD, KeeperInside
from tests.macos.test_hotkeys import QWERTY, Bench
from tests.macos.world import OWN_PID, NativeWindow, World


class Mac:
    """The backend, started, and an insertion on it."""

    def __init__(self, room: Import, world: World) -> None:
        self.world, self.told = world, list[str]()
        self.bench = Bench(room, QWERTY)
        self.bench.hotkeys.close()
        keeper = room("keeper").Keeper(world.pasteboard)
        clipboard = room("clipboard")
        kept = clipboard.KeptClipboard(lambda told, _gone: KeeperInside(keeper, told))
        module: Any = room("backend")
        module.KeptClipboard = lambda: kept
        foreground: Any = room("foreground")
        foreground.os = SimpleNamespace(getpid=lambda: OWN_PID)
        self.backend: Any = module.MacBackend(self.bench.carbon)
        self._waiting: list[Callable[[], None]] | None = []  # None when the main loop runs
        self.backend.start(
            MainLoop(lambda _fd, _call: lambda: None, self.soon),
            Listeners(
                hotkey_pressed=lambda action: self.told.append(action),
                keymap_changed=lambda: self.told.append("keymap"),
                foreground_changed=lambda: self.told.append("foreground"),
                desktop_lost=lambda: None,
                opened_again=lambda: self.told.append("opened"),
            ),
        )
        self.clock, self.outcomes = FakeClock(), list[Outcome]()
        ports = (self.backend.foreground, self.backend.keys, self.backend.clipboard)
        self.inserter = Inserter(*ports, self.backend.secure_input, self.clock)

    def soon(self, call: Callable[[], None]) -> None:
        """Call when the main loop runs."""
        if self._waiting is None:
            call()
        else:
            self._waiting.append(call)

    def begin_loop(self) -> None:
        """AppKit takes its place, and then comes what waited for the main loop."""
        self.world.event_handlers[b"aevt", b"rapp"] = lambda: self.told.append("AppKit")
        waiting, self._waiting = self._waiting or [], None
        for call in waiting:
            call()

    def insert(self, text: str) -> None:
        target = self.backend.foreground.current()
        assert isinstance(target, Target)
        request = Request(text, target, ("1",))
        self.inserter.insert(Job(request, Quirk(), self.outcomes.append))

    def abilities(self) -> dict[str, Any]:
        return {each.name: each for each in self.backend.abilities()}


@pytest.fixture
def mac(room: Import, world: World, monkeypatch: pytest.MonkeyPatch) -> Mac:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    world.pasteboard.copy(*OLD)
    world.open("Google Chrome", 501, 72, role="AXTextArea")
    made = Mac(room, world)
    made.begin_loop()
    return made


def test_a_phrase_goes_in_and_the_clipboard_is_as_it_was(mac: Mac, world: World) -> None:
    chord = Chord.parse("Ctrl+Shift+1")
    assert mac.backend.hotkeys.register("insert-1", chord) is None
    mac.bench.library.press(1)
    assert mac.told == ["insert-1"]
    world.down = {0x3B, 0x38, 0x12}
    mac.insert("Zoë, 日本 👍\nSecond line")
    mac.clock.advance(100)
    assert world.text == ""
    world.down = set()
    mac.clock.advance(5000)
    assert world.text == "Zoë, 日本 👍\nSecond line"
    assert [each.verdict for each in mac.outcomes] == [Verdict.CONFIRMED]
    assert world.pasteboard.content() == list(OLD)
    assert {each["code"] for each in world.posted} == {9}, "no key but V was pressed"


def test_a_modifier_that_stays_down_inserts_nothing(mac: Mac, world: World) -> None:
    world.down = {0x3B}
    mac.insert("Hello")
    mac.clock.advance(5000)
    assert [each.verdict for each in mac.outcomes] == [Verdict.REFUSED]
    assert "Ctrl" in mac.outcomes[0].reason
    assert (world.text, world.posted) == ("", [])
    assert world.pasteboard.content() == list(OLD)


def test_another_window_before_the_paste_gets_nothing(mac: Mac, world: World) -> None:
    world.down = {0x12}
    mac.insert("Hello")
    world.open("Mail", 502, 73)
    world.down = set()
    mac.clock.advance(5000)
    assert [each.verdict for each in mac.outcomes] == [Verdict.REFUSED]
    assert (world.text, world.posted) == ("", [])
    assert world.pasteboard.content() == list(OLD)


@pytest.mark.parametrize("what", ["no permission", "secure input"])
def test_where_no_key_arrives_none_is_pressed(mac: Mac, world: World, what: str) -> None:
    if what == "no permission":
        world.is_trusted = False
    else:
        mac.bench.library.is_secure = True
    mac.insert("Hello")
    mac.clock.advance(5000)
    assert [each.verdict for each in mac.outcomes] == [Verdict.REFUSED]
    assert world.posted == []
    assert world.pasteboard.content() == list(OLD)


def test_a_password_field_is_warned_of(mac: Mac, world: World) -> None:
    world.programs[0].subrole = "AXSecureTextField"
    mac.insert("Hello")
    mac.clock.advance(5000)
    assert "password" in mac.outcomes[0].reason
    assert world.posted == []


def test_news_reach_the_listeners_until_it_is_closed(mac: Mac, world: World) -> None:
    layouts = "com.apple.Carbon.TISNotifySelectedKeyboardInputSourceChanged"
    world.tell("everybody", layouts)
    world.open("Mail", 502, 73)
    assert mac.told == ["keymap", "foreground"]
    mac.backend.close()
    assert world.observers == []
    assert mac.bench.library.registered == {}


def test_poise_opened_again_is_told_until_it_is_closed(mac: Mac, world: World) -> None:
    world.bring_poise()
    mac.told.clear()
    world.event_handlers[b"aevt", b"rapp"]()
    assert mac.told[0] == "opened"
    assert isinstance(mac.backend.foreground.current(), Target), "the chat has the keyboard again"
    mac.backend.close()
    assert world.event_handlers == {}


def test_poise_is_no_program_of_the_dock(mac: Mac, world: World) -> None:
    assert world.named("setActivationPolicy:") == [(1,)]


def test_each_native_window_is_dressed(mac: Mac, world: World) -> None:
    panel = world.windows_of_ours[11] = NativeWindow(world)
    mac.backend.dress(11, takes_keyboard=False, is_hidden_from_sharing=True)
    assert (panel.level, panel.sharing) == (25, 0)
    log = world.windows_of_ours[12] = NativeWindow(world, is_panel=False)
    mac.backend.dress(12, takes_keyboard=True, is_hidden_from_sharing=False)
    assert (log.level, log.sharing) == (0, 1)
    mac.backend.dress(13, takes_keyboard=True, is_hidden_from_sharing=True)  # gone meanwhile


def test_doctor_tells_each_ability(mac: Mac, world: World) -> None:
    fine = mac.abilities()
    assert [each.name for each in fine.values() if each.cannot is not None] == []
    assert "off" in fine["Secure input"].note
    world.is_trusted, world.bundle, world.pasteboard.access = False, None, 3
    world.selectors_missing.add("_setPreventsActivation:")
    mac.bench.library.is_secure = True
    now = mac.abilities()
    for name in ("Paste key", "Clipboard kept in every format", "Panel stays out of the way"):
        assert now[name].cannot.remedy, name
    assert "no key of Poise arrives" in now["Secure input"].note
    assert now["Starts at login"].cannot is not None
    assert not now["Starts at login"].is_needed
    world.bundle, world.login_status = "app.poise.Poise", 2
    assert "Login Items" in mac.abilities()["Starts at login"].cannot.remedy


@pytest.fixture
def on_a_mac(
    room: Import, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[], object]], object]:
    from desktop.oslayer import select

    def run(work: Callable[[], object]) -> object:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sys, "platform", "darwin")
            return work()

    room("backend")
    assert select.BACKEND_ROOMS["darwin"][0] == "desktop.oslayer.macos"
    monkeypatch.setenv("QT_MAC_SET_RAISE_PROCESS", "1")
    monkeypatch.setenv("QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM", "0")
    return run


def test_the_room_is_chosen_on_a_mac(
    on_a_mac: Callable[[Callable[[], object]], object], room: Import
) -> None:
    from desktop.oslayer import select

    def no_carbon() -> object:
        raise OSError("no such library")

    module: Any = room("backend")
    module.Carbon = no_carbon
    chosen: Any = on_a_mac(lambda: select.select_backend(lambda _text: None))
    assert chosen.name == "none"
    assert "no such library" in str(chosen.abilities()[0].cannot)
    autostart: Any = on_a_mac(select.select_autostart)
    assert type(autostart).__module__ == "desktop.oslayer.macos.autostart"
    on_a_mac(select.prepare_environment)
    assert os.environ["QT_MAC_SET_RAISE_PROCESS"] == "0"
    assert os.environ["QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM"] == "1"

"""The contracts' rigs on the macOS room, which stands on a Mac that is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from desktop.insertion.ports import Target
from desktop.oslayer.backend import MainLoop
from tests.contracts.rigs import ClipboardRig, FieldRig, ForegroundRig, Heard, HotkeyRig, KeyRig
from tests.macos.conftest import Import, room, world
from tests.macos.test_hotkeys import QWERTY, Bench
from tests.macos.world import World

__all__ = [
    "clipboard_on_macos",
    "fields_on_macos",
    "foreground_on_macos",
    "hotkeys_on_macos",
    "keys_on_macos",
    "room",
    "world",
]

OLD: tuple[dict[str, bytes], ...] = (
    {"public.utf8-plain-text": b"copied", "public.html": b"<b>copied</b>"},
    {"public.png": b"\x89PNG", "app.own": b"\x00\x01"},
)


def now(is_true: Callable[[], object], what: str) -> None:
    """Nothing is waited for here."""
    assert is_true(), what


class KeeperInside:
    """Stands for the keeper's process: obeys at once, in this one."""

    def __init__(self, keeper: Any, on_answer: Callable[[dict[str, Any]], None]) -> None:
        self.keeper, self._on_answer = keeper, on_answer
        self.is_running = False
        self.number = 0

    def watch_with(self, watch: object) -> None:
        """Nothing is to be watched."""

    def start(self) -> bool:
        self.is_running = True
        return True

    def order(self, deed: str, **more: Any) -> bool:
        self.start()
        self.number += 1
        order = json.loads(json.dumps({"do": deed, "number": self.number, **more}))
        self._on_answer(json.loads(json.dumps(self.keeper.obey(order))))
        return True

    def let_go(self) -> None:
        self.is_running = False
        self.keeper.leave()


@pytest.fixture
def clipboard_on_macos(room: Import, world: World) -> ClipboardRig:
    pasteboard, heard = world.pasteboard, Heard()
    pasteboard.copy(*OLD)
    keeper = room("keeper").Keeper(pasteboard)
    clipboard = room("clipboard").KeptClipboard(lambda told, _gone: KeeperInside(keeper, told))
    clipboard.start(MainLoop(lambda _fd, _call: lambda: None, lambda call: call()))
    clipboard.listen(heard)
    pasted: list[str] = []
    return ClipboardRig(
        old=list(OLD),
        clipboard=clipboard,
        target=Target(72, "google chrome", 501),
        heard=heard,
        settle=now,
        target_pastes=lambda: pasted.append(pasteboard.text() or ""),
        target_text=lambda: "".join(pasted),
        manager_reads=pasteboard.text,
        somebody_copies=pasteboard.copy,
        content=pasteboard.content,
        tells_readers=False,
    )


@pytest.fixture
def foreground_on_macos(room: Import, world: World) -> ForegroundRig:
    bench = Bench(room, QWERTY)
    first = world.open("Google Chrome", 501, 72, title="Chat with Ana")
    second = world.open("Mail", 502, 73, title="Inbox")
    return ForegroundRig(
        foreground=room("foreground").MacForeground(bench.carbon),
        names=("google chrome", "mail"),
        title_of_first=lambda: first.title,
        focus_first=lambda: world.bring(first),
        focus_second=lambda: world.bring(second),
        settle=now,
    )


@pytest.fixture
def hotkeys_on_macos(room: Import) -> HotkeyRig:
    bench = Bench(room, QWERTY)

    def key_of(text: str) -> tuple[int, int]:
        *modifiers, key = text.split("+")
        flags = {"Ctrl": 0x1000, "Alt": 0x800, "Shift": 0x200, "Meta": 0x100}
        return bench.layout.code(key), sum(flags[each] for each in modifiers)

    def tap(text: str) -> None:
        wanted = key_of(text)
        for code, modifiers, number in bench.registered:
            if (code, modifiers) == wanted:
                bench.library.press(number)

    @contextmanager
    def holding(text: str) -> Iterator[None]:
        tap(text)
        yield

    return HotkeyRig(
        registry=bench.hotkeys,
        tap=tap,
        holding=holding,
        spin_for=lambda _seconds: None,
        rival_takes=lambda _text: None,
        settle=now,
        pressed=bench.pressed,
        tells_rivals=False,
    )


@pytest.fixture
def keys_on_macos(room: Import, world: World) -> KeyRig:
    layout = Bench(room, QWERTY).layout
    codes = {"Ctrl": 0x3B, "Alt": 0x3A, "Shift": 0x38}

    @contextmanager
    def holding(key: str) -> Iterator[None]:
        world.down = {codes.get(key) or layout.code(key)}
        yield
        world.down = set()

    keys = room("keys").Keys(layout, lambda: None)
    return KeyRig(keys=keys, holding=holding, settle=now, text=lambda: world.text)


@pytest.fixture
def fields_on_macos(room: Import, world: World) -> FieldRig:
    bench = Bench(room, QWERTY)
    chat = world.open("Google Chrome", 501, 72)

    def hide(hides: bool) -> None:
        bench.library.is_secure = hides
        chat.role, chat.subrole = "AXTextField", "AXSecureTextField" if hides else ""

    field = room("secure_input").SecureInput(bench.carbon)
    return FieldRig(secure_input=field, window=72, hide=hide)

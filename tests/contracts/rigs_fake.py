"""The rigs on the fakes, where everything happens at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from desktop.hotkeys.chord import Chord
from desktop.insertion.ports import PasswordField
from tests.contracts.rigs import ClipboardRig, FieldRig, ForegroundRig, Heard, HotkeyRig, KeyRig
from tests.fakes import FakeDesktop, FakeField, FakeRegistry

__all__ = [
    "clipboard_on_fake",
    "fields_on_fake",
    "foreground_on_fake",
    "hotkeys_on_fake",
    "keys_on_fake",
]


def now(is_true: Callable[[], object], what: str) -> None:
    """Nothing is waited for here."""
    assert is_true(), what


@pytest.fixture
def clipboard_on_fake() -> ClipboardRig:
    old = {"text/plain": b"copied", "image/png": b"\x89"}
    fake, heard = FakeDesktop(content=dict(old)), Heard()
    chat = fake.open("mousepad", 1)
    fake.listen(heard)
    return ClipboardRig(
        old=old,
        clipboard=fake,
        target=chat.target,
        heard=heard,
        settle=now,
        target_pastes=lambda: fake.read_by(chat),
        target_text=lambda: chat.text,
        manager_reads=lambda: fake.read_by(None),
        somebody_copies=fake.copy,
        content=lambda: fake.content,
    )


@pytest.fixture
def foreground_on_fake() -> ForegroundRig:
    fake = FakeDesktop()
    first, second = fake.open("mousepad", 1), fake.open("xterm", 2)
    first.title, second.title = "notes.txt – Mousepad", "a shell"

    def focus(field: FakeField) -> Callable[[], object]:
        return lambda: setattr(fake, "front", field)

    return ForegroundRig(
        foreground=fake,
        names=("mousepad", "xterm"),
        title_of_first=lambda: first.title,
        focus_first=focus(first),
        focus_second=focus(second),
        settle=now,
    )


@pytest.fixture
def hotkeys_on_fake() -> HotkeyRig:
    fake, pressed = FakeRegistry(), list[str]()
    fake.on_pressed = pressed.append

    def tap(chord: str) -> None:
        *modifiers, key = chord.split("+")
        fake.press(Chord(frozenset(modifiers), key))

    @contextmanager
    def holding(chord: str) -> Iterator[None]:
        tap(chord)
        yield

    return HotkeyRig(
        registry=fake,
        tap=tap,
        holding=holding,
        spin_for=lambda _seconds: None,
        rival_takes=lambda chord: fake.taken.add(Chord.parse(chord)),
        settle=now,
        pressed=pressed,
    )


@pytest.fixture
def keys_on_fake() -> KeyRig:
    fake = FakeDesktop()
    field = fake.open("mousepad", 1)

    @contextmanager
    def holding(key: str) -> Iterator[None]:
        fake.down = {key}
        yield
        fake.down = set()

    return KeyRig(keys=fake, holding=holding, settle=now, text=lambda: field.text)


@pytest.fixture
def fields_on_fake() -> FieldRig:
    fake = FakeDesktop()
    chat = fake.open("mousepad", 1)

    def hide(hides: bool) -> None:
        chat.hides = PasswordField.YES if hides else PasswordField.NO

    return FieldRig(secure_input=fake, window=chat.target.window, hide=hide)

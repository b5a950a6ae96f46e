"""What `insertion.ports.Clipboard` promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop.errors import Cannot
from desktop.insertion.ports import Clipboard, Reader, Target
from desktop.oslayer.none.backend import NoClipboard
from tests.fakes import FakeDesktop
from tests.rig.clipboard import Clipboards, rich
from tests.rig.clipboard import Reader as OtherProgram
from tests.rig.targets import Mousepad

OLD = dict(rich())


@dataclass
class Heard:
    """Implements ClipboardListener by writing down."""

    kept: list[Cannot | None] = field(default_factory=list)
    reads: list[Reader] = field(default_factory=list)
    lost: int = 0
    given_back: list[Cannot | None] = field(default_factory=list)

    def on_kept(self, refusal: Cannot | None) -> None:
        self.kept.append(refusal)

    def on_read(self, reader: Reader) -> None:
        self.reads.append(reader)

    def on_lost(self) -> None:
        self.lost += 1

    def on_given_back(self, refusal: Cannot | None) -> None:
        self.given_back.append(refusal)


@dataclass
class Rig:
    clipboard: Clipboard
    target: Target
    heard: Heard
    settle: Callable[[Callable[[], object], str], None]
    target_pastes: Callable[[], None]
    target_text: Callable[[], str]
    manager_reads: Callable[[], str]
    somebody_copies: Callable[[str], None]
    content: Callable[[], object]


def void(_answer: object) -> None:
    """For a call whose answer does not matter."""


@pytest.fixture(params=["fake", pytest.param("x11", marks=pytest.mark.desktop)])
def rig(request: pytest.FixtureRequest) -> Any:
    heard = Heard()
    if request.param == "fake":
        fake = FakeDesktop(content=dict(OLD))
        chat = fake.open("mousepad", 1)
        fake.listen(heard)

        def now(is_true: Callable[[], object], what: str) -> None:
            assert is_true(), what

        return Rig(
            fake,
            chat.target,
            heard,
            now,
            lambda: void(fake.read_by(chat)),
            lambda: chat.text,
            lambda: fake.read_by(None),
            fake.copy,
            lambda: fake.content,
        )
    clipboards: Clipboards = request.getfixturevalue("clipboards")
    other: OtherProgram = request.getfixturevalue("clipboard")
    editor: Mousepad = request.getfixturevalue("editor")
    real = request.getfixturevalue("x11")
    clipboards.own(rich())
    board = real.backend.clipboard
    board.listen(heard)
    target = real.backend.foreground.current()
    assert isinstance(target, Target)

    def read() -> str:
        # Our own process has to answer while the reader waits, so it reads from a thread.
        import threading

        found: list[str] = []
        thread = threading.Thread(target=lambda: found.append(other.text()))
        thread.start()
        real.loop.spin_until(lambda: not thread.is_alive(), "the reader")
        return found[0]

    def content() -> object:
        return other.everything()

    return Rig(
        board,
        target,
        heard,
        real.loop.spin_until,
        lambda: editor.desk.keys.tap("Ctrl+v", into=editor.window),
        editor.text,
        read,
        lambda text: void(clipboards.own_text(text)),
        content,
    )


def offered(rig: Rig, text: str = "Hello") -> None:
    rig.clipboard.keep("clipboard")
    rig.settle(lambda: rig.heard.kept, "the clipboard to be safe")
    assert rig.heard.kept == [None]
    assert rig.clipboard.offer(text, "clipboard", rig.target) is None


def test_nothing_is_offered_before_the_clipboard_is_safe(rig: Rig) -> None:
    assert isinstance(rig.clipboard.offer("Hello", "clipboard", rig.target), Cannot)
    assert rig.content() == OLD


def test_the_targets_own_read_is_a_receipt(rig: Rig) -> None:
    offered(rig)
    rig.target_pastes()
    rig.settle(lambda: Reader.TARGET in rig.heard.reads, "the receipt")
    assert Reader.OTHER not in rig.heard.reads
    rig.settle(lambda: rig.target_text() == "Hello", "the text")


def test_a_clipboard_manager_is_told_apart(rig: Rig) -> None:
    offered(rig)
    assert rig.manager_reads() == "Hello"
    assert set(rig.heard.reads) == {Reader.OTHER}


def test_everything_comes_back(rig: Rig) -> None:
    offered(rig)
    rig.clipboard.give_back(is_read=True)
    rig.settle(lambda: rig.heard.given_back, "the clipboard to be back")
    assert rig.heard.given_back == [None]
    assert rig.content() == OLD
    assert rig.heard.lost == 0 or rig.heard.given_back, "taking it back is no loss"


def test_a_target_that_reads_late_never_gets_the_old_clipboard(rig: Rig) -> None:
    offered(rig)
    rig.clipboard.give_back(is_read=False)
    rig.settle(lambda: rig.heard.given_back, "the clipboard to be back")
    assert rig.content() == OLD
    rig.target_pastes()
    rig.settle(lambda: rig.target_text() == "Hello", "the phrase")
    assert rig.content() == OLD


def test_what_somebody_copies_in_between_wins(rig: Rig) -> None:
    offered(rig)
    rig.somebody_copies("mine")
    rig.settle(lambda: rig.heard.lost, "the news")
    rig.clipboard.give_back(is_read=True)
    rig.settle(lambda: rig.heard.given_back, "the answer")
    assert rig.manager_reads() == "mine"


def test_a_second_offer_keeps_the_first_clipboard(rig: Rig) -> None:
    offered(rig, "one")
    rig.heard.kept.clear()
    offered(rig, "two")
    assert rig.manager_reads() == "two"
    rig.clipboard.give_back(is_read=True)
    rig.settle(lambda: rig.heard.given_back, "the clipboard to be back")
    assert rig.content() == OLD


def test_forgetting_changes_nothing(rig: Rig) -> None:
    rig.clipboard.keep("clipboard")
    rig.settle(lambda: rig.heard.kept, "the clipboard to be safe")
    rig.clipboard.forget()
    assert rig.content() == OLD


def test_copying_on_the_agents_wish_stays(rig: Rig) -> None:
    assert rig.clipboard.put("copied by hand") is None
    rig.settle(lambda: rig.manager_reads() == "copied by hand", "the copy")


def test_without_a_desktop_only_copying_works() -> None:
    copied: list[str] = []
    why, heard = Cannot("There is no X display.", "Log in."), Heard()
    nowhere = NoClipboard(why, lambda text: copied.append(text))
    nowhere.listen(heard)
    nowhere.keep("clipboard")
    assert heard.kept == [why]
    assert nowhere.offer("Hello", "clipboard", Target(1, "x")) == why
    nowhere.give_back(is_read=True)
    assert heard.given_back == [None]
    assert nowhere.put("Hello") is None
    assert copied == ["Hello"]

"""How Windows can make it hard to keep what `insertion.ports.Clipboard` promises.

The promises themselves are in tests/contracts/test_clipboard.py.
"""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"  # for mypy

import ctypes
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from functools import partial
from time import monotonic
from typing import Any

from desktop.errors import Cannot
from desktop.insertion.ports import Reader, Target
from desktop.oslayer.windows import clipboard as poise_clipboard
from desktop.oslayer.windows import clipboard_access as access
from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.clipboard import KeptClipboard
from desktop.oslayer.windows.helper_process import HelperProcess
from desktop.oslayer.windows.messages import MessageWindow
from tests.contracts.rigs import Heard
from tests.rig import wait
from tests.windows.rig import pump, windows
from tests.windows.rig.clipboard import (
    HTML,
    PICTURE,
    POISE_MARK,
    TEXT,
    Formats,
    OtherProgram,
    coded,
    decoded,
    rich,
)
from tests.windows.rig.poise import REPOSITORY
from tests.windows.rig.programs import Notepad, Program, WordPad

PYTHON = [sys.executable, "-c"]
QUICK_KEEPER = (
    "from desktop.oslayer.windows.clipboard_offers import Guard; Guard.LASTS_S = 0.5; "
    "from desktop.oslayer.windows.keeper import main; main([])"
)
BE_POISE = "import sys; from tests.windows.test_clipboard import be_poise; be_poise(sys.argv[1:])"
RICHEST = "17"  # CF_DIBV5
MARKS = {
    POISE_MARK,
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
    "Clipboard Viewer Ignore",
}
LIVE = {"DataObject", "Ole Private Data", "Wine Marshalled DataObject"}
WM_PASTE, WM_COPY, EM_SETSEL = 0x302, 0x301, 0xB1


def target_of(program: Program | OtherProgram) -> Target:
    """A program as the text's destination."""
    return Target(program.window, "other", program.pid)


def paste(program: Program) -> None:
    """Paste without a key press: the text is there, or not, when this returns."""
    windows.send(program.field, WM_PASTE)


def paste_at_last(program: Program, text: str) -> None:
    """Paste again while somebody else has the clipboard open; never anything else."""

    def has_pasted() -> bool:
        program.clear()
        paste(program)
        assert program.text() in ("", text)
        return bool(program.text())

    pump.until(has_pasted, "the paste")


class Poise:
    """The clipboard as the panel uses it."""

    def __init__(self, command: list[str] | None = None) -> None:
        self.window = MessageWindow("PoiseClipboardTest")
        self.clipboard = KeptClipboard(self.window, command)
        self.heard = Heard()
        self.clipboard.listen(self.heard)

    def keep(self) -> Cannot | None:
        self.heard.kept.clear()
        self.clipboard.keep("clipboard")
        pump.until(lambda: self.heard.kept, "the clipboard to be safe")
        return self.heard.kept[-1]

    def offer(self, target: Target, text: str = "Hello") -> None:
        assert self.keep() is None
        assert self.clipboard.offer(text, "clipboard", target) is None

    def give_back(self, *, is_read: bool = True) -> Cannot | None:
        self.heard.given_back.clear()
        self.clipboard.give_back(is_read=is_read)
        pump.until(lambda: self.heard.given_back, "the clipboard to be back")
        return self.heard.given_back[-1]

    def close(self) -> None:
        self.clipboard.close()
        self.window.close()


def be_poise(deeds: list[str]) -> None:
    """A Poise to be killed: does what it is told, says so, and waits for its end."""
    pid, *deeds = deeds
    poise = Poise()
    poise.offer(Target(0, "other.exe", int(pid)))
    if "give back" in deeds:
        assert poise.give_back() is None
    print("done", flush=True)
    pump.until(lambda: False, "the end", 60)


@pytest.fixture(scope="module")
def other() -> Iterator[OtherProgram]:
    with OtherProgram() as program:
        yield program


@pytest.fixture(scope="module")
def target() -> Iterator[OtherProgram]:
    with OtherProgram() as program:
        yield program


@pytest.fixture
def old(other: OtherProgram) -> Formats:
    """What the agent had copied."""
    return other.copy_rich()


@pytest.fixture
def poise() -> Iterator[Poise]:
    running = Poise()
    yield running
    running.close()


# -- who reads, and when ----------------------------------------------------------------------


def test_a_reader_without_a_window_is_told_once(
    poise: Poise, notepad: Notepad, other: OtherProgram, old: Formats
) -> None:
    poise.offer(target_of(notepad))
    assert other.text(is_nameless=True) == "Hello"
    pump.until(lambda: poise.heard.reads, "the news")
    assert poise.heard.reads == [Reader.UNKNOWN]
    pump.until(lambda: other.text(is_nameless=True) and len(poise.heard.reads) > 1, "more news")
    assert poise.heard.reads == [Reader.UNKNOWN, Reader.OTHER]


def test_a_late_target_may_read_more_than_once_for_one_paste(
    poise: Poise, other: OtherProgram, notepad: Notepad, old: Formats
) -> None:
    poise.offer(target_of(notepad), "two\nlines")
    assert poise.give_back(is_read=False) is None
    for _ in range(3):
        assert other.everything() == old, "others get their own"
    for pasted in ("two\nlines", "two\nlinestwo\nlines"):
        pump.until_clipboard_rests()
        paste(notepad)
        assert notepad.text() == pasted
    assert other.everything() == old

    def is_over() -> bool:
        notepad.clear()
        paste(notepad)
        return notepad.text().startswith("What the agent")

    pump.until(is_over, "the target to get the clipboard again")
    assert other.everything() == old


def test_a_late_target_gets_the_phrase_in_the_format_it_likes_best(
    poise: Poise, other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    poise.offer(target_of(target), "<ü>\nHello")
    assert poise.give_back(is_read=False) is None
    assert target.do("read", each=PICTURE) is None
    assert target.do("read", each="Private to its program") is None
    assert other.do("read", each=HTML) == rich()[HTML]
    pump.until_clipboard_rests()
    html = bytes.fromhex(target.do("read", each=HTML))
    assert html.count("<!--StartFragment-->&lt;ü&gt;<br>Hello<!--EndFragment-->".encode()) == 1
    at = dict(line.split(b":") for line in html.splitlines()[:5])
    assert html[int(at[b"StartFragment"]) : int(at[b"EndFragment"])].endswith(b"<br>Hello")
    assert html[int(at[b"StartHTML"]) : int(at[b"EndHTML"])].endswith(b"</html>")
    pump.until_clipboard_rests()
    assert target.text() == "<ü>\r\nHello"


def test_an_ole_program_as_owner_and_as_target(
    poise: Poise, other: OtherProgram, wordpad: WordPad, old: Formats
) -> None:
    poise.offer(target_of(wordpad))
    paste(wordpad)
    pump.until(lambda: poise.heard.reads, "the receipt")
    assert Reader.OTHER not in poise.heard.reads
    assert wordpad.text() == "Hello"
    assert poise.give_back() is None
    windows.send(wordpad.field, EM_SETSEL, 0, -1)  # everything
    windows.send(wordpad.field, WM_COPY)
    before = other.everything()
    assert decoded(before[TEXT]) == "Hello"
    assert b"Hello" in bytes.fromhex(before["Rich Text Format"])
    poise.offer(target_of(wordpad), "late {ü}")
    assert poise.give_back(is_read=False) is None
    after = other.everything()
    assert {name for name in before if before[name] != after.get(name)} <= LIVE
    wordpad.clear()
    pump.until_clipboard_rests()
    paste(wordpad)
    assert wordpad.text().rstrip() == "late {ü}", "also a program that likes RTF best"


# -- what is on offer, and what comes back ---------------------------------------------------


def test_formats_come_back_in_their_order_and_marked(
    poise: Poise, other: OtherProgram, notepad: Notepad, old: Formats
) -> None:
    poise.offer(target_of(notepad))
    paste(notepad)
    assert poise.give_back() is None
    assert other.everything() == old
    assert poise.heard.lost == 0, "taking it back is no loss"
    names = [name for name, _ in other.do("everything")]
    assert names[:2] == list(rich())[:2], "in the same order"
    assert MARKS.intersection(names) == {POISE_MARK}, "the history has it already"


def test_a_copy_on_the_agents_wish_bears_no_marks_and_outlives_poise(
    poise: Poise, other: OtherProgram, old: Formats
) -> None:
    assert poise.clipboard.put("copied by hand\nfür immer") is None
    pump.until(lambda: other.text() == "copied by hand\r\nfür immer", "the copy")
    assert not {name for name, _ in other.do("everything")} & MARKS
    assert poise.clipboard.put("and again") is None
    assert other.text() == "and again", "a running keeper has it there at once"
    poise.close()
    pump.until(lambda: other.text() == "and again", "the copy without Poise")


def test_the_offer_is_marked(poise: Poise, other: OtherProgram, target: OtherProgram) -> None:
    poise.offer(target_of(target))
    found = dict(other.do("everything"))
    assert found.keys() >= MARKS
    assert {found[mark] for mark in MARKS} == {"00000000"}


def test_a_long_text_arrives_exactly(poise: Poise, notepad: Notepad, old: Formats) -> None:
    line = 'Größe 你好 👩‍💻 "<&>" \\ é\n'
    text = (line * 400)[:5000]
    poise.offer(target_of(notepad), text)
    paste(notepad)
    assert notepad.text() == text


def test_an_empty_clipboard_is_empty_again(
    poise: Poise, other: OtherProgram, target: OtherProgram
) -> None:
    other.do("own", formats={})
    assert other.do("everything") == []
    poise.offer(target_of(target))
    assert poise.give_back() is None
    assert other.do("everything") == []
    poise.offer(target_of(target))
    assert poise.give_back(is_read=False) is None
    assert other.text() is None
    assert target.text() == "Hello"
    pump.until(lambda: other.do("everything") == [], "the empty clipboard")


@pytest.mark.parametrize(("deed", "kind"), [("own_drawing", "14"), ("own_old_drawing", "3")])
def test_a_drawing_comes_back(
    poise: Poise, other: OtherProgram, target: OtherProgram, deed: str, kind: str
) -> None:
    other.do(deed)
    before = other.everything()
    assert before[kind]
    poise.offer(target_of(target))
    assert poise.give_back() is None
    assert other.everything() == before
    poise.offer(target_of(target))
    assert poise.give_back(is_read=False) is None
    assert other.do("read", each=kind) == before[kind]


def test_a_gdi_bitmap_comes_back_as_a_picture(
    poise: Poise, other: OtherProgram, target: OtherProgram
) -> None:
    other.do("own_picture")
    before = other.everything()
    assert before[PICTURE]
    poise.offer(target_of(target))
    assert poise.give_back() is None
    assert other.do("read", each=PICTURE) == before[PICTURE]


@pytest.mark.parametrize("order", [(PICTURE, RICHEST), (RICHEST, PICTURE), (RICHEST,)])
def test_a_picture_with_transparency_comes_back(
    poise: Poise, other: OtherProgram, target: OtherProgram, order: tuple[str, ...]
) -> None:
    head = b"".join(size.to_bytes(4, "little") for size in (124, 2, 2)) + bytes([1, 0, 32, 0])
    pictures = {
        PICTURE: rich()[PICTURE],
        RICHEST: (head.ljust(124, b"\0") + bytes(range(16))).hex(),
    }
    other.do("own", formats={each: pictures[each] for each in order})
    before = other.do("read", each=RICHEST)
    poise.offer(target_of(target))
    assert poise.give_back() is None
    assert other.do("read", each=RICHEST) == before == pictures[RICHEST]


def test_marks_of_the_agents_own_come_back(
    poise: Poise, other: OtherProgram, target: OtherProgram
) -> None:
    secret = {TEXT: coded("secret"), "CanIncludeInClipboardHistory": "00000000"}
    other.do("own", formats=secret)
    poise.offer(target_of(target))
    assert poise.give_back() is None
    names = {name for name, _ in other.do("everything")}
    assert names & MARKS == {"CanIncludeInClipboardHistory"}


def test_files_that_only_their_program_can_give_are_not_taken(
    poise: Poise, other: OtherProgram
) -> None:
    virtual = {"FileGroupDescriptorW": "0100", "FileContents": "00"}
    other.do("own", formats=virtual)
    refusal = poise.keep()
    assert refusal is not None
    assert "files" in refusal.reason
    assert other.everything() == virtual


def test_what_means_nothing_without_its_program_is_left_out(
    poise: Poise, other: OtherProgram, target: OtherProgram
) -> None:
    live = {"DataObject": "00" * 8, "128": ""}  # a pointer, and a picture drawn by its owner
    other.do("own", formats={TEXT: coded("text"), **live}, promised=True)
    poise.offer(target_of(target))
    assert poise.give_back() is None
    found = other.everything()
    assert found[TEXT] == coded("text")
    assert not found.keys() & live.keys()
    other.do("own", formats=live, promised=True)
    refusal = poise.keep()
    assert refusal is not None
    assert "only its own program" in refusal.reason


def test_text_that_its_program_does_not_hand_over_is_refused(
    poise: Poise, other: OtherProgram
) -> None:
    other.do("own", formats={TEXT: ""}, promised=True, is_lying=True)
    refusal = poise.keep()
    assert refusal is not None
    assert "did not hand everything over" in refusal.reason


def test_what_our_own_panel_copied_comes_back(
    poise: Poise, other: OtherProgram, target: OtherProgram
) -> None:
    """The panel's thread waits for the keeper, which waits for the panel to let go."""
    window = MessageWindow("PoisePanelTest")
    emptied: list[int] = []
    window.hear(0x307, lambda _w, _l: emptied.append(1))
    put = declare("user32", "SetClipboardData", wintypes.HANDLE, wintypes.UINT, wintypes.HANDLE)
    user32 = ctypes.WinDLL("user32")
    assert user32.OpenClipboard(wintypes.HWND(window.handle))
    user32.EmptyClipboard()
    put(13, None)
    user32.CloseClipboard()
    window.hear(0x305, lambda _w, _l: put(13, access.memory_with(bytes.fromhex(coded("ours")))))
    assert poise.keep() is None
    begun = monotonic()
    assert poise.clipboard.offer("Hello", "clipboard", target_of(target)) is None
    assert monotonic() - begun < poise_clipboard.ANSWER_S
    assert emptied
    assert target.text() == "Hello"
    assert poise.give_back() is None
    assert other.text() == "ours"
    window.close()


def test_an_unchanged_clipboard_is_not_kept_anew(
    poise: Poise, other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    """The second look comes while the agent waits: it needs no word with the keeper."""
    assert poise.keep() is None
    poise.heard.kept.clear()
    poise.clipboard.keep("clipboard")
    assert poise.heard.kept == [None], "answered at once"
    poise.offer(target_of(target))
    assert poise.give_back() is None
    assert other.everything() == old


def test_what_is_copied_while_it_is_kept_is_kept_too(
    poise: Poise,
    other: OtherProgram,
    target: OtherProgram,
    old: Formats,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second question comes before the answer to the first, and before the copy."""
    answered: list[str] = []
    on_line = poise.clipboard._on_line

    def on_line_too(keeper: HelperProcess, answer: dict[str, Any]) -> None:
        on_line(keeper, answer)
        answered.append(answer["do"])

    monkeypatch.setattr(poise.clipboard, "_on_line", on_line_too)
    poise.clipboard.keep("clipboard")
    poise.clipboard.keep("clipboard")
    wait.until(lambda: "keep" in answered, "the keeper's answer, not told yet")
    assert not poise.heard.kept
    other.copy("new")
    pump.until(lambda: poise.heard.kept, "the clipboard to be safe")
    assert poise.heard.kept == [None]
    assert poise.clipboard.offer("Hello", "clipboard", target_of(target)) is None
    assert poise.give_back() is None
    assert other.text() == "new"


def test_what_was_given_back_is_kept_anew(
    poise: Poise, other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    poise.offer(target_of(target))
    assert poise.give_back() is None
    poise.heard.kept.clear()
    poise.clipboard.keep("clipboard")
    assert not poise.heard.kept, "the keeper is asked"
    pump.until(lambda: poise.heard.kept, "the clipboard to be safe")
    poise.clipboard.forget()


# -- difficult neighbours --------------------------------------------------------------------


def test_promised_formats_are_kept(poise: Poise, other: OtherProgram, target: OtherProgram) -> None:
    with OtherProgram() as owner:
        owner.do("own", formats=rich(), promised=True)
        poise.offer(target_of(target))
        assert poise.give_back() is None
    found = other.everything()
    assert {name: found[name] for name in rich()} == rich(), "also without their program"


def test_an_owner_that_hangs_is_not_waited_for(
    poise: Poise, other: OtherProgram, target: OtherProgram
) -> None:
    poise.clipboard.warm_up()
    with OtherProgram() as owner:
        owner.do("own", formats=rich())
        owner.do("hang", seconds=30)
        refusal = poise.keep()
        assert refusal is not None
        assert "does not answer" in refusal.reason
        assert other.text() == decoded(rich()[TEXT])
    other.copy("new")
    poise.offer(target_of(target))
    assert target.text() == "Hello"


def test_a_stuck_keeper_is_replaced(
    poise: Poise, other: OtherProgram, target: OtherProgram
) -> None:
    with OtherProgram() as owner:
        owner.do("own", formats=rich(), promised=True, hang_s=30)
        refusal = poise.keep()
        assert refusal is not None
        assert "does not answer" in refusal.reason
        other.copy("new")
        poise.offer(target_of(target))
        assert target.text() == "Hello"
        assert poise.give_back() is None
        assert other.text() == "new"


def test_a_keeper_that_never_speaks_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poise_clipboard, "START_S", 0.5)
    poise = Poise([*PYTHON, "input(); input()"])
    assert poise.keep() == poise_clipboard._GONE
    poise.close()


def test_a_keeper_that_dies_is_noticed(other: OtherProgram) -> None:
    poise = Poise([*PYTHON, "input()"])
    assert poise.keep() == poise_clipboard._GONE
    poise.close()
    poise = Poise(["no-such-program.exe"])
    assert poise.keep() == poise_clipboard._GONE
    poise.close()


def test_a_program_that_holds_the_clipboard_for_a_moment_is_waited_for(
    poise: Poise, other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    with OtherProgram() as holder:
        assert poise.keep() is None
        holder.do("hold", seconds=0.3)
        assert poise.keep() is None
        holder.do("hold", seconds=0.3)
        assert poise.clipboard.offer("Hello", "clipboard", target_of(target)) is None
        assert target.text() == "Hello"
        holder.do("hold", seconds=0.3)
        assert poise.give_back() is None
    assert other.everything() == old


def test_a_program_that_holds_the_clipboard_for_long_is_named(
    poise: Poise, other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    with OtherProgram() as holder:
        assert poise.keep() is None
        holder.do("hold", seconds=30)
        refusal = poise.clipboard.offer("Hello", "clipboard", target_of(target))
        assert isinstance(refusal, Cannot)
        assert refusal.reason == "python.exe holds the clipboard."
        assert poise.clipboard.put("Hello") == refusal
    assert other.everything() == old


def test_a_clipboard_held_while_giving_back_comes_back_later(
    poise: Poise, other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    with OtherProgram() as holder:
        poise.offer(target_of(target))
        holder.do("hold", seconds=30)
        refusal = poise.give_back()
        assert refusal is not None
        assert "as soon as it can" in refusal.reason
    pump.until(lambda: other.everything() == old, "the clipboard")


def test_a_reader_without_manners_forges_nothing(
    poise: Poise, notepad: Notepad, old: Formats
) -> None:
    with OtherProgram() as poller:
        poller.do("poll", every_s=0.005)
        for number in range(10):
            text = f"phrase {number}"
            poise.heard.reads.clear()
            poise.offer(target_of(notepad), text)
            pump.until(partial(poller.has_seen, text), "the reader")
            assert Reader.TARGET not in poise.heard.reads
            pump.until_clipboard_rests()
            paste_at_last(notepad, text)
            pump.until(lambda: Reader.TARGET in poise.heard.reads, "the receipt", 5)
            assert poise.give_back() is None


def test_a_nameless_reader_without_manners_forges_no_receipt(
    poise: Poise, notepad: Notepad, old: Formats
) -> None:
    with OtherProgram() as poller:
        poller.do("poll", every_s=0.005, is_nameless=True)
        for number in range(5):
            text = f"phrase {number}"
            poise.heard.reads.clear()
            poise.offer(target_of(notepad), text)
            pump.until(partial(poller.has_seen, text), "the reader")
            pump.until(lambda: len(poise.heard.reads) == 2, "the news")
            assert poise.heard.reads == [Reader.UNKNOWN, Reader.OTHER]
            paste_at_last(notepad, text)
            assert poise.give_back() is None


def test_late_reads_are_served_for_a_time_only(
    other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    poise = Poise([*PYTHON, QUICK_KEEPER])
    poise.offer(target_of(target))
    assert poise.give_back(is_read=False) is None
    assert target.do("read", each=PICTURE) is None
    pump.until(lambda: target.do("read", each=PICTURE), "the clipboard")
    assert target.everything() == old
    poise.close()


@pytest.mark.parametrize("message", [0x16, 0x306], ids=["WM_ENDSESSION", "WM_RENDERALLFORMATS"])
def test_the_clipboard_comes_back_when_the_session_ends(
    poise: Poise, other: OtherProgram, target: OtherProgram, old: Formats, message: int
) -> None:
    poise.offer(target_of(target))
    keeper = windows.find_hidden("PoiseClipboardKeeper")
    windows.send(keeper, message, 1)
    pump.until(lambda: other.everything() == old, "the clipboard")


# -- the end of Poise ------------------------------------------------------------------------


@contextmanager
def poise_to_be_killed(*deeds: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*PYTHON, BE_POISE, *deeds], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    )
    assert process.stdout
    assert process.stdout.readline() == "done\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_clipboard_comes_back_when_poise_is_killed(
    other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    with poise_to_be_killed(str(target.pid)) as process:
        assert other.text() == "Hello"
        process.kill()
        pump.until(lambda: other.everything() == old, "the clipboard")


def test_what_was_given_back_outlives_poise(
    other: OtherProgram, target: OtherProgram, old: Formats
) -> None:
    with poise_to_be_killed(str(target.pid), "give back") as process:
        assert other.everything() == old
        process.kill()
        process.wait()
        pump.until(lambda: other.do("owner_pid") == 0, "the keeper's end")
        assert other.everything() == old


def test_closing_gives_back(other: OtherProgram, target: OtherProgram, old: Formats) -> None:
    poise = Poise()
    poise.offer(target_of(target))
    assert poise.give_back(is_read=False) is None
    poise.close()
    pump.until(lambda: other.do("owner_pid") == 0, "the keeper's end")
    assert other.everything() == old

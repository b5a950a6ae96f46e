"""What `insertion.ports.Clipboard` promises, and how Windows can make it hard to keep."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("runs on Windows or in its lab", allow_module_level=True)
assert sys.platform == "win32"  # for mypy

import ctypes
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import wintypes
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from desktop.errors import Cannot
from desktop.insertion.ports import Reader, Target
from desktop.oslayer.windows import clipboard as poise_clipboard
from desktop.oslayer.windows.api import declare
from desktop.oslayer.windows.clipboard import KeptClipboard
from desktop.oslayer.windows.messages import MessageWindow

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
PYTHON = [sys.executable, "-c"]
KEEPER = [
    *PYTHON,
    f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    "from desktop.oslayer.windows.keeper import main; sys.exit(main([]))",
]  # an embedded Python does not find the package by itself
POISE = [
    *PYTHON,
    f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(HERE.parent)!r}]\n"
    "import test_clipboard; test_clipboard.be_poise(sys.argv[1:])",
]
MARKS = {
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
    "Clipboard Viewer Ignore",
}
LIVE = {"DataObject", "Ole Private Data", "Wine Marshalled DataObject"}
EXCLUDED = "ExcludeClipboardContentFromMonitorProcessing"
WM_GETTEXT, WM_PASTE, WM_CLOSE = 0xD, 0x302, 0x10

_peek = declare("user32", "PeekMessageW", wintypes.BOOL, wintypes.LPMSG, wintypes.HWND,
    wintypes.UINT, wintypes.UINT, wintypes.UINT)  # fmt: skip
_dispatch = declare("user32", "DispatchMessageW", wintypes.LPARAM, wintypes.LPMSG)
_wait = declare("user32", "MsgWaitForMultipleObjectsEx", wintypes.DWORD, wintypes.DWORD,
    wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD, wintypes.DWORD)  # fmt: skip
_find = declare("user32", "FindWindowExW", wintypes.HWND, wintypes.HWND, wintypes.HWND,
    wintypes.LPCWSTR, wintypes.LPCWSTR)  # fmt: skip
_send = declare("user32", "SendMessageW", wintypes.LPARAM, wintypes.HWND, wintypes.UINT,
    wintypes.WPARAM, wintypes.LPVOID)  # fmt: skip
_post = declare("user32", "PostMessageW", wintypes.BOOL, wintypes.HWND, wintypes.UINT,
    wintypes.WPARAM, wintypes.LPARAM)  # fmt: skip
_pid = declare("user32", "GetWindowThreadProcessId", wintypes.DWORD, wintypes.HWND,
    wintypes.LPDWORD)  # fmt: skip

_sequence = declare("user32", "GetClipboardSequenceNumber", wintypes.DWORD)


def coded(text: str) -> str:
    """As another program puts a text on the clipboard."""
    return (text + "\0").encode("utf-16-le").hex()


def decoded(data: str | None) -> str | None:
    """The text another program found."""
    return None if data is None else bytes.fromhex(data).decode("utf-16-le").split("\0")[0]


PICTURE = (
    (40).to_bytes(4, "little") + (2).to_bytes(4, "little") + (2).to_bytes(4, "little")
    + (1).to_bytes(2, "little") + (32).to_bytes(2, "little") + bytes(24) + bytes(range(16))
)  # fmt: skip
RICH = {
    "HTML Format": b"Version:0.9\r\n<b>What the agent had copied</b>\0".hex(),
    "13": coded("What the agent had copied\r\nFünf Äpfel ✓"),
    "Private to its program": bytes(range(256)).hex(),
    "8": PICTURE.hex(),
}


def pump(is_true: Callable[[], object], what: str, limit_s: float = 20.0) -> None:
    """Run this thread's message loop until something is true."""
    message, until = wintypes.MSG(), monotonic() + limit_s
    while not is_true():
        assert monotonic() < until, f"waited in vain for {what}"
        _wait(0, None, 5, 0x4FF, 4)
        while _peek(ctypes.byref(message), None, 0, 0, 1):
            _dispatch(ctypes.byref(message))


def settle() -> None:
    """Wait until nobody changes the clipboard: a paste finds it closed, as a person's does."""
    seen, since = _sequence(), monotonic()

    def is_quiet() -> bool:
        nonlocal seen, since
        if seen != _sequence():
            seen, since = _sequence(), monotonic()
        return monotonic() - since > 0.1

    pump(is_quiet, "a quiet clipboard")


class Other:
    """Another program (clipboard_programs.py)."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(HERE.with_name("clipboard_programs.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.window: int = self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def do(self, deed: str, **more: Any) -> Any:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": deed, **more}) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def text(self, **more: Any) -> str | None:
        return decoded(self.do("read", **more))

    def everything(self) -> dict[str, str]:
        """Without the mark that Poise adds to what it gives back."""
        return {name: data for name, data in self.do("everything") if name != EXCLUDED}

    @property
    def target(self) -> Target:
        return Target(self.window, "other.exe", self.process.pid)

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def another() -> Iterator[Other]:
    program = Other()
    try:
        yield program
    finally:
        program.close()


def has_read(poller: Other, text: str) -> bool:
    """Whether a polling program has had the text."""
    return coded(text) in poller.do("seen")


class Editor:
    """A real program in front."""

    def __init__(self, program: str, windows: tuple[str, ...], fields: tuple[str, ...]) -> None:
        self.process = subprocess.Popen([program])
        self._windows, self._fields = windows, fields
        self.window = self.edit = 0
        pump(self._is_there, program)

    def _is_there(self) -> bool:
        self.window = _first(None, self._windows)
        self.edit = _first(self.window, self._fields) if self.window else 0
        return bool(self.edit)

    @property
    def target(self) -> Target:
        pid = wintypes.DWORD()
        _pid(self.window, ctypes.byref(pid))
        return Target(self.window, "editor.exe", pid.value)

    def paste(self) -> None:
        _send(self.edit, WM_PASTE, 0, None)

    def paste_at_last(self, text: str) -> None:
        """Paste again while somebody else has the clipboard open; never anything else."""

        def has_pasted() -> bool:
            self.clear()
            self.paste()
            assert self.text() in ("", text)
            return bool(self.text())

        pump(has_pasted, "the paste")

    def text(self) -> str:
        found = ctypes.create_unicode_buffer(20000)
        _send(self.edit, WM_GETTEXT, len(found), found)
        return found.value

    def clear(self) -> None:
        _send(self.edit, 0xC, 0, ctypes.create_unicode_buffer(""))  # WM_SETTEXT

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def _first(parent: int | None, classes: tuple[str, ...]) -> int:
    return next((found for name in classes if (found := _find(parent, None, name, None))), 0)


class Heard:
    """Implements ClipboardListener by writing down."""

    def __init__(self) -> None:
        self.kept: list[Cannot | None] = []
        self.reads: list[Reader] = []
        self.lost = 0
        self.given_back: list[Cannot | None] = []

    def on_kept(self, refusal: Cannot | None) -> None:
        self.kept.append(refusal)

    def on_read(self, reader: Reader) -> None:
        self.reads.append(reader)

    def on_lost(self) -> None:
        self.lost += 1

    def on_given_back(self, refusal: Cannot | None) -> None:
        self.given_back.append(refusal)


class Poise:
    """The clipboard as the panel uses it."""

    def __init__(self, command: list[str] = KEEPER) -> None:
        self.window = MessageWindow("PoiseClipboardTest")
        self.clipboard = KeptClipboard(self.window, command)
        self.heard = Heard()
        self.clipboard.listen(self.heard)

    def keep(self) -> Cannot | None:
        self.heard.kept.clear()
        self.clipboard.keep("clipboard")
        pump(lambda: self.heard.kept, "the clipboard to be safe")
        return self.heard.kept[-1]

    def offer(self, target: Target, text: str = "Hello") -> None:
        assert self.keep() is None
        assert self.clipboard.offer(text, "clipboard", target) is None

    def give_back(self, *, is_read: bool = True) -> Cannot | None:
        self.heard.given_back.clear()
        self.clipboard.give_back(is_read=is_read)
        pump(lambda: self.heard.given_back, "the clipboard to be back")
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
    pump(lambda: False, "the end", 60)


@pytest.fixture(scope="module")
def other() -> Iterator[Other]:
    with another() as program:
        yield program


@pytest.fixture(scope="module")
def target() -> Iterator[Other]:
    with another() as program:
        yield program


@pytest.fixture(scope="module")
def open_notepad() -> Iterator[Editor]:
    program = Editor("notepad.exe", ("Notepad",), ("Edit",))
    yield program
    program.close()


@pytest.fixture
def wordpad() -> Iterator[Editor]:
    """An OLE program, which likes RTF best."""
    path = Path(r"C:\Program Files\Windows NT\Accessories\wordpad.exe")
    if not path.exists():
        pytest.skip("this Windows has no WordPad any more")
    program = Editor(str(path), ("WordPadClass", "WORDPADTOP"), ("RICHEDIT50W", "RichEdit20W"))
    yield program
    program.close()


@pytest.fixture
def notepad(open_notepad: Editor) -> Editor:
    open_notepad.clear()
    return open_notepad


@pytest.fixture
def old(other: Other) -> dict[str, str]:
    """What the agent had copied."""
    other.do("own", formats=RICH)
    found = other.everything()
    assert all(found[name] == data for name, data in RICH.items())
    return found


@pytest.fixture
def poise() -> Iterator[Poise]:
    running = Poise()
    yield running
    running.close()


# -- the port's promises -------------------------------------------------------------------


def test_nothing_is_offered_before_the_clipboard_is_safe(
    poise: Poise, other: Other, target: Other, old: dict[str, str]
) -> None:
    assert isinstance(poise.clipboard.offer("Hello", "clipboard", target.target), Cannot)
    assert other.everything() == old


def test_the_targets_own_read_is_a_receipt(
    poise: Poise, notepad: Editor, old: dict[str, str]
) -> None:
    poise.offer(notepad.target)
    notepad.paste()
    pump(lambda: poise.heard.reads, "the receipt")
    assert poise.heard.reads == [Reader.TARGET]
    assert notepad.text() == "Hello"


def test_a_clipboard_manager_is_told_apart(
    poise: Poise, notepad: Editor, other: Other, old: dict[str, str]
) -> None:
    poise.offer(notepad.target)
    assert other.text() == "Hello"
    pump(lambda: poise.heard.reads, "the news")
    settle()
    assert other.text() == "Hello"
    settle()
    assert poise.heard.reads == [Reader.OTHER]
    notepad.paste()
    pump(lambda: Reader.TARGET in poise.heard.reads, "the receipt")
    assert notepad.text() == "Hello"


def test_a_reader_without_a_window_is_told_once(
    poise: Poise, notepad: Editor, other: Other, old: dict[str, str]
) -> None:
    poise.offer(notepad.target)
    assert other.text(is_nameless=True) == "Hello"
    pump(lambda: poise.heard.reads, "the news")
    assert poise.heard.reads == [Reader.UNKNOWN]
    pump(lambda: other.text(is_nameless=True) and len(poise.heard.reads) > 1, "more news")
    assert poise.heard.reads == [Reader.UNKNOWN, Reader.OTHER]


def test_everything_comes_back(
    poise: Poise, other: Other, notepad: Editor, old: dict[str, str]
) -> None:
    poise.offer(notepad.target)
    notepad.paste()
    assert poise.give_back() is None
    assert other.everything() == old
    assert poise.heard.lost == 0
    assert [name for name, _ in other.do("everything")][:2] == list(RICH)[:2], "in the same order"
    names = {name for name, _ in other.do("everything")}
    assert names & MARKS == {EXCLUDED}, "the history has it already"


def test_a_target_that_reads_late_never_gets_the_old_clipboard(
    poise: Poise, other: Other, target: Other, notepad: Editor, old: dict[str, str]
) -> None:
    poise.offer(notepad.target, "two\nlines")
    assert poise.give_back(is_read=False) is None
    for _ in range(3):
        assert other.everything() == old, "others get their own"
    settle()
    notepad.paste()
    assert notepad.text() == "two\r\nlines"
    settle()
    notepad.paste()
    assert notepad.text() == "two\r\nlines" * 2, "programs read more than once for one paste"
    assert other.everything() == old

    def is_over() -> bool:
        notepad.clear()
        notepad.paste()
        return notepad.text().startswith("What the agent")

    pump(is_over, "the target to get the clipboard again")
    assert other.everything() == old


def test_a_late_target_gets_the_phrase_in_the_format_it_likes_best(
    poise: Poise, other: Other, target: Other, old: dict[str, str]
) -> None:
    poise.offer(target.target, "<ü>\nHello")
    assert poise.give_back(is_read=False) is None
    assert target.do("read", each="8") is None
    assert target.do("read", each="Private to its program") is None
    assert other.do("read", each="HTML Format") == RICH["HTML Format"]
    settle()
    html = bytes.fromhex(target.do("read", each="HTML Format"))
    assert html.count("<!--StartFragment-->&lt;ü&gt;<br>Hello<!--EndFragment-->".encode()) == 1
    at = dict(line.split(b":") for line in html.splitlines()[:5])
    assert html[int(at[b"StartFragment"]) : int(at[b"EndFragment"])].endswith(b"<br>Hello")
    assert html[int(at[b"StartHTML"]) : int(at[b"EndHTML"])].endswith(b"</html>")
    settle()
    assert target.text() == "<ü>\r\nHello"


def test_what_somebody_copies_in_between_wins(
    poise: Poise, other: Other, notepad: Editor, old: dict[str, str]
) -> None:
    poise.offer(notepad.target)
    other.do("own", formats={"13": coded("mine")})
    pump(lambda: poise.heard.lost, "the news")
    assert poise.give_back() is None
    assert other.text() == "mine"
    poise.offer(notepad.target, "again")
    assert poise.give_back(is_read=False) is None
    other.do("own", formats={"13": coded("mine too")})
    notepad.paste()
    assert notepad.text() == "mine too", "the agent pastes a newer copy, not a late phrase"


def test_a_copy_between_keeping_and_offering_wins(
    poise: Poise, other: Other, target: Other, old: dict[str, str]
) -> None:
    assert poise.keep() is None
    other.do("own", formats={"13": coded("mine")})
    refusal = poise.clipboard.offer("Hello", "clipboard", target.target)
    assert isinstance(refusal, Cannot)
    assert "changed" in refusal.reason
    assert other.text() == "mine"


def test_a_second_offer_keeps_the_first_clipboard(
    poise: Poise, other: Other, target: Other, old: dict[str, str]
) -> None:
    poise.offer(target.target, "one")
    poise.offer(target.target, "two")
    assert other.text() == "two"
    assert poise.heard.lost == 0
    assert poise.give_back(is_read=False) is None
    poise.offer(target.target, "three")
    assert target.text() == "three"
    assert poise.give_back() is None
    assert other.everything() == old


def test_forgetting_changes_nothing(poise: Poise, other: Other, old: dict[str, str]) -> None:
    assert poise.keep() is None
    poise.clipboard.forget()
    assert poise.keep() is None
    assert other.everything() == old


def test_copying_on_the_agents_wish_stays(poise: Poise, other: Other, old: dict[str, str]) -> None:
    assert poise.clipboard.put("copied by hand\nfür immer") is None
    pump(lambda: other.text() == "copied by hand\r\nfür immer", "the copy")
    assert not {name for name, _ in other.do("everything")} & MARKS
    assert poise.clipboard.put("and again") is None
    assert other.text() == "and again", "a running keeper has it there at once"
    poise.close()
    pump(lambda: other.text() == "and again", "the copy without Poise")


def test_an_ole_program_as_owner_and_as_target(
    poise: Poise, other: Other, wordpad: Editor, old: dict[str, str]
) -> None:
    poise.offer(wordpad.target)
    wordpad.paste()
    pump(lambda: poise.heard.reads, "the receipt")
    assert Reader.OTHER not in poise.heard.reads
    assert wordpad.text() == "Hello"
    assert poise.give_back() is None
    _send(wordpad.edit, 0xB1, 0, -1)  # EM_SETSEL: everything
    _send(wordpad.edit, 0x301, 0, None)  # WM_COPY
    before = other.everything()
    assert decoded(before["13"]) == "Hello"
    assert b"Hello" in bytes.fromhex(before["Rich Text Format"])
    poise.offer(wordpad.target, "late {ü}")
    assert poise.give_back(is_read=False) is None
    after = other.everything()
    assert {name for name in before if before[name] != after.get(name)} <= LIVE
    wordpad.clear()
    settle()
    _send(wordpad.edit, WM_PASTE, 0, None)
    assert wordpad.text().rstrip() == "late {ü}", "also a program that likes RTF best"


# -- what is on offer, and what comes back ---------------------------------------------------


def test_the_offer_is_marked(poise: Poise, other: Other, target: Other) -> None:
    poise.offer(target.target)
    found = dict(other.do("everything"))
    assert found.keys() >= MARKS
    assert {found[mark] for mark in MARKS} == {"00000000"}


def test_a_long_text_arrives_exactly(poise: Poise, notepad: Editor, old: dict[str, str]) -> None:
    line = 'Größe 你好 👩‍💻 "<&>" \\ é\n'
    text = (line * 400)[:5000]
    poise.offer(notepad.target, text)
    notepad.paste()
    assert notepad.text() == text.replace("\n", "\r\n")


def test_an_empty_clipboard_is_empty_again(poise: Poise, other: Other, target: Other) -> None:
    other.do("own", formats={})
    assert other.do("everything") == []
    poise.offer(target.target)
    assert poise.give_back() is None
    assert other.do("everything") == []
    poise.offer(target.target)
    assert poise.give_back(is_read=False) is None
    assert other.text() is None
    assert target.text() == "Hello"
    pump(lambda: other.do("everything") == [], "the empty clipboard")


@pytest.mark.parametrize(("deed", "kind"), [("own_drawing", "14"), ("own_old_drawing", "3")])
def test_a_drawing_comes_back(
    poise: Poise, other: Other, target: Other, deed: str, kind: str
) -> None:
    other.do(deed)
    before = other.everything()
    assert before[kind]
    poise.offer(target.target)
    assert poise.give_back() is None
    assert other.everything() == before
    poise.offer(target.target)
    assert poise.give_back(is_read=False) is None
    assert other.do("read", each=kind) == before[kind]


def test_a_gdi_bitmap_comes_back_as_a_picture(poise: Poise, other: Other, target: Other) -> None:
    other.do("own_picture")
    before = other.everything()
    assert before["8"]
    poise.offer(target.target)
    assert poise.give_back() is None
    assert other.do("read", each="8") == before["8"]


def test_marks_of_the_agents_own_come_back(poise: Poise, other: Other, target: Other) -> None:
    secret = {"13": coded("secret"), "CanIncludeInClipboardHistory": "00000000"}
    other.do("own", formats=secret)
    poise.offer(target.target)
    assert poise.give_back() is None
    names = {name for name, _ in other.do("everything")}
    assert names & MARKS == {"CanIncludeInClipboardHistory"}


def test_files_that_only_their_program_can_give_are_not_taken(poise: Poise, other: Other) -> None:
    virtual = {"FileGroupDescriptorW": "0100", "FileContents": "00"}
    other.do("own", formats=virtual)
    refusal = poise.keep()
    assert refusal is not None
    assert "files" in refusal.reason
    assert other.everything() == virtual


def test_what_means_nothing_without_its_program_is_left_out(
    poise: Poise, other: Other, target: Other
) -> None:
    live = {"DataObject": "00" * 8, "128": ""}  # a pointer, and a picture drawn by its owner
    other.do("own", formats={"13": coded("text"), **live}, promised=True)
    poise.offer(target.target)
    assert poise.give_back() is None
    found = other.everything()
    assert found["13"] == coded("text")
    assert not found.keys() & live.keys()
    other.do("own", formats=live, promised=True)
    refusal = poise.keep()
    assert refusal is not None
    assert "only its own program" in refusal.reason


def test_text_that_its_program_does_not_hand_over_is_refused(poise: Poise, other: Other) -> None:
    other.do("own", formats={"13": ""}, promised=True, is_lying=True)
    refusal = poise.keep()
    assert refusal is not None
    assert "did not hand everything over" in refusal.reason


def test_what_our_own_panel_copied_comes_back(poise: Poise, other: Other, target: Other) -> None:
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
    from desktop.oslayer.windows import clipboard_access as access

    window.hear(0x305, lambda _w, _l: put(13, access.memory_with(bytes.fromhex(coded("ours")))))
    assert poise.keep() is None
    begun = monotonic()
    assert poise.clipboard.offer("Hello", "clipboard", target.target) is None
    assert monotonic() - begun < poise_clipboard.ANSWER_S
    assert emptied
    assert target.text() == "Hello"
    assert poise.give_back() is None
    assert other.text() == "ours"
    window.close()


# -- difficult neighbours --------------------------------------------------------------------


def test_promised_formats_are_kept(poise: Poise, other: Other, target: Other) -> None:
    with another() as owner:
        owner.do("own", formats=RICH, promised=True)
        poise.offer(target.target)
        assert poise.give_back() is None
    found = other.everything()
    assert {name: found[name] for name in RICH} == RICH, "also without their program"


def test_an_owner_that_hangs_is_not_waited_for(poise: Poise, other: Other, target: Other) -> None:
    poise.clipboard.warm_up()
    with another() as owner:
        owner.do("own", formats=RICH)
        owner.do("hang", seconds=30)
        refusal = poise.keep()
        assert refusal is not None
        assert "does not answer" in refusal.reason
        assert other.text() == decoded(RICH["13"])
    other.do("own", formats={"13": coded("new")})
    poise.offer(target.target)
    assert target.text() == "Hello"


def test_a_stuck_keeper_is_replaced(poise: Poise, other: Other, target: Other) -> None:
    with another() as owner:
        owner.do("own", formats=RICH, promised=True, hang_s=30)
        refusal = poise.keep()
        assert refusal is not None
        assert "does not answer" in refusal.reason
        other.do("own", formats={"13": coded("new")})
        poise.offer(target.target)
        assert target.text() == "Hello"
        assert poise.give_back() is None
        assert other.text() == "new"


def test_a_keeper_that_never_speaks_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poise_clipboard, "START_S", 0.5)
    poise = Poise([*PYTHON, "input(); input()"])
    assert poise.keep() == poise_clipboard._GONE
    poise.close()


def test_a_keeper_that_dies_is_noticed(other: Other) -> None:
    poise = Poise([*PYTHON, "input()"])
    assert poise.keep() == poise_clipboard._GONE
    poise.close()
    poise = Poise(["no-such-program.exe"])
    assert poise.keep() == poise_clipboard._GONE
    poise.close()


def test_a_program_that_holds_the_clipboard_for_a_moment_is_waited_for(
    poise: Poise, other: Other, target: Other, old: dict[str, str]
) -> None:
    with another() as holder:
        assert poise.keep() is None
        holder.do("hold", seconds=0.3)
        assert poise.keep() is None
        holder.do("hold", seconds=0.3)
        assert poise.clipboard.offer("Hello", "clipboard", target.target) is None
        assert target.text() == "Hello"
        holder.do("hold", seconds=0.3)
        assert poise.give_back() is None
    assert other.everything() == old


def test_a_program_that_holds_the_clipboard_for_long_is_named(
    poise: Poise, other: Other, target: Other, old: dict[str, str]
) -> None:
    with another() as holder:
        assert poise.keep() is None
        holder.do("hold", seconds=30)
        refusal = poise.clipboard.offer("Hello", "clipboard", target.target)
        assert isinstance(refusal, Cannot)
        assert refusal.reason == "python.exe holds the clipboard."
        assert poise.clipboard.put("Hello") == refusal
    assert other.everything() == old


def test_a_clipboard_held_while_giving_back_comes_back_later(
    poise: Poise, other: Other, target: Other, old: dict[str, str]
) -> None:
    with another() as holder:
        poise.offer(target.target)
        holder.do("hold", seconds=30)
        refusal = poise.give_back()
        assert refusal is not None
        assert "as soon as it can" in refusal.reason
    pump(lambda: other.everything() == old, "the clipboard")


def test_a_reader_without_manners_forges_nothing(
    poise: Poise, notepad: Editor, old: dict[str, str]
) -> None:
    with another() as poller:
        poller.do("poll", every_s=0.005)
        for number in range(10):
            text = f"phrase {number}"
            poise.heard.reads.clear()
            poise.offer(notepad.target, text)
            pump(partial(has_read, poller, text), "the reader")
            assert Reader.TARGET not in poise.heard.reads
            settle()
            notepad.paste_at_last(text)
            pump(lambda: Reader.TARGET in poise.heard.reads, "the receipt", 5)
            assert poise.give_back() is None


def test_a_nameless_reader_without_manners_forges_no_receipt(
    poise: Poise, notepad: Editor, old: dict[str, str]
) -> None:
    with another() as poller:
        poller.do("poll", every_s=0.005, is_nameless=True)
        for number in range(5):
            text = f"phrase {number}"
            poise.heard.reads.clear()
            poise.offer(notepad.target, text)
            pump(partial(has_read, poller, text), "the reader")
            pump(lambda: len(poise.heard.reads) == 2, "the news")
            assert poise.heard.reads == [Reader.UNKNOWN, Reader.OTHER]
            notepad.paste_at_last(text)
            assert poise.give_back() is None


def test_late_reads_are_served_for_a_time_only(
    other: Other, target: Other, old: dict[str, str]
) -> None:
    quick = "from desktop.oslayer.windows.clipboard_offers import Guard; Guard.LASTS_S = 0.5\n"
    poise = Poise([*PYTHON, KEEPER[-1].replace("\n", "\n" + quick, 1)])
    poise.offer(target.target)
    assert poise.give_back(is_read=False) is None
    assert target.do("read", each="8") is None
    pump(lambda: target.do("read", each="8"), "the clipboard")
    assert target.everything() == old
    poise.close()


@pytest.mark.parametrize("message", [0x16, 0x306], ids=["WM_ENDSESSION", "WM_RENDERALLFORMATS"])
def test_the_clipboard_comes_back_when_the_session_ends(
    poise: Poise, other: Other, target: Other, old: dict[str, str], message: int
) -> None:
    poise.offer(target.target)
    keeper = _find(None, None, "PoiseClipboardKeeper", None)
    assert keeper
    _send(keeper, message, 1, None)
    pump(lambda: other.everything() == old, "the clipboard")


# -- the end of Poise ------------------------------------------------------------------------


@contextmanager
def poise_to_be_killed(*deeds: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([*POISE, *deeds], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "done\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_clipboard_comes_back_when_poise_is_killed(
    other: Other, target: Other, old: dict[str, str]
) -> None:
    with poise_to_be_killed(str(target.process.pid)) as process:
        assert other.text() == "Hello"
        process.kill()
        pump(lambda: other.everything() == old, "the clipboard")


def test_what_was_given_back_outlives_poise(
    other: Other, target: Other, old: dict[str, str]
) -> None:
    with poise_to_be_killed(str(target.process.pid), "give back") as process:
        assert other.everything() == old
        process.kill()
        process.wait()
        pump(lambda: other.do("owner_pid") == 0, "the keeper's end")
        assert other.everything() == old


def test_closing_gives_back(other: Other, target: Other, old: dict[str, str]) -> None:
    poise = Poise()
    poise.offer(target.target)
    assert poise.give_back(is_read=False) is None
    poise.close()
    pump(lambda: other.do("owner_pid") == 0, "the keeper's end")
    assert other.everything() == old

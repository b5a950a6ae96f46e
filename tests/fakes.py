"""Hand-written stand-ins for the desktop; `tests/contracts` holds them to what backends do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.hotkeys.ports import Taken
from desktop.insertion.ports import ClipboardListener, PasswordField, Reader, Target
from desktop.oslayer.backend import Permission

LEFT = Chord(frozenset(), "Left")


class FakeClock:
    """Time that stands still until the test moves it."""

    def __init__(self) -> None:
        self._now = 0.0
        self._calls: list[tuple[float, Callable[[], None]]] = []

    def now_ms(self) -> float:
        return self._now

    def later(self, delay_ms: float, call: Callable[[], None]) -> Callable[[], None]:
        entry = (self._now + delay_ms, call)
        self._calls.append(entry)

        def cancel() -> None:
            if entry in self._calls:
                self._calls.remove(entry)

        return cancel

    def stall(self, ms: float) -> None:
        """Let time go by while the main loop is busy: what falls due has to wait."""
        self._now += ms

    def advance(self, ms: float) -> None:
        """Let time go by, calling what falls due on the way."""
        until = self._now + ms
        while due := [each for each in self._calls if each[0] <= until]:
            entry = min(due, key=lambda each: each[0])
            self._calls.remove(entry)
            self._now = max(self._now, entry[0])
            entry[1]()
        self._now = until


class FakeRegistry:
    """Implements HotkeyRegistry; `taken` belongs to another program."""

    def __init__(self) -> None:
        self.taken: set[Chord] = set()
        self.held: dict[Chord, str] = {}
        self.on_pressed: Callable[[str], None] = lambda _action: None

    def register(self, action: str, chord: Chord) -> Cannot | None:
        if chord in self.taken:
            return Taken(f"{chord} is taken by another program.", "Choose another chord.")
        self.held[chord] = action
        return None

    def release(self, action: str) -> None:
        self.held = {chord: each for chord, each in self.held.items() if each != action}

    def release_all(self) -> None:
        self.held.clear()

    def press(self, chord: Chord) -> None:
        """The agent presses a chord."""
        if chord in self.held:
            self.on_pressed(self.held[chord])


@dataclass
class FakeField:
    """A window with a text field of another program."""

    target: Target
    text: str = ""
    takes_paste: bool = True
    title: str = ""
    hides: PasswordField = PasswordField.UNKNOWN
    caret: int = 0  # how many characters stand behind it

    def put(self, text: str) -> None:
        """Text comes in where the caret stands."""
        place = len(self.text) - self.caret
        self.text = self.text[:place] + text + self.text[place:]


@dataclass
class FakeDesktop:
    """One desktop: Foreground, KeySender, SecureInput and Clipboard."""

    fields: list[FakeField] = field(default_factory=list)
    front: FakeField | None = None
    down: set[str] = field(default_factory=set)
    content: dict[str, bytes] = field(default_factory=dict)
    offered: str | None = None
    pressed: list[Chord] = field(default_factory=list)
    fields_asked: list[int] = field(default_factory=list)
    titles_read: list[int] = field(default_factory=list)
    is_owner_silent: bool = False
    guarded: str | None = None
    barriers: dict[str, Cannot] = field(default_factory=dict)
    deeds: list[str] = field(default_factory=list)
    _kept: dict[str, bytes] | None = None
    _listener: ClipboardListener | None = None

    def open(self, program: str, window: int) -> FakeField:
        """Open a window and bring it to the front."""
        opened = FakeField(Target(window, program, 1000 + window))
        self.fields.append(opened)
        self.front = opened
        return opened

    # Foreground
    def current(self) -> Target | Cannot:
        if self.front is None:
            return Cannot("No window has the keyboard.", "Click into the text field first.")
        return self.front.target

    def is_in_front(self, target: Target) -> bool:
        return self.front is not None and self.front.target == target

    def title(self, target: Target) -> str:
        self.titles_read.append(target.window)
        return next((each.title for each in self.fields if each.target == target), "")

    def barrier(self, target: Target) -> Cannot | None:
        return self.barriers.get(target.program)

    def take(self, window: int) -> None:
        """Asking once is enough here."""

    def activate(self, target: Target) -> Cannot | None:
        for each in self.fields:
            if each.target == target:
                self.front = each
                return None
        return Cannot("The window is closed.", "Open the chat again.")

    # SecureInput
    def ask(self, window: int) -> None:
        self.fields_asked.append(window)

    def answer(self, window: int) -> PasswordField:
        found = [each.hides for each in self.fields if each.target.window == window]
        return found[0] if found and self.fields_asked[-1:] == [window] else PasswordField.UNKNOWN

    # KeySender
    def held(self, keys: Sequence[str] = ()) -> tuple[str, ...]:
        modifiers = ("Ctrl", "Alt", "Shift", "Meta")
        return tuple(name for name in (*modifiers, *keys) if name in self.down)

    def is_any_down(self) -> bool:
        return bool(self.down)

    def press(self, chord: Chord) -> Cannot | None:
        self.pressed.append(chord)
        if chord == LEFT:
            if self.front is not None:
                self.front.caret = min(self.front.caret + 1, len(self.front.text))
            return None
        if self.front is not None and self.front.takes_paste:
            self.read_by(self.front)
        return None

    def type_text(self, text: str, may_go_on: Callable[[], bool]) -> Cannot | None:
        if any(character < " " for character in text):
            return Cannot("A line break or a control character is never typed.", "Paste the text.")
        for number, character in enumerate(text):
            if not may_go_on():
                return Cannot(f"Typing stopped after {number} characters.", "Look at the field.")
            if self.front is not None:
                self.front.put(character)
        return None

    # Clipboard
    def listen(self, listener: ClipboardListener) -> None:
        self._listener = listener

    def keep(self, selection: str) -> None:
        self.deeds.append(f"keep {selection}")
        if self.is_owner_silent:
            return
        if self.offered is None:
            self._kept = dict(self.content)
        if self._listener is not None:
            self._listener.on_kept(None)

    def offer(self, text: str, selection: str, target: Target) -> Cannot | None:
        del target
        self.deeds.append(f"offer {selection}")
        if self._kept is None:
            return Cannot("The clipboard changed at that moment; your new copy is kept.")
        self.offered = text
        return None

    def give_back(self, *, is_read: bool) -> None:
        self.deeds.append("give back")
        if self.offered is not None and self._kept is not None:
            self.content = self._kept
            self.guarded = None if is_read else self.offered
        self.offered = self._kept = None
        if self._listener is not None:
            self._listener.on_given_back(None)

    def forget(self) -> None:
        self._kept = None

    def put(self, text: str) -> Cannot | None:
        self.offered = None
        self.content = {"text/plain": text.encode()}
        return None

    # what happens on it
    def read_by(self, reader: FakeField | None) -> str:
        """A program pastes (or, with None, a clipboard manager looks)."""
        text = self.offered
        if text is None and reader is not None and self.guarded is not None:
            text, self.guarded = self.guarded, None
        if text is None:
            text = self.content.get("text/plain", b"").decode()
        if reader is not None:
            reader.put(text)
        if self.offered is not None and self._listener is not None:
            self._listener.on_read(Reader.TARGET if reader is not None else Reader.OTHER)
        return text

    def copy(self, text: str) -> None:
        """The agent copies something of their own."""
        had_offer, self.offered = self.offered is not None, None
        self._kept = self.guarded = None
        self.content = {"text/plain": text.encode()}
        if had_offer and self._listener is not None:
            self._listener.on_lost()


class FakeNotifier:
    """The system's own notifications, of one that takes them or does not."""

    def __init__(self, *, takes: bool = True) -> None:
        self.shown: list[tuple[str, str]] = []
        self.questions = 0
        self.takes = takes

    def prepare(self) -> None:
        self.questions += 1

    def notify(self, title: str, text: str, otherwise: Callable[[], None]) -> None:
        if self.takes:
            self.shown.append((title, text))
        else:
            otherwise()


class FakePermissions:
    """A system that gives permissions, or does not."""

    def __init__(self, *rows: Permission) -> None:
        self.rows = rows
        self.settled: list[str] = []
        self.refusal: Cannot | None = None
        self.looks = 0
        self.answer_later: Callable[[tuple[Permission, ...]], None] = lambda _rows: None

    def look(self, then: Callable[[tuple[Permission, ...]], None]) -> None:
        self.looks += 1
        self.answer_later = then
        then(self.rows)

    def settle(self, which: str) -> Cannot | None:
        self.settled.append(which)
        return self.refusal


class FakeBorrowedKeyboard:
    """Remembers when it was borrowed and given back."""

    def __init__(self) -> None:
        self.deeds: list[str] = []

    def borrow(self) -> None:
        self.deeds.append("borrow")

    def claim(self, _window: object) -> None:
        self.deeds.append("claim")

    def give_back(self) -> None:
        self.deeds.append("give back")

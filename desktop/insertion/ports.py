"""What an insertion needs from the desktop it runs on.

Each backend answers a missing ability with a `Cannot`; none of these calls may block for
longer than a round trip to the window system.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord


@dataclass(frozen=True, slots=True)
class Target:
    """A window captured at the key press.

    Args:
        window: The OS's number for the top-level window.
        program: The program's class or process name in lower case, for quirks and display.
        pid: Process id, 0 when the OS does not tell.
    """

    window: int
    program: str
    pid: int = 0


class Reader(Enum):
    """Who read the offered text."""

    TARGET = "target"  # the program the text is meant for: a receipt
    OTHER = "other"  # another program, such as a clipboard manager: proves nothing
    UNKNOWN = "unknown"  # this OS does not tell


class PasswordField(Enum):
    """Whether the field that has the keyboard hides what is typed."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # this OS, or the program, does not tell


class SecureInput(Protocol):
    """Tells password fields apart."""

    def ask(self, window: int) -> None:
        """Begin to find out about the field with the keyboard in this window; never waits."""

    def answer(self, window: int) -> PasswordField:
        """What is known by now of the window asked about; waits for a fraction of a second."""


class Foreground(Protocol):
    """Which window has the keyboard."""

    def current(self) -> Target | Cannot:
        """The window that would get keys now; a Cannot when it is ours or there is none."""

    def is_in_front(self, target: Target) -> bool:
        """Whether keys sent now would reach exactly this window."""

    def title(self, target: Target) -> str:
        """What stands in this window's title bar now, or "" where nobody tells; a hint, no more.

        It may name a customer: never write it down, and never log it.
        """

    def barrier(self, target: Target) -> Cannot | None:
        """Why keys of ours would be swallowed by this window although it is in front."""

    def take(self, window: int) -> None:
        """Bring a window of ours to the front, where asking once is not always enough."""

    def activate(self, target: Target) -> Cannot | None:
        """Ask for the keyboard to go back to this window; check `is_in_front` afterwards."""


class KeySender(Protocol):
    """The real state of the keyboard, the paste key, and the key that moves the caret."""

    def held(self, keys: Sequence[str] = ()) -> tuple[str, ...]:
        """Names of modifiers, and of the given keys, that are physically down now."""

    def is_any_down(self) -> bool:
        """Whether any key at all is physically down now: the agent may be typing."""

    def press(self, chord: Chord) -> Cannot | None:
        """Press and release one chord as a unit."""

    def type_text(self, text: str, may_go_on: Callable[[], bool]) -> Cannot | None:
        """Type one short line, asking before each character; never a line break.

        Returns a Cannot, having typed nothing, when a character is not on the keyboard;
        a Cannot that says so when it had to stop half-way.
        """


class ClipboardListener(Protocol):
    """What happens at the clipboard during an insertion (called on the main loop)."""

    def on_kept(self, refusal: Cannot | None) -> None:
        """The agent's clipboard is safe with every format, or why it could not be made so."""

    def on_read(self, reader: Reader) -> None:
        """Somebody read the offered text."""

    def on_lost(self) -> None:
        """Another program put something on the clipboard over our offer."""

    def on_given_back(self, refusal: Cannot | None) -> None:
        """The agent's clipboard stands as before, or why it does not."""


class Clipboard(Protocol):
    """The agent's clipboard, kept whole while our text is on offer.

    `selection` is "clipboard", or "primary" for programs that paste from there.
    """

    def listen(self, listener: ClipboardListener) -> None:
        """Name who is told what happens."""

    def keep(self, selection: str) -> None:
        """Begin to save every format; ends in `on_kept`.

        Repeating it makes sure that what was copied since is saved too, and ends in one `on_kept`
        for both; what was begun before `forget` ends in none.
        """

    def offer(self, text: str, selection: str, target: Target) -> Cannot | None:
        """Offer the text, marked so that clipboard managers leave it alone."""

    def give_back(self, *, is_read: bool) -> None:
        """Put back what was kept, if our offer still stands; ends in `on_given_back`.

        Where the target has not read the text (`is_read` is False), a late read by the target
        must not get what was kept, as far as the OS allows to tell readers apart.
        """

    def forget(self) -> None:
        """Drop what was kept: nothing was offered."""

    def put(self, text: str) -> Cannot | None:
        """Put text on the clipboard for good, because the agent asked to copy it."""

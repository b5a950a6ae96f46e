"""What every desktop's folder gives the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from desktop.errors import Cannot
from desktop.hotkeys.ports import HotkeyRegistry
from desktop.insertion.ports import (
    Clipboard,
    Foreground,
    KeySender,
    PasswordField,
    SecureInput,
)

Watch = Callable[[int, Callable[[], None]], Callable[[], None]]
"""Calls back while a file descriptor is readable; returns how to stop watching."""


@dataclass(frozen=True, slots=True)
class MainLoop:
    """What a backend may ask of the running main loop."""

    watch: Watch
    soon: Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class Listeners:
    """Whom a backend tells what happens on the desktop.

    `came_back`: the agent is back after sleep, a locked screen or another session, or the
    clock was set. `went_away`: sleep or a lock begins. `session_ends`: log-off; the process is
    killed soon after this returns. `opened_again`: the agent started Poise although it runs, on a
    system that starts no second process for that.
    """

    hotkey_pressed: Callable[[str], None]
    keymap_changed: Callable[[], None]
    foreground_changed: Callable[[], None]
    desktop_lost: Callable[[], None]
    came_back: Callable[[], None] = lambda: None
    went_away: Callable[[], None] = lambda: None
    session_ends: Callable[[], None] = lambda: None
    opened_again: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Ability:
    """One row of `poise doctor`: something this machine can do, or why not.

    Poise works without what is not `is_needed`, with something missing.
    """

    name: str
    cannot: Cannot | None = None
    note: str = ""
    is_needed: bool = True


class Start(Enum):
    """What the desktop does with Poise when this user logs in."""

    ON = "on"
    OFF = "off"
    SWITCHED_OFF = "switched off in the system's own list"
    ELSEWHERE = "another copy of Poise starts"


@dataclass(frozen=True, slots=True)
class StartState:
    """What happens at login, and the command that is written down ("" for none)."""

    start: Start
    command: str = ""


class Autostart(Protocol):
    """The entry that makes the desktop start Poise at login."""

    def state(self) -> StartState | Cannot:
        """What would happen at the next login."""

    def switch_on(self) -> Cannot | None:
        """Start this copy at login; a Cannot when that will not happen all the same."""

    def switch_off(self) -> Cannot | None:
        """Start at login no more, whichever copy of Poise it was."""


class Notifier(Protocol):
    """The system's own notifications; always second to the panel's card."""

    def prepare(self) -> None:
        """A promise was made: let the system ask now what it has to ask before it shows any."""

    def notify(self, title: str, text: str, otherwise: Callable[[], None]) -> Cannot | None:
        """Show one; returns at once.

        Args:
            title: Plain text, one line.
            text: Plain text.
            otherwise: Called once, later, when it was not taken.

        Returns:
            A Cannot when nothing is shown here (`otherwise` is not called then).
        """


class TrayNotices:
    """Implements `Notifier` where nothing but the tray icon shows notifications."""

    def prepare(self) -> None:
        """The tray icon asks nothing."""

    def notify(self, title: str, text: str, otherwise: Callable[[], None]) -> Cannot:
        del title, text, otherwise
        return Cannot("Notifications go out through the tray icon here.")


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that the system lets Poise do only where the person allows it.

    Args:
        id: For `Permissions.settle`.
        name: What the system's settings call it.
        is_given: Whether it is allowed now; None when nobody has decided.
        state: How that shows, in a sentence or two.
        button: What `settle` does, in two or three words.
    """

    id: str
    name: str
    is_given: bool | None
    state: str
    button: str


class Permissions(Protocol):
    """What the person allows Poise in the system's settings. Everything on the main thread."""

    def look(self, then: Callable[[tuple[Permission, ...]], None]) -> None:
        """Tell how they stand, at once and again when the system has answered more slowly."""

    def settle(self, which: str) -> Cannot | None:
        """Bring the person to where one is decided: the system's own question where it was not
        asked yet, else its settings. Only because the person clicked for it.

        Args:
            which: `Permission.id`.
        """


class UntoldFields:
    """Implements `insertion.ports.SecureInput` where the desktop tells nothing of fields."""

    def ask(self, window: int) -> None:
        """Nobody answers."""

    def answer(self, window: int) -> PasswordField:
        del window
        return PasswordField.UNKNOWN


class Backend(Protocol):
    """One desktop's abilities behind the ports."""

    @property
    def name(self) -> str:
        """The folder's name: x11, windows, macos or none."""

    @property
    def forgets_on_top(self) -> bool:
        """Whether windows that are to stay above all others sink with time here."""

    @property
    def notifier(self) -> Notifier | None:
        """What shows notifications here; None where a service on the session's bus does."""

    @property
    def permissions(self) -> Permissions | None:
        """What the person has to allow in the system's settings; None where there is nothing."""

    @property
    def hotkeys(self) -> HotkeyRegistry: ...

    @property
    def keys(self) -> KeySender: ...

    @property
    def foreground(self) -> Foreground: ...

    @property
    def clipboard(self) -> Clipboard: ...

    @property
    def secure_input(self) -> SecureInput: ...

    def start(self, loop: MainLoop, listeners: Listeners) -> None:
        """Begin to hear the desktop."""

    def listen_for_refused_hotkeys(self, is_wanted: bool) -> None:
        """Whether chords that the OS refuses may be heard by a listener that sees every key.

        For the chords registered from now on, and only where refusals are common.
        """

    def warm_up(self) -> None:
        """Do what would make the first insertion slower than the second."""

    def dress(self, window: int, *, takes_keyboard: bool, is_hidden_from_sharing: bool) -> None:
        """Give a native window of ours what Qt cannot; for each one that Qt makes.

        Args:
            window: The OS's number for it.
            takes_keyboard: False for the panel, which must never have it.
            is_hidden_from_sharing: Leave it out of screen sharing, where the OS can.
        """

    def keep_on_top(self, window: int) -> None:
        """Put a window of ours above all others again, where the OS forgets; once a second."""

    def wants_less_motion(self) -> bool:
        """Whether the person asked this desktop for windows that do not move by themselves.

        False where the desktop does not say.
        """

    def abilities(self) -> tuple[Ability, ...]:
        """What works on this machine, for `poise doctor`."""

    def close(self) -> None:
        """Let go of everything; no hotkey fires afterwards."""

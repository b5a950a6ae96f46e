"""No access to other programs: everything answers why, and phrases are copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.errors import Cannot
from desktop.hotkeys.chord import Chord
from desktop.insertion.ports import ClipboardListener, Target
from desktop.oslayer.backend import Ability, Listeners, MainLoop, UntoldFields


class NoHotkeys:
    """Implements `hotkeys.ports.HotkeyRegistry` by refusing."""

    def __init__(self, why: Cannot) -> None:
        self._why = why

    def register(self, action: str, chord: Chord) -> Cannot | None:
        del action, chord
        return self._why

    def release(self, action: str) -> None:
        """Nothing was registered."""

    def release_all(self) -> None:
        """Nothing was registered."""


class NoKeys:
    """Implements `insertion.ports.KeySender` by refusing."""

    def __init__(self, why: Cannot) -> None:
        self._why = why

    def held(self, keys: Sequence[str] = ()) -> tuple[str, ...]:
        del keys
        return ()

    def is_any_down(self) -> bool:
        return False

    def press(self, chord: Chord) -> Cannot | None:
        del chord
        return self._why

    def type_text(self, text: str, may_go_on: Callable[[], bool]) -> Cannot | None:
        del text, may_go_on
        return self._why


class NoForeground:
    """Implements `insertion.ports.Foreground` by refusing."""

    def __init__(self, why: Cannot) -> None:
        self._why = why

    def current(self) -> Target | Cannot:
        return self._why

    def is_in_front(self, target: Target) -> bool:
        del target
        return False

    def title(self, target: Target) -> str:
        del target
        return ""

    def barrier(self, target: Target) -> Cannot | None:
        del target
        return self._why

    def take(self, window: int) -> None:
        """Asking once is enough here."""

    def activate(self, target: Target) -> Cannot | None:
        del target
        return self._why


class NoClipboard:
    """Implements `insertion.ports.Clipboard` by refusing all but copying.

    Args:
        why: What to answer.
        put: The way to copy text on the agent's wish; the composition root gives Qt's.
    """

    def __init__(self, why: Cannot, put: Callable[[str], Cannot | None]) -> None:
        self._why = why
        self._put = put
        self._listener: ClipboardListener | None = None

    def listen(self, listener: ClipboardListener) -> None:
        self._listener = listener

    def keep(self, selection: str) -> None:
        del selection
        if self._listener is not None:
            self._listener.on_kept(self._why)

    def offer(self, text: str, selection: str, target: Target) -> Cannot | None:
        del text, selection, target
        return self._why

    def give_back(self, *, is_read: bool) -> None:
        del is_read
        if self._listener is not None:
            self._listener.on_given_back(None)

    def forget(self) -> None:
        """Nothing was kept."""

    def put(self, text: str) -> Cannot | None:
        return self._put(text)


class NoBackend:
    """Implements `oslayer.backend.Backend` where a helper may not touch other programs."""

    name = "none"
    forgets_on_top = False
    notifier = None
    permissions = None

    def __init__(self, why: Cannot, put: Callable[[str], Cannot | None]) -> None:
        self._why = why
        self.hotkeys = NoHotkeys(why)
        self.keys = NoKeys(why)
        self.foreground = NoForeground(why)
        self.clipboard = NoClipboard(why, put)
        self.secure_input = UntoldFields()

    def start(self, loop: MainLoop, listeners: Listeners) -> None:
        """There is nothing to hear."""

    def listen_for_refused_hotkeys(self, is_wanted: bool) -> None:
        """Everything is refused here, and nothing may listen."""

    def warm_up(self) -> None:
        """There is nothing to prepare."""

    def dress(self, window: int, *, takes_keyboard: bool, is_hidden_from_sharing: bool) -> None:
        """Qt's own flags are enough here."""

    def keep_on_top(self, window: int) -> None:
        """The window manager keeps it there."""

    def wants_less_motion(self) -> bool:
        return False

    def abilities(self) -> tuple[Ability, ...]:
        names = ("Global hotkeys", "Paste key", "Target window", "Clipboard kept in every format")
        return tuple(Ability(name, self._why) for name in names)

    def close(self) -> None:
        """Nothing is held."""

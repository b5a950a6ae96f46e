"""The clipboard during an insertion: our text on offer, the agent's own content kept safe."""

from __future__ import annotations

import sys

from Xlib import X, Xatom

from desktop.errors import Cannot
from desktop.insertion.ports import ClipboardListener, Reader, Target
from desktop.oslayer.backend import Watch
from desktop.oslayer.keeper_process import Answer, KeeperProcess
from desktop.oslayer.x11.selection import Owner, is_same_client, server_time
from desktop.oslayer.x11.session import Session
from desktop.oslayer.x11.texts import text_atoms, text_formats

_GONE = Cannot(
    "The helper that keeps your clipboard safe could not be started, so nothing was inserted.",
    "Restart Poise; `poise doctor` says more.",
)
_NOT_KEPT = Cannot("Your clipboard was not kept safe, so nothing was inserted.", "Try again.")
_LOST = Cannot("The helper that kept your earlier clipboard has ended.", "Copy it again.")


def keeper_command() -> list[str]:
    """How to start the clipboard keeper from a checkout, a wheel or a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--clipboard-keeper"]
    # -OO: it keeps no texts that nobody reads there.
    return [sys.executable, "-P", "-OO", "-m", "desktop.oslayer.x11.keeper"]


class KeptClipboard:
    """Implements `insertion.ports.Clipboard`.

    The keeper process starts with the first insertion, or earlier by `warm_up`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        hearing = session.hearing
        self._window = session.root.create_window(
            -1, -1, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._clock_window = session.asking.screen().root.create_window(
            -1, -1, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        hearing.flush()
        self._owner = Owner(hearing, self._window, self._on_request, self._on_lost)
        self._text_atoms = text_atoms(session.asking)
        self._target: Target | None = None
        self._selection = "clipboard"
        self._listener: ClipboardListener | None = None
        command = [*keeper_command(), str(self._window.id), session.display_name]
        self._keeper = KeeperProcess(command, self._on_answer, self._on_keeper_gone)
        self._kept_owner: int | None = None
        self._is_offered = False
        for kind in (X.SelectionRequest, X.SelectionClear, X.PropertyNotify, X.DestroyNotify):
            session.hear(kind, self._owner.handle)

    def watch_with(self, watch: Watch) -> None:
        """Give the main loop's way to watch a file descriptor (returns how to stop it)."""
        self._keeper.watch_with(watch)

    def listen(self, listener: ClipboardListener) -> None:
        self._listener = listener

    def warm_up(self) -> None:
        """Start the keeper before it is needed."""
        self._keeper.start()

    def keep(self, selection: str) -> None:
        self._selection = selection
        self._kept_owner = None
        if not self._keeper.order("keep", selection=selection):
            self._tell_kept(_GONE)

    def offer(self, text: str, selection: str, target: Target) -> Cannot | None:
        if self._kept_owner is None or not self._keeper.is_running:
            return _NOT_KEPT
        atom = self._atom(selection)
        present = self._session.asking.get_selection_owner(atom)
        present_id = 0 if present == X.NONE else int(present.id)
        if present_id != self._kept_owner and present_id != self._window.id:
            return Cannot("The clipboard changed at that moment; your new copy is kept.", "")
        self._target = target
        time = server_time(self._session.asking, self._clock_window)
        formats = text_formats(self._session.asking, text, is_private=True)
        is_ours = self._is_offered = self._owner.own(atom, formats, time)
        self._session.sync_hearing()
        self._keeper.order("guard", selection=selection, text=text, window=target.window)
        if not is_ours:
            return Cannot("Another program holds the clipboard.", "Try again.")
        return None

    def give_back(self, *, is_read: bool) -> None:
        self._kept_owner = None
        self._is_offered = False  # the keeper takes it from us now, which is no loss
        if not self._keeper.order("give back", selection=self._selection, is_read=is_read):
            self._lose()

    def forget(self) -> None:
        self._kept_owner = None
        self._keeper.order("forget", selection=self._selection)

    def put(self, text: str) -> Cannot | None:
        if not self._keeper.order("put", selection="clipboard", text=text):
            return Cannot("The helper that holds the clipboard could not be started.", "")
        return None

    def close(self) -> None:
        """Leave; the keeper goes on by itself as long as it holds what the agent copied."""
        self._keeper.let_go()

    # -- what the keeper tells -------------------------------------------------------------

    def _on_answer(self, answer: Answer) -> None:
        if answer["do"] == "keep":
            if answer["kept"]:
                self._kept_owner = answer["owner"]
                self._tell_kept(None)
            else:
                remedy = "Nothing was inserted, so that your clipboard is not lost."
                self._tell_kept(Cannot(answer["reason"], remedy))
        elif answer["do"] == "give back":
            refusal = None if answer["given_back"] else Cannot(answer["reason"])
            self._tell_given_back(refusal)

    def _on_keeper_gone(self, is_keeping: bool) -> None:
        self._kept_owner = None
        if is_keeping:
            self._tell_kept(_GONE)
        self._lose()

    def _lose(self) -> None:
        """The helper is gone, and with it what the agent had copied."""
        self._owner.drop(self._atom(self._selection))
        self._tell_given_back(_LOST)

    def _tell_kept(self, refusal: Cannot | None) -> None:
        if self._listener is not None:
            self._listener.on_kept(refusal)

    def _tell_given_back(self, refusal: Cannot | None) -> None:
        if self._listener is not None:
            self._listener.on_given_back(refusal)

    # -- the selection ---------------------------------------------------------------------

    def _atom(self, selection: str) -> int:
        return int(Xatom.PRIMARY) if selection == "primary" else self._session.atom("CLIPBOARD")

    def _on_request(self, _selection: int, requestor: int, target: int) -> None:
        if self._listener is None or target not in self._text_atoms or self._target is None:
            return
        is_target = is_same_client(self._session.asking, requestor, self._target.window)
        self._listener.on_read(Reader.TARGET if is_target else Reader.OTHER)

    def _on_lost(self, selection: int) -> None:
        is_offer = self._is_offered and selection == self._atom(self._selection)
        if self._listener is not None and is_offer:
            self._listener.on_lost()

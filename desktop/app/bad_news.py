"""What went wrong with the disk, the record or Poise itself, as it is heard."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.errors import Trouble
from desktop.storage.jobs import LedgerState

if TYPE_CHECKING:
    from desktop.qt.threads import MainThread

log = logging.getLogger("desktop")


class BadNews:
    """Takes the news in, from any thread where that is said, and keeps what is still true.

    Args:
        threads: The way to the main thread.
        log_file: Where the report of a crash is.
        show: Called when what is kept has changed.
        tell: Shows a trouble once.
    """

    def __init__(
        self,
        threads: MainThread,
        log_file: Path,
        show: Callable[[], None],
        tell: Callable[[Trouble], None],
    ) -> None:
        self._threads = threads
        self._log_file = log_file
        self._show = show
        self._tell = tell
        self._disk: Trouble | None = None
        self._damage: Trouble | None = None
        self._crash: Trouble | None = None
        self._rights: Trouble | None = None

    @property
    def kept(self) -> tuple[Trouble, ...]:
        """What is still wrong, the gravest first."""
        found = (self._disk, self._damage, self._crash, self._rights)
        return tuple(each for each in found if each is not None)

    def on_ledger_state(self, news: LedgerState) -> None:
        """The disk refuses, or takes again; from any thread."""
        self._threads.call(lambda: self._on_ledger_state(news))

    def on_ledger_bug(self, error: BaseException) -> None:
        """An entry was not written by a mistake of ours; from any thread."""
        self._threads.call(lambda: self._on_ledger_bug(error))

    def on_crash(self) -> None:
        """Something of ours broke; from any thread."""
        where = f"The report is in {self._log_file}; it names no customer and no text."
        trouble = Trouble("Something broke inside Poise. What you wrote down is safe.", where)
        self._threads.call(lambda: self._on_crash(trouble))

    def on_damage(self, trouble: Trouble) -> None:
        """The record is damaged."""
        self._damage = trouble
        self._show()

    def on_open_files(self, files: Sequence[Path]) -> None:
        """Others can read files, although they should not; none, usually."""
        if files:
            what = f"Other users of this computer can read {files[0]}."
            self._rights = Trouble(what, "`poise doctor` names them all, and what to do.")
            self._show()

    def _on_ledger_state(self, news: LedgerState) -> None:
        self._disk = news.trouble
        if news.trouble is not None:
            log.warning("writing waits: %s", news.trouble.what)
        self._show()

    def _on_ledger_bug(self, error: BaseException) -> None:
        log.error("an entry could not be written", exc_info=error)
        self._tell(Trouble("An entry could not be written; this is a mistake in Poise."))

    def _on_crash(self, trouble: Trouble) -> None:
        self._crash = trouble
        self._show()

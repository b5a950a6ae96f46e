"""Offers to write a known-issue playbook when a root cause keeps coming back; once per cause."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.app.preferences import Preferences
from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble
from desktop.paths import Paths
from desktop.replacing import put_in_place
from desktop.storage.ledger import Ledger

if TYPE_CHECKING:
    from desktop.qt.threads import MainThread

log = logging.getLogger(__name__)

_CAUSE_SHOWN = 60


class KnownIssues:
    """Looks, after a contact has ended, whether its cause repeats.

    Which causes were offered is kept as fingerprints: the words stay in the record alone.

    Args:
        paths: Where that is kept.
        cockpit: Whose contacts end.
        preferences: How often is often.
        ledger: Where the record is read.
        threads: Brings what was read to the main thread.
        now: The aware time.
        tell: Shows a remark on the panel's quiet line.
    """

    def __init__(
        self,
        paths: Paths,
        cockpit: Cockpit,
        preferences: Preferences,
        ledger: Ledger,
        threads: MainThread,
        now: Callable[[], datetime],
        tell: Callable[[Trouble], None],
    ) -> None:
        self._file = paths.data / "known-issues.json"
        self._cockpit = cockpit
        self._preferences = preferences
        self._ledger = ledger
        self._threads = threads
        self._now = now
        self._tell = tell
        self._open = self._open_ids()

    def look(self) -> None:
        """Something changed: where a contact has ended, see whether a cause repeats."""
        before, self._open = self._open, self._open_ids()
        settings = self._preferences.now
        if before <= self._open or not settings.known_issue_count:
            return
        from desktop.insights.known_issue import Repeating, find_repeating

        now, needed, days = self._now(), settings.known_issue_count, settings.known_issue_days

        def on_read(future: Future[tuple[Repeating, ...]]) -> None:
            if future.exception() is None:  # else the disk is told about elsewhere
                found = [(each.cause, each.key, each.count) for each in future.result()]
                self._threads.call(lambda: self._offer(found, days))

        reading = self._ledger.read(
            lambda connection: find_repeating(connection, now, needed=needed, days=days)
        )
        reading.add_done_callback(on_read)

    def _offer(self, found: list[tuple[str, str, int]], days: int) -> None:
        if not found:
            return
        import hashlib  # not before it is needed: it brings a library along

        offered = self._offered()
        for cause, key, count in found:
            mark = hashlib.sha256(key.encode()).hexdigest()[:16]
            if mark not in offered:
                self._keep([*offered, mark])
                words = cause if len(cause) <= _CAUSE_SHOWN else f"{cause[:_CAUSE_SHOWN]}…"
                what = f"“{words}” was the cause {count} times in {days} days."
                self._tell(Trouble(what, "Patterns, in the palette, writes a playbook for it."))
                return

    def _open_ids(self) -> frozenset[str]:
        desk = self._cockpit.desk
        mine = (desk.current,) if desk.current is not None else ()
        return frozenset(each.id for each in (*mine, *desk.waiting))

    def _offered(self) -> list[str]:
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return []
        return (
            [each for each in stored if isinstance(each, str)] if isinstance(stored, list) else []
        )

    def _keep(self, marks: list[str]) -> None:
        fresh = self._file.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(marks), encoding="utf-8")
            put_in_place(fresh, self._file)
        except OSError as problem:
            log.warning("which causes were offered was not written: %s", problem.strerror)

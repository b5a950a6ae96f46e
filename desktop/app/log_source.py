"""Where the window of the contact log has its contacts from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from desktop.errors import Trouble
from desktop.ui.log_view import Editable, LogQuery, RowView, StoryView

Failed = Callable[[Trouble], None]
OnRows = Callable[[Sequence[RowView]], None]
OnAnchors = Callable[[int, Sequence[int]], None]


class LogSource(Protocol):
    """Answers later, on the main thread; of each call either `then` or `failed` is called once,
    or neither, when a newer question made the answer worthless."""

    def stamp(self, then: Callable[[object], None]) -> None:
        """Something that is another thing once anything in the record has changed; where it
        cannot be told, no answer comes."""

    def first_page(self, wanted: LogQuery, then: OnRows, failed: Failed) -> None:
        """The latest contacts that fit; makes all earlier questions about lists worthless."""

    def anchors(self, wanted: LogQuery, then: OnAnchors, failed: Failed) -> None:
        """How many contacts fit, and the number of the first row of each page."""

    def page(self, wanted: LogQuery, number: int, then: OnRows, failed: Failed) -> None:
        """The contacts that fit from this number on, as many as a page has, latest first."""

    def story(
        self, contact_id: str, then: Callable[[StoryView | None], None], failed: Failed
    ) -> None:
        """One contact, None where it is gone."""

    def change(
        self,
        contact_id: str,
        before: Editable,
        after: Editable,
        then: Callable[[], None],
        failed: Failed,
    ) -> None:
        """Let the fields that differ say something else; `then`: it is on the disk."""

    def delete(self, contact_id: str, then: Callable[[], None], failed: Failed) -> None:
        """Take a contact out of the log, so that it can be put back."""

    def restore(self, contact_id: str, then: Callable[[], None], failed: Failed) -> None:
        """Put a deleted contact back."""

"""The contact log at work: what is looked for is asked of the record, what is answered shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.app.log_source import LogSource
from desktop.app.surface import Surface
from desktop.errors import Trouble
from desktop.qt.copying import put_on_clipboard
from desktop.qt.settling import Settling
from desktop.ui.log_list import PAGE
from desktop.ui.log_view import Choices, Editable, LogQuery, RowView, StoryView
from desktop.ui.log_window import LogWindow

_PAUSE_MS, _LATEST_MS = 90, 400
_CHANGES_MS = 5000  # between two looks for what others wrote; counting a million takes 0.3 s
_AT_ONCE = 2  # pages asked for and not answered: a dragged scroll bar must not pile them up


class LogDesk(QObject):
    """Opens the window, and does what is asked in it.

    Args:
        source: The record.
        choices: What the filters offer now.
        surface: For the window; its keyboard is nobody else's.
        today: The day it is here.

    Signals:
        closed: After the window was closed.
    """

    closed = Signal()

    def __init__(
        self,
        source: LogSource,
        choices: Callable[[], Choices],
        surface: Surface,
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self._source = source
        self._choices = choices
        self._keyboard = surface.keyboard
        self._screen = surface.screen
        self._search = 0  # the number of the search whose answers are worth something
        self._wanted = LogQuery()
        self._numbers: tuple[int, ...] = ()
        self._asked_pages: set[int] = set()
        self._story_id = ""
        self._at_id = ""  # the contact to begin at, when it is found
        self._is_story_asked = False
        self._is_searching = False
        self._is_to_open = False  # Enter came before the contact
        self._deleted: list[tuple[str, str]] = []  # what can be taken back: id, and whose
        self._is_closed = False
        self._settling = Settling(self.look, _PAUSE_MS, _LATEST_MS)
        self._stamp: object = None  # of the record, when it was looked at last
        self._changes = QTimer(self, interval=_CHANGES_MS)
        self._changes.timeout.connect(self.look_for_changes)
        self._window = LogWindow(surface.theme, today, surface.held)
        surface.dressing.watch(self._window, takes_keyboard=True)
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether the window is on the screen."""
        return self._window.isVisible()

    def open(self) -> None:
        """Show the window, or bring it to the front."""
        self._keyboard.borrow()
        if self.is_open:
            self._window.showNormal()
            self._window.activateWindow()
        else:
            self._open("")

    def open_at(self, words: str, contact_id: str) -> None:
        """Show the contacts with these words, beginning at one of them."""
        self._keyboard.borrow()
        self._at_id = contact_id
        if self.is_open:
            self._window.finish_edit()
            self._window.showNormal()
        self._open(words)

    def _open(self, words: str) -> None:
        self._window.show_choices(self._choices())
        self._window.show_message(self.tr("Loading…"))
        self._window.show_status("")
        self._window.filters.clear(words)  # which looks for them
        self._window.open_on(self._screen())
        self._keyboard.claim(self._window)
        self._changes.start()

    def on_foreground_changed(self) -> None:
        """Another window has the keyboard: from there the agent will come back."""
        if self.is_open and not self._keyboard.is_claiming:
            self._keyboard.borrow()

    def finish(self) -> None:
        """Save what is being changed."""
        self._window.finish_edit()

    def close(self) -> None:
        """Save what was changed and take the window away."""
        self.finish()
        self._is_closed = True
        self._settling.stop()
        self._changes.stop()
        self._window.hide()
        self._window.deleteLater()

    # -- the list --------------------------------------------------------------------------

    def look_again(self) -> None:
        """Show what is in the record by now, where the agent is in the list."""
        self.look(self._window.list.number, self._story_id)

    def look_for_changes(self) -> None:
        """Look again, if anything changed that is seen and nobody is in the middle of something."""
        window = self._window
        if not self.is_open:
            self._changes.stop()
        elif not (self._is_searching or self._settling.is_waiting or window.is_editing) and (
            window.list.is_near_top
        ):
            self._source.stamp(self._on_stamp)

    def _on_stamp(self, stamp: object) -> None:
        if stamp != self._stamp and self.is_open and not self._is_searching:
            self.look_again()

    def look(self, stay_at: int = -1, stay_with: str = "") -> None:
        """Look for what the window asks for now.

        Args:
            stay_at: The row to choose, where the list is the same but for a few rows; -1 begins
                at its top.
            stay_with: The contact to choose instead, where it is among the first.
        """
        self._at_id = stay_with or self._at_id
        self._settling.stop()
        self._search += 1
        self._is_searching = True
        search, wanted = self._search, self._window.query
        self._asked_pages.clear()
        self._source.stamp(self._note_stamp)
        self._source.first_page(
            wanted,
            lambda rows: self._if_newest(search, lambda: self._on_first(wanted, rows, stay_at)),
            lambda trouble: self._if_newest(search, lambda: self._on_trouble(trouble)),
        )

    def _note_stamp(self, stamp: object) -> None:
        self._stamp = stamp

    def _if_newest(self, search: int, work: Callable[[], None]) -> None:
        if search == self._search and not self._is_closed:
            work()

    def _on_first(self, wanted: LogQuery, rows: Sequence[RowView], stay_at: int) -> None:
        self._wanted, self._numbers = wanted, ()
        self._is_searching = False
        if not rows:
            self._show_nothing(wanted)
            return
        is_whole = len(rows) < PAGE
        if stay_at < 0 or is_whole:
            count = self._count(len(rows)) if is_whole else self.tr("Counting…")
            self._begin(len(rows), count, rows, stay_at)
        if is_whole:
            return
        search = self._search
        self._source.anchors(
            wanted,
            lambda total, numbers: self._if_newest(
                search, lambda: self._on_anchors(total, numbers, rows, stay_at)
            ),
            lambda trouble: self._if_newest(search, lambda: self._tell(trouble)),
        )

    def _on_anchors(
        self, total: int, numbers: Sequence[int], rows: Sequence[RowView], stay_at: int
    ) -> None:
        self._numbers = tuple(numbers)
        if stay_at >= 0:
            self._begin(total, self._count(total), rows, stay_at)
        else:
            self._window.list.lengthen(total)
            self._window.show_count(self._count(total))

    def _begin(self, total: int, count: str, rows: Sequence[RowView], stay_at: int) -> None:
        self._window.begin(total, count, stays=stay_at >= 0)
        self._window.put(0, rows)
        at_id, self._at_id = self._at_id, ""
        begin = next((n for n, row in enumerate(rows) if row.id == at_id), max(stay_at, 0))
        self._window.list.choose(min(begin, total - 1))

    def _show_nothing(self, wanted: LogQuery) -> None:
        window = self._window
        if wanted.is_all:
            what = self.tr("No contact yet. What happens in a contact is written here by itself.")
        elif wanted == LogQuery(is_deleted=True):
            what = self.tr("Nothing is deleted.")
        else:
            what = self.tr("No contact fits. Try fewer letters, or fewer filters.")
        self._is_to_open = False
        window.show_message(what, has_all=not wanted.is_all)
        self._story_id = ""
        window.show_no_story()

    def _on_trouble(self, trouble: Trouble) -> None:
        self._is_searching = self._is_to_open = False
        self._window.show_message(str(trouble), is_trouble=True)
        self._story_id = ""
        self._window.show_no_story()

    def _on_pages_wanted(self, pages: Sequence[int]) -> None:
        for page in pages:
            is_known = page < len(self._numbers)
            if is_known and page not in self._asked_pages and len(self._asked_pages) < _AT_ONCE:
                self._ask_page(page)

    def _ask_page(self, page: int) -> None:
        search = self._search
        self._asked_pages.add(page)

        def show(rows: Sequence[RowView]) -> None:
            self._asked_pages.discard(page)
            self._window.put(page, rows)

        def fail(trouble: Trouble) -> None:
            self._asked_pages.discard(page)
            self._tell(trouble)

        self._source.page(
            self._wanted,
            self._numbers[page],
            lambda rows: self._if_newest(search, lambda: show(rows)),
            lambda trouble: self._if_newest(search, lambda: fail(trouble)),
        )

    def _count(self, total: int) -> str:
        return (
            self.tr("1 contact") if total == 1 else self.tr("{n} contacts").format(n=f"{total:,}")
        )

    # -- one contact -----------------------------------------------------------------------

    def _on_row(self, contact_id: str) -> None:
        self._story_id = contact_id
        if contact_id and not self._is_story_asked:
            self._ask_story(contact_id)

    def _ask_story(self, contact_id: str) -> None:
        """Ask for a contact; when another one is wanted by then, for that one."""
        self._is_story_asked = True

        def answered(show: Callable[[], None]) -> None:
            self._is_story_asked = False
            if self._is_closed:
                return
            if contact_id == self._story_id:
                show()
            elif self._story_id:
                self._ask_story(self._story_id)

        self._source.story(
            contact_id,
            lambda story: answered(lambda: self._show_story(story)),
            lambda trouble: answered(lambda: self._window.show_no_story(str(trouble))),
        )

    def _show_story(self, story: StoryView | None) -> None:
        if story is None:
            self._window.show_no_story(self.tr("This contact is not in the record any more."))
        else:
            self._window.show_story(story)
            if self._is_to_open and not self._is_searching:
                self._is_to_open = False
                self._window.open_story()

    # -- what is asked ---------------------------------------------------------------------

    def _connect(self) -> None:
        window = self._window
        window.query_changed.connect(self._on_query)
        window.row_chosen.connect(self._on_row)
        window.pages_wanted.connect(self._on_pages_wanted)
        window.open_asked.connect(self._on_open_asked)
        window.edited.connect(self._on_edited)
        window.delete_asked.connect(self._on_delete)
        window.restore_asked.connect(self._on_restore)
        window.copy_asked.connect(self._on_copy)
        window.story.earlier_asked.connect(self._on_earlier)
        window.undo_asked.connect(self._on_undo)
        window.retry_asked.connect(self.look)
        window.fresh_asked.connect(self.look_again)
        window.closed.connect(self._keyboard.give_back)
        window.closed.connect(self.closed)

    def _on_query(self, is_typing: bool) -> None:
        self._is_to_open = False
        if is_typing:
            self._settling.touch()
        else:
            self.look()

    def _on_earlier(self) -> None:
        story = self._window.story.story
        if story is not None and story.earlier is not None:
            self._at_id = story.earlier.contact_id
            self._window.filters.clear(story.earlier.words)
            self._window.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_open_asked(self) -> None:
        """Open the contact found; when the search is not through, as soon as it is."""
        if self._settling.is_waiting:
            self._settling.at_once()
        if self._is_searching or self._is_story_asked:
            self._is_to_open = True
        else:
            self._window.open_story()

    def _on_copy(self, text: str) -> None:
        cannot = put_on_clipboard(text)
        if cannot is not None:
            self._tell(Trouble(cannot.reason, cannot.remedy))

    def _on_edited(self, contact_id: str, before: Editable, after: Editable) -> None:
        def saved() -> None:
            self._window.show_status(self.tr("Saved"))
            if self._story_id == contact_id and not self._is_story_asked:
                self._ask_story(contact_id)
            self.look(self._window.list.number, self._story_id)

        def failed(trouble: Trouble) -> None:
            self._then(lambda: self._window.keep_words(contact_id, after))
            self._tell(trouble)

        self._window.show_status(self.tr("Saving…"))
        self._source.change(contact_id, before, after, lambda: self._then(saved), failed)

    def _on_delete(self, contact_id: str) -> None:
        window = self._window
        row = window.list.current
        if row is not None and row.id == contact_id and row.is_open:
            self._tell(Trouble(self.tr("This contact is still open."), self.tr("End it first.")))
            return
        who = row.who if row is not None and row.id == contact_id else self.tr("a contact")
        window.list.mark_gone(contact_id)
        window.show_status(self.tr("Deleting…"))

        def deleted() -> None:
            self._deleted.append((contact_id, who))
            self._show_undo()
            window.show_status(self.tr("Deleted: {who}").format(who=who))
            self.look(window.list.number)

        def failed(trouble: Trouble) -> None:
            self._then(lambda: window.list.mark_gone(contact_id, is_gone=False))
            self._tell(trouble)

        self._source.delete(contact_id, lambda: self._then(deleted), failed)

    def _on_undo(self) -> None:
        if self._deleted:
            self._on_restore(self._deleted[-1][0])

    def _on_restore(self, contact_id: str) -> None:
        def restored() -> None:
            self._deleted = [each for each in self._deleted if each[0] != contact_id]
            self._show_undo()
            self._window.show_status(self.tr("Put back"))
            self.look(self._window.list.number, contact_id)

        self._source.restore(contact_id, lambda: self._then(restored), self._tell)

    def _show_undo(self) -> None:
        what = self.tr("Put back: {who}")
        self._window.show_undo(what.format(who=self._deleted[-1][1]) if self._deleted else "")

    def _then(self, work: Callable[[], None]) -> None:
        if not self._is_closed:
            work()

    def _tell(self, trouble: Trouble) -> None:
        if not self._is_closed:
            self._window.show_status(str(trouble), is_trouble=True)

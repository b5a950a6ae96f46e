"""The agent's own phrases at work: what is typed is checked, saved, and found at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject

from desktop.app.own_lists import Lists, gaps_of, preview, question, rows_of, taken_ids
from desktop.app.surface import Surface
from desktop.app.waiting import Key, Waiting
from desktop.authoring.checking import Note, notes_on
from desktop.authoring.document import Conflicting, Document
from desktop.authoring.draft import Draft, changes, merged, new_id
from desktop.authoring.shelf import OwnShelf
from desktop.authoring.unfinished import Unsaved
from desktop.cockpit.cockpit import Cockpit
from desktop.errors import Trouble
from desktop.guide.lint.wordings import read_wordings
from desktop.paths import Paths, resource
from desktop.qt.settling import Settling
from desktop.ui.own_phrases import OwnPhrases
from desktop.ui.phrase_list import OwnRow

_PAUSE_MS, _LATEST_MS = 350, 2000  # what is typed without a pause is saved all the same
_NONE_YET = "No phrase yet. “New” makes the first one."


class OwnPhrasesDesk(QObject):
    """Opens the window, and does what is asked in it.

    Args:
        paths: Where the files are.
        cockpit: The words known now, for the preview.
        surface: For the window; its keyboard is nobody else's.
        today: For the linter.
        on_saved: Called after a file was written.
    """

    def __init__(
        self,
        paths: Paths,
        cockpit: Cockpit,
        surface: Surface,
        today: Callable[[], date],
        on_saved: Callable[[], None],
    ) -> None:
        super().__init__()
        self._cockpit = cockpit
        self._keyboard = surface.keyboard
        self._screen = surface.screen
        self._today = today
        self._on_saved = on_saved
        self._shelf = OwnShelf(paths.own_playbooks)
        unsaved = Unsaved(paths.data / "unfinished-phrases.json")
        self._waiting = Waiting(unsaved, paths.own_playbooks)
        lists = [resource("wordings.yaml"), paths.config / "wordings.yaml"]
        self._wordings = read_wordings(lists).all
        self._lists = Lists(self._shelf)
        self._base: Draft | None = None  # as it is in the file; its id is "" for a new one
        self._conflict: Conflicting | None = None
        self._query = ""
        self._shown: list[OwnRow] = []
        self._settling = Settling(self._save, _PAUSE_MS, _LATEST_MS)
        self._window = OwnPhrases(surface.theme, surface.held)
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
            return
        self._shelf.look()
        self._lists.load()
        self._waiting.recall(self._lists.go_to)
        self._show_section()
        self._window.open_on(self._screen())
        self._keyboard.claim(self._window)

    def on_foreground_changed(self) -> None:
        """Another window has the keyboard: from there the agent will come back."""
        if self.is_open and not self._keyboard.is_claiming:
            self._keyboard.borrow()

    def look(self) -> None:
        """Files may have changed."""
        if not self.is_open or not self._shelf.look():
            return
        self._lists.load()
        base = self._base
        is_typing = base is not None and bool(changes(base, self._window.fields.draft()))
        if is_typing:
            self._show_state()
            self._settling.touch()
        else:
            self._show_section(base.id if base is not None else None)

    def close(self) -> None:
        """Save what can be saved and take the window away."""
        self._flush()
        self._window.hide()
        self._window.deleteLater()

    def _here(self) -> tuple[Document, str]:
        return self._lists.here

    def _key(self, phrase_id: str) -> Key:
        document, step = self._here()
        return document.path, step, phrase_id

    # -- showing ---------------------------------------------------------------------------

    def _show_section(self, wanted: str | None = None) -> None:
        """Show the section in hand, with a phrase; None: the first one."""
        self._query = ""
        self._window.forget_search()
        rows = self._rows()
        ids = [row.id for row in rows if not row.note]
        waiting = self._waiting.of(*self._key("")[:2])
        if wanted is None or wanted not in ids:
            wanted = next(iter((*waiting, *ids)), None)
        self._choose(wanted)

    def _choose(self, phrase_id: str | None) -> None:
        """Take a phrase in hand; "" is the new one, None is none."""
        document, step = self._here()
        document.end_change()
        self._conflict = None
        draft = None
        if phrase_id is not None:
            kept = self._waiting.get(self._key(phrase_id))
            draft = Draft() if not phrase_id else document.draft(step, phrase_id)
            self._base = kept.base if kept is not None else draft
            draft = kept.mine if kept is not None else draft
        if draft is None:
            self._base = None
        self._window.show_gaps(gaps_of(document))
        self._window.show_phrase(draft, "" if document.problems else _NONE_YET)
        self._show_state()
        self._show_text()
        if draft is not None and (draft != self._base or draft.text):
            self._window.show_notes(self._notes(draft))
        else:
            self._window.show_notes(())
        if draft is not None and self._waiting.get(self._key(phrase_id or "")) is not None:
            self._save()

    def _show_state(self) -> None:
        """The list, what is wrong with the file, and what can be taken back."""
        document, _ = self._here()
        self._window.show_sections(self._lists.titles, self._lists.number)
        self._shown = rows = self._rows()
        in_hand = self._base.id if self._base is not None else None
        chosen = (n for n, row in enumerate(rows) if row.id == in_hand and not row.note)
        can_order = not self._query and not document.problems
        self._window.show_rows(rows, next(chosen, -1), can_order)
        lines = [
            f"{each.path.name}, line {each.line}: {each.what} {each.remedy}"
            for each in document.problems[:3]
        ]
        if lines:
            lines.append(self.tr("Until that is mended, Poise writes nothing into this file."))
        self._window.show_broken("\n".join(lines))
        self._window.show_conflict(question(self._conflict, self._base))
        self._window.show_undo(document.undoable)

    def _rows(self) -> list[OwnRow]:
        document, step = self._here()
        drafts = self._waiting.of(document.path, step)
        has_new = "" in drafts or (self._base is not None and not self._base.id)
        return rows_of(document, step, drafts, self._query, has_new=has_new)

    def _show_text(self) -> None:
        document, _ = self._here()
        text = self._window.fields.text_in_hand()
        self._window.show_preview(preview(document, text, self._cockpit.speaker.words()))

    def _notes(self, draft: Draft) -> tuple[Note, ...]:
        document, _ = self._here()
        words = (document.placeholders, self._wordings, self._today())
        return notes_on(draft, *words, document.language)

    # -- saving ----------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._show_text()
        self._settling.touch()

    def _flush(self) -> None:
        """Save now what was typed; what cannot be saved is kept beside."""
        if self._settling.is_waiting:
            self._settling.at_once()

    def _save(self) -> None:
        base = self._base
        if base is None:
            return
        document, step = self._here()
        mine = replace(self._window.fields.draft(), id=base.id)
        key = self._key(base.id)
        if not changes(base, mine):
            self._window.show_notes(self._notes(mine) if not mine.is_empty else ())
            self._waiting.settle(key)
            return
        notes = () if not base.id and mine.is_empty else self._notes(mine)
        self._window.show_notes(notes)
        try:
            if any(note.is_mistake for note in notes):
                what = next(note.what for note in notes if note.is_mistake)
                raise Trouble(f"Not saved yet. {what}")
            if self._conflict is not None:
                raise self._conflict
            if base.id:
                self._base = document.change(step, base, mine)
                self._show_theirs(base, mine)
            else:
                mine = replace(mine, id=new_id(str(mine.entries()["title"]), self._taken()))
                document.add(step, len(document.rows(step)), mine)
                self._base = document.draft(step, mine.id) or mine
        except Trouble as trouble:
            if isinstance(trouble, Conflicting):
                self._conflict = trouble
            self._waiting.put(key, base, mine)
            status = self.tr("Not saved yet.") if self._conflict is not None else str(trouble)
            self._window.show_status(status, is_trouble=True)
            self._show_state()
            return
        self._window.fields.name(self._base.id)
        self._waiting.settle(key)
        self._written(self.tr("Saved in {file}").format(file=document.path.name))

    def _show_theirs(self, base: Draft, mine: Draft) -> None:
        """Show what another program wrote meanwhile into fields that the agent did not change."""
        assert self._base is not None
        shown = merged(base, mine, self._base)
        if shown != mine:
            self._window.show_phrase(shown)

    def _written(self, status: str) -> None:
        self._lists.load()
        self._window.show_status(status)
        self._show_state()
        self._on_saved()

    def _taken(self) -> Collection[str]:
        return taken_ids(self._cockpit.library, self._shelf)

    # -- what is asked ---------------------------------------------------------------------

    def _connect(self) -> None:
        window = self._window
        window.section_chosen.connect(self._on_section)
        window.row_chosen.connect(self._on_row)
        window.searched.connect(self._on_searched)
        window.edited.connect(self._on_edited)
        window.text_entered.connect(self._show_text)
        window.add_asked.connect(self._on_add)
        window.copy_asked.connect(lambda: self._do(self._copy))
        window.delete_asked.connect(lambda: self._do(self._delete))
        window.undo_asked.connect(lambda: self._do(self._undo))
        window.moved.connect(lambda place, to: self._do(lambda: self._move(place, to)))
        window.declare_asked.connect(lambda name: self._do(lambda: self._declare(name)))
        window.decided.connect(self._on_decided)
        window.closed.connect(self._on_closed)

    def _do(self, work: Callable[[], None]) -> None:
        self._flush()
        try:
            work()
        except Conflicting as conflict:
            self._show_section(self._base.id if self._base is not None else None)
            self._window.show_status(conflict.what, is_trouble=True)
        except Trouble as trouble:
            self._window.show_status(str(trouble), is_trouble=True)
            self._show_state()

    def _on_section(self, number: int) -> None:
        self._flush()
        self._lists.number = number
        self._window.show_status("")
        self._show_section()

    def _on_row(self, number: int) -> None:
        row = self._shown[number] if 0 <= number < len(self._shown) else None
        self._flush()  # which may change the rows
        self._window.show_status("")
        if row is not None:
            self._choose(None if row.note else row.id)

    def _on_searched(self, query: str) -> None:
        self._flush()
        self._query = query
        self._show_state()

    def _on_add(self) -> None:
        self._flush()
        self._window.show_status("")
        if self._query:
            self._show_section("")
        self._choose("")
        self._window.focus_fields()

    def _copy(self) -> None:
        document, step = self._here()
        if self._base is None or not self._base.id:
            return
        title = self.tr("{title} (copy)").format(title=self._base.title)
        fresh = new_id(self._base.title, self._taken())
        document.duplicate(step, self._base.id, fresh, title)
        self._choose(fresh)
        self._written(self.tr("Copied"))
        self._window.focus_fields()

    def _delete(self) -> None:
        document, step = self._here()
        if self._base is None:
            return
        ids = [row.id for row in self._shown if row.id]
        place = ids.index(self._base.id) if self._base.id in ids else len(ids)
        title = self._base.title
        key = self._key(self._base.id)
        if self._base.id:
            try:
                document.delete(step, self._base.id)
            except Conflicting:
                self._waiting.settle(key)  # it is gone already, as the agent wishes
                raise
            ids = [each for each in ids if each != key[2]]
        self._waiting.settle(key)
        following = ids[min(place, len(ids) - 1)] if ids else None
        self._base = None
        self._choose(following)
        deleted = self.tr("Deleted “{title}”").format(title=title)
        self._written(deleted if title else self.tr("Deleted"))

    def _undo(self) -> None:
        document, _ = self._here()
        what = document.undoable
        if not what:
            return
        in_hand = self._base.id if self._base is not None else None
        document.undo()
        self._lists.load()
        self._show_section(in_hand)
        self._written(self.tr("Took back {what}").format(what=what))

    def _move(self, place: int, to: int) -> None:
        document, step = self._here()
        rows = document.rows(step)
        if place >= len(rows) or rows[place].shared:
            return
        document.move(step, rows[place].draft.id, min(to, len(rows) - 1))
        self._written(self.tr("Moved"))

    def _declare(self, name: str) -> None:
        document, _ = self._here()
        document.declare(name)
        self._window.show_gaps(gaps_of(document))
        self._save()

    def _on_decided(self, is_mine: bool) -> None:
        conflict, self._conflict = self._conflict, None
        if conflict is None or self._base is None:
            return
        self._waiting.settle(self._key(self._base.id))
        if not is_mine:
            self._show_section(self._base.id)
            return
        if conflict.theirs is not None:
            mine = merged(self._base, self._window.fields.draft(), conflict.theirs)
            self._base = conflict.theirs
            self._window.show_phrase(mine)
        else:
            self._base = Draft()
            self._window.fields.name("")
        self._save()

    def _on_closed(self) -> None:
        self._settling.at_once()
        self._keyboard.give_back()

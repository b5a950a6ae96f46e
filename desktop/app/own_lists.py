"""What the window of own phrases shows, from the files and from what waits to be saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.authoring.document import Conflicting, Document
from desktop.authoring.draft import FIELDS, Draft
from desktop.authoring.shelf import OWN_FILE, OwnShelf
from desktop.cockpit.speech import fill
from desktop.guide.library import Library
from desktop.guide.model import PhraseFile
from desktop.phrases.search import fold
from desktop.phrases.template import TemplateError
from desktop.ui.phrase_list import OwnRow

_LONGEST = 200
_BUILT_IN = (("customer", "Customer"), ("agent", "Your name"), ("reference", "Reference"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("own_phrases", text)


class Lists:
    """The lists one can choose from: every phrase file, and every step of a playbook."""

    def __init__(self, shelf: OwnShelf) -> None:
        self._shelf = shelf
        self._all: list[tuple[Document, str, str]] = []
        self.number = 0

    def load(self) -> None:
        """Make the lists anew; the one in hand stays in hand where it is still there."""
        before = self.here if self._all else None
        self._all = []
        for document in self._shelf.documents:
            for section in document.sections:
                title = f"{document.title} · {section.title}" if section.step else document.title
                is_new = document.is_missing and document.path.name == OWN_FILE
                shown = _tr("My phrases") if is_new else title
                self._all.append((document, section.step, shown))
            if not document.sections:
                self._all.append((document, "", document.path.name))
        self.number = 0
        if before is not None:
            self.go_to(before[0].path, before[1])

    @property
    def titles(self) -> list[str]:
        """What they are called."""
        return [title for _, _, title in self._all]

    @property
    def here(self) -> tuple[Document, str]:
        """The file in hand, and the step where it is a playbook."""
        document, step, _ = self._all[self.number]
        return document, step

    def go_to(self, path: Path, step: str) -> bool:
        """Take a list in hand, and whether it is there; else the one in hand stays."""
        for number, (each, of_step, _) in enumerate(self._all):
            if each.path == path and (of_step == step or each.problems):
                self.number = number
                return True
        return False


def rows_of(
    document: Document, step: str, drafts: Mapping[str, Draft], query: str, *, has_new: bool
) -> list[OwnRow]:
    """The rows of a list.

    Args:
        drafts: Phrases that wait to be saved, by id.
        query: Words that a row shall hold.
        has_new: Whether a new phrase is being written.
    """
    found: list[OwnRow] = []
    rows = () if document.problems else document.rows(step)
    for place, row in enumerate(rows):
        if row.shared:
            note = _tr("Shared: change it in its own file")
            found.append(OwnRow("", row.shared, "", place, note))
        else:
            draft = drafts.get(row.draft.id, row.draft)
            found.append(OwnRow(row.draft.id, draft.title, draft.text, place))
    words = fold(query).split()
    found = [row for row in found if all(each in fold(f"{row.title} {row.text}") for each in words)]
    if has_new:
        found.append(OwnRow("", _tr("New phrase"), "", len(rows)))
    return found


def gaps_of(document: Document) -> tuple[tuple[str, str], ...]:
    """The gaps that a text of this file may have, each with what it asks for."""
    return (*_BUILT_IN, *((each.name, each.label) for each in document.placeholders))


def preview(document: Document, text: str, words: Mapping[str, str]) -> str:
    """A text as it will be inserted; as it stands while its braces are wrong."""
    about = document.reading.phrase_file or PhraseFile("none", "", (), document.placeholders)
    playbook = document.reading.playbook or about.as_playbook()
    with suppress(TemplateError):  # the note beside the field says what is wrong
        return fill(text, playbook, words).text
    return text


def question(conflict: Conflicting | None, base: Draft | None) -> str:
    """What to ask in a conflict; "" where there is none."""
    if conflict is None or base is None:
        return ""
    lines = [conflict.what]
    for name in FIELDS if conflict.theirs is not None else ():
        what = getattr(conflict.theirs, name)
        if what != getattr(base, name):
            text = what if isinstance(what, str) else " / ".join(what)
            lines.append(_tr("There it says: “{text}”").format(text=text[:_LONGEST]))
    return "\n".join(lines)


def taken_ids(library: Library, shelf: OwnShelf) -> Collection[str]:
    """The ids of all phrases there are: the record knows a phrase by that alone."""
    found = {each.id for file in library.phrase_files() for each in file.phrases}
    for playbook in library.playbooks():
        found |= {each.id for step in playbook.steps for each in step.phrases}
    return found | shelf.ids()

"""The agent's own files that hold phrases, the one for phrases made here first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop.authoring.document import Document
from desktop.guide.folder import playbook_files

OWN_FILE = "my-phrases.yaml"
_FRESH = """\
# My own phrases. The window “My phrases” of Poise writes them; change them here as you like:
# your comments, your order and your way of writing stay as they are.
poise: 1
id: my-phrases
title: My phrases

phrases:
"""


class OwnShelf:
    """The files of the agent's own folder, kept open while the window is.

    Args:
        folder: It may be missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents: dict[Path, Document] = {}

    def look(self) -> bool:
        """Look which files there are and what they say; whether anything is another one now."""
        try:
            found = set(playbook_files(self._folder))
        except OSError:
            found = set()
        paths = found | {self._folder / OWN_FILE}
        before = set(self._documents)
        for gone in set(self._documents) - paths:
            if not self._documents[gone].is_put_aside:
                del self._documents[gone]
        is_changed = paths | set(self._documents) != before
        for path in paths:
            if path in self._documents:
                is_changed = self._documents[path].look() or is_changed
            else:
                fresh = _FRESH if path.name == OWN_FILE else ""
                self._documents[path] = Document(path, fresh)
        return is_changed

    @property
    def documents(self) -> tuple[Document, ...]:
        """All files, the one for phrases made here first, then by title."""
        return tuple(sorted(self._documents.values(), key=_order))

    def ids(self) -> set[str]:
        """The ids of all their phrases."""
        return set(self._ids())

    def _ids(self) -> Iterator[str]:
        for document in self._documents.values():
            yield from document.ids()


def _order(document: Document) -> tuple[bool, str, str]:
    return (document.path.name != OWN_FILE, document.title.casefold(), document.path.name)

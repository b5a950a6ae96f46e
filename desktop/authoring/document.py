"""One of the agent's own files, open for changes; on the disk it is always whole.

Before each change the file is looked at again. What another program wrote meanwhile is kept: the
change goes into the file as it is now, and where both changed the same words, the agent is asked.
A file with mistakes is never written.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.authoring import patching
from desktop.authoring.disk import (
    bring_back,
    content_of,
    put_aside,
    remove,
    replace_content,
)
from desktop.authoring.draft import Draft, changes, draft_of
from desktop.authoring.geometry import Unsure
from desktop.authoring.written import Plain, plain
from desktop.errors import Trouble
from desktop.guide.model import Placeholder, Problem
from desktop.guide.phrase_reader import PHRASE_KEYS
from desktop.guide.reader import PHRASE_FILE_KEYS, PLAYBOOK_KEYS, Reading, reading_of
from desktop.guide.source import ListNode, MapNode, Source, TextNode, source_of
from desktop.guide.step_reader import STEP_KEYS

MOST_UNDONE = 50
_MARK = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Section:
    """A list of phrases in a file: a phrase file has one, a playbook one for each step.

    Args:
        step: The step's id, "" for a phrase file.
        title: What people call it.
    """

    step: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of such a list.

    Args:
        draft: The phrase; of a shared one only its name.
        shared: "file/phrase" or "file" where it stands for phrases of another file.
    """

    draft: Draft
    shared: str = ""


class Conflicting(Trouble):
    """Somebody else changed the same words.

    Args:
        theirs: The phrase as it is in the file now; None where it is there no more.
    """

    def __init__(self, theirs: Draft | None) -> None:
        what = "This phrase was changed in another program meanwhile."
        if theirs is None:
            what = "This phrase was deleted in another program meanwhile."
        super().__init__(what, "Say whose words shall stay.")
        self.theirs = theirs


class Document:
    """A phrase file or playbook.

    Args:
        path: It may be missing: the first phrase makes it.
        fresh: What a new file says before its first phrase.
    """

    def __init__(self, path: Path, fresh: str = "") -> None:
        self.path = path
        self._fresh = fresh
        self._data: bytes | None = None
        self._seen: tuple[bytes | None, str] | None = None
        self._early: tuple[Placeholder, ...] = ()  # declared before there is a file
        self._undone: list[tuple[bytes | None, bytes | None, str]] = []
        self._in_change: tuple[str, str] | None = None  # the phrase that is being changed
        self._last_title = path.name
        self.source = Source(path)
        self.reading: Reading = Reading(None, ())
        self.look()

    # -- what it says ----------------------------------------------------------------------

    def look(self) -> bool:
        """Read the file again; whether it is another one now."""
        data: bytes | None = None
        trouble: Trouble | None = None
        try:
            data = content_of(self.path)
        except Trouble as found:
            trouble = found
        seen = (data, str(trouble or ""))
        if seen == self._seen:
            return False
        self._seen, self._data = seen, data
        if trouble is None and self._is_blank:
            self.source, self.reading = Source(self.path), Reading(None, ())
            return True
        if trouble is None and data is None:
            trouble = Trouble("The file is gone.", "Choose another list.")
        if trouble is not None:
            problem = Problem(self.path, 1, 1, trouble.what, trouble.remedy)
            self.source = Source(self.path, problems=(problem,))
        else:
            self.source = source_of(self.path, data or b"")
        self._take(self.source, reading_of(self.source))
        return True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it; while anything is, it is not changed."""
        return self.reading.problems

    @property
    def is_missing(self) -> bool:
        """Whether its first phrase is yet to be written: there is no file, or an empty one."""
        return self._is_blank and not self.problems

    @property
    def is_put_aside(self) -> bool:
        """Whether its last phrase was deleted here, and that can be taken back."""
        return self._data is None and bool(self._undone)

    @property
    def title(self) -> str:
        """What people call it; its name where it never was without mistakes."""
        about = self.reading.phrase_file or self.reading.playbook
        return about.title if about is not None else self._last_title

    @property
    def language(self) -> str:
        """Of its texts."""
        about = self.reading.phrase_file or self.reading.playbook
        return about.language if about is not None else "en"

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """The words that its phrases may ask for, besides the built-in ones."""
        about = self.reading.phrase_file or self.reading.playbook
        return about.placeholders if about is not None else self._early

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its lists of phrases; none where it has mistakes."""
        if self.reading.playbook is not None:
            return tuple(Section(each.id, each.title) for each in self.reading.playbook.steps)
        is_file = self.reading.phrase_file is not None or self.is_missing
        return (Section("", self.title),) if is_file else ()

    def rows(self, step: str) -> tuple[Row, ...]:
        """The entries of a section, in their order."""
        try:
            node = patching.node_at(self.source, self._list(step))
        except Unsure:
            return ()
        items = node.items if isinstance(node, ListNode) else ()
        return tuple(_row(item) for item in items if isinstance(item, MapNode))

    def draft(self, step: str, phrase_id: str) -> Draft | None:
        """A phrase, None when there is none with this id."""
        rows = self.rows(step)
        return next((row.draft for row in rows if _is(row, phrase_id)), None)

    def ids(self) -> set[str]:
        """The ids of all its phrases."""
        return {row.draft.id for each in self.sections for row in self.rows(each.step)}

    # -- changing it -----------------------------------------------------------------------

    @property
    def undoable(self) -> str:
        """What `undo` would take back, as a few words; "" when nothing can be."""
        return self._undone[-1][2] if self._undone else ""

    def change(self, step: str, base: Draft, mine: Draft) -> Draft:
        """Write what was changed in a phrase; the phrase as it is then.

        Args:
            base: What the agent began with.
            mine: What it shall be.

        Raises:
            Conflicting: Somebody else changed the same words; nothing was written.
            Trouble: It cannot be written; the file is as it was.
        """
        self._be_ready()
        wanted = changes(base, mine)
        theirs = self.draft(step, base.id)
        if theirs is None:
            raise Conflicting(None)
        differing = changes(base, theirs)
        if any(name in differing and differing[name] != wanted[name] for name in wanted):
            raise Conflicting(theirs)

        def patch(source: Source) -> Source:
            path = (*self._list(step), self._index(step, base.id))
            for name, what in wanted.items():
                source = patching.set_key(source, path, name, what, PHRASE_KEYS)
            return source

        self._write(patch, f"the change of “{theirs.title}”", (step, base.id))
        return self.draft(step, base.id) or mine

    def end_change(self) -> None:
        """What is changed in the phrase from now on is taken back by itself."""
        self._in_change = None

    def add(self, step: str, index: int, draft: Draft) -> None:
        """Put a new phrase at a place. Raises Trouble."""
        self._be_ready()
        index = min(index, len(self.rows(step)))

        def patch(source: Source) -> Source:
            if source.root is None:
                source = source_of(self.path, self._fresh.encode())
            return patching.insert_item(source, self._list(step), index, draft.entries())

        self._write(patch, f"the new phrase “{draft.entries()['title']}”")

    def duplicate(self, step: str, phrase_id: str, fresh_id: str, title: str) -> None:
        """Put a copy of a phrase behind it, whatever its keys are. Raises Trouble."""
        self._be_ready()
        index = self._index(step, phrase_id)
        node = patching.node_at(self.source, (*self._list(step), index))
        entries = plain(node)
        assert isinstance(entries, dict)
        copied: dict[str, Plain] = {**entries, "id": fresh_id, "title": title}
        self._write(
            lambda source: patching.insert_item(source, self._list(step), index + 1, copied),
            f"the copy “{title}”",
        )

    def delete(self, step: str, phrase_id: str) -> None:
        """Take a phrase out; the last one of a phrase file takes the file aside. Raises Trouble."""
        self._be_ready()
        index, rows = self._index(step, phrase_id), self.rows(step)
        label = f"the deletion of “{rows[index].draft.title}”"
        if len(rows) > 1:
            self._write(lambda each: patching.delete_item(each, self._list(step), index), label)
        elif step:
            path = self._list(step)[:-1]
            self._write(lambda each: patching.set_key(each, path, "phrases", [], STEP_KEYS), label)
        else:
            self._put_aside(label)

    def move(self, step: str, phrase_id: str, to: int) -> None:
        """Put a phrase where another one is. Raises Trouble."""
        self._be_ready()
        index, rows = self._index(step, phrase_id), self.rows(step)
        self._write(
            lambda each: patching.move_item(each, self._list(step), index, to),
            f"the new place of “{rows[index].draft.title}”",
        )

    def declare(self, name: str) -> None:
        """Let Poise ask for a word wherever a phrase has `{name}`. Raises Trouble."""
        self._be_ready()
        label = name.replace("_", " ").capitalize()
        entry: Plain = {"label": label}
        order = PLAYBOOK_KEYS if self.reading.playbook is not None else PHRASE_FILE_KEYS

        def patch(source: Source) -> Source:
            root = source.root
            old = root.get("placeholders") if isinstance(root, MapNode) else None
            if isinstance(old, MapNode):
                return patching.set_key(source, ("placeholders",), name, entry, ())
            return patching.set_key(source, (), "placeholders", {name: entry}, order)

        if self.is_missing:
            self._fresh = patch(source_of(self.path, self._fresh.encode())).text
            self._early += (Placeholder(name, label),)
            return
        self._write(patch, f"the question for “{label}”")

    def undo(self) -> None:
        """Take the newest change back, byte for byte.

        Raises:
            Trouble: Somebody else changed the file since, or it cannot be written.
        """
        before, after, label = self._undone[-1]
        self.end_change()
        if content_of(self.path) != after:
            self._undone.clear()
            what = f"{self.path.name} was changed in another program meanwhile."
            raise Trouble(what, f"Take back {label} by hand.")
        if before is None:
            remove(self.path)
        elif after is None:
            bring_back(self.path, before)
        else:
            replace_content(self.path, before)
        self._undone.pop()
        self.look()

    # -- the file --------------------------------------------------------------------------

    @property
    def _is_blank(self) -> bool:
        return bool(self._fresh) and not (self._data or b"").removeprefix(_MARK).strip()

    def _list(self, step: str) -> patching.Path:
        if not step:
            return ("phrases",)
        steps = self.reading.playbook.steps if self.reading.playbook is not None else ()
        number = next((n for n, each in enumerate(steps) if each.id == step), None)
        if number is None:
            raise Unsure
        return ("steps", number, "phrases")

    def _index(self, step: str, phrase_id: str) -> int:
        for number, row in enumerate(self.rows(step)):
            if _is(row, phrase_id):
                return number
        raise Conflicting(None)

    def _be_ready(self) -> None:
        if self.look():
            self._undone.clear()
            self.end_change()
        if self.problems:
            first = self.problems[0]
            what = f"{self.path.name} has a mistake in line {first.line}, so nothing is written."
            raise Trouble(what, "Mend it first; what you typed stays here.")

    def _write(
        self, patch: Callable[[Source], Source], label: str, of: tuple[str, str] | None = None
    ) -> None:
        before = self._data
        after = patch(self.source)
        reading = reading_of(after)
        if reading.problems:
            problem = reading.problems[0]
            raise Trouble(problem.what, problem.remedy)
        mark = _MARK if (before or b"").startswith(_MARK) else b""
        data = mark + after.text.encode("utf-8")
        if data == before:
            return
        replace_content(self.path, data)
        self._data, self._seen = data, (data, "")
        self._take(after, reading)
        # One letter after the other of the same phrase is one change.
        if self._undone and of is not None and of == self._in_change:
            before, _, label = self._undone.pop()
        self._in_change = of
        self._remember(before, data, label)

    def _take(self, source: Source, reading: Reading) -> None:
        self.source, self.reading = source, reading
        self._last_title = self.title

    def _remember(self, before: bytes | None, after: bytes | None, label: str) -> None:
        self._undone = [*self._undone, (before, after, label)][-MOST_UNDONE:]

    def _put_aside(self, label: str) -> None:
        before = self._data
        put_aside(self.path)
        # Should there be a phrase again, the file begins as this one did.
        with suppress(Unsure):
            self._fresh = patching.set_key(self.source, (), "phrases", [], ()).text
            self._early = self.placeholders
        self._data, self._seen = None, (None, "")
        self.source, self.reading = Source(self.path), Reading(None, ())
        self.end_change()
        self._remember(before, None, label)


def _is(row: Row, phrase_id: str) -> bool:
    return not row.shared and row.draft.id == phrase_id


def _row(node: MapNode) -> Row:
    for key in ("use", "include"):
        shared = node.get(key)
        if isinstance(shared, TextNode):
            return Row(replace(Draft(), title=shared.value), shared.value)
    return Row(draft_of(node))

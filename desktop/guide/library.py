"""All playbooks there are: the shipped ones and the team's own, kept up to date.

A broken file never takes a playbook away: its last good version stays until the file is
mended or removed. Of each file only its head is in memory; texts come from the store when
somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.guide.folder import playbook_files
from desktop.guide.head import Body, Head, Kept, Stamp, Store, body_of
from desktop.guide.linking import link, lost_leads, resolve
from desktop.guide.model import Cover, PhraseFile, Playbook, Problem

if TYPE_CHECKING:
    from desktop.guide.reader import Reading

_Titled = TypeVar("_Titled", Cover, Playbook, PhraseFile)

_IN_HAND = 4  # playbooks whose texts stay in memory: those of the contacts in hand, and some more


class Library:
    """The playbooks of several folders; of two with the same id the later folder's counts.

    Args:
        folders: Asked at each look. The shipped folder first; it must exist. The others may not
            exist yet.
        store: Where texts are kept; None: in memory.
    """

    def __init__(self, folders: Callable[[], Sequence[Path]], store: Store | None = None) -> None:
        self._ask_folders = folders
        self._store = store
        self._folders: tuple[Path, ...] = ()
        self._folder_problems: tuple[Problem, ...] = ()
        self._files: dict[Path, dict[Path, Kept]] = {}
        self._unkept: dict[Path, Kept] = {}  # what the store does not have yet
        self._gone: set[Path] = set()
        self._bodies: dict[Path, Body] = {}  # texts that the store does not have
        self._playbooks: dict[str, Path] = {}
        self._shared: dict[str, Path] = {}
        self._phrases: dict[str, frozenset[str]] = {}  # ids, by playbook
        self._problems: tuple[Problem, ...] = ()
        self._in_hand: dict[str, Playbook] = {}
        self.version = 0
        """Counts the changes: while it stays the same, so does everything here."""

    def load(self) -> None:
        """Look at every file; those that the store knows as they are need no reading."""
        known = self._store.files() if self._store is not None else {}
        self._files = {folder: {} for folder in self._ask_folders()}
        for path, kept in known.items():
            if path.parent in self._files:
                self._files[path.parent][path] = kept
            else:
                self._gone.add(path)
        self._look()
        self._collect()

    def refresh(self) -> bool:
        """Read the files that changed, are new or went away since the last time.

        Costs one directory listing and one stat per file when nothing changed.

        Returns:
            Whether anything is or may be another now.
        """
        if not self._look():
            return False
        self._collect()
        self.put_away()
        return True

    def put_away(self) -> None:
        """Have the store keep what was read anew; for a moment when nobody waits."""
        if self._store is None or not (self._unkept or self._gone):
            return
        bodies = {path: body for path, body in self._bodies.items() if path in self._unkept}
        if self._store.keep(self._unkept, bodies, self._gone):
            for path in bodies:
                del self._bodies[path]
        self._unkept, self._gone = {}, set()

    def covers(self) -> tuple[Cover, ...]:
        """What is said of each playbook, sorted by title."""
        return self._covers(self._playbooks)

    def count(self) -> int:
        """How many playbooks and phrase files there are."""
        return len(self._playbooks) + len(self._shared)

    def cover(self, playbook_id: str) -> Cover | None:
        """What is said of the playbook with this id; None: there is none."""
        return self._cover(self._playbooks.get(playbook_id))

    def playbook(self, playbook_id: str) -> Playbook | None:
        """The playbook with this id, or None."""
        found = self._in_hand.pop(playbook_id, None)
        if found is None and (path := self._playbooks.get(playbook_id)) is not None:
            found = self._open([path]).get(playbook_id)
        if found is not None:
            self._in_hand[playbook_id] = found  # as the last one that was asked for
            while len(self._in_hand) > _IN_HAND:
                del self._in_hand[next(iter(self._in_hand))]
        return found

    def glance(self, playbook_id: str) -> Playbook | None:
        """Like `playbook`, for a look at each of many: none of them stays in memory."""
        path = self._playbooks.get(playbook_id)
        return self._open([path]).get(playbook_id) if path is not None else None

    def playbooks(self) -> tuple[Playbook, ...]:
        """All playbooks with all their texts, sorted by title: a great deal of work."""
        return _sorted(self._open(self._playbooks.values()).values())

    def phrase_file_covers(self) -> tuple[Cover, ...]:
        """What is said of each shared phrase file, sorted by title."""
        return self._covers(self._shared)

    def phrase_file(self, file_id: str) -> PhraseFile | None:
        """The shared phrase file with this id, or None."""
        path = self._shared.get(file_id)
        body = self._fetch([path]).get(path) if path is not None else None
        return body if isinstance(body, PhraseFile) else None

    def phrase_files(self) -> tuple[PhraseFile, ...]:
        """All shared phrase files with all their texts, sorted by title."""
        bodies = self._fetch(self._shared.values()).values()
        return _sorted(each for each in bodies if isinstance(each, PhraseFile))

    def with_phrase(self, phrase_id: str, within: str = "") -> Iterator[Playbook]:
        """Those that have a phrase, playbooks before phrase files (which come as playbooks).

        Args:
            phrase_id: As in its file.
            within: The id of a playbook or phrase file; "" for any.
        """
        for cover in self.covers():
            if within in ("", cover.id) and phrase_id in self._phrases[cover.id]:
                playbook = self.playbook(cover.id)
                if playbook is not None:
                    yield playbook
        for cover in self.phrase_file_covers():
            head = self._good(self._shared[cover.id])
            if within in ("", cover.id) and head is not None and phrase_id in head.phrases:
                file = self.phrase_file(cover.id)
                if file is not None:
                    yield file.as_playbook()

    def found_twice(self) -> dict[tuple[bool, str], tuple[Path, ...]]:
        """The folders that have the same one: by whether it is a phrase file, and its id.

        That which counts comes last. Broken files that were never right take no place.
        """
        folders: dict[tuple[bool, str], dict[Path, None]] = {}
        for folder in self._folders:
            for file in self._files[folder].values():
                if file.good is not None and file.good.name is not None:
                    name = (file.good.is_phrase_file, file.good.name.playbook)
                    folders.setdefault(name, {})[folder] = None
        return {name: tuple(places) for name, places in folders.items() if len(places) > 1}

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files as they are now, even where a last good version serves."""
        return self._problems

    # -- texts -----------------------------------------------------------------------------

    def _open(self, paths: Iterable[Path]) -> dict[str, Playbook]:
        """The playbooks of some files, with their shared phrases."""
        paths = list(paths)
        uses = {path: good.uses for path in paths if (good := self._good(path)) is not None}
        shared = {use.file for each in uses.values() for use in each}
        lenders = {name: self._shared[name] for name in shared if name in self._shared}
        bodies = self._fetch([*paths, *lenders.values()])
        files = {
            name: body
            for name, path in lenders.items()
            if isinstance(body := bodies.get(path), PhraseFile)
        }
        found = (bodies.get(path) for path in paths)
        return {
            body.id: link(body, uses[path], files)[0]
            for path, body in zip(paths, found, strict=True)
            if isinstance(body, Playbook)
        }

    def _fetch(self, paths: Iterable[Path]) -> Mapping[Path, Body]:
        paths = list(dict.fromkeys(paths))
        found = {path: self._bodies[path] for path in paths if path in self._bodies}
        if self._store is not None and len(found) < len(paths):
            found |= self._store.bodies(path for path in paths if path not in found)
        for path in paths:
            if path not in found:  # the store has lost it
                body = body_of(_read(path))
                if body is not None:
                    found[path] = self._bodies[path] = body
        return found

    # -- files -----------------------------------------------------------------------------

    def _look(self) -> bool:
        """Read what is new; whether anything is."""
        folders = tuple(self._ask_folders())
        is_changed = folders != self._folders
        for folder in self._files.keys() - set(folders):
            self._gone.update(self._files.pop(folder))
        self._folders = folders
        problems: list[Problem] = []
        for number, folder in enumerate(folders):
            is_changed |= self._look_into(folder, problems, is_required=number == 0)
        is_changed |= self._folder_problems != tuple(problems)
        self._folder_problems = tuple(problems)
        return is_changed

    def _look_into(self, folder: Path, problems: list[Problem], is_required: bool) -> bool:
        known = self._files.setdefault(folder, {})
        try:
            paths = playbook_files(folder)
        except FileNotFoundError:
            paths = []
            if is_required:
                what = "This folder is missing."
                problems.append(Problem(folder, 1, 1, what, "Install Poise again."))
        except (OSError, ValueError) as error:
            # A share that is away for a moment: what was read from it keeps serving.
            reason = getattr(error, "strerror", None) or str(error)
            what = f"The folder cannot be read ({reason})."
            problems.append(Problem(folder, 1, 1, what, "Check its permissions."))
            return False
        gone = known.keys() - set(paths)
        for path in gone:
            del known[path]
            self._bodies.pop(path, None)
            self._unkept.pop(path, None)
        self._gone |= gone
        fresh = [path for path in paths if self._read_if_new(path, known)]
        return bool(gone or fresh)

    def _read_if_new(self, path: Path, known: dict[Path, Kept]) -> bool:
        # Before the reading: a file that changes meanwhile has another stamp next time.
        stamp = _stamp(path)
        old = known.get(path)
        if old is not None and old.stamp == stamp:
            return False
        reading = _read(path)
        head, body = Head.of(reading), body_of(reading)
        if body is not None:
            self._bodies[path] = body
        good = head if body is not None else (old.good if old is not None else None)
        known[path] = self._unkept[path] = Kept(stamp, head, good)
        self._gone.discard(path)
        return True

    # -- all of them together --------------------------------------------------------------

    def _collect(self) -> None:
        """Find out what there is, and what is wrong between the files."""
        problems = list(self._folder_problems)
        playbooks: dict[str, Path] = {}
        shared: dict[str, Path] = {}
        for folder in self._folders:
            here: dict[tuple[bool, str], Path] = {}
            for path, file in sorted(self._files[folder].items()):
                problems += file.head.problems
                good = file.good
                if good is None or good.name is None:
                    continue
                name = good.name.playbook
                other = here.setdefault((good.is_phrase_file, name), path)
                if other is not path:
                    problems += _used_twice(path, file.head, other)
                else:
                    (shared if good.is_phrase_file else playbooks)[name] = path
        self._playbooks, self._shared = playbooks, shared
        self._phrases, lost = self._link_phrases()
        problems += lost
        for folder in self._folders:
            for path, file in sorted(self._files[folder].items()):
                problems += lost_leads(path, file.head.leads, playbooks)
        self._problems = tuple(problems)
        self._in_hand = {}
        self.version += 1

    def _link_phrases(self) -> tuple[dict[str, frozenset[str]], list[Problem]]:
        """The ids of the phrases of each playbook, shared ones too, and what was not found."""
        heads = {name: self._good(path) for name, path in self._shared.items()}
        ids = {name: head.phrases for name, head in heads.items() if head is not None}
        phrases: dict[str, frozenset[str]] = {}
        problems: list[Problem] = []
        for name, path in self._playbooks.items():
            head = self._good(path)
            if head is not None:
                found, lost = resolve(path, head.phrases, head.uses, ids)
                shared = (each for _, wanted in found for each in wanted)
                phrases[name] = frozenset((*head.phrases, *shared))
                problems += lost
        return phrases, problems

    def _good(self, path: Path) -> Head | None:
        file = self._files[path.parent].get(path)
        return file.good if file is not None else None

    def _cover(self, path: Path | None) -> Cover | None:
        head = self._good(path) if path is not None else None
        return head.cover if head is not None else None

    def _covers(self, paths: Mapping[str, Path]) -> tuple[Cover, ...]:
        found = (self._cover(path) for path in paths.values())
        return _sorted(each for each in found if each is not None)


def _sorted(books: Iterable[_Titled]) -> tuple[_Titled, ...]:
    return tuple(sorted(books, key=lambda each: (each.title.casefold(), each.id)))


def _used_twice(path: Path, head: Head, other: Path) -> list[Problem]:
    if head.name is None:
        return []
    thing = "phrase file" if head.is_phrase_file else "playbook"
    what = f"The {thing} id `{head.name.playbook}` is also used in {other.name}."
    remedy = f"Give each {thing} its own id."
    return [Problem(path, head.name.line, head.name.column, what, remedy)]


def _read(path: Path) -> Reading:
    from desktop.guide.reader import read  # which a start with all files kept can do without

    return read(path)


def _stamp(path: Path) -> Stamp:
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return (0, 0, 0)  # reading it says what is wrong
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino)

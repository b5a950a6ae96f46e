"""What an agent gets, gets in another form, or loses with a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from desktop.guide.model import Phrase, PhraseFile, Playbook
from desktop.packs.contents import Contents


class State(Enum):
    """What happens to a playbook or a phrase file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one playbook or shared phrase file of a pack.

    Args:
        is_playbook: Else it is a phrase file.
        id: Its own.
        state: What happens to it.
        new, changed, removed: Ids of its own phrases.
        instead_of: The layers below whose playbook or file of this id it replaces.
        hidden_by: The layers above that have one with this id, so that it is not seen.
    """

    is_playbook: bool
    id: str
    state: State
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    hidden_by: tuple[str, ...] = ()


def compare(
    before: Contents,
    after: Contents,
    below: Mapping[str, Contents],
    above: Mapping[str, Contents],
) -> tuple[Change, ...]:
    """Every playbook and phrase file of the two versions, sorted: playbooks first, then by id.

    Args:
        before: The installed version; empty for none.
        after: The version to be installed; empty when the pack is removed.
        below: The layers that this pack counts before, the lowest first: SHIPPED and packs.
        above: The layers that count before this pack, the lowest first: packs and OWN.
    """
    return (
        *_compare(True, before.playbooks, after.playbooks, below, above),
        *_compare(False, before.phrase_files, after.phrase_files, below, above),
    )


def _compare(
    is_playbook: bool,
    before: Mapping[str, Playbook] | Mapping[str, PhraseFile],
    after: Mapping[str, Playbook] | Mapping[str, PhraseFile],
    below: Mapping[str, Contents],
    above: Mapping[str, Contents],
) -> Iterable[Change]:
    for name in sorted(before.keys() | after.keys()):
        old, new = _phrases(before.get(name)), _phrases(after.get(name))
        if name not in after:
            state = State.REMOVED
        elif name not in before:
            state = State.NEW
        else:
            is_same = _without_place(before[name]) == _without_place(after[name])
            state = State.SAME if is_same else State.CHANGED
        has = _has(is_playbook, name)
        yield Change(
            is_playbook,
            name,
            state,
            new=tuple(each for each in new if each not in old),
            changed=tuple(each for each in new if each in old and new[each] != old[each]),
            removed=tuple(each for each in old if each not in new),
            instead_of=tuple(layer for layer, each in below.items() if has(each)),
            hidden_by=tuple(layer for layer, each in above.items() if has(each)),
        )


def _has(is_playbook: bool, name: str) -> Callable[[Contents], bool]:
    return lambda each: name in (each.playbooks if is_playbook else each.phrase_files)


def _phrases(found: Playbook | PhraseFile | None) -> dict[str, Phrase]:
    """Its own phrases by id; those of shared files are told where the file is."""
    if found is None:
        return {}
    if isinstance(found, PhraseFile):
        return {phrase.id: phrase for phrase in found.phrases}
    return {phrase.id: phrase for step in found.steps for phrase in step.phrases if not phrase.file}


def _without_place(found: Playbook | PhraseFile) -> Playbook | PhraseFile:
    return replace(found, source=Path())

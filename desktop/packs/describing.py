"""A pack and its changes in the words of `poise pack`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from desktop.errors import Trouble
from desktop.packs.archive import Pack
from desktop.packs.changes import Change, State
from desktop.packs.manifest import Manifest
from desktop.packs.names import OWN, SHIPPED, version_order
from desktop.packs.shelf import Installed
from desktop.packs.signing import Verdict, fingerprint, read_signature

_WIDTH = 96


def about(manifest: Manifest, verdict: Verdict | str) -> list[str]:
    """What a pack says of itself, and what is known of its signature."""
    return [
        f"{manifest.title}, kept by {manifest.owner}",
        f"  made {manifest.made_at:%Y-%m-%d %H:%M} UTC, {counted(len(manifest.files), 'file')}",
        f"  {verdict}",
    ]


def step_from(old: Installed | None, new: Manifest, is_same: bool) -> str:
    """What it is to go from the installed version to another."""
    if old is None:
        return "No version of it is installed."
    version = old.manifest.version
    if is_same:
        return f"This very version, {version}, is installed."
    before, after = version_order(version), version_order(new.version)
    if before == after:
        return f"Careful: {version} is installed too, with other files under the same number."
    if after < before:
        return f"Careful: this is older than {version}, which is installed."
    return f"It follows {version}."


def warnings(old: Installed | None, pack: Pack | None = None) -> list[str]:
    """What a person should know of the installed version, and of another key's signature."""
    if old is None:
        return []
    lines: list[str] = []
    if old.edited:
        lines += _wrapped("Changed by hand in the installed version: ", old.edited)
        lines.append("(An own playbook with the same id would be left alone by every pack.)")
    if pack is not None and pack.signature_bytes != old.signature_bytes:
        before, after = _key_of(old.signature_bytes), _key_of(pack.signature_bytes)
        if before and before != after:
            now = f"with {after}" if after else "not at all"
            lines.append(f"Careful: the installed version is signed with {before}, this one {now}.")
    return lines


def changes(found: Sequence[Change]) -> list[str]:
    """What changes for the agent, a few lines for each playbook and phrase file."""
    lines: list[str] = []
    for change in found:
        if change.state is not State.SAME:
            lines.append(f"  {change.state.value:<8} {_thing(change)}{_instead(change)}")
            lines += _phrases(change)
    same = [change for change in found if change.state is State.SAME]
    if not lines:
        lines.append("  no playbook and no phrase changes")
    elif same:
        lines += _wrapped(f"  {State.SAME.value:<8} ", [each.id for each in same])
    for change in found:
        if change.hidden_by and change.state is not State.REMOVED:
            by = _whose(change.hidden_by[-1])
            lines.append(f"Not seen: {_thing(change)}; {by} counts before it.")
    return lines


def counted(count: int, thing: str) -> str:
    """ "1 file", "3 files"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _key_of(signature: bytes | None) -> str:
    if signature is None:
        return ""
    try:
        return f"the key {fingerprint(read_signature(signature).key)}"
    except Trouble:
        return "a signature that cannot be read"


def _thing(change: Change) -> str:
    return f"{'playbook' if change.is_playbook else 'phrase file'} {change.id}"


def _instead(change: Change) -> str:
    if change.state is State.REMOVED and change.hidden_by:
        return f" ({_whose(change.hidden_by[-1])} goes on counting)"
    if not change.instead_of:
        return ""
    whose = _whose(change.instead_of[-1])
    if change.state is State.REMOVED:
        return f" ({whose} counts again)"
    return f" (instead of {whose})"


def _whose(layer: str) -> str:
    return {OWN: "your own", SHIPPED: "the shipped one"}.get(layer, f"that of the pack `{layer}`")


def _phrases(change: Change) -> Iterable[str]:
    for state, ids in (
        (State.NEW, change.new),
        (State.CHANGED, change.changed),
        (State.REMOVED, change.removed),
    ):
        if ids:
            yield from _wrapped(f"             {state.value} phrases: ", ids)


def _wrapped(start: str, ids: Sequence[str]) -> list[str]:
    return textwrap.wrap(
        start + ", ".join(ids),
        _WIDTH,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )

"""espanso match files: YAML with `matches`, `global_vars` and `imports`.

The format: espanso.org/docs, "Matches", "Extensions", "Forms" and "Organizing matches". The
texts of one match are made in `espanso_match`.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from desktop.errors import Trouble
from desktop.exchange.espanso_match import Match, Variable, variables
from desktop.exchange.gathering import Gathering
from desktop.exchange.text_source import files_in
from desktop.guide.source import ListNode, MapNode, Node, TextNode, read_source

MAX_FILES = 300
_TYPED = "Poise does not listen to what is typed; phrases are chosen on the panel or by key."
_FLAGS = {
    "word": _TYPED,
    "left_word": _TYPED,
    "right_word": _TYPED,
    "propagate_case": "Nothing is typed that a case could follow.",
    "uppercase_style": "Nothing is typed that a case could follow.",
    "force_clipboard": "Poise finds out itself how a program takes text.",
    "force_mode": "Poise finds out itself how a program takes text.",
    "paragraph": "A phrase is text without formatting.",
}


def match_files(folder: Path) -> list[Path]:
    """The match files of a folder and of the folders in it, sorted.

    Those whose names begin with `_` are read only where another one imports them.

    Raises:
        Trouble: There are too many.
    """
    files = files_in(folder, (".yml", ".yaml"), MAX_FILES)
    return [file for file in files if not file.name.startswith(("_", "."))]


def is_espanso(path: Path) -> bool:
    """Whether this is a file with matches."""
    root = read_source(path).root
    keys = ("matches", "global_vars", "imports")
    return isinstance(root, MapNode) and any(root.get(key) is not None for key in keys)


def read_espanso(path: Path, gathering: Gathering) -> None:
    """Take one match file in with what it imports, or all of a folder.

    Raises:
        Trouble: One cannot be read, or is no match file.
    """
    top = path if path.is_dir() else path.parent
    roots: dict[Path, MapNode] = {}
    waiting = [Path(os.path.realpath(each)) for each in _named(path)]
    real_top = Path(os.path.realpath(top))
    while waiting:
        file = waiting.pop(0)
        if file in roots:
            continue
        if len(roots) >= MAX_FILES:
            what = f"{path} imports more than {MAX_FILES} files."
            raise Trouble(what, "Import a part of them.")
        roots[file] = _root(file)
        waiting += _imports(file, roots[file], real_top, gathering)
    shared: dict[str, Variable] = {}
    for root in roots.values():
        shared |= variables(root.get("global_vars"))
    for file, root in roots.items():
        _matches(_name(file, real_top), root, shared, gathering)


def _named(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = match_files(path)
    if not files:
        raise Trouble(f"{path} holds no match file.", "Name espanso's folder `match`.")
    return files


def _name(file: Path, top: Path) -> str:
    return str(file.relative_to(top)) if file.is_relative_to(top) else file.name


def _root(file: Path) -> MapNode:
    source = read_source(file)
    if source.problems:
        first = source.problems[0]
        raise Trouble(str(first), "")
    if source.root is None:
        return MapNode((), 1, 1)
    if not isinstance(source.root, MapNode):
        what = f"{file} is no match file of espanso."
        raise Trouble(what, "Name a file that has `matches:` in it.")
    return source.root


def _imports(file: Path, root: MapNode, top: Path, gathering: Gathering) -> list[Path]:
    found: list[Path] = []
    for item in _items(root.get("imports")):
        place = f"{_name(file, top)}:{item.line}"
        if not isinstance(item, TextNode) or not item.value.strip() or "\0" in item.value:
            continue
        wanted = Path(os.path.realpath(file.parent / item.value))
        if not wanted.is_relative_to(top):
            why = "It lies outside of what you named; name it as well."
            gathering.leave_out(place, f"the import {item.value}", why)
        elif not os.path.isfile(wanted):
            gathering.leave_out(place, f"the import {item.value}", "There is no such file.")
        else:
            found.append(wanted)
    return found


def _matches(name: str, root: MapNode, shared: dict[str, Variable], gathering: Gathering) -> None:
    lost: Counter[str] = Counter()
    triggers = 0
    for item in _items(root.get("matches")):
        if not isinstance(item, MapNode):
            gathering.leave_out(f"{name}:{item.line}", "an entry", "It is no match.")
            continue
        match = Match(item, f"{name}:{item.line}", shared, gathering)
        if match.take():
            triggers += bool(match.triggers)
            lost.update(flag for flag in _FLAGS if _is_set(item.get(flag)))
    if triggers:
        why = "Poise does not listen to what is typed; each is kept as a tag to search for."
        gathering.leave_out(name, f"the triggers of {_count(triggers)}", why)
    for flag, count in lost.items():
        gathering.leave_out(name, f"`{flag}` of {_count(count)}", _FLAGS[flag])
    if root.get("matches") is not None and not isinstance(root.get("matches"), ListNode):
        gathering.leave_out(name, "`matches`", "It is no list.")


def _count(matches: int) -> str:
    return f"{matches} match{'' if matches == 1 else 'es'}"


def _is_set(node: Node | None) -> bool:
    return isinstance(node, TextNode) and node.value.lower() not in ("", "false", "~", "null")


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, ListNode) else ()

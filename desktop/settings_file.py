"""Reading the settings file, and putting a setting into it. What may be set: `settings`."""

from __future__ import annotations

import errno
import os.path
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from desktop.errors import Trouble
from desktop.guide.fields import Fields, Report, kind_of
from desktop.guide.model import Problem
from desktop.guide.source import MapNode, Node, Source, TextNode, read_source, shown
from desktop.phrases.template import clean
from desktop.privacy.patterns import exception, own_pattern
from desktop.replacing import put_in_place
from desktop.settings import TABLE, Setting, Settings, written

_YES = frozenset(["yes", "true", "on"])
_NO = frozenset(["no", "false", "off"])


def load(
    path: Path, actions: Collection[str], chord_objection: Callable[[str], str]
) -> tuple[Settings, tuple[Problem, ...]]:
    """Read the settings file.

    Args:
        path: It may be missing: everything then has its default.
        actions: The actions that a hotkey can have.
        chord_objection: Says what is wrong with a chord, or "". Not asked about `off`.

    Returns:
        The settings, where each bad value has its default, and what was wrong. Nothing is
        raised: a mistake in the settings must not keep anybody from working.
    """
    if not path.exists() and not path.is_symlink():
        return Settings(), ()
    source = read_source(path)
    report = Report(source)
    if source.root is None:
        return Settings(), report.problems
    if not isinstance(source.root, MapNode):
        what = f"Settings must be a mapping, but this is {kind_of(source.root)}."
        report.add(source.root, what, "Write each as `name: value`.")
        return Settings(), report.problems
    entries = Fields(source.root, report, "settings file", tuple(TABLE))
    values: dict[str, Any] = {}
    for name, setting in TABLE.items():
        if setting.kind == "chords":
            values[name] = _chords(entries, name, report, actions, chord_objection)
            continue
        if setting.kind == "shapes":
            values[name] = _shapes(entries, name, report)
            continue
        node = entries.text_node(name, is_required=False)
        value = _value(node, setting) if node is not None else None
        if value is not None:
            values[name] = value
        elif node is not None:
            what = f"`{name}` cannot be `{shown(node.value)}`."
            default = written(getattr(Settings(), name))
            remedy = f"Use {setting.allowed}; until then it is {default}."
            report.add(node, what, remedy)
    return Settings(**values), report.problems


def add_setting(path: Path, name: str, value: str) -> None:
    """Put a text setting into the file, which keeps everything else as it was written.

    Args:
        path: The settings file; made when it is missing.
        name: A text setting; one that is there already gets the new value in its place.
        value: Plain text; it is made one line.

    Raises:
        OSError: The file cannot be read or written, or is so broken that nobody can tell
            where the setting belongs; it is unchanged.
    """
    value = " ".join(clean(value).split())
    path = Path(os.path.realpath(path))  # a link to the file stays a link
    is_there = path.exists()
    before = read_source(path) if is_there else Source(path)
    if before.root is None and before.problems:
        raise OSError(errno.EINVAL, before.problems[0].what, str(path))
    fresh = path.with_name(f".{path.name}.new")
    try:
        for text in _with_setting(before, name, "'" + value.replace("'", "''") + "'"):
            fresh.write_bytes(text.encode("utf-8"))
            if _differs_only_in(before, read_source(fresh), name, value):
                if is_there:
                    shutil.copymode(path, fresh)
                put_in_place(fresh, path)
                return
    finally:
        fresh.unlink(missing_ok=True)
    raise OSError(errno.EINVAL, "Nobody can tell where a setting belongs in it", str(path))


def _with_setting(source: Source, name: str, written: str) -> Iterator[str]:
    """The file's text with the setting, in every way that may be right for it."""
    text, root = source.text, source.root
    line = f"{name}: {written}"
    if isinstance(root, MapNode) and (old := root.get(name)) is not None:
        if isinstance(old, TextNode):
            gap = " " if text[:1] and text[old.start - 1 : old.start] == ":" else ""
            yield f"{text[: old.start]}{gap}{written}{text[old.end :]}"
        return
    yield f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{line}\n"
    if isinstance(root, MapNode) and root.entries:
        first = root.entries[0][0].start
        indent = " " * (first - (text.rfind("\n", 0, first) + 1))
        yield f"{text[:first]}{line}\n{indent}{text[first:]}"  # before what ends with `...`
        yield f"{text[:first]}{line}, {text[first:]}"  # `{theme: dark}`
    elif isinstance(root, MapNode):
        yield text.replace("{", f"{{{line}", 1)
    yield f"{line}\n{text}"


def _differs_only_in(before: Source, after: Source, name: str, value: str) -> bool:
    if not isinstance(after.root, MapNode) or len(after.problems) > len(before.problems):
        return False
    entries = _plain(after.root)
    others = _plain(before.root) if isinstance(before.root, MapNode) else {}
    if not isinstance(entries, dict) or not isinstance(others, dict):
        return False
    others.pop(name, None)
    return entries.pop(name, None) == value and entries == others


def _plain(node: Node) -> object:
    """What a node says, wherever it stands."""
    if isinstance(node, TextNode):
        return node.value
    if isinstance(node, MapNode):
        return {key.value: _plain(value) for key, value in node.entries}
    return [_plain(each) for each in node.items]


def _value(node: TextNode, setting: Setting) -> str | int | bool | None:
    """The value written at a node; None when it is not allowed."""
    text = " ".join(node.value.split())
    if setting.kind == "text":
        return text
    word = text.lower()
    if setting.kind == "choice":
        return word if word in setting.choices else None
    if setting.kind == "yes-no":
        return True if word in _YES else False if word in _NO else None
    digits = word.removesuffix("ms").removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return None
    return int(digits) if setting.low <= int(digits) <= setting.high else None


def _chords(
    entries: Fields,
    name: str,
    report: Report,
    actions: Collection[str],
    chord_objection: Callable[[str], str],
) -> dict[str, str]:
    chords: dict[str, str] = {}
    node = entries.map(name)
    for key, value in node.entries if node else ():
        if key.value not in actions:
            otherwise = f"There is: {', '.join(actions)}."
            remedy = report.nearest(key.value, actions, otherwise)
            report.add(key, f"There is no action `{shown(key.value)}`.", remedy)
        elif not isinstance(value, TextNode) or not value.value.strip():
            what = f"The keys of `{key.value}` must be text, but are {kind_of(value)}."
            report.add(value, what, "Write them like Ctrl+Shift+1, or `off`.")
        elif value.value.strip().lower() == "off":
            chords[key.value] = "off"
        elif objection := chord_objection(value.value.strip()):
            report.add(value, objection, "Until then the usual keys are used.")
        else:
            chords[key.value] = value.value.strip()
    return chords


def _shapes(entries: Fields, name: str, report: Report) -> dict[str, str]:
    check = exception if name == "never_mask" else own_pattern
    shapes: dict[str, str] = {}
    node = entries.map(name)
    for key, value in node.entries if node else ():
        if not isinstance(value, TextNode) or not value.value.strip():
            what = f"The shape of `{shown(key.value)}` must be text, but is {kind_of(value)}."
            report.add(value, what, "Put it in quotes; without them what follows # is a remark.")
            continue
        found, shape = " ".join(key.value.split()), " ".join(value.value.split())
        try:
            check(found, shape)
        except Trouble as trouble:
            report.add(value, trouble.what, trouble.remedy)
        else:
            shapes[found] = shape
    return shapes

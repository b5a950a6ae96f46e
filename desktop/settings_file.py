"""Reading the settings file, and putting a setting into it. What may be set: `settings`."""

from __future__ import annotations

import errno
import os.path
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop.errors import Trouble
from desktop.guide.fields import Fields, Report, kind_of
from desktop.guide.model import Problem
from desktop.guide.source import MapNode, Node, Source, TextNode, read_source, shown
from desktop.phrases.template import clean
from desktop.privacy.patterns import exception, own_pattern
from desktop.replacing import put_in_place
from desktop.settings import GUARDED, REMOVING, TABLE, Setting, Settings, written

_YES = frozenset(["yes", "true", "on"])
_NO = frozenset(["no", "false", "off"])

Place = tuple[int, int]
"""Line and column."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading the settings file.

    Args:
        settings: What is in force by it.
        problems: What is wrong in the file.
        doubtful: The settings of which nobody can tell what was set, and the problem that is why.
    """

    settings: Settings
    problems: tuple[Problem, ...] = ()
    doubtful: Mapping[str, Problem] = field(default_factory=dict)


def read(
    path: Path,
    actions: Collection[str],
    chord_objection: Callable[[str], str],
    before: Settings | None = None,
) -> Reading:
    """Read the settings file.

    Where a value cannot be read, the one from before is in force; without one, the careful one if
    the setting has such, else the default. What removes is careful in any case.

    Args:
        path: It may be missing: everything then has its default.
        actions: The actions that a hotkey can have.
        chord_objection: Says what is wrong with a chord, or "". Not asked about `off`.
        before: What was in force until now, in this run.

    Returns:
        What is in force. Nothing is raised: a mistake in the settings must not keep anybody from
        working.
    """
    if _is_missing(path):
        return Reading(Settings())
    source = read_source(path)
    if source.root is None:
        if not source.problems:
            return Reading(Settings())
        return _unreadable(source.problems, before)
    report = Report(source)
    if not isinstance(source.root, MapNode):
        what = f"Settings must be a mapping, but this is {kind_of(source.root)}."
        report.add(source.root, what, "Write each as `name: value`.")
        return _unreadable(report.problems, before)
    entries = Fields(source.root, report, "settings file", tuple(TABLE))
    values: dict[str, Any] = {}
    doubtful: dict[str, Place] = {}
    if source.problems or report.is_full:
        # A second document, say: what a guarded setting should be may stand in what was not read.
        first = report.problems[0] if report.is_full else source.problems[0]
        doubtful = dict.fromkeys(GUARDED, (first.line, first.column))
    for name, setting in TABLE.items():
        written_at = entries.meant(name)
        if setting.kind in ("chords", "shapes"):
            count = len(report.problems)
            if setting.kind == "chords":
                old = (before or Settings()).hotkeys
                values[name] = _chords(entries, name, report, actions, chord_objection, old)
            else:
                values[name] = _shapes(entries, name, report)
            is_bad = len(report.problems) > count
        else:
            node = entries.text_node(name, is_required=False)
            value = _value(node, setting) if node is not None else None
            if value is not None:
                values[name] = value
            elif node is not None:
                what = f"`{name}` cannot be `{shown(node.value)}`."
                until_then = _until_then(name, setting, before)
                report.add(node, what, f"Use {setting.allowed}; until then {until_then}.")
            is_empty = isinstance(written_at, TextNode) and not written_at.value.strip()
            is_bad = value is None and written_at is not None and not is_empty
        is_misspelt = source.root.get(name) is None
        if written_at is not None and (is_bad or is_misspelt):
            doubtful[name] = (written_at.line, written_at.column)
            if is_misspelt:
                values.pop(name, None)
    unsure = REMOVING & doubtful.keys()
    if unsure:
        doubtful = dict.fromkeys(REMOVING, min(doubtful[each] for each in unsure)) | doubtful
    problems = report.problems
    for name in doubtful:
        values[name] = _in_doubt(name, values.get(name), before)
    return Reading(
        Settings(**values),
        problems,
        {name: _at(place, problems) for name, place in doubtful.items()},
    )


def load(
    path: Path, actions: Collection[str], chord_objection: Callable[[str], str]
) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings and problems of `read`, where nothing was in force before."""
    reading = read(path, actions, chord_objection)
    return reading.settings, reading.problems


def _is_missing(path: Path) -> bool:
    """Whether there is no file; one that may not be looked at is there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        pass
    return False


def _unreadable(problems: tuple[Problem, ...], before: Settings | None) -> Reading:
    """Nobody can tell any setting from the file."""
    first = problems[0]
    if before is None:
        until_then = (
            "Until then no setting counts, nothing old is removed, and chats are not remembered."
        )
    else:
        until_then = "Until then the settings from before count, but nothing old is removed."
    told = replace(first, remedy=f"{first.remedy} {until_then}".lstrip())
    settings = Settings(**{name: _in_doubt(name, None, before) for name in TABLE})
    return Reading(settings, (told, *problems[1:]), dict.fromkeys(TABLE, told))


def _in_doubt(name: str, value: Any, before: Settings | None) -> Any:
    """What is in force for a setting of which nobody can tell what was set.

    Args:
        name: Of the setting.
        value: What could be read of it, None for nothing.
        before: What was in force until now, if anything was.
    """
    setting = TABLE[name]
    if setting.kind == "shapes":
        return {**getattr(before or Settings(), name), **(value or {})}
    if setting.careful is not None:
        if setting.removes or before is None:
            return setting.careful
        return getattr(before, name)
    return getattr(before or Settings(), name) if value is None else value


def _until_then(name: str, setting: Setting, before: Settings | None) -> str:
    """What is done as long as a value cannot be read, in words."""
    if setting.removes:
        return "nothing old is removed"
    return f"it is {written(_in_doubt(name, None, before))}"


def _at(place: Place, problems: tuple[Problem, ...]) -> Problem:
    """The problem that a setting at that place has."""
    after = (each for each in problems if (each.line, each.column) >= place)
    return next(after, problems[0])


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
    fresh.unlink(missing_ok=True)  # left over from a run that was killed
    try:
        fresh.touch(mode=0o600)
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
    before: Mapping[str, str],
) -> dict[str, str]:
    chords: dict[str, str] = {}
    node = entries.map(name)
    if node is None and not entries.is_without(name):
        return dict(before)
    for key, value in node.entries if node else ():
        if key.value not in actions:
            otherwise = f"There is: {', '.join(actions)}."
            remedy = report.nearest(key.value, actions, otherwise)
            report.add(key, f"There is no action `{shown(key.value)}`.", remedy)
        elif isinstance(value, TextNode) and value.value.strip().lower() == "off":
            chords[key.value] = "off"
        elif not isinstance(value, TextNode) or not value.value.strip():
            what = f"The keys of `{key.value}` must be text, but are {kind_of(value)}."
            report.add(value, what, "Write them like Ctrl+Shift+1, or `off`.")
            chords |= _old(key.value, before)
        elif objection := chord_objection(value.value.strip()):
            keys = "its keys of before" if key.value in before else "the usual keys"
            report.add(value, objection, f"Until then {keys} are used.")
            chords |= _old(key.value, before)
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


def _old(name: str, before: Mapping[str, str]) -> dict[str, str]:
    """What an entry said before, when it did."""
    return {name: before[name]} if name in before else {}

"""AutoKey phrases: folders of .txt files, each with its settings in a .json file beside it.

The format: what AutoKey 0.96.0 writes, and its source at github.com/autokey/autokey. The settings
of `thanks.txt` are in `thanks.json`, those of a folder in its `folder.json`; some versions hide
them as `.thanks.json`.
"""

from __future__ import annotations

import re
from pathlib import Path

from desktop.errors import Trouble
from desktop.exchange.gathering import Gathering
from desktop.exchange.json_source import Json, parse_json, text_field
from desktop.exchange.text_source import files_in, read_bytes, text_of
from desktop.exchange.wording import Wording

MAX_FILES = 2_000

_KEYS = (
    r"left|right|up|down|home|end|delete|backspace|escape|insert|page_up|page_down|pause|menu"
    r"|print_screen|scroll_lock|num_?lock|caps_?lock|super|hyper|meta|ctrl|alt|alt_gr|shift"
    r"|f[0-9]{1,2}|np_[a-z0-9]{1,10}|code[0-9]{1,3}"
)
_TOKEN = re.compile(
    r"(?i:(?:<(?:ctrl|alt|alt_gr|shift|super|hyper|meta)>\+){1,6}(?:<[a-z_0-9]{1,20}>|\S)?"
    rf"|<(?:enter|tab|{_KEYS})>)"
    r"|<cursor>|<(?:date|script|file|system)(?: (?:[^<>\n\\]|\\[^\n]){0,200})?>"
)
_LEFT_AT_END = re.compile(r"(?:<left>)+\Z", re.IGNORECASE)
_MAX_LEFT = 3_000
_AUTOMATIC = {
    "date": ("Date", "Poise writes no dates by itself; the agent is asked for it."),
    "script": ("Result of a script", "Poise runs no scripts; the agent is asked for it."),
    "system": ("Result of a command", "Poise runs no commands; the agent is asked for it."),
    "file": ("Text of a file", "Poise inserts no other files; the agent is asked for it."),
}


def phrase_files(folder: Path) -> list[Path]:
    """The .txt and .py files of a folder and of the folders in it, sorted.

    Raises:
        Trouble: There are too many.
    """
    return files_in(folder, (".txt", ".py"), MAX_FILES)


def read_autokey(path: Path, gathering: Gathering) -> None:
    """Take one .txt file in, or all of a folder.

    Raises:
        Trouble: One cannot be read, or there is none.
    """
    files = phrase_files(path) if path.is_dir() else [path]
    if not any(file.suffix.lower() == ".txt" for file in files):
        raise Trouble(f"{path} holds no .txt file.", "Name AutoKey's folder of phrases.")
    abbreviations = 0
    titles = _folders(path, files, gathering) if path.is_dir() else {}
    for file in files:
        place = str(file.relative_to(path)) if file != path else file.name
        if file.suffix.lower() == ".py":
            gathering.leave_out(place, "a script", "Poise runs no scripts.")
            continue
        about = _about(file)
        text = text_of(read_bytes(file), str(file))
        title = text_field(about, "description") or file.stem
        if gathering.is_too_long(place, title, text):
            continue
        words = _abbreviations(about)
        inner = file.relative_to(path).parents if file != path else ()
        folders = [titles[path / each] for each in list(inner)[-2::-1]]
        wording = _wording(text, place, gathering)
        is_taken = gathering.phrase(place, title, [wording], [*words, *folders])
        abbreviations += is_taken and bool(words)
        if is_taken:
            _settings(about, place, gathering)
    if abbreviations:
        why = "Poise does not listen to what is typed; each is kept as a tag to search for."
        gathering.leave_out(str(path), f"the abbreviations ({abbreviations})", why)


def _folders(top: Path, files: list[Path], gathering: Gathering) -> dict[Path, str]:
    """The titles of the folders that hold the files; their names lack some of the letters."""
    titles: dict[Path, str] = {}
    for file in files:
        for folder in file.parents[: len(file.relative_to(top).parts)]:
            if folder not in titles:
                about = _about(folder / "folder")
                titles[folder] = text_field(about, "title") or folder.name
                place = str(folder.relative_to(top)) if folder != top else top.name
                _settings(about, f"{place}/folder.json", gathering)
                if _abbreviations(about):
                    why = "Poise does not listen to what is typed; its phrases are found by search."
                    gathering.leave_out(f"{place}/folder.json", "the abbreviation", why)
    return titles


def _about(file: Path) -> dict[str, Json]:
    for name in (f".{file.stem}.json", f"{file.stem}.json"):
        beside = file.with_name(name)
        if beside.is_file():
            value = parse_json(read_bytes(beside), str(beside))
            return value if isinstance(value, dict) else {}
    return {}


def _abbreviations(about: dict[str, Json]) -> list[str]:
    own = about.get("abbreviation")
    many = own.get("abbreviations") if isinstance(own, dict) else None
    return [each for each in many if isinstance(each, str)] if isinstance(many, list) else []


def _settings(about: dict[str, Json], place: str, gathering: Gathering) -> None:
    hotkey = about.get("hotkey")
    if isinstance(hotkey, dict) and text_field(hotkey, "hotKey"):
        why = "A phrase has no key of its own; its place in the step gives it one."
        gathering.leave_out(place, "the hotkey", why)
    if about.get("matchCase") is True:
        gathering.leave_out(place, "matchCase", "Nothing is typed that a case could match.")
    if about.get("prompt") is True:
        gathering.leave_out(place, "prompt", "A phrase is inserted as soon as you choose it.")
    window = about.get("filter")
    if isinstance(window, dict) and text_field(window, "regex"):
        gathering.leave_out(place, "the window filter", "A phrase can go into every window.")


def _wording(text: str, place: str, gathering: Gathering) -> Wording:
    text = _with_cursor(text)
    wording = Wording()
    position = 0
    for token in gathering.tokens(_TOKEN, text):
        wording.literal(text[position : token.start()])
        position = token.end()
        word = re.split("[ >]", token[0][1:], maxsplit=1)[0].lower()
        if word == "cursor":
            if not wording.cursor():
                gathering.leave_out(place, token[0], "A phrase has one place for the caret.")
        elif word in _AUTOMATIC:
            label, why = _AUTOMATIC[word]
            gathering.leave_out(place, token[0], why)
            wording.gap(gathering.placeholder(label), is_asked=False)
        elif token[0].lower() in ("<enter>", "<tab>"):
            wording.literal("\n" if word == "enter" else "\t")
            if word == "enter" and not text[position:].strip():
                gathering.leave_out(place, token[0], "Poise never sends: you press Enter.")
        else:
            why = "Poise inserts text and presses no other keys."
            gathering.leave_out(place, token[0], why)
    wording.literal(text[position:])
    return wording


def _with_cursor(text: str) -> str:
    """Left keys at the very end are how many set the caret: they become the place itself."""
    keys = _LEFT_AT_END.search(text[-_MAX_LEFT:])
    if keys is None:
        return text
    start = len(text) - len(keys[0])
    steps = len(keys[0]) // len("<left>")
    last = text[max(0, start - steps) : start]
    if len(last) < steps or "<" in last or ">" in last or "<cursor>" in text:
        return text
    return f"{text[: start - steps]}<cursor>{last}"

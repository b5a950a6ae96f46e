"""Which program a file comes from, and reading it accordingly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.errors import Trouble
from desktop.exchange.found import Found
from desktop.exchange.gathering import Gathering
from desktop.exchange.text_source import read_bytes

FORMATS = {
    "espanso": "espanso",
    "beeftext": "Beeftext",
    "autokey": "AutoKey",
    "textexpander": "TextExpander",
    "zendesk": "Zendesk",
    "freshdesk": "Freshdesk",
    "csv": "a spreadsheet",
}
"""The formats there are, with the name of the program."""

_ASK = f"Say where it comes from: --from {'|'.join(FORMATS)}."


def import_paths(paths: Sequence[Path], format_name: str = "") -> tuple[Found, tuple[str, ...]]:
    """Everything in the files and folders.

    Args:
        paths: One or more.
        format_name: A key of `FORMATS`, or "" to find out for each.

    Returns:
        What was found, and the formats, as keys of `FORMATS`.

    Raises:
        Trouble: Something cannot be read, or nobody can tell what it is.
    """
    gathering = Gathering()
    seen: dict[str, None] = {}
    for path in paths:
        name = format_name or recognise(path)
        seen[name] = None
        _read(path, name, gathering)
    return gathering.found(), tuple(seen)


def recognise(path: Path) -> str:
    """The format of a file or folder, as a key of `FORMATS`.

    Raises:
        Trouble: It cannot be read, or it may be several things, or none.
    """
    if path.is_dir():
        return _of_folder(path)
    suffix = path.suffix.lower()
    if suffix == ".txt":
        return "autokey"
    if suffix in (".yml", ".yaml"):
        from desktop.exchange.espanso import is_espanso

        if is_espanso(path):
            return "espanso"
        return _of_yaml(path)
    if suffix in (".json", ".btbackup"):
        return _of_json(path)
    if suffix in (".csv", ".tsv"):
        return _of_csv(path)
    read_bytes(path)  # the better complaint, where it is missing
    raise Trouble(f"Nobody can tell from the name of {path} what it is.", _ASK)


def _of_folder(folder: Path) -> str:
    from desktop.exchange.autokey import phrase_files
    from desktop.exchange.espanso import match_files

    has_phrases = any(file.suffix.lower() == ".txt" for file in phrase_files(folder))
    has_matches = bool(match_files(folder))
    if has_phrases and not has_matches:
        return "autokey"
    if has_matches and not has_phrases:
        return "espanso"
    if has_phrases:
        what = f"{folder} may come from espanso or from AutoKey."
        raise Trouble(what, "Say which one: --from espanso|autokey.")
    what = f"{folder} holds nothing that looks like espanso's or AutoKey's."
    raise Trouble(what, "Name the exported files themselves.")


def _of_yaml(path: Path) -> str:
    from desktop.guide.source import MapNode, read_source

    source = read_source(path)
    if source.root is None and source.problems:
        raise Trouble(str(source.problems[0]), "")
    if isinstance(source.root, MapNode) and source.root.get("poise") is not None:
        what = f"{path} is a file of Poise already."
        raise Trouble(what, "Copy it into your playbooks folder.")
    raise Trouble(f"{path} has no `matches:`, so it is not from espanso.", _ASK)


def _of_json(path: Path) -> str:
    from desktop.exchange.beeftext import is_beeftext
    from desktop.exchange.freshdesk import is_freshdesk
    from desktop.exchange.json_source import parse_json
    from desktop.exchange.zendesk import is_zendesk

    value = parse_json(read_bytes(path), str(path))
    if is_beeftext(value):
        return "beeftext"
    if is_zendesk(value):
        return "zendesk"
    if is_freshdesk(value):
        return "freshdesk"
    what = f"{path} holds neither combos nor macros nor canned responses."
    raise Trouble(what, "Export from Beeftext, Zendesk or Freshdesk, or make a CSV of it.")


def _of_csv(path: Path) -> str:
    from desktop.exchange.beeftext import is_beeftext_csv
    from desktop.exchange.csv_source import parse_csv
    from desktop.exchange.freshdesk import is_freshdesk_header
    from desktop.exchange.plain_csv import has_header, may_be_abbreviations
    from desktop.exchange.textexpander import is_textexpander

    rows = parse_csv(read_bytes(path), str(path))
    if not rows:
        raise Trouble(f"{path} is empty.", "Put a phrase into each row.")
    if is_freshdesk_header(rows[0].cells):
        return "freshdesk"
    if has_header(rows):
        is_theirs = rows[0].cells[0].strip().lower() == "abbreviation"
        return "textexpander" if is_theirs else "csv"
    if is_textexpander(rows):
        return "textexpander"
    if is_beeftext_csv(rows):
        return "beeftext"
    if may_be_abbreviations(rows):
        what = f"{path} has no header: its first column may hold titles or abbreviations."
        raise Trouble(what, "Say which: --from csv, or --from textexpander.")
    return "csv"


def _read(path: Path, name: str, gathering: Gathering) -> None:
    if name == "espanso":
        from desktop.exchange.espanso import read_espanso

        read_espanso(path, gathering)
    elif name == "autokey":
        from desktop.exchange.autokey import read_autokey

        read_autokey(path, gathering)
    elif path.is_dir():
        raise Trouble(f"{path} is a folder.", "Name the exported file itself.")
    else:
        read_data(read_bytes(path), name, path.name, gathering)


def read_data(data: bytes, name: str, file: str, gathering: Gathering) -> None:
    """Take in what one exported file holds.

    Args:
        data: All of its bytes.
        name: A key of `FORMATS` whose exports are one file: not espanso or autokey.
        file: What to call it in messages and in the report.
        gathering: Where it goes.

    Raises:
        Trouble: It cannot be read as that.
    """
    from desktop.exchange import (
        beeftext,
        csv_source,
        freshdesk,
        json_source,
        plain_csv,
        textexpander,
        zendesk,
    )

    is_table = name in ("csv", "textexpander")
    if name in ("freshdesk", "beeftext"):
        is_table = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"[", b"{")
    if is_table:
        rows = csv_source.parse_csv(data, file)
        reader = {
            "csv": plain_csv.read_plain_csv,
            "beeftext": beeftext.read_beeftext_csv,
            "textexpander": textexpander.read_textexpander,
            "freshdesk": freshdesk.read_freshdesk_csv,
        }[name]
        reader(rows, file, gathering)
    else:
        value = json_source.parse_json(data, file)
        {
            "beeftext": beeftext.read_beeftext,
            "zendesk": zendesk.read_zendesk,
            "freshdesk": freshdesk.read_freshdesk,
        }[name](value, file, gathering)

"""What the real wheels of PyObjC for a Mac know of Apple's frameworks: read, and never run.

`make setup` fetches them into `build/macos-wheels`. A class is named there only if one of its
methods needs it, and a method only if its types are not the usual ones.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

WHEELS = Path(__file__).parents[2] / "build" / "macos-wheels"

FRAMEWORKS = {
    "AppKit": ("pyobjc_framework_cocoa", ("AppKit/",)),
    "Foundation": ("pyobjc_framework_cocoa", ("Foundation/", "CoreFoundation/")),
    "Quartz": ("pyobjc_framework_quartz", ("Quartz/",)),
    "ApplicationServices": ("pyobjc_framework_applicationservices", ("HIServices/",)),
    "ServiceManagement": ("pyobjc_framework_servicemanagement", ("ServiceManagement/",)),
    "UserNotifications": ("pyobjc_framework_usernotifications", ("UserNotifications/",)),
    "objc": ("pyobjc_core", ("objc/",)),
}
"""By the name under which Python imports it: the wheel, and where in it."""

_QUALIFIERS = "rnNoORVA"
_CLOSING = {"{": "}", "[": "]", "(": ")"}


def metadata(framework: str) -> str:
    """All that the wheel says of a framework, as text."""
    wheel, folders = FRAMEWORKS[framework]
    (found,) = WHEELS.glob(f"{wheel}-*.whl")
    with ZipFile(found) as content:
        names = [each for each in content.namelist() if each.endswith(".py")]
        texts = [content.read(each) for each in names if each.startswith(folders)]
    return b"\n".join(texts).decode("utf-8", "replace")


def knows(text: str, name: str) -> bool:
    """Whether metadata have a constant, an enumerator, a function or a class of this name."""
    word = re.escape(name)
    return re.search(rf'\${word}[$@]|"{word}"|b"{word}"|\b{word}\b', text) is not None


def value_of(text: str, name: str) -> int | None:
    """The value of an enumerator; None where the name is none."""
    found = re.search(rf"\${re.escape(name)}@(-?\d+)", text)
    return int(found[1]) if found else None


def arguments_of(text: str, function: str) -> int | None:
    """How many arguments a function takes; None where the name is none."""
    found = re.search(rf'"{re.escape(function)}":\s*\(\s*b"([^"]*)"', text)
    return len(types_of(found[1])) - 1 if found else None


def types_of(encoding: str) -> list[str]:
    """The types in an Objective-C type encoding, the result's first
    (Objective-C Runtime Programming Guide, “Type Encodings”)."""
    found, place = [], 0
    while place < len(encoding):
        begin = place
        while encoding[place] in _QUALIFIERS or encoding[place] == "^":
            place += 1
        if encoding[place] in _CLOSING:
            depth = 0
            while True:
                depth += (encoding[place] in "{[(") - (encoding[place] in "}])")
                place += 1
                if depth == 0:
                    break
        else:
            place += 2 if encoding[place : place + 2] == "@?" else 1
        found.append(encoding[begin:place])
    return found

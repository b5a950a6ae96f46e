"""Taking out of a text what says whose computer it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_SEPARATOR = r"[\\/]{1,2}"  # doubled where Python shows a path of Windows in quotes
_FEWEST_SIGNS = 2
"""A name of one sign is a word of its own in many sentences, and names nobody."""

_QUOTED = re.compile(
    r"(?<!\w)'[^'\n]+'(?!\w)|(?<!File )\"[^\"\n]+\"|‘[^’\n]+’|“[^”\n]+”|«[^»\n]+»|`[^`\n]+`"
)


class Anonymiser:
    """Puts stand-ins where a text says who sits at this computer, and where.

    Taken out are folders, account names under the folders of users, addresses (of mail and of
    computers), names as whole words whatever their case, and numbers of six digits or more.

    Args:
        folders: The stand-in of each folder; the one that says most counts.
        users: What the person is called.
        hosts: What the computer and its network are called.
    """

    def __init__(
        self, folders: Mapping[str, str], users: Iterable[str], hosts: Iterable[str]
    ) -> None:
        # All in one go: a stand-in is never taken for a name that looks like it.
        self._stand_ins: list[str] = []
        by_folder = {folder.rstrip("\\/"): stand_in for folder, stand_in in folders.items()}
        ways = [
            *(self._way(_path(each), by_folder[each]) for each in _longest_first(by_folder)),
            self._way(r"(?:(?<=[\\/]home[\\/])|(?<=[\\/]Users[\\/]))[^\\/\s'\":]+", "<user>"),
            self._way(r"[^\s<>\"'‘’“”@(),;:]+@[^\s<>\"'‘’“”@(),;:]+", "<address>"),
            self._way(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)", "<address>"),
            *(self._way(_word(name), "<user>") for name in _longest_first(users)),
            *(self._way(_word(name), "<host>") for name in _longest_first(hosts)),
            self._way(r"\d{6,}", "#"),
        ]
        self._pattern = re.compile("|".join(ways), re.IGNORECASE)

    def text(self, text: str) -> str:
        """The text with stand-ins."""
        return self._pattern.sub(self._stand_in, text)

    def _way(self, pattern: str, stand_in: str) -> str:
        self._stand_ins.append(stand_in)
        return f"({pattern})"

    def _stand_in(self, match: re.Match[str]) -> str:
        return self._stand_ins[(match.lastindex or 1) - 1]


def without_quotations(text: str) -> str:
    """The text without what stands in quotation marks, but for the file names of a trace."""
    return _QUOTED.sub("<text>", text)


def _longest_first(texts: Iterable[str]) -> list[str]:
    kept = {text.strip() for text in texts}
    return sorted((each for each in kept if len(each) >= _FEWEST_SIGNS), key=len, reverse=True)


def _path(folder: str) -> str:
    parts = [re.escape(part) for part in re.split(r"[\\/]", folder)]
    return rf"(?<!\w){_SEPARATOR.join(parts)}(?![\w-])"


def _word(name: str) -> str:
    return rf"(?<![^\W_]){re.escape(name)}(?![^\W_])"

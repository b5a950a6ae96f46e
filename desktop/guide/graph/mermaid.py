"""The paths of a playbook as Mermaid text, which many wikis and forges draw."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.guide.graph.paths import Goes, Stop, Way

_SHAPES = {
    Goes.INTO_PLAYBOOK: ('[["', '"]]'),
    Goes.BACK: ('>"', '"]'),
    Goes.TO_END: ('(["', '"])'),
}

# Mermaid knows entities with # in place of &. The colon is among them because an icon is
# written `fa:fa-…`; a number and a dot at the beginning would be a list of Markdown's.
_SPECIAL = re.compile(r"""["#&<>`*_~\[\]{}()|\\:;$@%]|^\s*[-+]|^\s*\d+[.)]""")


def mermaid(title: str, stops: Sequence[Stop]) -> str:
    """A flowchart.

    Args:
        title: Of the playbook.
        stops: Its steps; at least one.
    """
    lines = ["flowchart TD", f'    start(["{escaped(title)}"]) --> s1']
    for number, stop in enumerate(stops, 1):
        lines.append(f'    s{number}["{escaped(f"{number} · {stop.title}")}"]')
    for number, stop in enumerate(stops, 1):
        exits: dict[tuple[Goes, str], str] = {}
        for way in stop.ways:
            target = f"s{way.step + 1}"
            if way.goes is not Goes.TO_STEP:
                key = (way.goes, way.place)
                if key not in exits:
                    exits[key] = f"s{number}x{len(exits) + 1}"
                    before, after = _SHAPES[way.goes]
                    lines.append(f"    {exits[key]}{before}{escaped(way.place)}{after}")
                target = exits[key]
            arrow = "-.->" if way.goes is Goes.BACK else "-->"
            lines.append(f"    s{number} {arrow}{_label(way)} {target}")
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """The text as it may stand between quotation marks, where nothing in it means anything."""
    return _SPECIAL.sub(lambda found: "".join(f"#{ord(sign)};" for sign in found[0]), text)


def _label(way: Way) -> str:
    words = way.label
    if way.when:
        words = f"{words} (if {way.when})"
    return f'|"{escaped(words)}"|' if words else ""

"""One page that shows the pictures of a playbook in order, with the ways between its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from desktop.guide.graph.paths import Goes, Stop, Way
from desktop.guide.model import Playbook

MARK = '<meta name="generator" content="poise preview">'
"""Stands in every such page, so that one is known again."""

_STYLE = """\
:root { color-scheme: light dark; --line: #c9d2d6; --muted: #5a6870; --link: #1b6570; }
@media (prefers-color-scheme: dark) {
  :root { --line: #44525b; --muted: #a9b6bf; --link: #82c6cf; }
}
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1.5rem; }
body { max-width: 1720px; }
h1 { margin: 0; font-size: 1.7rem; }
p.summary, li { color: var(--muted); }
p.summary { margin: .2rem 0 2rem; }
main { display: flex; flex-wrap: wrap; gap: 2.5rem 2rem; align-items: flex-start; }
section { max-width: 100%; }
section:target h2 { text-decoration: underline; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
img { display: block; max-width: 100%; height: auto; box-shadow: 0 0 0 1px var(--line); }
.pictures { display: flex; flex-wrap: wrap; gap: 1rem; }
figure { margin: 0; }
p.note { margin: .6rem 0 0; max-width: 380px; font-size: .9rem; }
figcaption { font: 12px/1.6 ui-monospace, monospace; color: var(--muted); }
ul { margin: .6rem 0 0; padding-left: 1.2rem; max-width: 380px; overflow-wrap: anywhere; }
a { color: var(--link); }
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture: its file's name, and its size on the page in pixels."""

    file: str
    width: int
    height: int


def contact_sheet(
    playbook: Playbook, stops: Sequence[Stop], pictures: Mapping[int, Sequence[Shown]]
) -> str:
    """The page, in HTML; it loads nothing but the pictures beside it.

    Args:
        playbook: What the page is about.
        stops: Its steps.
        pictures: By the step's number, from 0.
    """
    sections = "\n".join(
        _section(number, stop, stops, pictures.get(number, ())) for number, stop in enumerate(stops)
    )
    return f"""\
<!DOCTYPE html>
<html lang="{escape(playbook.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
{MARK}
<title>{escape(playbook.title)}</title>
<style>
{_STYLE}</style>
</head>
<body>
<h1>{escape(playbook.title)}</h1>
<p class="summary">{escape(playbook.summary)}</p>
<main>
{sections}
</main>
</body>
</html>
"""


def _section(number: int, stop: Stop, stops: Sequence[Stop], pictures: Sequence[Shown]) -> str:
    ways = "\n".join(f"<li>{_way(way, stops)}</li>" for way in stop.ways)
    notes = "".join(f'<p class="note">Supervisor: {escape(each)}</p>\n' for each in stop.supervisor)
    images = "\n".join(_figure(picture, stop.title) for picture in pictures)
    return f"""\
<section id="step-{number + 1}">
<h2>{number + 1}. {escape(stop.title)}</h2>
<div class="pictures">
{images}
</div>
{notes}<ul>
{ways}
</ul>
</section>"""


def _figure(picture: Shown, title: str) -> str:
    size = f'width="{picture.width}" height="{picture.height}"'
    image = f'<img src="{escape(picture.file)}" {size} alt="The step {escape(title)}">'
    return f"<figure>{image}<figcaption>{escape(picture.file)}</figcaption></figure>"


def _way(way: Way, stops: Sequence[Stop]) -> str:
    label = f"{escape(way.label)}: " if way.label else ""
    when = f" ({escape(way.when)})" if way.when else ""
    if way.goes is not Goes.TO_STEP:
        return f"{label}{escape(way.place)}{when}"
    target = f"{way.step + 1}. {stops[way.step].title}"
    return f'{label}<a href="#step-{way.step + 1}">{escape(target)}</a>{when}'

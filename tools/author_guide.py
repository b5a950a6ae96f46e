"""Makes what is made from the format's description: run it with `make guide`.

- `resources/playbook.schema.json`, for editors
- `docs/playbooks.md`, from `playbooks.template.md` beside this file, which has marks like
  `<!-- keys: step -->` where the description, an example or the fixed words belong
- `docs/examples/late-parcel.svg`, the picture in it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from desktop.guide.format import PARTS
from desktop.guide.format_keys import Key, Kind, Part
from desktop.guide.graph.paths import stops_of
from desktop.guide.graph.svg import svg
from desktop.guide.library import Library
from desktop.guide.schema import FILE_NAME, schema_text
from desktop.guide.vocabulary import Term

ROOT = Path(__file__).parents[1]
EXAMPLES = Path("docs") / "examples"
EXAMPLE = "late-parcel"

_SECTIONS = {
    "placeholders": "Words to fill in: placeholders",
    "steps": "Steps",
    "phrases": "Phrases",
    "branches": "Ways on: branches",
}
"""Where what stands below a key is explained."""

_MARK = re.compile(r"<!-- (keys|file|words)(?:: (.+))? -->")
_NOTICE = (
    "<!-- Made by tools/author_guide.py from desktop/guide/format.py and "
    "tools/playbooks.template.md: change those, then `make guide`. -->\n\n"
)


def made() -> dict[Path, str]:
    """The text of each file, by its path in the project."""
    return {
        Path("resources") / FILE_NAME: schema_text(),
        Path("docs") / "playbooks.md": guide(),
        EXAMPLES / f"{EXAMPLE}.svg": picture(),
    }


def guide() -> str:
    """The author's guide."""
    template = Path(__file__).with_name("playbooks.template.md").read_text(encoding="utf-8")
    return _NOTICE + _MARK.sub(lambda mark: _filled(mark[1], mark[2] or ""), template)


def picture() -> str:
    """The paths of the example."""
    library = Library(lambda: [ROOT / "playbooks", ROOT / EXAMPLES])
    library.load()
    titles = {playbook.id: playbook.title for playbook in library.playbooks()}
    example = library.playbook(EXAMPLE)
    if example is None:
        raise ValueError(f"The example {EXAMPLE} has mistakes: {library.problems()}")
    return svg(example.title, example.summary, stops_of(example, titles))


def _filled(mark: str, what: str) -> str:
    if mark == "file":
        return f"```yaml\n{(ROOT / what).read_text(encoding='utf-8')}```"
    if mark == "words":
        return "\n".join(_words())
    part = next(part for part in PARTS if part.name == what)
    return "\n".join(_table(part))


def _table(part: Part) -> Iterator[str]:
    yield "| key | what it is | write | for example |"
    yield "|---|---|---|---|"
    for key in part.keys:
        name = f"**`{key.name}`**" if key.is_required else f"`{key.name}`"
        yield f"| {name} | {_cell(key.meaning)} | {_write(key)} | {_example(key)} |"


def _write(key: Key) -> str:
    if key.terms is not None:
        return f"[{key.kind.value}](#{_anchor(_heading(key))})"
    return key.kind.value


def _example(key: Key) -> str:
    if key.kind in (Kind.MAPS, Kind.NAMED):  # too much for a cell, and explained in its place
        section = _SECTIONS[key.name]
        return f"see [{section}](#{_anchor(section)})"
    return f"`{_cell(f'{key.name}: {key.example}')}`"


def _words() -> Iterator[str]:
    """The fixed lists, each once, with the keys that take them."""
    lists: dict[str, type[Term]] = {}
    for part in PARTS:
        for key in part.keys:
            if key.terms is not None:
                lists[_heading(key)] = key.terms
    for heading, terms in lists.items():
        yield f"### {heading}\n"
        yield ", ".join(f"`{term.value}`" for term in terms) + "\n"


def _heading(key: Key) -> str:
    return f"Words for `{key.name}`"


def _anchor(heading: str) -> str:
    return re.sub("[`:,]", "", heading.lower()).replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write all of them."""
    for path, text in made().items():
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

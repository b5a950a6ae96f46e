"""What the benchmarks share: how figures are summed up and told, and where the report has them."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from pathlib import Path

_TITLE = "# Measured\n\n"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of all are not above (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def told(times_ms: Sequence[float]) -> str:
    """Times in a cell of a table: median, 99th percentile, and how many there are."""
    middle, slow = statistics.median(times_ms), percentile(times_ms, 99)
    return f"{middle:.1f} ms (p99 {slow:.1f}, n={len(times_ms)})"


def write_section(report: Path, heading: str, body: str) -> None:
    """Put a section into the report in place of the old one; the others stay as they are.

    Args:
        report: A Markdown file, made when it is not there.
        heading: Of the section, without its hashes.
        body: What stands below.
    """
    text = report.read_text("utf-8") if report.exists() else _TITLE
    start = f"## {heading}\n"
    section = f"{start}\n{body.strip()}\n\n"
    title, *sections = re.split(r"^(?=## )", text.rstrip("\n") + "\n\n", flags=re.MULTILINE)
    places = [number for number, each in enumerate(sections) if each.startswith(start)]
    if places:
        sections[places[0]] = section
    else:
        sections.append(section)
    report.write_text((title + "".join(sections)).rstrip("\n") + "\n", encoding="utf-8")

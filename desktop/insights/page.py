"""A report as one HTML file: no script, nothing loaded from anywhere, light and dark, printable."""

from __future__ import annotations

import html
from collections.abc import Iterator

from desktop.insights import tables
from desktop.insights.charts import Chart, charts_of
from desktop.insights.ink import DARK, LIGHT, STYLED, Ink
from desktop.insights.names import Names
from desktop.insights.report import Report
from desktop.insights.tables import BEFORE, Table

_ROWS = 12
_LISTED = 400


def page(report: Report, called: Names, other: Report | None = None) -> str:
    """The whole file.

    Args:
        called: What to call what the record names by ids.
        other: An earlier period to compare with.
    """
    title = f"Patterns, {report.period.label}"
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{html.escape(title)}</title>",
        f"<style>{_style()}</style></head><body><main>",
        f"<h1>{html.escape(title)}</h1>",
    ]
    if other is not None:
        label = html.escape(other.period.label)
        parts.append(f'<p class="quiet">{BEFORE}: {label}, the thin pale bars.</p>')
    if report.contacts == 0:
        parts.append("<p>There are no contacts in this time.</p>")
    parts += _tiles(tables.overview(report, other))
    for chart in charts_of(report, called, other):
        parts += _section(chart)
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def _tiles(table: Table) -> Iterator[str]:
    yield '<dl class="tiles">'
    for name, now, *before in table.rows:
        yield f"<div><dt>{_cell(name)}</dt><dd>{_cell(now)}"
        if before:
            yield f"<small>before: {_cell(before[0])}</small>"
        yield "</dd></div>"
    yield "</dl>"


def _section(chart: Chart) -> Iterator[str]:
    table = chart.table
    if not table.rows and not table.empty:
        return
    yield f"<section><h2>{html.escape(table.title)}</h2>"
    if not table.rows:
        yield f'<p class="quiet">{html.escape(table.empty)}</p></section>'
        return
    if table.note:
        yield f'<p class="quiet">{html.escape(table.note)}</p>'
    if chart.draw is None:
        listed = ", ".join(_cell(row[0]) for row in table.rows[:_LISTED])
        left = len(table.rows) - _LISTED
        yield f'<p class="list">{listed}{f" and {left:,} more" if left > 0 else ""}</p></section>'
        return
    yield f"<figure>{chart.draw(STYLED)}</figure>"
    yield from _table(table)
    yield "</section>"


def _table(table: Table) -> Iterator[str]:
    yield f"<table><caption>{html.escape(table.title)}</caption><thead><tr>"
    yield "".join(f'<th scope="col">{_cell(each)}</th>' for each in table.columns)
    yield "</tr></thead><tbody>"
    for first, *rest in table.rows[:_ROWS]:
        cells = "".join(
            f'<td class="{"number" if _is_number(each) else "words"}">{_cell(each)}</td>'
            for each in rest
        )
        yield f'<tr><th scope="row">{_cell(first)}</th>{cells}</tr>'
    yield "</tbody></table>"
    left = len(table.rows) - _ROWS
    if left > 0:
        yield f'<p class="quiet">and {left:,} more</p>'


def _cell(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else html.escape(value)


def _is_number(value: str | int) -> bool:
    return isinstance(value, int) or value.endswith(" %") or value in ("–", "too few")


def _style() -> str:
    return _CSS.replace("LIGHT", _variables(LIGHT)).replace("DARK", _variables(DARK))


def _variables(ink: Ink) -> str:
    return "".join(f"--{name}:{color};" for name, color in ink.items())


_CSS = """
:root { LIGHT }
@media screen and (prefers-color-scheme: dark) { :root { DARK } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--text); line-height: 1.45;
  font-family: 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif; font-size: 15px; }
main { max-width: 760px; margin: 0 auto; padding: 32px 24px 48px; }
h1 { font-size: 24px; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 40px 0 6px; }
.quiet { color: var(--muted); font-size: 13px; margin: 2px 0 8px; }
.list { font-size: 13px; margin: 4px 0; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 18px 24px; margin: 24px 0 0; }
.tiles dt { color: var(--muted); font-size: 13px; }
.tiles dd { margin: 0; font-size: 22px; font-weight: 600; }
.tiles small { display: block; color: var(--muted); font-size: 12px; font-weight: 400; }
figure { margin: 14px 0 10px; }
svg { max-width: 100%; height: auto; display: block; overflow: visible; }
table { border-collapse: collapse; width: 100%; font-size: 13px; margin-top: 12px; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line);
  vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
thead th { color: var(--muted); font-size: 12px; overflow-wrap: normal; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 560px) { .tiles { grid-template-columns: repeat(2, 1fr); } }
@media print {
  main { max-width: none; padding: 0; }
  section { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

"""Practice as plain text, for a terminal."""

from __future__ import annotations

import textwrap

from desktop.practice.model import Effect
from desktop.practice.views import ChoosingView, Line, Remark, Report, TalkView

WIDTH = 78

_EFFECTS = {Effect.CALMER: "calmer", Effect.SAME: "no change", Effect.WORSE: "more upset"}


def choosing(view: ChoosingView) -> str:
    """Everybody to practise with, one a line."""
    longest = max((len(row.id) for row in view.rows), default=0)
    return "".join(f"{row.id:{longest}}  {row.title} ({row.about})\n" for row in view.rows)


def opening(view: TalkView) -> str:
    """Whom the talk is with, and what the agent knows before."""
    return f"{view.title} ({view.about})\n\n{_block(view.briefing)}\n\n"


def line(said: Line) -> str:
    """One thing that was said, with what it did."""
    text = _block(said.text, f"{said.name}: ")
    if said.effect is not None:
        text += "\n" + _block(said.why, f"  [{_EFFECTS[said.effect]}] ", "  ")
    return text + "\n\n"


def choices(view: TalkView) -> str:
    """The answers to choose from."""
    return "".join(
        _block(each.text, f"  {each.number}  ", "     ")
        + (f"\n     ({each.note})" if each.note else "")
        + "\n"
        for each in view.choices
    )


def report(found: Report) -> str:
    """How it went."""
    parts = [
        f"--- {found.score} of 100. {found.headline}",
        _block(f"{found.outcome}. {found.story}"),
    ]
    if found.went_well:
        parts.append("What went well")
        parts += map(_remark, found.went_well)
    if found.could_change:
        parts.append("What to try instead")
        parts += map(_remark, found.could_change)
    if found.playbooks:
        parts.append(_block(f"Playbooks that help: {found.playbooks}"))
    parts.append("Nothing of this was written down.")
    return "\n\n".join(parts) + "\n"


def _remark(each: Remark) -> str:
    text = f"{_block(each.said, '  You: ', '  ')}\n{_block(each.why, '  ', '  ')}"
    if each.better:
        text += f"\n{_block(each.better, '  Try: ', '  ')}\n{_block(each.better_why, '  ', '  ')}"
    return text


def _block(text: str, first: str = "", others: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=others)

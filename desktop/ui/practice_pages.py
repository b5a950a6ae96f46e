"""The pages of the practice window, made anew for each thing that is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.practice.views import ChoosingView, Remark, Report, TalkView
from desktop.ui.controls import WrappedText
from desktop.ui.icons import IconName
from desktop.ui.practice_parts import Bubble, NumberedButton
from desktop.ui.theme import FontRole, Theme


@dataclass(slots=True)
class Page:
    """What the window shows below its header.

    Args:
        body: All of it.
        buttons: What can be chosen, in the order of their keys.
        latest: Where to look first; None for the top.
        spoken: What a screen reader says when the page appears.
    """

    body: QWidget
    buttons: list[NumberedButton] = field(default_factory=list)
    latest: QWidget | None = None
    spoken: str = ""


def choosing_page(theme: Theme, view: ChoosingView, choose: Callable[[str], None]) -> Page:
    """Everybody to practise with, and what is wrong in the files."""
    column = _Column(theme)
    page = Page(column.body, spoken=tr("Whom would you like to practise with?"))
    for problem in view.problems:
        card = column.card("amber")
        card.text("small", problem, "amber_text", icon="warn")
    if not view.rows:
        column.text("body", tr("There is nobody to practise with. Install Poise again."))
    for number, row in enumerate(view.rows, 1):
        button = NumberedButton(theme, number, row.title, row.about, "title")
        button.clicked.connect(lambda _=False, chosen=row.id: choose(chosen))
        column.add(button)
        page.buttons.append(button)
    return page


def talk_page(theme: Theme, view: TalkView, say: Callable[[int], None]) -> Page:
    """The talk up to now with the answers to choose from, or how it went."""
    column = _Column(theme)
    page = Page(column.body)
    briefing = column.card("note")
    briefing.text("label", tr("Before you start"), "note_text")
    briefing.text("body", view.briefing, "note_text")
    for line in view.lines:
        bubble = Bubble(theme, line)
        column.add(bubble)
        if line.is_agent:
            page.latest = bubble
    page.spoken = "\n".join(_told(view))
    if view.choices:
        column.text("label", tr("What do you say?"), "text_muted", above=8)
    for choice in view.choices:
        button = NumberedButton(theme, choice.number, choice.text, choice.note)
        button.clicked.connect(lambda _=False, number=choice.number: say(number))
        column.add(button)
        page.buttons.append(button)
    if view.report is not None:
        _add_report(column, view.report)
    return page


def tr(text: str) -> str:
    """The text in the agent's language."""
    return QCoreApplication.translate("practice", text)


def _told(view: TalkView) -> Sequence[str]:
    """What is new since the last answer, for the ear."""
    new = view.lines[-2:] if len(view.lines) > 1 else view.lines
    told = [f"{line.name}: {line.text} {line.why}".rstrip() for line in new]
    if not any(line.is_agent for line in view.lines):
        told.insert(0, view.briefing)
    if view.report is not None:
        told.append(f"{view.report.score} of 100. {view.report.headline}")
    return told


def _add_report(column: _Column, report: Report) -> None:
    score = tr("{score} of 100").format(score=report.score)
    column.text("goal", score, above=14)
    column.text("body", report.headline)
    card = column.card("note" if report.is_right else "amber")
    color = "note_text" if report.is_right else "amber_text"
    card.text("strong", report.outcome, color)
    card.text("body", report.story, color)
    if report.went_well:
        title = tr("What went well")
        column.text("title", title, above=12, icon="check", icon_color="do")
    for remark in report.went_well:
        _add_remark(column, remark)
    if report.could_change:
        title = tr("What to try instead")
        column.text("title", title, above=12, icon="next", icon_color="accent")
    for remark in report.could_change:
        _add_remark(column, remark)
    if report.playbooks:
        column.text("title", tr("Playbooks that help"), above=12)
        column.text("body", report.playbooks)
    column.text("small", tr("Nothing of this was written down."), "text_muted", above=10)


def _add_remark(column: _Column, remark: Remark) -> None:
    card = column.card("plain")
    card.text("body", _quoted(remark.said))
    card.text("small", remark.why, "text_muted")
    if remark.better:
        card.text("body", tr("Try: {better}").format(better=_quoted(remark.better)), above=6)
        card.text("small", remark.better_why, "text_muted")


def _quoted(said: str) -> str:
    """In quotation marks, unless it tells what was done instead of said."""
    return said if said.startswith("(") else f"“{said}”"


class _Column:
    """A column of parts, top to bottom."""

    def __init__(self, theme: Theme, body: QWidget | None = None) -> None:
        self._theme = theme
        self.body = body or QWidget()
        self._layout = QVBoxLayout(self.body)
        if body is None:
            self._layout.setContentsMargins(0, 0, 0, 0)
            self._layout.setSpacing(10)
        else:
            self._layout.setContentsMargins(12, 10, 12, 10)
            self._layout.setSpacing(3)

    def add(self, part: QWidget) -> None:
        self._layout.addWidget(part)

    def card(self, kind: str) -> _Column:
        frame = QFrame()
        frame.setProperty("card", kind)
        self.add(frame)
        return _Column(self._theme, frame)

    def text(
        self,
        font: FontRole,
        text: str,
        color: str = "text",
        *,
        icon: IconName | None = None,
        icon_color: str = "",
        above: int = 0,
    ) -> None:
        label = WrappedText(
            self._theme,
            font,
            color,
            icon=icon,
            icon_color=icon_color,
            above=above,
        )
        label.show_text(text)
        self.add(label)

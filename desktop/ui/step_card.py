"""The step: what it is for, what to do and to avoid, what to say, where to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.bare_keys import BareKey
from desktop.ui.checklist import Checklist, FieldList
from desktop.ui.choice_button import ChoiceButton
from desktop.ui.controls import Pool, WrappedText
from desktop.ui.icons import IconName
from desktop.ui.pairs import Pairs
from desktop.ui.phrase_button import MAX_LINES, PhraseButton, prefix_of
from desktop.ui.theme import Theme
from desktop.ui.timer_line import TimerLine
from desktop.ui.view import PhraseView, StepView

if TYPE_CHECKING:
    from desktop.ui.breathing import BreathingGuide


class StepCard(QWidget):
    """Shows one step; every part is reused when the next step comes.

    Signals:
        phrase_chosen, copy_chosen: The id of a phrase.
        branch_chosen: The id of a branch.
        item_ticked: An item of the checklist.
        field_asked: The name of something to write down.
    """

    phrase_chosen = Signal(str)
    copy_chosen = Signal(str)
    branch_chosen = Signal(str)
    item_ticked = Signal(str)
    field_asked = Signal(str)

    def __init__(self, theme: Theme, clock: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._breathing: BreathingGuide | None = None
        self._step: StepView | None = None
        self._hotkeys_off = ""
        self._max_lines = MAX_LINES
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)

        self._title = WrappedText(theme, "label", "accent", max_lines=1, below=2)
        self._goal = WrappedText(theme, "goal", below=6)
        self.timer = TimerLine(theme, clock)
        column.addWidget(self._title)
        column.addWidget(self._goal)
        column.addWidget(self.timer)
        self._breathing_place = _group(column)

        self._do_lines, self._avoid_lines = _group(column), _group(column)
        self._do = Pool(lambda _: self._advice_line(self._do_lines, "check", "do", 4))
        self._avoid = Pool(
            lambda n: self._advice_line(self._avoid_lines, "cross", "avoid", 4 if n else 8)
        )

        self._ask_lines = _group(column)
        self._ask = Pool(
            lambda n: self._advice_line(self._ask_lines, "ask", "accent", 4 if n else 8)
        )
        self._checklist = Checklist(theme, self)
        self._checklist.item_ticked.connect(self.item_ticked)
        column.addWidget(self._checklist)
        self._fields = FieldList(theme, self)
        self._fields.field_asked.connect(self.field_asked)
        column.addWidget(self._fields)

        legend = QHBoxLayout()
        column.addLayout(legend)
        self._say = WrappedText(theme, "label", "text_muted", max_lines=1, above=16, below=5)
        self._say.show_text(self.tr("Say"))
        self._keys = WrappedText(
            theme, "small", "text_muted", max_lines=1, is_right=True, above=16, below=5
        )
        legend.addWidget(self._say, 1)
        legend.addWidget(self._keys)
        self._no_keys = WrappedText(theme, "small", "amber_text", icon="warn", below=6)
        column.addWidget(self._no_keys)
        self._phrases = _group(column, spacing=6)
        self._phrase_pool = Pool(self._phrase_button)

        self._then = WrappedText(theme, "label", "text_muted", above=16, below=5)
        self._then.show_text(self.tr("Then"))
        column.addWidget(self._then)
        self._branches = Pairs(theme, self, self._branch_button)
        column.addWidget(self._branches)

    def show_step(self, step: StepView, hotkeys_off: str = "") -> None:
        """Show a step; parts that did not change are not touched.

        Args:
            hotkeys_off: A sentence when no hotkey works here; it replaces the legend of the keys.
        """
        if step == self._step and hotkeys_off == self._hotkeys_off:
            return
        self._step = step
        self._hotkeys_off = hotkeys_off
        place = self.tr("{playbook} · {number} of {count}").format(
            playbook=step.playbook, number=step.number, count=step.count
        )
        if step.rung:
            place = step.playbook  # the ladder says which rung
        parts = (place, step.title, step.origin)
        self._title.show_text(" · ".join(part for part in parts if part))
        self._title.setAccessibleDescription(step.origin_hint)
        self._title.setToolTip(step.origin_hint)
        self._goal.show_text(step.goal)
        self.timer.show_timer(step.timer_label, step.timer_s, step.step_key)
        self._show_breathing(step)
        _fill(self._do.take(len(step.do)), step.do, self.tr("Do: {line}"))
        _fill(self._avoid.take(len(step.avoid)), step.avoid, self.tr("Avoid: {line}"))
        _fill(self._ask.take(len(step.ask)), step.ask, self.tr("Ask: {line}"))
        self._checklist.show_items(step.checklist)
        self._fields.show_fields(step.fields)
        self._say.show_text(self.tr("For you") if step.is_private else self.tr("Say"))
        self._show_legend(step.phrases)
        for button, phrase in zip(
            self._phrase_pool.take(len(step.phrases)), step.phrases, strict=True
        ):
            button.show_phrase(phrase)
        self._then.setVisible(bool(step.branches))
        self._branches.show_choices([(each.id, each.label) for each in step.branches])

    def bare_keys(self) -> list[BareKey]:
        """The keys of the one-key mode, each at what it does."""
        step = self._step
        if step is None:
            return []
        phrases = zip(
            () if step.is_private else step.phrases, self._phrase_pool.all(), strict=False
        )
        branches = zip(step.branches, self._branches.shown, strict=True)
        return [
            *(BareKey(str(each.slot), button) for each, button in phrases if each.slot <= 9),
            *(BareKey(each.key.upper(), button, True) for each, button in branches if each.key),
        ]

    def limit_lines(self, count: int) -> None:
        """Show at most so many lines of each phrase, where the screen is low."""
        self._max_lines = count
        for button in self._phrase_pool.all():
            button.limit_lines(count)

    def _show_breathing(self, step: StepView) -> None:
        if self._breathing is None and step.breathing is not None:
            from desktop.ui.breathing import BreathingGuide  # not before somebody needs it

            self._breathing = BreathingGuide(self._theme, self._clock, self)
            self._breathing_place.addWidget(self._breathing)
        if self._breathing is not None:
            self._breathing.show_breathing(step.breathing, step.step_key)

    def _show_legend(self, phrases: tuple[PhraseView, ...]) -> None:
        self._say.setVisible(bool(phrases))
        is_off = bool(phrases and self._hotkeys_off)
        self._no_keys.show_text(self._hotkeys_off)
        self._no_keys.setVisible(is_off)
        prefix = prefix_of([phrase.chord for phrase in phrases if phrase.chord_state != "off"])
        self._keys.show_text(self.tr("{keys}number").format(keys=prefix) if prefix else "")
        self._keys.setVisible(bool(prefix) and not is_off)

    def _advice_line(
        self, lines: QVBoxLayout, icon: IconName, role: str, above: int
    ) -> WrappedText:
        line = WrappedText(
            self._theme, "body", icon=icon, icon_color=role, above=above, parent=self
        )
        lines.addWidget(line)
        return line

    def _phrase_button(self, _number: int) -> PhraseButton:
        button = PhraseButton(self._theme, self)
        button.limit_lines(self._max_lines)
        button.phrase_chosen.connect(self.phrase_chosen)
        button.copy_chosen.connect(self.copy_chosen)
        self._phrases.addWidget(button)
        return button

    def _branch_button(self, parent: QWidget) -> ChoiceButton:
        button = ChoiceButton(self._theme, parent)
        button.choice_chosen.connect(self.branch_chosen)
        return button


def _fill(lines: list[WrappedText], texts: tuple[str, ...], spoken: str) -> None:
    for line, text in zip(lines, texts, strict=True):
        line.show_text(text)
        line.setAccessibleName(spoken.format(line=text))


def _group(column: QVBoxLayout, spacing: int = 0) -> QVBoxLayout:
    group = QVBoxLayout()
    group.setSpacing(spacing)
    column.addLayout(group)
    return group

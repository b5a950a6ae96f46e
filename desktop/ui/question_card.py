"""A question that stands before everything else, with big answers: nothing went into the chat."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.cards import Card
from desktop.ui.choice_button import ChoiceButton
from desktop.ui.controls import IconButton, Pool
from desktop.ui.theme import Theme
from desktop.ui.view import QuestionView


class QuestionCard(Card):
    """Shows one question.

    Signals:
        answered: The id of the answer.
        dropped: The question is to go, unanswered.
    """

    answered = Signal(str)
    dropped = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "amber", "ask", parent)
        self._theme = theme
        self._question: QuestionView | None = None
        self._answers = Pool(self._answer)
        drop = IconButton(theme, "cross", self.tr("Neither: close the question"))
        drop.clicked.connect(self.dropped)
        self.add_corner(drop)
        self.hide()

    def show_question(self, question: QuestionView | None) -> None:
        """Show another question, or none; an equal one costs nothing."""
        if question == self._question:
            return
        self._question = question
        self.setVisible(question is not None)
        if question is None:
            return
        self.show_texts(question.text, question.detail)
        self.setAccessibleName(f"{question.text} {question.detail}")
        shown = self._answers.take(len(question.answers))
        for button, answer in zip(shown, question.answers, strict=True):
            button.show_choice(answer.id, answer.title, answer.summary)

    def _answer(self, _number: int) -> ChoiceButton:
        button = ChoiceButton(self._theme, self)
        button.choice_chosen.connect(self.answered)
        self.add_below(button)
        return button

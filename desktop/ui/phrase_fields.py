"""The fields of one phrase: what it is called, how it is said, and how it will look."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.authoring.checking import Note
from desktop.authoring.draft import FIELDS, Draft
from desktop.guide.vocabulary import Tone
from desktop.ui.chips import ChipFlow
from desktop.ui.controls import WrappedText, push_button
from desktop.ui.text import GAP
from desktop.ui.text_field import TextField
from desktop.ui.text_fields import NoteLine, OneText, Texts
from desktop.ui.theme import Theme
from desktop.ui.view import ChipView


class PhraseFields(QWidget):
    """All fields of one phrase.

    Signals:
        edited: The draft is another one now.
        text_entered: Another text field has the focus; see `text_in_hand`.
        declare_asked: The name of a placeholder that Poise shall ask for.
    """

    edited = Signal()
    text_entered = Signal()
    declare_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._id = ""
        self._unknown = ""
        self._given = self._shown = Draft()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 16, 16)
        column.setSpacing(4)
        column.addWidget(_label(theme, self.tr("Name"), above=0))
        self._title = _line(self.tr("Name"))
        column.addWidget(self._title)
        self._title_note = NoteLine(theme)
        column.addWidget(self._title_note)
        column.addWidget(_label(theme, self.tr("What you say in a chat")))
        self._text = OneText(theme, self.tr("What you say in a chat"), "")
        column.addWidget(self._text)
        self._gaps = ChipFlow(theme, self)
        self._gaps.chip_chosen.connect(self._insert_gap)
        column.addWidget(self._gaps)
        self._declare = push_button("")
        self._declare.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._declare.clicked.connect(lambda: self.declare_asked.emit(self._unknown))
        self._declare.hide()
        column.addWidget(self._declare, 0, Qt.AlignmentFlag.AlignLeft)
        self._wordings, self._email, self._spoken = self._make_texts(column)
        column.addWidget(_label(theme, self.tr("More words to find it by")))
        self._tags = _line(self.tr("More words to find it by"))
        self._tags.setPlaceholderText(self.tr("refund, money back, late"))
        column.addWidget(self._tags)
        self._tags_note = NoteLine(theme)
        column.addWidget(self._tags_note)
        column.addWidget(_label(theme, self.tr("How it sounds")))
        self._tones = QButtonGroup(self)
        column.addLayout(self._make_tones())
        self._other_note = NoteLine(theme)
        column.addWidget(self._other_note)
        column.addStretch(1)
        self._in_hand: TextField = self._text.edit
        self._title.textEdited.connect(self.edited)
        self._tags.textEdited.connect(self.edited)
        self._text.edit.textChanged.connect(self.edited)
        self._text.edit.entered.connect(lambda: self._on_entered(self._text.edit))

    def _make_texts(self, column: QVBoxLayout) -> tuple[Texts, Texts, Texts]:
        wordings = Texts(
            self._theme,
            self.tr("Other ways to say it, so that nobody reads it twice"),
            self.tr("Another way to say it"),
            self.tr("+ Another way to say it"),
        )
        email = Texts(
            self._theme,
            self.tr("In an e-mail instead"),
            self.tr("E-mail wording"),
            self.tr("+ Other words for e-mails"),
        )
        spoken = Texts(
            self._theme,
            self.tr("On the phone instead"),
            self.tr("Spoken wording"),
            self.tr("+ Other words for the phone"),
        )
        for texts in (wordings, email, spoken):
            column.addWidget(texts)
            texts.edited.connect(self._on_texts_edited)
            texts.entered.connect(self._on_entered)
        return wordings, email, spoken

    def _make_tones(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for value, label in [("", self.tr("Any")), *((each.value, each.label) for each in Tone)]:
            button = push_button(label, "choice")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setProperty("value", value)
            button.clicked.connect(self.edited)
            self._tones.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._theme.changed.connect(self._fit_tones)
        self._fit_tones()
        return row

    def _fit_tones(self) -> None:
        """The chosen one is bold, and needs room for that before it is chosen."""
        metrics = QFontMetricsF(self._theme.look.font("strong"))
        for button in self._tones.buttons():
            button.setMinimumWidth(int(metrics.horizontalAdvance(button.text()) + 30))

    # -- the draft -------------------------------------------------------------------------

    def show_draft(self, draft: Draft) -> None:
        """Show a phrase; fields that say it already keep their cursor."""
        is_other, self._id = draft.id != self._id, draft.id
        if self._title.text() != draft.title:
            self._title.setText(draft.title)
        self._text.edit.blockSignals(True)
        if self._text.edit.text() != draft.text:
            self._text.edit.setPlainText(draft.text)
            self._text.edit.fit()
        self._text.edit.blockSignals(False)
        self._wordings.show_texts(draft.wordings, is_other=is_other)
        self._email.show_texts(draft.email, is_other=is_other)
        self._spoken.show_texts(draft.spoken, is_other=is_other)
        if self._tags_typed() != draft.tags:
            self._tags.setText(", ".join(draft.tags))
        for button in self._tones.buttons():
            button.setChecked(button.property("value") == draft.tone)
        self._keep_in_hand()
        self._given, self._shown = draft, self._read()

    def name(self, phrase_id: str) -> None:
        """The phrase has another id now: it was saved for the first time."""
        self._id = phrase_id

    def draft(self) -> Draft:
        """What the fields say; where one cannot say it exactly (a tag with a comma), what was
        given to it, until it says something else."""
        now = self._read()
        kept = {
            name: getattr(self._given, name)
            for name in FIELDS
            if getattr(now, name) == getattr(self._shown, name)
        }
        return replace(now, **kept)

    def _read(self) -> Draft:
        chosen = self._tones.checkedButton()
        return Draft(
            id=self._id,
            title=" ".join(self._title.text().split()),
            text=self._text.edit.text().rstrip("\n"),
            wordings=_ended(self._wordings.texts()),
            email=_ended(self._email.texts()),
            spoken=_ended(self._spoken.texts()),
            tags=self._tags_typed(),
            tone=str(chosen.property("value")) if chosen is not None else "",
        )

    def text_in_hand(self) -> str:
        """The text that was entered last."""
        return self._in_hand.text()

    def focus_title(self) -> None:
        """Begin at the name."""
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)
        self._title.selectAll()

    def _tags_typed(self) -> tuple[str, ...]:
        found = (" ".join(each.split()) for each in self._tags.text().split(","))
        return tuple(dict.fromkeys(each for each in found if each))

    # -- help ------------------------------------------------------------------------------

    def show_gaps(self, gaps: Iterable[tuple[str, str]]) -> None:
        """Buttons that put a gap into the text in hand: its name and what it asks for."""
        self._gaps.show_chips(
            tuple(ChipView(name, f"{{{label}}}", hint=f"{{{name}}}") for name, label in gaps)
        )

    def _insert_gap(self, name: str) -> None:
        self._in_hand.insertPlainText(f"{{{name}}}")
        self._in_hand.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Say beside each field what is wrong with it."""

        def of(*fields: str) -> list[Note]:
            return [note for note in notes if note.field in fields]

        self._title_note.show_notes(of("title"))
        self._text.note.show_notes(of("text"))
        for field, texts in (
            ("wordings", self._wordings),
            ("email", self._email),
            ("spoken", self._spoken),
        ):
            texts.show_notes(of(field))
        self._tags_note.show_notes(of("tags"))
        self._other_note.show_notes(of("", "tone"))
        self._unknown = next((note.unknown for note in notes if note.unknown), "")
        ask = self.tr("Let Poise ask for “{name}” each time").format(
            name=self._unknown.replace("_", " ")
        )
        self._declare.setText(ask)
        self._declare.setAccessibleName(ask)
        self._declare.setVisible(bool(self._unknown))

    def _on_texts_edited(self) -> None:
        self._keep_in_hand()
        self.edited.emit()

    def _keep_in_hand(self) -> None:
        """A text that was taken away is in hand no more."""
        if not self._in_hand.isVisible():
            self._in_hand = self._text.edit

    def _on_entered(self, field: QObject) -> None:
        if isinstance(field, TextField):
            self._in_hand = field
            self.text_entered.emit()


class Preview(QFrame):
    """The text in hand as it will be inserted, gaps as chips."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown = ""
        self.setProperty("card", "note")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(3)
        label = WrappedText(theme, "label", "note_text")
        label.show_text(self.tr("As it will be inserted"))
        column.addWidget(label)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._text)
        theme.changed.connect(lambda: self.show_text(self._shown))

    def show_text(self, text: str) -> None:
        """Show a text; a gap stands as ‹label›."""
        self._shown = text
        look = self._theme.look
        chip = look.color("chip").name(), look.color("chip_text").name()
        style = f"background:{chip[0]};color:{chip[1]}"
        escaped = html.escape(text).replace("\n", "<br>")
        marked = GAP.sub(lambda gap: f'<span style="{style}">{gap.group()}</span>', escaped)
        self._text.setText(marked or "…")
        self._text.setAccessibleName(text)


def _ended(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.rstrip("\n") for each in texts)


def _label(theme: Theme, text: str, above: int = 8) -> WrappedText:
    label = WrappedText(theme, "label", "text_muted", above=above)
    label.show_text(text)
    return label


def _line(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    return edit

"""The choice of a language among the customer's details."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.form_window import Form
from desktop.ui.forms import Choice, contact_form
from desktop.ui.language_names import language_name
from desktop.ui.theme import Theme

CHOICES = (Choice("", "English, as the playbook is written"), Choice("de", "German"))


@pytest.mark.parametrize(
    ("code", "name"),
    [("en", "English"), ("de", "German"), ("pt-BR", "Portuguese (pt-BR)"), ("xx", "xx")],
)
def test_names(code: str, name: str) -> None:
    assert language_name(code) == name


def test_asked_for_only_where_there_is_a_choice() -> None:
    assert [field.name for field in contact_form().fields] == ["customer", "reference", "channel"]
    [*_, field] = contact_form(language="de", languages=CHOICES).fields
    assert (field.name, field.value, field.choices) == ("language", "de", CHOICES)


@pytest.mark.parametrize("language", ["", "de"])
def test_what_is_chosen_is_shown_and_given_back(qtbot: QtBot, theme: Theme, language: str) -> None:
    form = Form(theme)
    qtbot.addWidget(form)
    form.ask(contact_form("Ms Rivera", language=language, languages=CHOICES), QRect(0, 0, 800, 800))
    checked = [each for each in form.findChildren(QPushButton) if each.isChecked()]
    assert [each.property("value") for each in checked] == [language]
    other = next(
        each
        for each in form.findChildren(QPushButton)
        if each.isCheckable() and each.property("value") != language
    )
    other.click()
    with qtbot.waitSignal(form.submitted) as submitted:
        form.on_committed()
    assert submitted.args[0]["language"] == other.property("value")

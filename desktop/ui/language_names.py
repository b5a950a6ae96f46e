"""What languages are called."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def language_name(code: str) -> str:
    """The name of a language, such as `German` for `de`; the code where none is known.

    Args:
        code: BCP 47, such as `de` or `pt-BR`.
    """
    language = QLocale(code).language()
    if language == QLocale.Language.C:
        return code
    name = QLocale.languageToString(language)
    return f"{name} ({code})" if "-" in code else name

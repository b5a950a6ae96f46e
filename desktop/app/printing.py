"""A page as a PDF, without a display."""

from __future__ import annotations

from pathlib import Path

from desktop.app import QT_ARGUMENTS
from desktop.asked_file import refuse_own, write_asked
from desktop.errors import Trouble
from desktop.oslayer.select import prepare_offscreen
from desktop.paths import Paths


def write_pdf(html: str, title: str, path: Path, paths: Paths) -> None:
    """Write an A4 document, whole or not at all.

    Args:
        html: The page; see `contacts.page`.
        title: Stands in the file's properties.
        path: The file, over one that is there; see `asked_file`.
        paths: Where Poise has its own files.

    Raises:
        Trouble: There is no font, or the file cannot be written.
    """
    refuse_own(path, paths)
    prepare_offscreen()
    from PySide6.QtCore import QBuffer, QMarginsF
    from PySide6.QtGui import (
        QFontDatabase,
        QGuiApplication,
        QPageSize,
        QPdfWriter,
        QTextDocument,
    )

    application = QGuiApplication.instance() or QGuiApplication([*QT_ARGUMENTS])
    if not QFontDatabase.families():
        what = "There is no font on this machine, so nothing could be read in the PDF."
        raise Trouble(what, "Install one, such as DejaVu Sans, or write --html.")
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Poise")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))  # the document brings two centimetres of its own
    document = QTextDocument()
    document.setMetaInformation(QTextDocument.MetaInformation.CssMedia, "print")
    document.setHtml(html)
    document.print_(writer)
    del document, writer
    write_asked(path, bytes(buffer.data().data()), paths)
    assert application is not None

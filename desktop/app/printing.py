"""A page as a PDF, without a display."""

from __future__ import annotations

from pathlib import Path

from desktop.app import QT_ARGUMENTS
from desktop.errors import Trouble
from desktop.oslayer.select import prepare_offscreen
from desktop.replacing import put_in_place


def write_pdf(html: str, title: str, path: Path) -> None:
    """Write an A4 document, whole or not at all.

    Args:
        html: The page; see `contacts.page`.
        title: Stands in the file's properties.
        path: The file, over one that is there.

    Raises:
        Trouble: There is no font, or the file cannot be written.
    """
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
    write_whole(path, bytes(buffer.data().data()))
    assert application is not None


def write_whole(path: Path, data: bytes) -> None:
    """All of a file, or none of it; one that is there is replaced.

    Raises:
        Trouble: It cannot be written.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(data)
        put_in_place(fresh, path)
    except OSError as problem:
        reason = problem.strerror or problem
        raise Trouble(f"{path} cannot be written ({reason}).", "Choose another file.") from problem
    finally:
        fresh.unlink(missing_ok=True)

"""Makes the icon of the program on Windows or a Mac from resources/icons/poise.svg.

    python packaging/icon.py OUT.ico
    python packaging/icon.py OUT.icns

pyinstaller.spec runs it in a process of its own, because it uses Qt.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Explorer and the taskbar ask for, at 100 to 250 %, and the largest view."""

MAC_PICTURES = {
    b"ic11": 32,  # 16 points at 200 %
    b"ic12": 64,  # 32 points at 200 %
    b"ic07": 128,
    b"ic13": 256,  # 128 points at 200 %
    b"ic08": 256,
    b"ic14": 512,  # 256 points at 200 %
    b"ic09": 512,
    b"ic10": 1024,  # 512 points at 200 %
}
"""The kinds of PNG in an .icns file, with the pixels of a side. There are two for 16 and 32 points
at 100 %, too (icp4, icp5), but macOS does not show them properly for a program: it scales these."""

PICTURE = Path(__file__).resolve().parents[1] / "resources" / "icons" / "poise.svg"
_LARGE = 256
_BITS = 32
_ENTRY_HEAD = 8  # kind and length, which counts itself


def icon(renderer: QSvgRenderer, sizes: tuple[int, ...] = SIZES) -> bytes:
    """An .ico file with one picture for each size, the smallest first."""
    pictures = [_picture(_drawn(renderer, size)) for size in sizes]
    head = struct.pack("<3H", 0, 1, len(sizes))
    place = len(head) + 16 * len(sizes)
    entries = b""
    for size, picture in zip(sizes, pictures, strict=True):
        side = size % _LARGE  # a byte; 0 says 256
        entries += struct.pack("<4B2H2I", side, side, 0, 0, 1, _BITS, len(picture), place)
        place += len(picture)
    return head + entries + b"".join(pictures)


def mac_icon(renderer: QSvgRenderer) -> bytes:
    """An .icns file with every size that a Mac asks for."""
    pictures = {size: _png(_drawn(renderer, size)) for size in set(MAC_PICTURES.values())}
    entries = b"".join(
        kind + struct.pack(">I", _ENTRY_HEAD + len(pictures[size])) + pictures[size]
        for kind, size in MAC_PICTURES.items()
    )
    return b"icns" + struct.pack(">I", _ENTRY_HEAD + len(entries)) + entries


def _drawn(renderer: QSvgRenderer, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return image


def _picture(image: QImage) -> bytes:
    return _png(image) if image.width() >= _LARGE else _bitmap(image)


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise SystemExit("icon: Qt cannot write PNG here")
    return bytes(data.data())


def _bitmap(image: QImage) -> bytes:
    """Pixels as every reader of icons knows them; many take a PNG only for the large one."""
    size = image.width()
    mask = bytes((size + 31) // 32 * 4 * size)  # nothing: the pixels say how opaque they are
    pixels = bytes(image.flipped(Qt.Orientation.Vertical).constBits())
    # BITMAPINFOHEADER, whose height counts the mask too.
    head = struct.pack(
        "<I2i2H6I", 40, size, 2 * size, 1, _BITS, 0, len(pixels) + len(mask), *[0] * 4
    )
    return head + pixels + mask


def main() -> int:
    """Write the file that the command line names."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    renderer = QSvgRenderer(str(PICTURE))
    if not renderer.isValid():
        print(f"icon: {PICTURE} is no picture that Qt can draw", file=sys.stderr)
        return 1
    out = Path(sys.argv[1])
    out.write_bytes(mac_icon(renderer) if out.suffix == ".icns" else icon(renderer))
    return 0


if __name__ == "__main__":
    sys.exit(main())

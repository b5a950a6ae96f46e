"""The icon of the program: what packaging/icon.py writes is what Windows and macOS read."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QImageReader

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "icon.py"
SIZES = [16, 20, 24, 32, 40, 48, 64, 256]
PETROL = "#1b6570"


@pytest.fixture(scope="module")
def icon(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("icon") / "poise.ico"
    subprocess.run([sys.executable, SCRIPT, path], check=True, timeout=30)
    return path.read_bytes()


def entries(icon: bytes) -> list[tuple[int, int, int, bytes]]:
    """Width, height, bits for a pixel and the picture itself, for each of an icon's sizes."""
    reserved, kind, count = struct.unpack_from("<3H", icon)
    assert (reserved, kind) == (0, 1)
    found = []
    for number in range(count):
        width, height, _colours, _reserved, planes, bits, size, place = struct.unpack_from(
            "<4B2H2I", icon, 6 + 16 * number
        )
        assert planes == 1
        found.append((width or 256, height or 256, bits, icon[place : place + size]))
    return found


def test_every_size_is_there_and_square(icon: bytes) -> None:
    found = entries(icon)
    assert [width for width, _, _, _ in found] == SIZES
    assert all(height == width and bits == 32 for width, height, bits, _ in found)


def test_pictures_lie_one_behind_the_other_and_fill_the_file(icon: bytes) -> None:
    pictures = b"".join(picture for *_, picture in entries(icon))
    assert icon[6 + 16 * len(SIZES) :] == pictures


def test_the_large_one_is_a_png_and_the_others_are_bitmaps(icon: bytes) -> None:
    for width, _, _, picture in entries(icon):
        if width == 256:
            assert picture.startswith(b"\x89PNG\r\n")
            continue
        head, across, down, planes, bits = struct.unpack_from("<I2i2H", picture)
        assert (head, across, down, planes, bits) == (40, width, 2 * width, 1, 32)
        mask = (width + 31) // 32 * 4 * width
        assert len(picture) == 40 + 4 * width * width + mask


def test_each_shows_the_mark_on_nothing(icon: bytes) -> None:
    for width, _, _, _ in entries(icon):
        image = read(icon, width)
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(width // 2, width * 29 // 32).name() == PETROL
        # Only the lowest pebble is so wide: the picture does not stand on its head.
        assert image.pixelColor(width * 7 // 32, width * 23 // 32).lightness() > 200


def read(icon: bytes, width: int) -> QImage:
    """One size as Qt's own reader of icons sees it."""
    number = SIZES.index(width)
    entry = bytearray(icon[6 + 16 * number : 22 + 16 * number])
    picture = entries(icon)[number][3]
    struct.pack_into("<I", entry, 12, 22)
    alone = struct.pack("<3H", 0, 1, 1) + entry + picture
    image = QImage.fromData(alone)
    assert image.width() == width
    return image


@pytest.fixture(scope="module")
def mac_icon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("icon") / "poise.icns"
    subprocess.run([sys.executable, SCRIPT, path], check=True, timeout=30)
    return path


def test_the_icon_for_a_mac_has_every_size_of_each_scale(mac_icon: Path) -> None:
    content = mac_icon.read_bytes()
    kind, length = struct.unpack_from(">4sI", content)
    assert (kind, length) == (b"icns", len(content))
    found, place = {}, 8
    while place < len(content):
        kind, length = struct.unpack_from(">4sI", content, place)
        picture = content[place + 8 : place + length]
        assert picture.startswith(b"\x89PNG\r\n")
        (width, height) = struct.unpack_from(">2I", picture, 16)
        assert width == height
        found[kind.decode()] = width
        place += length
    plain = {"ic07": 128, "ic08": 256, "ic09": 512}
    at_200_percent = {"ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512, "ic10": 1024}
    assert found == plain | at_200_percent


def test_qts_reader_for_a_mac_sees_the_mark_in_each(mac_icon: Path) -> None:
    reader = QImageReader(str(mac_icon), b"icns")
    widths = set()
    for number in range(reader.imageCount()):
        assert reader.jumpToImage(number)
        image = reader.read()
        assert not image.isNull(), reader.errorString()
        width = image.width()
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(width // 2, width * 29 // 32).name() == PETROL
        widths.add(width)
    assert widths == {32, 64, 128, 256, 512, 1024}

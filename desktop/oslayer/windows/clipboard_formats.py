"""Taking every format off the open clipboard as bytes, and putting it back.

What is left out, and what is refused instead, is docs/decisions/0009.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Callable, Iterable, Iterator
from ctypes import wintypes

from desktop.oslayer.windows import clipboard_access as access
from desktop.oslayer.windows.api import declare

TOTAL_BYTES = 512 * 1024 * 1024

TEXT, BITMAP, METAFILE_PICTURE, OEM_TEXT, DIB, PALETTE = 1, 2, 3, 7, 8, 9
UNICODE_TEXT, ENHANCED_METAFILE, FILES, LOCALE, DIB_V5 = 13, 14, 15, 16, 17

EXCLUDED = access.register_format("ExcludeClipboardContentFromMonitorProcessing")
MARKS = (
    EXCLUDED,
    access.register_format("CanIncludeInClipboardHistory"),
    access.register_format("CanUploadToCloudClipboard"),
    access.register_format("Clipboard Viewer Ignore"),
)
"""Keep a content out of history, other devices, and clipboard managers (a DWORD of 0 each)."""
MARK_BYTES = b"\0\0\0\0"

_REGISTERED = 0xC000
_PRIVATE = range(0x200, 0x300)  # CF_PRIVATEFIRST: means something to its owner's window alone
# Ways into the program they come from.
_LIVE_OBJECTS = ("DataObject", "Ole Private Data", "Wine Marshalled DataObject")
_VIRTUAL_FILES = ("FileGroupDescriptorW", "FileGroupDescriptor", "FileContents")
_NOTABLE = ("HTML Format", "Rich Text Format", "PNG")
# CF_OWNERDISPLAY and pictures of private formats: drawn by their owner's window, for viewers.
# GDI objects of a private kind (CF_GDIOBJFIRST) are handles that mean nothing elsewhere.
_UNCARRIED = {PALETTE, 0x80, 0x82, 0x83, 0x8E, *range(0x300, 0x400)}
# Windows makes the poorer ones from the richest; those it has made come after what was put there.
_FAMILIES = (
    (UNICODE_TEXT, (TEXT, OEM_TEXT)),
    (DIB_V5, (DIB, BITMAP)),
    (DIB, (BITMAP,)),
    (ENHANCED_METAFILE, (METAFILE_PICTURE,)),
)

Formats = tuple[tuple[int, bytes], ...]
"""Numbers and bytes in the order in which the program put them there."""

_enhanced_bits = declare(
    *("gdi32", "GetEnhMetaFileBits", wintypes.UINT),
    *(wintypes.HANDLE, wintypes.UINT, wintypes.LPVOID),
)
_enhanced_from = declare(
    "gdi32", "SetEnhMetaFileBits", wintypes.HANDLE, wintypes.UINT, wintypes.LPVOID
)
_metafile_bits = declare(
    *("gdi32", "GetMetaFileBitsEx", wintypes.UINT),
    *(wintypes.HANDLE, wintypes.UINT, wintypes.LPVOID),
)
_metafile_from = declare(
    "gdi32", "SetMetaFileBitsEx", wintypes.HANDLE, wintypes.UINT, wintypes.LPVOID
)


class _MetafilePicture(ctypes.Structure):
    """METAFILEPICT"""

    _fields_ = [
        ("mapping", wintypes.LONG),
        ("width", wintypes.LONG),
        ("height", wintypes.LONG),
        ("metafile", wintypes.HANDLE),
    ]


class Unreadable(Exception):  # noqa: N818 - states a fact about the clipboard, shown to the agent
    """The clipboard cannot be kept whole; the text says why."""


def take_all(is_going_on: Callable[[], None]) -> Formats:
    """Every format on the clipboard, which is open.

    Args:
        is_going_on: Called before each format, because its owner may need a while to make it.

    Raises:
        Unreadable: Something of the agent's cannot be carried.
    """
    offered = list(_numbers())
    names = {number: access.format_name(number) for number in offered if number >= _REGISTERED}
    has_virtual_files = "FileContents" in names.values()
    if has_virtual_files and FILES not in offered:
        raise Unreadable("The clipboard holds files that only the program they are in can give.")
    taken: list[tuple[int, bytes]] = []
    total = 0
    for number in _worth_carrying(offered):
        name = names.get(number, "")
        if name in _LIVE_OBJECTS or (has_virtual_files and name in _VIRTUAL_FILES):
            continue
        is_going_on()
        data = _read(number, TOTAL_BYTES - total)
        if data is None and number in MARKS:
            data = MARK_BYTES  # often only announced: that it is there is all it says
        if data is None:
            is_private = number in _PRIVATE or (number >= _REGISTERED and name not in _NOTABLE)
            if is_private or _is_made_by_windows(number, offered):
                continue  # nobody can paste what its owner does not hand over
            raise Unreadable("The program that owns the clipboard did not hand everything over.")
        total += len(data)
        taken.append((number, data))
    if offered and not taken:
        raise Unreadable("The clipboard holds something that only its own program can hold.")
    return tuple(taken)


def put(number: int, data: bytes | None) -> bool:
    """Put one format on the open clipboard; None: promised, made when somebody asks."""
    if data is None:
        access.set_data(number, None)
        return True  # its answer is the promised handle, which is none
    handle = _handle_with(number, data)
    if not handle:
        return False
    if access.set_data(number, handle):
        return True
    if number not in (ENHANCED_METAFILE, METAFILE_PICTURE):
        access.free_memory(handle)
    return False


def put_back(formats: Formats) -> bool:
    """Fill the open clipboard for good; whether Windows took everything.

    Marked so that the history does not get what it has seen already, unless the content came
    with marks of its own.
    """
    access.empty_clipboard()
    refused = [number for number, data in formats if not put(number, data)]
    mark_again(formats)
    return not refused


def mark_again(formats: Formats) -> None:
    """Keep what has been on the clipboard before from being recorded twice."""
    if formats and not any(number in MARKS for number, _ in formats):
        put(EXCLUDED, MARK_BYTES)


def _numbers() -> Iterator[int]:
    number = 0
    while number := access.next_format(number):
        yield number


def _worth_carrying(offered: Iterable[int]) -> list[int]:
    numbers = [number for number in offered if number not in _UNCARRIED]
    if _is_richest_bitmap_made_by_windows(numbers):
        numbers.remove(DIB_V5)
    for richest, poorer in _FAMILIES:
        if richest not in numbers:
            continue
        after = numbers[numbers.index(richest) :]
        # A GDI bitmap cannot be carried, and Windows makes it from either of the others.
        numbers = [
            number
            for number in numbers
            if not (number in poorer and (number in after or number == BITMAP))
        ]
    return numbers


def _is_richest_bitmap_made_by_windows(offered: list[int]) -> bool:
    """Whether the three bitmaps stand as they do where a program put the plainest one alone.

    Windows makes the two others when they are read, which takes longer than all the rest of an
    insertion, and makes them again after the plainest is put back. A program that puts the
    richest as well has it before the GDI bitmap, which then is the only one made by Windows.
    One that puts all three itself, in just this order, cannot be told apart and gets its picture
    back without the transparency that only the richest has; none is known to do so.
    """
    return [each for each in offered if each in (DIB, BITMAP, DIB_V5)] == [DIB, BITMAP, DIB_V5]


def _is_made_by_windows(number: int, offered: list[int]) -> bool:
    """Whether Windows may have added the format by itself, from one before it."""
    if number == LOCALE:
        return True
    for richest, poorer in _FAMILIES:
        family = {richest, *poorer}
        if number in family and any(each in family for each in offered[: offered.index(number)]):
            return True
    return False


def _read(number: int, bytes_max: int) -> bytes | None:
    handle = access.get_data(number)
    if not handle:
        return None
    if number == ENHANCED_METAFILE:
        return _bits(_enhanced_bits, handle)
    if number == METAFILE_PICTURE:
        return _metafile_picture_bytes(handle)
    if number == BITMAP:
        return None
    size = access.memory_size(handle)
    if size > bytes_max:
        raise Unreadable("The clipboard holds more than fits into memory.")
    if not size and number in _PRIVATE:
        return None  # it need not be memory at all
    return access.memory_bytes(handle)


def _bits(get: Callable[..., int], handle: int) -> bytes | None:
    size = get(handle, 0, None)
    bits = ctypes.create_string_buffer(size or 1)
    return bits.raw if size and get(handle, size, bits) == size else None


def _metafile_picture_bytes(handle: int) -> bytes | None:
    head = access.memory_bytes(handle)
    if len(head) < ctypes.sizeof(_MetafilePicture):
        return None
    picture = _MetafilePicture.from_buffer_copy(head)
    bits = _bits(_metafile_bits, picture.metafile)
    picture.metafile = None
    return None if bits is None else bytes(picture) + bits


def _handle_with(number: int, data: bytes) -> int:
    if number == ENHANCED_METAFILE:
        return _enhanced_from(len(data), data) or 0
    if number == METAFILE_PICTURE:
        size = ctypes.sizeof(_MetafilePicture)
        picture = _MetafilePicture.from_buffer_copy(data[:size])
        picture.metafile = _metafile_from(len(data) - size, data[size:])
        return access.memory_with(bytes(picture))
    return access.memory_with(data)

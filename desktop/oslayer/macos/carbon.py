"""The few functions of Carbon that PyObjC does not wrap: hotkeys, layouts, secure input.

Prototypes from the headers CarbonEvents.h, CarbonEventsCore.h, TextInputSources.h and
UnicodeUtilities.h of the macOS SDK. All of it belongs to the main thread.
"""

from __future__ import annotations

import sys

assert sys.platform == "darwin"

import ctypes
from collections.abc import Callable
from ctypes import POINTER, byref, c_int32, c_ubyte, c_uint16, c_uint32, c_ulong, c_void_p
from typing import Any

import objc

CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
CORE_FOUNDATION = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"

EXISTS = -9878  # eventHotKeyExistsErr: in this program; other programs do not count
INTERNAL = -9868  # eventInternalErr: from macOS 15.0 and 15.1 for Option without Control or Command

COMMAND, SHIFT, OPTION, CONTROL = 0x0100, 0x0200, 0x0800, 0x1000  # Events.h
_CHOSEN = COMMAND | SHIFT | OPTION | CONTROL
_KEYS_WITH_FN = range(0x60, 0x7F)  # F-keys, arrows and the like: macOS adds the flag of Fn itself

_SYSTEM_CODE = "kHISymbolicHotKeyCode"
_SYSTEM_MODIFIERS = "kHISymbolicHotKeyModifiers"
_SYSTEM_IS_ON = "kHISymbolicHotKeyEnabled"

_KEYBOARD_CLASS, _HOTKEY_PRESSED = 0x6B657962, 5  # 'keyb', kEventHotKeyPressed
_DIRECT_OBJECT, _HOTKEY_ID = 0x2D2D2D2D, 0x686B6964  # '----', 'hkid'
_SIGNATURE = 0x506F6973  # 'Pois'
_NOT_HANDLED = -9874  # eventNotHandledErr
_DISPLAY = 3  # kUCKeyActionDisplay
_NO_DEAD_KEYS = 1  # kUCKeyTranslateNoDeadKeysMask
_MOST_CHARACTERS = 4


class HotkeyId(ctypes.Structure):
    """EventHotKeyID"""

    _fields_ = [("signature", c_uint32), ("number", c_uint32)]


class _EventType(ctypes.Structure):
    """EventTypeSpec"""

    _fields_ = [("of", c_uint32), ("kind", c_uint32)]


_HANDLER = ctypes.CFUNCTYPE(c_int32, c_void_p, c_void_p, c_void_p)


class Carbon:
    """The functions, with Python's types.

    Args:
        carbon, core_foundation: The libraries; None for those of the system.

    Raises:
        OSError: This is no Mac, or it has no Carbon any more.
    """

    def __init__(self, carbon: Any = None, core_foundation: Any = None) -> None:
        self._carbon = carbon or ctypes.CDLL(CARBON)
        core = core_foundation or ctypes.CDLL(CORE_FOUNDATION)
        of_carbon, of_core = _declarer(self._carbon), _declarer(core)
        self._application = of_carbon("GetApplicationEventTarget", c_void_p)
        self._install = of_carbon(
            *("InstallEventHandler", c_int32, c_void_p, _HANDLER, c_ulong),
            *(POINTER(_EventType), c_void_p, POINTER(c_void_p)),
        )
        self._remove = of_carbon("RemoveEventHandler", c_int32, c_void_p)
        self._parameter = of_carbon(
            *("GetEventParameter", c_int32, c_void_p, c_uint32, c_uint32, c_void_p, c_ulong),
            *(c_void_p, POINTER(HotkeyId)),
        )
        self._register = of_carbon(
            *("RegisterEventHotKey", c_int32, c_uint32, c_uint32, HotkeyId, c_void_p, c_uint32),
            POINTER(c_void_p),
        )
        self._unregister = of_carbon("UnregisterEventHotKey", c_int32, c_void_p)
        self._copy_of_system = of_carbon("CopySymbolicHotKeys", c_int32, POINTER(c_void_p))
        self._is_secure = of_carbon("IsSecureEventInputEnabled", c_ubyte)
        self._layout = of_carbon("TISCopyCurrentKeyboardLayoutInputSource", c_void_p)
        self._property = of_carbon("TISGetInputSourceProperty", c_void_p, c_void_p, c_void_p)
        self._keyboard_kind = of_carbon("LMGetKbdType", c_ubyte)
        self._translate = of_carbon(
            *("UCKeyTranslate", c_int32, c_void_p, c_uint16, c_uint16, c_uint32, c_uint32),
            *(c_uint32, POINTER(c_uint32), c_ulong, POINTER(c_ulong), POINTER(c_uint16)),
        )
        self._bytes = of_core("CFDataGetBytePtr", c_void_p, c_void_p)
        self._let_go = of_core("CFRelease", None, c_void_p)
        self._handler: Any = None  # kept alive: Carbon calls it
        self._installed = c_void_p()

    # -- hotkeys ---------------------------------------------------------------------------

    def hear_hotkeys(self, on_pressed: Callable[[int], None]) -> int:
        """Call with the number of each hotkey that goes down; the OSStatus, 0 for success."""

        def handle(_next: int, event: int, _data: int) -> int:
            found = HotkeyId()
            status = self._parameter(
                event, _DIRECT_OBJECT, _HOTKEY_ID, None, ctypes.sizeof(found), None, byref(found)
            )
            if status or found.signature != _SIGNATURE:
                return _NOT_HANDLED
            on_pressed(int(found.number))
            return 0

        self._handler = _HANDLER(handle)
        kinds = (_EventType * 1)(_EventType(_KEYBOARD_CLASS, _HOTKEY_PRESSED))
        return int(
            self._install(
                *(self._application(), self._handler, 1, kinds, None, byref(self._installed))
            )
        )

    def hear_no_hotkeys(self) -> None:
        """Undo `hear_hotkeys`."""
        if self._installed.value:
            self._remove(self._installed)
            self._installed = c_void_p()

    def register(self, code: int, modifiers: int, number: int) -> tuple[int, int]:
        """Reserve a hotkey.

        Args:
            code: Virtual key code.
            modifiers: `COMMAND` and the like, added up.
            number: What `hear_hotkeys` calls it.

        Returns:
            OSStatus, and what `unregister` wants.
        """
        made = c_void_p()
        # No kEventHotKeyExclusive: that would silence another program's hotkey without a word.
        status = self._register(
            code, modifiers, HotkeyId(_SIGNATURE, number), self._application(), 0, byref(made)
        )
        return int(status), made.value or 0

    def unregister(self, hotkey: int) -> None:
        """Give a hotkey back."""
        self._unregister(c_void_p(hotkey))

    def of_system(self) -> frozenset[tuple[int, int]]:
        """Code and modifiers of each chord that macOS has for itself now; empty when it does not
        tell. Registering one of those succeeds, and it never fires."""
        listed = c_void_p()
        if self._copy_of_system(byref(listed)) or not listed.value:
            return frozenset()
        try:
            with objc.autorelease_pool():
                found = objc.objc_object(c_void_p=listed.value)
                return frozenset(filter(None, map(_chord_of_system, found)))
        finally:
            self._let_go(listed)

    # -- keyboard --------------------------------------------------------------------------

    def is_secure_input_on(self) -> bool:
        """Whether some program keeps what is typed from all others (IsSecureEventInputEnabled)."""
        return bool(self._is_secure())

    def character_of(self, code: int, modifiers: int) -> str:
        """What a key types on the layout in use; "" when nothing, or nobody tells."""
        source = self._layout()
        if not source:
            return ""
        try:
            data = self._property(source, self._symbol("kTISPropertyUnicodeKeyLayoutData"))
            layout = self._bytes(data) if data else None
            if not layout:
                return ""
            dead, length = c_uint32(0), c_ulong(0)
            characters = (c_uint16 * _MOST_CHARACTERS)()
            status = self._translate(
                *(layout, code, _DISPLAY, modifiers >> 8 & 0xFF, self._keyboard_kind()),
                *(_NO_DEAD_KEYS, byref(dead), _MOST_CHARACTERS, byref(length), characters),
            )
            if status:
                return ""
            units = bytes(memoryview(characters))[: 2 * length.value]
            return units.decode(f"utf-16-{sys.byteorder[0]}e", "replace")
        finally:
            self._let_go(source)

    def _symbol(self, name: str) -> c_void_p:
        return c_void_p.in_dll(self._carbon, name)


def _chord_of_system(told: Any) -> tuple[int, int] | None:
    """Code and modifiers; None for one that is switched off, or told in another way."""
    code, modifiers = told.get(_SYSTEM_CODE), told.get(_SYSTEM_MODIFIERS)
    if not told.get(_SYSTEM_IS_ON) or code is None or modifiers is None:
        return None
    has_fn = int(code) in _KEYS_WITH_FN
    return int(code), int(modifiers) & _CHOSEN if has_fn else int(modifiers)


def _declarer(library: Any) -> Callable[..., Any]:
    def declare(name: str, result: Any, *arguments: Any) -> Any:
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
        return function

    return declare

"""A Mac that is none: the few classes and functions of Apple's that Poise uses, written by hand.

It writes down each call with its arguments, insists on the main thread, and can be told to
refuse. `tests/macos/test_symbols.py` holds its names to those of the real frameworks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

OWN_PID = 4242
FLOATING_LEVEL, MENU_LEVEL = 3, 101
LEFT, V = 0x7B, 0x09
COMMAND = 1 << 20
TEXT = "public.utf8-plain-text"


@dataclass
class Program:
    """A running program; its windows are in `World.windows`."""

    pid: int
    name: str
    is_active: bool = False
    title: str = ""
    role: str = ""
    subrole: str = ""
    is_hung: bool = False
    is_gone: bool = False


@dataclass
class Window:
    """A window of another program, in the order of the screen."""

    number: int
    pid: int
    layer: int = 0
    alpha: float = 1.0
    size: tuple[int, int] = (800, 600)


@dataclass
class World:
    """What is on this Mac, and what was called.

    Args:
        calls: Name and arguments of each call that changes something, in order.
    """

    programs: list[Program] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    down: set[int] = field(default_factory=set)
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    is_trusted: bool = True
    may_post: bool = True
    is_trust_stale: bool = False
    makes_events: bool = True
    key_window: NativeWindow | None = None
    secure_pid: int = 0
    yields: bool = True
    reduces_motion: bool = False
    patience_s: float = 6.0
    bundle: str | None = "app.poise.Poise"
    login_status: int = 0
    login_refuses: str = ""
    notices_status: int = 0
    notices_answer: bool = True
    notices_refuse: bool = False
    notices_are_silent: bool = False
    notice_delegate: Any = None
    listed: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    unanswered: list[Callable[[bool, Any], None]] = field(default_factory=list)
    is_unknown_app: bool = False
    opens_settings: bool = True
    event_handlers: dict[tuple[bytes, bytes], Callable[[], None]] = field(default_factory=dict)
    notices: list[tuple[str, str]] = field(default_factory=list)
    on_main: list[Callable[[], None]] = field(default_factory=list)
    selectors_missing: set[str] = field(default_factory=set)
    observers: list[tuple[str, str, Callable[[Any], None]]] = field(default_factory=list)
    windows_of_ours: dict[int, NativeWindow] = field(default_factory=dict)
    pasteboard: Pasteboard = field(default_factory=lambda: Pasteboard())
    text: str = ""
    caret: int = 0

    def note(self, *call: Any) -> None:
        """Write a call down; from any other thread it would be a mistake."""
        assert threading.current_thread() is threading.main_thread(), call
        self.calls.append(call)

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every call of this name."""
        return [call[1:] for call in self.calls if call[0] == name]

    def program(self, pid: int) -> Program | None:
        """The running one with this number."""
        return next((each for each in self.programs if each.pid == pid and not each.is_gone), None)

    def open(self, name: str, pid: int, window: int, **more: Any) -> Program:
        """Start a program with a window, in front of all others."""
        program = Program(pid, name, **more)
        self.programs.append(program)
        self.windows.insert(0, Window(window, pid))
        self.bring(program)
        return program

    def bring(self, program: Program) -> None:
        """Let a program be the active one, its windows above the others."""
        for each in self.programs:
            each.is_active = each is program
        self.windows.sort(key=lambda window: window.pid != program.pid)
        told = {"NSWorkspaceApplicationKey": _Running(self, program)}
        self.tell("workspace", "NSWorkspaceDidActivateApplicationNotification", told)
        if program.pid == OWN_PID:
            self.tell("own", "NSApplicationDidBecomeActiveNotification")

    def quiet_bring(self, program: Program) -> None:
        """The same, told while another program still is the one in front."""
        told = {"NSWorkspaceApplicationKey": _Running(self, program)}
        self.tell("workspace", "NSWorkspaceDidActivateApplicationNotification", told)

    def bring_poise(self) -> None:
        """macOS makes Poise the active program, as after a click on what is Poise's."""
        self.bring(self.program(OWN_PID) or self._start_poise())

    def _start_poise(self) -> Program:
        self.programs.append(Program(OWN_PID, "Poise"))
        return self.programs[-1]

    def click_notice(self) -> None:
        """The agent clicks a notification; macOS tells on a thread of its own."""
        done: list[bool] = []
        selector = "userNotificationCenter:didReceiveNotificationResponse:withCompletionHandler:"
        heard = getattr(self.notice_delegate, selector.replace(":", "_"))
        thread = threading.Thread(
            target=heard, args=("centre", "response", lambda: done.append(True))
        )
        thread.start()
        thread.join()
        assert done == [True], "macOS waits for it"

    def run_main(self) -> None:
        """Let the main thread do what waits for it."""
        while self.on_main:
            self.on_main.pop(0)()

    def tell(self, centre: str, name: str, told: dict[str, Any] | None = None) -> None:
        """Post a notification, with what it tells."""
        for heard_by, wanted, block in list(self.observers):
            if (heard_by, wanted) == (centre, name):
                block(SimpleNamespace(name=lambda: name, userInfo=lambda: told))

    def flags_down(self) -> int:
        """The modifiers under somebody's fingers."""
        codes = {0x3B: 18, 0x3E: 18, 0x3A: 19, 0x3D: 19, 0x38: 17, 0x3C: 17, 0x37: 20, 0x36: 20}
        return sum({1 << codes[each] for each in self.down if each in codes})

    def take_key(self, event: dict[str, Any]) -> None:
        """The field with the keyboard gets a key event."""
        self.posted.append(event)
        is_paste = event["code"] == V and event["flags"] & COMMAND
        text = self.pasteboard.text() or "" if is_paste else event["text"]
        if event["is_down"] and text:
            self.text = self.text[: self.caret] + text + self.text[self.caret :]
            self.caret += len(text)
        elif event["is_down"] and event["code"] == LEFT:
            self.caret = max(0, self.caret - 1)

    def modules(self) -> dict[str, ModuleType]:
        """The frameworks, by the names under which Python imports them."""
        made = {
            "AppKit": _app_kit(self),
            "Foundation": _foundation(self),
            "Quartz": _quartz(self),
            "ApplicationServices": _application_services(self),
            "ServiceManagement": _service_management(self),
            "UserNotifications": _user_notifications(self),
            "objc": _objc(self),
        }
        return {name: _module(name, content) for name, content in made.items()}


class NativeWindow:
    """An NSPanel (or, without `is_panel`, an NSWindow) of ours; notes what it is told."""

    def __init__(self, world: World, *, is_panel: bool = True) -> None:
        self._world = world
        self.is_panel = is_panel
        self.mask, self.level, self.behaviour, self.sharing = 0, 0, 1 << 1, 1

    def isKeyWindow(self) -> bool:
        return self._world.key_window is self

    def isVisible(self) -> bool:
        return True

    def isKindOfClass_(self, wanted: Any) -> bool:
        return self.is_panel or not isinstance(wanted, _Panel)

    def respondsToSelector_(self, selector: str) -> bool:
        return selector not in self._world.selectors_missing

    def styleMask(self) -> int:
        return self.mask

    def setStyleMask_(self, mask: int) -> None:
        assert self.is_panel, "a window that is no panel ignores the mask"
        self._world.note("setStyleMask:", mask)
        self.mask = mask

    def _setPreventsActivation_(self, prevents: bool) -> None:
        assert self.respondsToSelector_("_setPreventsActivation:")
        assert self.mask & 1 << 7, "the window server has to hear of the mask"
        self._world.note("_setPreventsActivation:", prevents)

    def setHidesOnDeactivate_(self, hides: bool) -> None:
        self._world.note("setHidesOnDeactivate:", hides)

    def setFloatingPanel_(self, floats: bool) -> None:
        self._world.note("setFloatingPanel:", floats)
        self.level = FLOATING_LEVEL if floats else 0

    def setBecomesKeyOnlyIfNeeded_(self, only_if_needed: bool) -> None:
        self._world.note("setBecomesKeyOnlyIfNeeded:", only_if_needed)

    def setCollectionBehavior_(self, behaviour: int) -> None:
        assert not (behaviour & 1 and behaviour & 1 << 1), "NSInternalInconsistencyException"
        self._world.note("setCollectionBehavior:", behaviour)
        self.behaviour = behaviour

    def setLevel_(self, level: int) -> None:
        self._world.note("setLevel:", level)
        self.level = level

    def setSharingType_(self, kind: int) -> None:
        self._world.note("setSharingType:", kind)
        self.sharing = kind

    def makeKeyAndOrderFront_(self, sender: Any) -> None:
        self._world.note("makeKeyAndOrderFront:", sender)
        self._world.key_window = self


class Data:
    """NSData; that of a pasteboard's item dies with the next change, a copy does not."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.is_dead = False

    def copy(self) -> Data:
        assert not self.is_dead
        return Data(self.content)

    @staticmethod
    def data() -> Data:
        return Data(b"")


class Item:
    """NSPasteboardItem"""

    def __init__(self) -> None:
        self.content: dict[str, Data | None] = {}  # None: promised
        self.provider: Any = None
        self.pasteboard: Pasteboard | None = None

    @classmethod
    def alloc(cls) -> Item:
        return cls()

    def init(self) -> Item:
        return self

    def types(self) -> list[str]:
        return list(self.content)

    def setData_forType_(self, data: Data, kind: str) -> bool:
        assert not data.is_dead, "it died with the change of the pasteboard"
        self.content[kind] = data
        return True

    def setString_forType_(self, text: str, kind: str) -> bool:
        return self.setData_forType_(Data(text.encode()), kind)

    def setDataProvider_forTypes_(self, provider: Any, kinds: Sequence[str]) -> bool:
        self.provider = provider
        self.content |= dict.fromkeys(kinds)
        return True

    def dataForType_(self, kind: str) -> Data | None:
        if self.content.get(kind) is None and self.provider is not None:
            self.provider.pasteboard_item_provideDataForType_(self.pasteboard, self, kind)
            if None not in self.content.values():
                self.let_go_of_provider()
        found = self.content.get(kind)
        return None if found is None or found.is_dead else found

    def let_go_of_provider(self) -> None:
        """Nothing is wanted of it any more."""
        provider, self.provider = self.provider, None
        if provider is not None:
            provider.pasteboardFinishedWithDataProvider_(self.pasteboard)


class Pasteboard:
    """NSPasteboard

    Args:
        access: `accessBehavior`; None for a macOS that has none.
        takes: Whether it takes what is written.
    """

    def __init__(self) -> None:
        self.count = 7
        self.items: list[Item] = []
        self.access: int | None = None
        self.takes = True
        self.copied_while_read: str | None = None
        self.gives_items = True
        self.counts_writing = 0

    def respondsToSelector_(self, selector: str) -> bool:
        return selector == "accessBehavior" and self.access is not None

    def accessBehavior(self) -> int:
        assert self.access is not None
        return self.access

    def changeCount(self) -> int:
        return self.count

    def pasteboardItems(self) -> list[Item] | None:
        assert self.access in (None, 0, 2), "macOS would ask the agent now"
        if not self.gives_items:
            return None
        found, copied = list(self.items), self.copied_while_read
        if copied is not None:
            self.copied_while_read = None
            self.copy(copied)
        return found

    def clearContents(self) -> int:
        self.count += 1
        items, self.items = self.items, []
        for item in items:
            for data in item.content.values():
                if data is not None:
                    data.is_dead = True
            item.let_go_of_provider()
        return self.count

    def writeObjects_(self, items: Sequence[Item]) -> bool:
        if self.takes:
            self.count += self.counts_writing
            self.items = list(items)
            for item in items:
                item.pasteboard = self
        return self.takes

    def setString_forType_(self, text: str, kind: str) -> bool:
        item = Item()
        item.setString_forType_(text, kind)
        return self.writeObjects_([item])

    def copy(self, *items: dict[str, bytes] | str) -> None:
        """Somebody copies something."""
        self.clearContents()
        made = []
        for each in items:
            item = Item()
            content = {TEXT: each.encode()} if isinstance(each, str) else each
            for kind, data in content.items():
                item.setData_forType_(Data(data), kind)
            made.append(item)
        self.takes, takes = True, self.takes
        self.writeObjects_(made)
        self.takes = takes

    def text(self) -> str | None:
        """What a program pastes."""
        found = next((each.dataForType_(TEXT) for each in self.items), None)
        return found.content.decode() if found is not None else None

    def content(self) -> list[dict[str, bytes | None]]:
        """Everything on it, promises as None."""
        return [
            {kind: data.content if data else None for kind, data in item.content.items()}
            for item in self.items
        ]


_FOR_PYTHON: list[Any] = []


def _python_method(method: Any) -> Any:
    _FOR_PYTHON.append(method)
    return method


class AppleObject:
    """NSObject"""

    def __init_subclass__(cls, protocols: Sequence[Any] = ()) -> None:
        known = {"NSPasteboardItemDataProvider", "UNUserNotificationCenterDelegate"}
        assert set(protocols) <= known
        for name, method in vars(cls).items():
            # PyObjC makes a selector of each method, with an argument for each underscore.
            if callable(method) and not name.startswith("_") and method not in _FOR_PYTHON:
                assert method.__code__.co_argcount - 1 == name.count("_"), name

    @classmethod
    def alloc(cls) -> Any:
        return cls()

    def init(self) -> Any:
        return self


class _Panel:
    """The class NSPanel"""

    def __init__(self, world: World) -> None:
        self._world = world

    def instancesRespondToSelector_(self, selector: str) -> bool:
        return selector not in self._world.selectors_missing


class _Running:
    """NSRunningApplication"""

    def __init__(self, world: World, program: Program) -> None:
        self._world, self._program = world, program

    def processIdentifier(self) -> int:
        return self._program.pid

    def localizedName(self) -> str:
        return self._program.name

    def executableURL(self) -> Any:
        return SimpleNamespace(lastPathComponent=lambda: self._program.name)

    def isTerminated(self) -> bool:
        return self._program.is_gone

    def isActive(self) -> bool:
        return self._program.is_active

    def activateWithOptions_(self, options: int) -> bool:
        self._world.note("activateWithOptions:", self._program.pid, options)
        if not self._world.yields:  # from macOS 14 on, nobody gets to the front like this
            self._world.bring(self._program)
        return not self._world.yields

    def activateFromApplication_options_(self, other: Any, options: int) -> bool:
        self._world.note("activateFromApplication:options:", self._program.pid, options)
        self._world.bring(self._program)
        return True


class _MainQueue:
    """NSOperationQueue of the main thread; it may be handed work from any other."""

    def __init__(self, world: World) -> None:
        self._world = world

    def addOperationWithBlock_(self, block: Callable[[], None]) -> None:
        self._world.on_main.append(block)


class _Centre:
    """NSNotificationCenter"""

    def __init__(self, world: World, name: str) -> None:
        self._world, self._name = world, name

    def addObserverForName_object_queue_usingBlock_(
        self, name: str, sender: Any, queue: Any, block: Callable[[Any], None]
    ) -> Any:
        assert self._name != "everybody", "it would wait until Poise is the active program"
        assert isinstance(queue, _MainQueue), "another queue would call from another thread"
        entry = (self._name, name, block)
        self._world.observers.append(entry)
        return entry

    def removeObserver_(self, token: Any) -> None:
        kept = [
            each
            for each in self._world.observers
            if token not in (each, getattr(each[2], "__self__", None))
        ]
        assert len(kept) < len(self._world.observers), "it was heard for"
        self._world.observers[:] = kept

    def addObserver_selector_name_object_suspensionBehavior_(
        self, observer: Any, selector: bytes, name: str, sender: Any, behaviour: int
    ) -> None:
        assert behaviour == 4, "it would wait until Poise is the active program"
        method = getattr(observer, selector.decode().replace(":", "_"))
        self._world.observers.append((self._name, name, method))


def _app_kit(world: World) -> dict[str, Any]:
    def running(pid: int) -> _Running | None:
        program = world.program(pid)
        return _Running(world, program) if program is not None else None

    def frontmost() -> _Running | None:
        active = next((each for each in world.programs if each.is_active), None)
        return _Running(world, active) if active is not None else None

    workspace = SimpleNamespace(
        notificationCenter=lambda: _Centre(world, "workspace"),
        frontmostApplication=frontmost,
        accessibilityDisplayShouldReduceMotion=lambda: world.reduces_motion,
    )

    def open_url(address: str) -> bool:
        world.note("openURL:", address)
        return world.opens_settings

    workspace.openURL_ = open_url

    def yield_to(other: Any) -> None:
        world.note("yieldActivationToApplication:", other.processIdentifier())

    application = SimpleNamespace(
        isActive=lambda: any(each.is_active and each.pid == OWN_PID for each in world.programs),
        windows=lambda: [world.key_window] if world.key_window is not None else [],
        activateIgnoringOtherApps_=lambda ignores: world.note(
            "activateIgnoringOtherApps:", ignores
        ),
        setActivationPolicy_=lambda policy: world.note("setActivationPolicy:", policy),
        respondsToSelector_=lambda _selector: world.yields,
        yieldActivationToApplication_=yield_to,
    )
    names = (
        *("NSWorkspaceDidActivateApplicationNotification", "NSWorkspaceWillSleepNotification"),
        *("NSWorkspaceDidWakeNotification", "NSWorkspaceSessionDidResignActiveNotification"),
        *("NSWorkspaceSessionDidBecomeActiveNotification", "NSWorkspaceWillPowerOffNotification"),
        *("NSApplicationDidBecomeActiveNotification", "NSWorkspaceApplicationKey"),
    )
    return {
        "NSWorkspace": SimpleNamespace(sharedWorkspace=lambda: workspace),
        "NSApplication": SimpleNamespace(sharedApplication=lambda: application),
        "NSRunningApplication": SimpleNamespace(
            runningApplicationWithProcessIdentifier_=running,
            currentApplication=lambda: _Running(world, Program(OWN_PID, "Poise")),
        ),
        "NSPanel": _Panel(world),
        "NSPasteboard": SimpleNamespace(generalPasteboard=lambda: world.pasteboard),
        "NSPasteboardItem": Item,
        "NSPasteboardTypeString": TEXT,
        **{name: name for name in names},
    }


class _AppleEvents:
    """NSAppleEventManager"""

    def __init__(self, world: World) -> None:
        self._world = world

    def setEventHandler_andSelector_forEventClass_andEventID_(
        self, handler: Any, selector: bytes, kind: int, event: int
    ) -> None:
        method = getattr(handler, selector.decode().replace(":", "_"))
        names = kind.to_bytes(4), event.to_bytes(4)
        self._world.event_handlers[names] = lambda: method("event", "reply")

    def removeEventHandlerForEventClass_andEventID_(self, kind: int, event: int) -> None:
        del self._world.event_handlers[kind.to_bytes(4), event.to_bytes(4)]


def _foundation(world: World) -> dict[str, Any]:
    def begin(options: int, why: str) -> str:
        world.note("beginActivityWithOptions:reason:", options, why)
        return "activity"

    process = SimpleNamespace(
        beginActivityWithOptions_reason_=begin,
        endActivity_=lambda activity: world.note("endActivity:", activity),
    )
    return {
        "NSObject": AppleObject,
        "NSAppleEventManager": SimpleNamespace(sharedAppleEventManager=lambda: _AppleEvents(world)),
        "NSURL": SimpleNamespace(URLWithString_=lambda address: address),
        "NSData": Data,
        "NSOperationQueue": SimpleNamespace(mainQueue=lambda: _MainQueue(world)),
        "NSProcessInfo": SimpleNamespace(processInfo=lambda: process),
        "NSDistributedNotificationCenter": SimpleNamespace(
            defaultCenter=lambda: _Centre(world, "everybody")
        ),
        "NSNotificationCenter": SimpleNamespace(defaultCenter=lambda: _Centre(world, "own")),
        "NSSystemClockDidChangeNotification": "NSSystemClockDidChangeNotification",
        "NSActivityUserInitiatedAllowingIdleSystemSleep": 0x00FFFFFF & ~(1 << 20),
        "NSBundle": SimpleNamespace(
            mainBundle=lambda: SimpleNamespace(bundleIdentifier=lambda: world.bundle)
        ),
    }


def _quartz(world: World) -> dict[str, Any]:
    def listed(options: int, number: int) -> list[dict[str, Any]]:
        only = number if options == 8 else None
        return [
            {
                "kCGWindowNumber": each.number,
                "kCGWindowOwnerPID": each.pid,
                "kCGWindowLayer": each.layer,
                "kCGWindowAlpha": each.alpha,
                "kCGWindowBounds": {"Width": each.size[0], "Height": each.size[1]},
            }
            for each in world.windows
            if only is None or each.number == only
        ]

    def make(source: Any, code: int, is_down: bool) -> dict[str, Any] | None:
        assert source is None
        own = 0xA00000 if code == LEFT else 0
        made = {"code": code, "is_down": is_down, "flags": 0xFF | own, "text": ""}
        return made if world.makes_events else None

    def write(event: dict[str, Any], units: int, text: str) -> None:
        assert units == len(text.encode("utf-16-le")) // 2 <= 20
        event["text"] = text

    def post(tap: int, event: dict[str, Any]) -> None:
        world.note("CGEventPost", tap, event["code"], event["is_down"])
        if world.is_trusted:
            world.take_key(event)

    session = {"kCGSSessionSecureInputPID": world.secure_pid} if world.secure_pid else {}
    return {
        "kCGEventFlagMaskControl": 1 << 18,
        "kCGEventFlagMaskAlternate": 1 << 19,
        "kCGEventFlagMaskShift": 1 << 17,
        "kCGEventFlagMaskCommand": 1 << 20,
        "kCGEventSourceStateHIDSystemState": 1,
        "kCGHIDEventTap": 0,
        "kCGWindowListOptionOnScreenOnly": 1,
        "kCGWindowListOptionIncludingWindow": 8,
        "kCGWindowListExcludeDesktopElements": 16,
        "kCGNullWindowID": 0,
        "kCGWindowOwnerPID": "kCGWindowOwnerPID",
        "kCGWindowLayer": "kCGWindowLayer",
        "kCGWindowNumber": "kCGWindowNumber",
        "kCGWindowAlpha": "kCGWindowAlpha",
        "kCGWindowBounds": "kCGWindowBounds",
        "kCGPopUpMenuWindowLevel": MENU_LEVEL,
        "CGWindowListCopyWindowInfo": listed,
        "CGPreflightPostEventAccess": lambda: world.may_post,
        "CGEventSourceKeyState": lambda _state, code: code in world.down,
        "CGEventCreateKeyboardEvent": make,
        "CGEventGetFlags": lambda event: event["flags"],
        "CGEventSourceFlagsState": lambda _state: world.flags_down(),
        "kCGEventFlagMaskNumericPad": 1 << 21,
        "kCGEventFlagMaskSecondaryFn": 1 << 23,
        "CGEventSetFlags": lambda event, flags: event.update(flags=flags),
        "CGEventKeyboardSetUnicodeString": write,
        "CGEventPost": post,
        "CGSessionCopyCurrentDictionary": lambda: session,
    }


def _application_services(world: World) -> dict[str, Any]:
    def ask(element: Any, name: str, out: None) -> tuple[int, Any]:
        if element == "everything":
            return (-25211, None) if world.is_trust_stale else (0, "a program")
        assert world.patience_s < 1, "a program that hangs would hold us up for 6 s"
        program = element.program if isinstance(element, _Element) else element["program"]
        if program is None or program.is_hung:
            return -25204, None  # kAXErrorCannotComplete
        found = {
            "AXFocusedWindow": {"program": program, "AXTitle": program.title},
            "AXFocusedUIElement": {
                "program": program,
                "AXRole": program.role,
                "AXSubrole": program.subrole,
            },
        }
        value = element.get(name) if isinstance(element, dict) else found.get(name)
        return (0, value) if value else (-25212, None)  # kAXErrorNoValue

    def be_patient(element: Any, seconds: float) -> int:
        assert element == "everything", "what a program answers with would not have it"
        world.patience_s = seconds
        return 0

    def act(element: dict[str, Any], action: str) -> int:
        world.note("AXUIElementPerformAction", element["program"].pid, action)
        return 0

    return {
        "kAXFocusedApplicationAttribute": "AXFocusedApplication",
        "kAXFocusedWindowAttribute": "AXFocusedWindow",
        "kAXFocusedUIElementAttribute": "AXFocusedUIElement",
        "kAXTitleAttribute": "AXTitle",
        "kAXRoleAttribute": "AXRole",
        "kAXSubroleAttribute": "AXSubrole",
        "kAXRaiseAction": "AXRaise",
        "kAXTrustedCheckOptionPrompt": "AXTrustedCheckOptionPrompt",
        "AXIsProcessTrusted": lambda: world.is_trusted or world.is_trust_stale,
        "AXIsProcessTrustedWithOptions": lambda options: world.note("prompt", options),
        "AXUIElementCreateSystemWide": lambda: "everything",
        "AXUIElementCreateApplication": lambda pid: _Element(world.program(pid)),
        "AXUIElementSetMessagingTimeout": be_patient,
        "AXUIElementCopyAttributeValue": ask,
        "AXUIElementPerformAction": act,
    }


@dataclass
class _Element:
    """AXUIElementRef of a program."""

    program: Program | None


def _service_management(world: World) -> dict[str, Any]:
    def change(name: str, status: int) -> Callable[[None], tuple[bool, Any]]:
        def do(out: None) -> tuple[bool, Any]:
            world.note(name)
            if world.login_refuses:
                return False, SimpleNamespace(localizedDescription=lambda: world.login_refuses)
            if world.login_status != 2:
                world.login_status = status
            return world.login_status == status, None

        return do

    service = SimpleNamespace(
        status=lambda: world.login_status,
        registerAndReturnError_=change("register", 1),
        unregisterAndReturnError_=change("unregister", 0),
    )
    return {
        "SMAppServiceStatusNotRegistered": 0,
        "SMAppServiceStatusEnabled": 1,
        "SMAppServiceStatusRequiresApproval": 2,
        "SMAppServiceStatusNotFound": 3,
        "SMAppService": SimpleNamespace(
            mainAppService=lambda: service,
            openSystemSettingsLoginItems=lambda: world.note("openSystemSettingsLoginItems"),
        ),
    }


class ObjectiveCError(Exception):
    """objc.error: an exception of Apple's, raised through Python."""


class _Content(AppleObject):
    """UNMutableNotificationContent; without a sound unless it is given one."""

    title, body = "", ""

    def setTitle_(self, title: str) -> None:
        self.title = title

    def setBody_(self, body: str) -> None:
        self.body = body


class _NoticeCentre:
    """UNUserNotificationCenter: it answers on a thread of its own."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _answer(self, handler: Callable[..., None], *what: Any) -> None:
        if not self._world.notices_are_silent:
            thread = threading.Thread(target=handler, args=what)
            thread.start()
            thread.join()

    def setDelegate_(self, delegate: Any) -> None:
        self._world.notice_delegate = delegate

    def requestAuthorizationWithOptions_completionHandler_(
        self, options: int, handler: Callable[[bool, Any], None]
    ) -> None:
        world = self._world
        if world.notices_status == 0:
            world.note("macOS asks", options)
            if world.notices_are_silent:
                world.unanswered.append(handler)  # the agent leaves the banner alone
                return
            world.notices_status = 2 if world.notices_answer else 1
        refusal = SimpleNamespace(code=lambda: 1) if world.notices_status == 1 else None
        self._answer(handler, refusal is None, refusal)

    def getNotificationSettingsWithCompletionHandler_(self, handler: Callable[[Any], None]) -> None:
        status = self._world.notices_status
        self._answer(handler, SimpleNamespace(authorizationStatus=lambda: status))

    def addNotificationRequest_withCompletionHandler_(
        self, request: Any, handler: Callable[[Any], None]
    ) -> None:
        world = self._world
        if world.notices_refuse:
            self._answer(handler, SimpleNamespace(code=lambda: 1))
            return
        name, content, trigger = request
        assert trigger is None, "it would come later"
        world.note("addNotificationRequest", name)
        world.notices.append((content.title, content.body))
        self._answer(handler, None)


def _user_notifications(world: World) -> dict[str, Any]:
    def centre() -> _NoticeCentre:
        if world.bundle is None or world.is_unknown_app:
            raise ObjectiveCError("NSInternalInconsistencyException")
        return _NoticeCentre(world)

    return {
        "UNAuthorizationOptionAlert": 4,
        "UNAuthorizationStatusNotDetermined": 0,
        "UNAuthorizationStatusDenied": 1,
        "UNUserNotificationCenter": SimpleNamespace(currentNotificationCenter=centre),
        "UNMutableNotificationContent": _Content,
        "UNNotificationRequest": SimpleNamespace(
            requestWithIdentifier_content_trigger_=lambda *request: request
        ),
    }


def _objc(world: World) -> dict[str, Any]:
    def wrap(c_void_p: int) -> Any:
        if c_void_p in world.listed:
            return world.listed[c_void_p]
        return SimpleNamespace(window=lambda: world.windows_of_ours.get(c_void_p))

    return {
        "objc_object": wrap,
        "error": ObjectiveCError,
        "protocolNamed": lambda name: name,
        "python_method": _python_method,
        "autorelease_pool": nullcontext,
    }


def _module(name: str, content: dict[str, Any]) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update(content)
    return made


class Library:
    """Carbon and CoreFoundation as ctypes would load them; every function takes what its
    `argtypes` allow, as with a real library.

    Args:
        layout: What each key types: character by code and by whether Command is down.
    """

    def __init__(self, layout: dict[tuple[int, bool], str] | None = None) -> None:
        self.layout = layout or {}
        self.status = 0
        self.is_secure = False
        self.of_system = 0  # where `World.listed` has the chords of macOS; 0: it does not tell
        self.handler: Any = None
        self.registered: dict[int, tuple[int, int, int]] = {}
        self.released: list[Any] = []
        self._functions: dict[str, _Function] = {}

    def __getattr__(self, name: str) -> _Function:
        if name.startswith("_"):
            raise AttributeError(name)
        functions: dict[str, _Function] = self.__dict__["_functions"]
        if name not in functions:
            functions[name] = _Function(getattr(_Functions(self), name))
        return functions[name]

    def press(self, number: int, signature: int = 0x506F6973) -> int:
        """The system calls the handler for a hotkey; its OSStatus."""
        self.pressed = (signature, number)
        status: int = self.handler(0, 77, 0)
        return status


class _Function:
    """A function of a library: checks what it is called with against its `argtypes`."""

    def __init__(self, body: Callable[..., Any]) -> None:
        self._body = body
        self.restype: Any = "int, as ctypes takes it where nobody says"
        self.argtypes: Sequence[Any] | None = None

    def __call__(self, *given: Any) -> Any:
        assert self.argtypes is not None, "its arguments were never declared"
        assert len(given) == len(self.argtypes)
        for wanted, value in zip(self.argtypes, given, strict=True):
            wanted.from_param(value)
        return self._body(*given)


class _Functions:
    def __init__(self, library: Library) -> None:
        self._library = library

    def GetApplicationEventTarget(self) -> int:
        return 5

    def InstallEventHandler(self, *given: Any) -> int:
        target, handler, count, kinds, _data, out = given
        assert (target, count, len(kinds)) == (5, 1, 1)
        assert (kinds[0].of, kinds[0].kind) == (int.from_bytes(b"keyb"), 5)
        self._library.handler = handler
        out._obj.value = 99
        return 0

    def RemoveEventHandler(self, handler: Any) -> int:
        assert handler.value == 99
        self._library.handler = None
        return 0

    def GetEventParameter(self, *given: Any) -> int:
        event, name, kind, _actual, size, _actual_size, out = given
        assert (event, size) == (77, 8)
        assert (name, kind) == (int.from_bytes(b"----"), int.from_bytes(b"hkid"))
        out._obj.signature, out._obj.number = self._library.pressed
        return 0

    def RegisterEventHotKey(self, *given: Any) -> int:
        code, modifiers, hotkey, target, options, out = given
        assert (target, options) == (5, 0)
        if not self._library.status:
            out._obj.value = 1000 + hotkey.number
            self._library.registered[1000 + hotkey.number] = (code, modifiers, hotkey.number)
        return self._library.status

    def UnregisterEventHotKey(self, hotkey: Any) -> int:
        del self._library.registered[hotkey.value]
        return 0

    def CopySymbolicHotKeys(self, out: Any) -> int:
        if self._library.of_system:
            out._obj.value = self._library.of_system
        return 0 if self._library.of_system else -50

    def IsSecureEventInputEnabled(self) -> int:
        return int(self._library.is_secure)

    def TISCopyCurrentKeyboardLayoutInputSource(self) -> int:
        return 11

    def TISGetInputSourceProperty(self, source: int, name: Any) -> int:
        assert source == 11
        return 22 if self._library.layout else 0  # input methods have no such table

    def CFDataGetBytePtr(self, data: int) -> int:
        return data + 1

    def CFRelease(self, what: int) -> None:
        self._library.released.append(what)

    def LMGetKbdType(self) -> int:
        return 40

    def UCKeyTranslate(self, *given: Any) -> int:
        table, code, action, modifiers, _kind, options, _dead, most, length, out = given
        assert (table, action, options) == (23, 3, 1)
        typed = self._library.layout.get((code, bool(modifiers & 1)), "")
        assert len(typed) <= most
        length._obj.value = len(typed)
        for place, character in enumerate(typed):
            out[place] = ord(character)
        return 0

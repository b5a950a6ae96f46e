"""The running program: every room made once, wired to the others, and closed in order."""

from __future__ import annotations

import linecache
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.app.bad_news import BadNews
from desktop.app.borrowed import BorrowedKeyboard
from desktop.app.chat_watch import ChatWatch
from desktop.app.deeds import Deeds
from desktop.app.door import Door
from desktop.app.due_reminders import DueReminders
from desktop.app.kept import KeptTables, kept_playbooks
from desktop.app.leaving import Leaving, Told
from desktop.app.one_key_mode import GivingWay, OneKeyMode
from desktop.app.preferences import Preferences
from desktop.app.record import open_record
from desktop.app.seen_before import SeenBefore
from desktop.app.shelves import Shelves
from desktop.app.showing import Showing
from desktop.app.side_windows import SideWindows
from desktop.app.stage import Stage
from desktop.app.surface import Surface, agents_screen
from desktop.app.troubles import Troubles
from desktop.app.upkeep import Upkeep
from desktop.cockpit.cockpit import Cockpit
from desktop.cockpit.origins import find_origins
from desktop.cockpit.quirk_table import quirk_words, quirks_of
from desktop.cockpit.speaker import Speaker, WordsWanted
from desktop.contacts.desk import Desk
from desktop.errors import Trouble
from desktop.followups.book import ReminderBook
from desktop.followups.zone import local_zone
from desktop.guide.library import Library
from desktop.hotkeys.bindings import Bindings
from desktop.hotkeys.one_key import OneKey
from desktop.insertion.inserter import Inserter
from desktop.oslayer.backend import Listeners, MainLoop
from desktop.oslayer.select import select_backend
from desktop.paths import Paths
from desktop.privacy.masker import Masker
from desktop.qt.copying import put_on_clipboard
from desktop.qt.dressing import Dressing
from desktop.qt.files import FileWatch
from desktop.qt.loop import QtClock, soon, watch
from desktop.qt.threads import MainThread
from desktop.remembered import Remembered
from desktop.storage.ledger import Ledger
from desktop.ui.panel import Panel
from desktop.ui.placement import PlaceKeeper
from desktop.ui.theme import apply_theme, read_tokens, tokens_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.app.announcer import Announcer
    from desktop.contacts.reflections import Journal

log = logging.getLogger("desktop")

OpenLedger = Callable[[Callable[[], Ledger]], Ledger | None]


class Poise:
    """One running Poise.

    Raises:
        Trouble: The record cannot be opened, or the agent chose to leave it alone.
    """

    def __init__(
        self,
        application: QApplication,
        paths: Paths,
        open_ledger: OpenLedger,
        *,
        is_hidden: bool = False,
    ) -> None:
        self._paths = paths
        self._threads = MainThread()
        self._clock = QtClock()
        self._kept = KeptTables(paths.kept_tables)
        self._preferences = Preferences(paths.settings_file, self._kept)
        settings = self._preferences.now
        self.masker = Masker()

        self._theme = apply_theme(
            application,
            tokens_of(self._kept.shipped("theme.yaml", read_tokens)),
            settings.theme,  # type: ignore[arg-type]  # the table allows the theme's choices
            settings.text_percent,
        )
        self.news = BadNews(self._threads, paths.log_file, lambda: self._showing.soon(), self.tell)
        encrypted = None
        if settings.encrypt_record:
            from desktop.app.unlocking import encrypt_as_wished

            encrypted = encrypt_as_wished(paths)
        ledger = open_ledger(
            lambda: open_record(paths.database, self.news.on_ledger_state, self.news.on_ledger_bug)
        )
        if ledger is None:
            raise Trouble("The record was left as it is.", "Start Poise again to decide anew.")
        self._ledger = ledger
        self._journal: Journal | None = None  # made when it is first wanted
        self._shelves = Shelves(paths)
        self._library = Library(self._shelves.folders, kept_playbooks(paths))
        self._library.load()
        self._troubles = Troubles(self.news, self._library, self._preferences, self._shelves)
        desk = Desk(ledger, self._library.playbook, _now, self._playbook_ids, self.masker)
        desk.load_open()
        book = ReminderBook(ledger, _now, local_zone, self.masker)
        book.load()

        self._backend = select_backend(put_on_clipboard, os.environ.get("POISE_BACKEND", "auto"))
        self._dressing = Dressing(self._backend, is_hidden_from_sharing=settings.hide_from_sharing)
        self._bindings = Bindings(self._backend.hotkeys, self._preferences.chords())
        bare_keys = OneKey(self._backend.hotkeys, self._backend.keys.held, self._clock)
        self._inserter = Inserter(
            self._backend.foreground,
            GivingWay(self._backend.keys, bare_keys.drop),
            self._backend.clipboard,
            self._backend.secure_input,
            self._clock,
        )
        speaker = Speaker(
            self._library,
            desk,
            self._inserter,
            self._backend.foreground,
            self._backend.clipboard,
            self,
            quirks_of(
                self._kept.shipped("quirks.yaml", lambda file: {"all": quirk_words(file)})["all"]
            ),
            _now,
        )
        self.cockpit = Cockpit(self._library, desk, book, speaker, self)
        self.cockpit.documents = paths.own_documents
        self._theme.motion.is_unwanted = self._backend.wants_less_motion
        self.cockpit.speaker.can_insert = self._backend.name != "none"
        self._hand_out_settings()
        self._find_origins()

        self._panel = Panel(self._theme)
        self._panel.setWindowTitle("Poise")
        remembered = Remembered(paths.data / "windows.json")
        self._places = PlaceKeeper(self._panel, remembered.corner, remembered.keep_corner)
        self._leaving = Leaving(
            self._bindings, self._inserter, ledger, self._stay, lambda: application.exit(0)
        )
        self._one_key = OneKeyMode(
            bare_keys,
            self.cockpit,
            self._backend.foreground,
            self._backend.secure_input,
            self._panel,
            self.tell,
            lambda: self._showing.soon(),
        )
        self._stage = Stage(self._panel, self._surface(), self.cockpit, self.act, self.tell)
        self._side = SideWindows(
            *(paths, self.cockpit, self._preferences, self._surface, self._panel, _now),
            self._on_files_changed,
            ledger,
            self._threads,
            self.masker,
            self._backend.permissions,
        )
        self._showing = Showing(
            self._panel,
            self.cockpit,
            self._bindings,
            self._backend.foreground,
            self._troubles,
            self._one_key,
            _now,
            is_collapsed=settings.start_collapsed,
        )
        self._seen_before = SeenBefore(self.cockpit, ledger, self._threads, self._showing.soon)
        self._due = DueReminders(
            book, self._panel, self._one_key, self._preferences, self._showing.soon
        )
        self._upkeep = Upkeep(
            *(paths, self.cockpit, self._preferences, ledger, self._threads, self._clock, _now),
            self.tell,
            self.news.on_damage,
        )
        self._deeds = Deeds(
            *(self.cockpit, self._panel, self._showing, self._stage, self._side, self._one_key),
            self._reflect,
            self.quit,
        )
        self._chat_watch = ChatWatch(self.cockpit.speaker.chats, self._showing.soon)
        self._dressing.watch(self._panel, takes_keyboard=False)
        self._panel.stop_lines_asked.connect(lambda: self._try(self._deeds.stop_lines))
        self._panel.trouble_dismissed.connect(self._showing.dismiss)
        self._panel.collapse_chosen.connect(self._showing.collapse)

        self._backend.start(
            MainLoop(watch, soon),
            Listeners(
                hotkey_pressed=self.act,
                keymap_changed=self._register_soon,
                foreground_changed=self._on_foreground_changed,
                desktop_lost=lambda: application.exit(1),
                came_back=self._on_back,
                went_away=self._one_key.close,
                session_ends=self.quit_now,
                opened_again=self._panel.show,
            ),
        )
        self._bindings.register_all()
        self._showing.at_once()
        self._places.restore()
        if not is_hidden:
            self._panel.show()
        self._door = Door(
            paths.endpoint_file,
            self.cockpit,
            ledger,
            self._threads,
            self._clock,
            self._deeds.of_command_line(),
            self._side.practise,
            self._state,
            lambda is_forced, told: self.quit(is_forced=is_forced, told=told),
        )
        self.masker.on_masked = self._on_masked
        if encrypted is not None:
            self.tell(encrypted)
        self._files: FileWatch | None = None  # made after the first show, like the next
        self._announcer: Announcer | None = None
        soon(self._after_first_show)

    # -- what the cockpit asks of the windows ----------------------------------------------

    def ask_words(self, wanted: WordsWanted) -> None:
        """Let the agent fill in what a phrase needs."""
        self._stage.ask_words(wanted)

    def keep_agent_name(self, name: str) -> None:
        """Remember the agent's name in the settings file."""
        self._preferences.keep_agent_name(name)

    def refresh(self) -> None:
        """Something changed: show it when the hands are free."""
        self._showing.remark = ""
        self._showing.soon()
        self._due.arm()
        self._chat_watch.arm()
        self._upkeep.look()
        self._seen_before.look()

    # -- what the agent does ---------------------------------------------------------------

    def act(self, action: str) -> None:
        """Do what a hotkey or a palette command stands for."""
        if self._one_key.pressed(action) or self._leaving.is_on:
            return
        if action != "one-key":
            self._one_key.close()
        if action.startswith("insert-"):
            chord = self._bindings[action].chord
            keys = (chord.key,) if chord is not None else ()
            self.cockpit.insert_slot(int(action.removeprefix("insert-")), keys)
            return
        self._try(self._deeds.of_agent()[action])

    def tell(self, trouble: Trouble) -> None:
        """Show on the quiet line why something could not be done."""
        self._showing.remark = str(trouble)
        self._showing.soon()

    def _on_masked(self, told: str) -> None:
        self._door.overhear(told)
        soon(lambda: self.tell(Trouble(told)))

    def quit(self, *, is_forced: bool = False, told: Told = lambda _why: None) -> None:
        """Bring everything to its end and leave.

        Where the record cannot be written, or an open question has words of the agent's in it,
        Poise stays, unless forced: the words exist nowhere else.

        Args:
            is_forced: Leave all the same.
            told: Hears why Poise stays, or None when it leaves.
        """
        why = None if is_forced else self._stage.questions.unanswered()
        if why is not None:
            self._stay(why)
            told(why)
            return
        self._one_key.abandon()
        self._side.finish()
        self._leaving.begin(is_forced=is_forced, told=told)

    def quit_now(self) -> None:
        """The session ends: write what can be written and leave."""
        self.quit(is_forced=True)

    def close(self) -> None:
        """Let go of the desktop; call after the main loop has ended."""
        self._showing.stop()
        self._due.stop()
        self._upkeep.stop()
        self._chat_watch.stop()
        self._door.close()
        if self._files is not None:
            self._files.stop()
        if self._announcer is not None:
            self._announcer.close()
        self._side.close()
        self._dressing.stop()
        self._backend.close()
        left = self._ledger.close(0)
        if left:
            log.error("%d entries could not be written before the end", left)
        self._panel.deleteLater()

    def _surface(self) -> Surface:
        keyboard = BorrowedKeyboard(self._backend.foreground, self._clock)
        screen = partial(agents_screen, self._panel)
        return Surface(self._dressing, self._theme, self._backend.keys.held, keyboard, screen)

    def _stay(self, why: Trouble) -> None:
        self.tell(why)
        self._panel.show()

    def _reflect(self) -> None:
        if self._journal is None:
            from desktop.contacts.reflections import Journal  # most contacts need none

            self._journal = Journal(self._ledger, _now, self.masker)
        self._stage.questions.ask_reflection(self._journal)

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Trouble as trouble:
            self.tell(trouble)

    # -- what the desktop tells ------------------------------------------------------------

    def _on_foreground_changed(self) -> None:
        self._one_key.on_foreground_changed()
        self._side.on_foreground_changed()
        self._seen_before.look()  # the log may have been corrected
        self._showing.soon()

    def _register_soon(self) -> None:
        def register() -> None:
            self._one_key.close()
            if not self._leaving.is_on:
                self._bindings.register_all()
                self._showing.soon()

        soon(register)

    def _on_back(self) -> None:
        """After sleep or a lock, keys may be dropped, screens gone and promises overdue."""
        self._register_soon()
        self._dressing.dress_again()
        self._places.restore()
        self._due.look()

    # -- after the start: files and settings -----------------------------------------------

    def _after_first_show(self) -> None:
        from desktop.app.announcer import Announcer

        self._backend.warm_up()
        self._upkeep.begin()
        self._files = FileWatch(
            lambda: [self._paths.config, *self._shelves.watched()], self._on_files_changed
        )
        self._announcer = Announcer(
            self.act,
            self.tell,
            self._backend.notifier,
            has_permissions=self._backend.permissions is not None,
        )
        self._announcer.find_tray()
        self._due.announcer = self._announcer
        self._library.put_away()
        self._kept.put_away()
        self._stage.warm_up()
        self._due.look()
        self._upkeep.keep_calendar()
        linecache.clearcache()  # the sources that PySide6 read

    def _on_files_changed(self) -> None:
        is_changed = self._preferences.look_again()
        if is_changed:
            self._one_key.close()
            self._hand_out_settings()
            self._preferences.apply(self._theme, self._bindings)
            self._kept.put_away()
            self._upkeep.keep_calendar()
        if self._library.refresh() or is_changed:
            self._find_origins()
            self._showing.soon()
        self._side.look()

    def _find_origins(self) -> None:
        twice = self._library.found_twice()
        self.cockpit.origins = find_origins(self._shelves.layers(), twice)

    def _hand_out_settings(self) -> None:
        self._theme.motion.choice = self._preferences.now.motion
        self.masker.choose(self._preferences.now.mask, self._preferences.now.never_mask)
        self._preferences.hand_out(self.cockpit, self._inserter, self._dressing, self._backend)

    def _playbook_ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self._library.covers())

    def _state(self) -> dict[str, Any]:
        asking = self._stage.asking or self._side.asking
        return self._showing.state(self._backend.name, asking)


def _now() -> datetime:
    return datetime.now(UTC)

"""Notifications of the desktop; always second to the panel's own card."""

from __future__ import annotations

from desktop.errors import Cannot

_NONE_HERE = Cannot("This desktop shows no notifications.", "Reminders still show in the panel.")
_SHOWN_MS = 10_000


def notify(title: str, text: str) -> Cannot | None:
    """Show a notification by the session's own service; a Cannot when there is none.

    Qt's D-Bus binding for Python cannot write the unsigned number that this call needs.
    """
    refusal = notification_service()
    if refusal is not None:
        return refusal
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    name = "org.freedesktop.Notifications"
    service = DBusAddress("/org/freedesktop/Notifications", name, name)
    actions: list[str] = []
    hints: dict[str, object] = {}
    body = ("Poise", 0, "", title, text, actions, hints, _SHOWN_MS)
    call = new_method_call(service, "Notify", "susssasa{sv}i", body)
    try:
        with open_dbus_connection() as connection:
            connection.send_and_get_reply(call, timeout=1)
    except (OSError, TimeoutError):
        return _NONE_HERE
    return None


def notification_service() -> Cannot | None:
    """Whether this session has a notification service, for `poise doctor`."""
    try:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection
    except ImportError:
        return _NONE_HERE
    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    try:
        with open_dbus_connection() as connection:
            question = new_method_call(bus, "NameHasOwner", "s", ("org.freedesktop.Notifications",))
            answer = connection.send_and_get_reply(question, timeout=1)
    except (OSError, KeyError, TimeoutError, ValueError):
        return _NONE_HERE
    return None if answer.body == (True,) else _NONE_HERE

"""A desktop's notification service, as a program of its own; or one that never answers.

    python notice_service.py LOG [--mute]

Appends a line of JSON to LOG for "ready" and for every notification: title and text.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from jeepney import DBusErrorResponse, HeaderFields, MessageType, message_bus, new_method_return
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.Notifications"


def main() -> None:
    """Serve until killed."""
    words = argparse.ArgumentParser()
    words.add_argument("log", type=Path)
    words.add_argument("--mute", action="store_true", help="take every call, answer none")
    given = words.parse_args()
    with open_dbus_connection() as connection, given.log.open("a", encoding="utf-8") as log:

        def tell(**what: object) -> None:
            log.write(json.dumps(what) + "\n")
            log.flush()

        owned = connection.send_and_get_reply(message_bus.RequestName(NAME))
        if owned.header.message_type is not MessageType.method_return or owned.body != (1,):
            raise DBusErrorResponse(owned)
        tell(what="ready")
        number = 0
        while True:
            call = connection.receive()
            if call.header.message_type is not MessageType.method_call:
                continue
            member = call.header.fields[HeaderFields.member]
            if member == "Notify":
                number += 1
                tell(what="notice", title=call.body[3], text=call.body[4])
                answer = new_method_return(call, "u", (number,))
            else:
                tell(what="call", member=member)
                answer = new_method_return(call, "as", (["body", "body-markup"],))
            if not given.mute:
                connection.send(answer)


if __name__ == "__main__":
    main()

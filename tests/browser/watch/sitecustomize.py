"""Python reads this first where a test puts its folder on the path: it notes what a server writes and whom it calls.

A line for each event goes to the file that WATCHED names: what it was, a tab, and the file or the machine.
"""

from __future__ import annotations

import os
import sys

_CHANGES = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink", "shutil.copyfile"}
_CALLS = {"socket.connect", "socket.getaddrinfo", "socket.sendto"}
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_notes = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _TO_WRITE:
        os.write(_notes, f"{event}\t{arguments[0]}\n".encode())
    elif event in _CHANGES or event in _CALLS:
        os.write(_notes, f"{event}\t{arguments}\n".encode())


sys.addaudithook(_note)

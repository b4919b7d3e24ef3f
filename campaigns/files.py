"""Files: written so that they outlast a power cut, and replaced so that nobody ever reads half of one."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from pathlib import Path

_LONGEST_SHOWN = 300


def shown(name: str) -> str:
    """The name of a file as it can be shown: the system may give bytes that are no letters, or letters as bytes."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if len(text) <= _LONGEST_SHOWN:
        return text
    return f"{text[: _LONGEST_SHOWN // 2]}…{text[-_LONGEST_SHOWN // 2 :]}"


def write_new(path: Path, data: bytes, like: Path) -> None:
    """Write a file that is not there yet, down to the disk.

    Args:
        path: Where to write it.
        data: What it is to hold.
        like: A file whose permissions it takes on.

    Raises:
        OSError: It is there already, or cannot be written; what was written of it stays.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        shutil.copymode(like, path)
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Put new content in a file's place at once. Its permissions stay, and a link to it stays a link.

    Raises:
        OSError: It cannot be written, and is what it was.
    """
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        write_new(draft, data, like=target)
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Make a folder that outlasts a power cut, unless it is there."""
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Take the names in a folder down to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network disks take nothing down by name; on them there is nothing more to be done.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)

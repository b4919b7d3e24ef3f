"""A save is whole or is not, nobody's save is lost, and the past can be had back."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import keeping
from campaigns.archive import Kept, moment, next_name, packed, tables_before, told
from campaigns.files import replace_file
from campaigns.keeping import CannotKeep, Change, Store, put_back
from campaigns.loading import TABLES, load
from campaigns.tables import UnreadableTable
from tests.unit.factories import TODAY, campaign, event, written
from tests.unit.interruptions import forked, in_child

WHEN = datetime(2026, 11, 21, 9, 40, 12, 123456, UTC)
WHO = "organizer@example.org"
OLD = {"campaigns": b"id\nold\n", "events": b"campaign_id\nold\n"}
NEW = {"campaigns": b"id\nnew\n", "events": b"campaign_id\nnew\n"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return folder(tmp_path)


@pytest.fixture
def store(data: Path) -> Store:
    return Store(data)


def folder(path: Path, tables: Mapping[str, bytes] = OLD) -> Path:
    for name, held in tables.items():
        (path / f"{name}.csv").write_bytes(held)
    return path


def save(store: Store, tables: Mapping[str, bytes | None] = NEW, said: str = "It was changed.") -> Kept | None:
    return store.update(lambda now: Change(tables, [said]), WHO, WHEN)


def saved(store: Store, tables: Mapping[str, bytes | None] = NEW, said: str = "It was changed.") -> Kept:
    kept = save(store, tables, said)
    assert kept
    return kept


def on_disk(data: Path) -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in data.glob("*.csv")}


def left_over(data: Path) -> list[str]:
    """What saving leaves in its staging folder but the lock."""
    return sorted(file.name for file in (data / ".keeping").glob("*") if file.name != "lock")


# Saving


def test_tables_are_read_by_name(store: Store) -> None:
    assert store.read() == OLD


def test_a_save_replaces_the_tables_and_says_so(store: Store, data: Path) -> None:
    assert save(store) == Kept("2026-11-21T09-40-12.123456Z", WHEN, WHO, ("It was changed.",), size_of_last(data))
    assert on_disk(data) == store.read() == NEW
    assert left_over(data) == []


def size_of_last(data: Path) -> int:
    return max((data / "history").glob("*.zip")).stat().st_size


def test_a_change_is_told_what_is_on_disk_now(store: Store, data: Path) -> None:
    save(store)
    (data / "events.csv").write_bytes(b"by hand")
    store.update(lambda now: Change({"campaigns": now["campaigns"] + now["events"]}, []), WHO, WHEN)
    assert store.read() == {"campaigns": NEW["campaigns"] + b"by hand", "events": b"by hand"}


def test_what_was_said_may_depend_on_what_is_written(store: Store) -> None:
    def merged(now: Mapping[str, bytes]) -> Change:
        rows = [*now["campaigns"].splitlines(), b"mine"]
        return Change({"campaigns": b"\n".join(rows)}, [f"{len(rows) - 1} campaigns now."])

    store.update(merged, WHO, WHEN)
    assert store.history()[0].said == ("2 campaigns now.",)


def test_a_change_that_raises_keeps_nothing(store: Store, data: Path) -> None:
    class Conflict(Exception):
        pass

    def refuse(now: Mapping[str, bytes]) -> Change:
        raise Conflict

    with pytest.raises(Conflict):
        store.update(refuse, WHO, WHEN)
    assert (on_disk(data), store.history(), left_over(data)) == (OLD, [], [])
    assert save(store), "the lock was left behind"


def test_a_change_that_changes_nothing_is_no_save(store: Store, data: Path) -> None:
    before = (data / "campaigns.csv").stat()
    assert save(store, OLD | {"companies": None}) is None
    assert store.history() == []
    assert (data / "campaigns.csv").stat().st_ino == before.st_ino


def test_only_the_tables_that_change_are_written(store: Store, data: Path) -> None:
    before = (data / "campaigns.csv").stat()
    save(store, OLD | {"events": NEW["events"]})
    assert (data / "campaigns.csv").stat().st_ino == before.st_ino
    assert store.before(store.history()[0].name) == OLD


def test_a_table_can_be_added_and_taken_away(store: Store, data: Path) -> None:
    save(store, {"companies": b"name\n"})
    assert store.read() == OLD | {"companies": b"name\n"}
    save(store, {"companies": None, "events": None})
    assert store.read() == {"campaigns": OLD["campaigns"]}
    assert sorted(on_disk(data)) == ["campaigns"]


def test_the_table_of_campaigns_cannot_be_taken_away(store: Store) -> None:
    with pytest.raises(CannotKeep, match=r"^There has to be a table of campaigns\.$"):
        save(store, {"campaigns": None})


def test_a_table_too_large_to_be_read_again_is_not_written(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LARGEST_FILE", 1_000_000)
    with pytest.raises(CannotKeep, match=r"^events\.csv would become larger than 1 MB\.$"):
        save(store, {"events": bytes(1_000_001)})
    assert store.read() == OLD


def test_permissions_stay_and_new_files_have_those_of_the_campaigns(store: Store, data: Path) -> None:
    (data / "campaigns.csv").chmod(0o640)
    (data / "events.csv").chmod(0o604)
    save(store, NEW | {"companies": b"name\n"})
    files = [data / "campaigns.csv", data / "events.csv", data / "companies.csv", *(data / "history").iterdir()]
    assert [file.stat().st_mode & 0o777 for file in files] == [0o640, 0o604, 0o640, 0o640]


def test_a_link_stays_a_link(store: Store, data: Path) -> None:
    (data / "elsewhere").mkdir()
    real = (data / "events.csv").rename(data / "elsewhere" / "steps.csv")
    (data / "events.csv").symlink_to(real)
    save(store)
    assert (data / "events.csv").is_symlink()
    assert real.read_bytes() == store.read()["events"] == NEW["events"]


def test_the_loader_reads_what_was_kept_and_sees_nothing_else_in_the_folder(tmp_path: Path) -> None:
    tables = {"campaigns": written([campaign()]).encode(), "events": written([event()]).encode()}
    store = Store(folder(tmp_path, tables))
    save(store, {"campaigns": written([campaign(), campaign(id="b", place="Sampleville")]).encode()})
    read = load(tmp_path, today=TODAY)
    assert (read.report.total, len(read.dataset.events)) == (2, 1)


# One file


def test_a_lone_file_is_kept_with_a_history_of_its_own(tmp_path: Path) -> None:
    for name in ("mine.csv", "yours.csv"):
        (tmp_path / name).write_bytes(OLD["campaigns"])
    mine, yours = Store(tmp_path / "mine.csv"), Store(tmp_path / "yours.csv")
    save(mine, {"campaigns": NEW["campaigns"]})
    assert mine.read() == {"campaigns": NEW["campaigns"]}
    assert mine.before(mine.history()[0].name) == yours.read() == {"campaigns": OLD["campaigns"]}
    assert yours.history() == []


def test_a_lone_file_keeps_no_other_table(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(OLD["campaigns"])
    store = Store(tmp_path / "mine.csv")
    with pytest.raises(CannotKeep, match=r"^mine\.csv is one file; steps need events\.csv in a folder with it\.$"):
        save(store)
    assert store.read() == {"campaigns": OLD["campaigns"]}


def test_a_file_named_campaigns_is_kept_with_its_folder(data: Path) -> None:
    save(Store(data / "campaigns.csv"))
    assert on_disk(data) == NEW
    assert len(Store(data).history()) == 1


# History


def test_the_history_tells_the_newest_save_first(store: Store) -> None:
    for number in range(3):
        save(store, {"events": b"%d" % number}, f"Save {number}.")
    history = store.history()
    assert [kept.said for kept in history] == [("Save 2.",), ("Save 1.",), ("Save 0.",)]
    assert [store.before(kept.name)["events"] for kept in history] == [b"1", b"0", OLD["events"]]


def test_a_save_is_named_after_its_moment_in_utc(store: Store) -> None:
    oslo = WHEN.astimezone(timezone(timedelta(hours=1)))
    kept = store.update(lambda now: Change(NEW, []), WHO, oslo)
    assert kept == store.history()[0]
    assert (kept.name, kept.when.isoformat()) == ("2026-11-21T09-40-12.123456Z", "2026-11-21T09:40:12.123456+00:00")


def test_a_clock_that_goes_back_does_not_put_saves_out_of_order(store: Store) -> None:
    save(store)
    store.update(lambda now: Change({"events": b"later"}, ["Later."]), WHO, WHEN - timedelta(days=1))
    latest, first = store.history()
    assert (latest.said, latest.when) == (("Later.",), WHEN - timedelta(days=1))
    assert (latest.name > first.name, store.before(latest.name)) == (True, NEW)


def test_the_tables_of_a_save_lie_in_its_file_as_files(store: Store, data: Path) -> None:
    save(store)
    (file,) = (data / "history").iterdir()
    with ZipFile(file) as archive:
        assert archive.read("events.csv") == OLD["events"]
        about = json.loads(archive.read("change.json"))
    assert about == {"when": "2026-11-21T09:40:12.123456+00:00", "who": WHO, "said": ["It was changed."]}


def test_damaged_and_foreign_files_in_the_history_are_passed_over(store: Store, data: Path) -> None:
    kept = saved(store)
    history = data / "history"
    (history / "2026-11-22T00-00-00.000000Z.zip").write_bytes(b"PK\x03\x04 no more")
    (history / "2026-11-23T00-00-00.000000Z.zip").mkdir()
    (history / "2026-13-41T00-00-00.000000Z.zip").write_bytes((history / f"{kept.name}.zip").read_bytes())
    (history / "holiday.zip").write_bytes((history / f"{kept.name}.zip").read_bytes())
    assert store.history() == [kept]
    with pytest.raises(CannotKeep, match="is damaged"):
        store.before("2026-11-22T00-00-00.000000Z")
    assert save(store, OLD)


@pytest.mark.parametrize(
    "name", ["", "..", "../campaigns", "/etc/passwd", "history/x", "2026-11-21T09-40-12.123456Z\n", "a\0b", "*"]
)
def test_a_name_that_is_no_save_finds_nothing(store: Store, name: str) -> None:
    save(store)
    with pytest.raises(CannotKeep, match=r"^There is no such save in the history\.$"):
        store.before(name)


def test_a_table_that_was_not_there_is_taken_away_when_the_tables_are_put_back(store: Store) -> None:
    kept = saved(store, NEW | {"companies": b"name\n"})
    store.update(lambda now: Change(put_back(now, store.before(kept.name)), ["Put back."]), WHO, WHEN)
    assert store.read() == OLD
    assert [each.said for each in store.history()] == [("Put back.",), ("It was changed.",)]
    undone = store.before(store.history()[0].name)
    assert undone == NEW | {"companies": b"name\n"}, "putting back is a save like others, and can be undone"


changes = st.dictionaries(st.sampled_from(TABLES), st.none() | st.binary(max_size=8)).filter(
    lambda tables: tables.get("campaigns", b"") is not None
)


@settings(max_examples=25)
@given(st.lists(changes, max_size=6))
def test_any_series_of_saves_can_be_put_back_to_any_of_them(series: list[dict[str, bytes | None]]) -> None:
    with TemporaryDirectory() as path:
        store = Store(folder(Path(path)))
        states = {kept.name: before for each in series for before in [store.read()] if (kept := save(store, each))}
        assert [kept.name for kept in store.history()] == sorted(states, reverse=True)
        for name, state in states.items():
            save(store, put_back(store.read(), store.before(name)))
            assert store.read() == state


@given(
    st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9998, 12, 31)), st.lists(st.datetimes(), max_size=4)
)
def test_a_name_comes_after_all_others_and_gives_its_moment_back(when: datetime, others: list[datetime]) -> None:
    names = [name for other in others if moment(name := next_name([], other.replace(tzinfo=UTC)))]
    new = next_name(names, when.replace(tzinfo=UTC))
    assert all(new > name for name in names)
    assert next_name([], moment(new) or WHEN) == new


@given(st.text() | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}\.[0-9]{1,6}Z\n?"))
def test_only_a_moment_is_a_name(text: str) -> None:
    found = moment(text)
    assert found is None or next_name([], found) == text


zipped = packed(OLD, WHEN, WHO, ["It was changed."])


@given(st.data())
def test_no_damage_to_a_file_of_the_history_is_fatal(damage: st.DataObject) -> None:
    start = damage.draw(st.integers(0, len(zipped)))
    length = damage.draw(st.integers(0, len(zipped) - start))
    with TemporaryDirectory() as path:
        file = Path(path) / "save.zip"
        file.write_bytes(zipped[:start] + damage.draw(st.binary(max_size=40)) + zipped[start + length :])
        about, tables = told("save", file), tables_before(file)
    assert about is None or isinstance(about, Kept)
    assert tables is None or all(tables[name] in (OLD[name], b"") for name in tables)


# Several at once


def test_twenty_processes_save_at_once_and_no_row_is_lost(store: Store) -> None:
    reading, writing = os.pipe()

    def add(number: int) -> None:
        os.close(writing)
        os.read(reading, 1)  # returns at the moment when the last one lets go of the other end
        add_row(store, number)

    children = [forked(partial(add, number)) for number in range(20)]
    os.close(writing)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(reading)
    assert codes == [0] * 20
    assert_no_row_is_lost(store, 20)


def test_threads_save_at_once_and_no_row_is_lost(data: Path) -> None:
    with ThreadPoolExecutor(10) as threads:
        list(threads.map(lambda number: add_row(Store(data), number), range(10)))
    assert_no_row_is_lost(Store(data), 10)


def add_row(store: Store, number: int) -> None:
    def added(now: Mapping[str, bytes]) -> Change:
        return Change({name: held + b"%d\n" % number for name, held in now.items()}, [f"Row {number}."])

    assert store.update(added, WHO, WHEN)


def assert_no_row_is_lost(store: Store, count: int) -> None:
    tables, history = store.read(), store.history()
    rows = [line.decode() for line in tables["campaigns"].splitlines()[2:]]
    assert sorted(rows, key=int) == [str(number) for number in range(count)]
    assert tables["events"].splitlines()[2:] == tables["campaigns"].splitlines()[2:]
    assert [kept.said for kept in reversed(history)] == [(f"Row {row}.",) for row in rows]


def test_who_reads_amid_saves_sees_all_tables_after_the_same_one(store: Store) -> None:
    reading, writing = os.pipe()

    def save_again_and_again() -> None:
        os.close(reading)
        for number in range(60):
            save(store, dict.fromkeys(OLD, b"%d" % number) | {"companies": b"%d" % number if number % 2 else None})
        os.close(writing)

    child = forked(save_again_and_again)
    os.close(writing)
    seen = []
    os.set_blocking(reading, False)
    while not ended(reading):
        seen.append(store.read())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(reading)
    mixed = [tables for tables in seen if tables != OLD and not of_one_save(tables)]
    assert (mixed, len({tables["events"] for tables in seen}) > 5) == ([], True)


def ended(pipe: int) -> bool:
    try:
        return os.read(pipe, 1) == b""
    except BlockingIOError:
        return False


def of_one_save(tables: Mapping[str, bytes]) -> bool:
    number = int(tables["campaigns"])
    return len(set(tables.values())) == 1 and ("companies" in tables) == bool(number % 2)


def test_who_waits_too_long_is_told_to_try_again(store: Store, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LOCK_SECONDS", 0.1)
    (data / ".keeping").mkdir()
    with FileLock(data / ".keeping" / "lock"), pytest.raises(CannotKeep) as refused:
        save(store)
    assert str(refused.value) == "Somebody else is saving just now. Try again."
    assert (store.read(), store.history()) == (OLD, [])


# What cannot be


@pytest.mark.parametrize("name", ["", "nowhere", "nowhere/campaigns.csv", "a\0b", "x" * 5000])
def test_where_there_are_no_tables_nothing_is_kept_nor_made(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path / name)
    with pytest.raises(CannotKeep, match=r"^Nothing was saved: (There is no|.* cannot be opened)"):
        save(store)
    for look in (store.read, store.history, lambda: store.before("x")):
        with pytest.raises(UnreadableTable):
            look()
    assert list(tmp_path.iterdir()) == []


def test_reading_needs_no_right_to_write_and_leaves_no_trace(store: Store, data: Path) -> None:
    assert (store.read(), store.history()) == (OLD, [])
    assert sorted(file.name for file in data.iterdir()) == ["campaigns.csv", "events.csv"]


@pytest.mark.parametrize(
    ("code", "reason"), [(errno.EROFS, "the disk can only be read"), (errno.EACCES, "there is no permission to write")]
)
def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(
    store: Store, data: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    saved(store, OLD | {"events": b"before"})
    history = store.history()
    monkeypatch.setattr(os, "open", refusing(os.open, code))
    monkeypatch.setattr(os, "mkdir", refusing(os.mkdir, code, always=True))
    with pytest.raises(CannotKeep) as refused:
        save(store)
    assert str(refused.value) == f"Nothing was saved: {reason} ({data})."
    assert (store.read()["events"], store.history()) == (b"before", history)


def refusing(do: Any, code: int, always: bool = False) -> Any:
    def refuse(path: Any, flags: int = 0, *rest: Any, **named: Any) -> Any:
        if always or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(code, os.strerror(code), str(path))
        return do(path, flags, *rest, **named)

    return refuse


def test_a_file_that_may_not_grow_so_large_leaves_all_as_it_was(store: Store, data: Path) -> None:
    def save_large() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        with pytest.raises(CannotKeep, match="larger than this system allows"):
            save(store, {"campaigns": NEW["campaigns"], "events": os.urandom(9000)})

    assert in_child(save_large) == 0
    assert (on_disk(data), store.history(), left_over(data)) == (OLD, [], [])
    assert save(store)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("only an administrator can make a disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_all_as_it_was(small_disk: Path) -> None:
    store = Store(folder(small_disk))
    with pytest.raises(CannotKeep) as refused:
        save(store, {"campaigns": NEW["campaigns"], "events": os.urandom(80_000)})
    assert str(refused.value) == f"Nothing was saved: the disk is full ({small_disk})."
    assert (on_disk(small_disk), store.history(), left_over(small_disk)) == (OLD, [], [])
    assert save(store), "there is room for a smaller one"


def test_a_link_to_another_disk_is_refused(small_disk: Path, tmp_path: Path) -> None:
    here = tmp_path / "data"
    here.mkdir()
    folder(here)
    real = small_disk / "events.csv"
    shutil.move(here / "events.csv", real)
    (here / "events.csv").symlink_to(real)
    store = Store(here)
    with pytest.raises(CannotKeep, match="a link leads to another disk"):
        save(store)
    assert (store.read(), store.history(), left_over(here)) == (OLD, [], [])


def test_a_damaged_journal_moves_nothing(store: Store, data: Path) -> None:
    save(store)
    for damaged in (b"", b"[]", b'{"stage": "..", "comes": {"campaigns": true}}', b'{"stage": "new", "comes": {}}'):
        (data / ".keeping" / "journal.json").write_bytes(damaged)
        assert store.read() == NEW
        assert (store.recover(), left_over(data)) == (False, [])


@pytest.mark.parametrize("key", ["../../secret", "datapackage", "/secret"])
def test_a_journal_moves_nothing_but_tables_and_saves(store: Store, data: Path, key: str) -> None:
    save(store)
    (data / ".keeping" / "journal.json").write_text(json.dumps({"stage": "new", "comes": {key: False}}))
    (data / "datapackage.json").write_text("{}")
    assert not store.recover()
    assert (data / "datapackage.json").exists()


# One file in its place


def test_a_file_that_cannot_be_replaced_is_what_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "campaigns.csv"
    file.write_bytes(b"old")

    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(file, b"new")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"campaigns.csv": b"old"}


def test_a_replaced_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    real.chmod(0o600)
    link.symlink_to(real)
    replace_file(link, b"new")
    assert (link.is_symlink(), real.read_bytes(), real.stat().st_mode & 0o777) == (True, b"new", 0o600)

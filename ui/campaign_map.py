"""The map: folium in a frame, everything it needs served from this app.

The frame is made once and kept, and fetches the campaigns once: only which of them are shown and the point to look
at change from run to run, so that a filter costs few bytes and redraws the markers without a flicker.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any
from urllib.parse import quote

import folium
import streamlit as st
import streamlit.components.v1 as components
from branca.element import Element, Template
from streamlit_folium import st_folium
from xstatic.pkg import leaflet

from campaigns.distance import Distance
from campaigns.place_index import KM_PER_DEGREE, Point
from campaigns.records import Campaign
from campaigns.wording import say, say_number, speaking, spoken
from exports.marks import marker_words
from ui import phone_switch, session
from ui.map_points import NO_POINTS, MapPoints, columns
from ui.map_script import map_script
from ui.view import View

KEY = "map"
_STATIC = "../../app/static/map/"
_FIRST_LOOK = ((39.0, -42.0), 2.5)
"""Both sides of the North Atlantic, where most of the campaigns are."""
_LEAST_ZOOM, _NEAR_ZOOM = 2, 7
_FRAME = (760, 520)
"""Width and height in pixels for which the zoom is reckoned; the frame itself fits the window."""

components.declare_component("leaflet", path=leaflet.BASE_DIR)
_LEAFLET = "../ui.campaign_map.leaflet/"

Box = tuple[Point, Point]


class _Start(folium.MacroElement):
    """Hands the map to `static/map/dashboard-map.js`."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        dashboardMap.start({{ this._parent.get_name() }}, {{ this.options | tojson }});
        {% endmacro %}"""
    )

    def __init__(self) -> None:
        super().__init__()
        self.options = {
            "title": say("Map of campaigns"),
            "zoomIn": say("Zoom in"),
            "zoomOut": say("Zoom out"),
            "language": spoken(),
            "told": marker_words(),
            "lacks": {
                "outlines": say("The outlines of land and borders cannot be had just now."),
                "campaigns": say("Campaigns are missing on this map: load the page again. The list has them all."),
            },
        }


class _Frame(folium.Map):
    """The map without its campaigns: rendered once for a language, and the same for every run of every session."""

    def __init__(self) -> None:
        super().__init__(
            location=(25, 0),
            zoom_start=2,
            tiles=None,
            min_zoom=_LEAST_ZOOM,
            max_zoom=12,
            world_copy_jump=True,
            zoom_snap=0.5,
        )
        self._id = "div"  # what streamlit-folium calls every map
        self.default_js = [("map", f"../../{map_script().path}")]
        self.default_css = [
            ("leaflet", f"{_LEAFLET}leaflet.css"),
            *((name, f"{_STATIC}{name}.css") for name in ("marks", "campaign-map")),
        ]
        _Start().add_to(self)
        super().render()

    def render(self, **kwargs: Any) -> str:
        """Nothing more to do: folium would compile what it writes as a template each time, which takes 8 ms."""
        return ""


class _Layer(folium.FeatureGroup):
    """What one run draws on the frame, which does not keep it."""

    def add_to(self, parent: Element, name: str | None = None, index: int | None = None) -> _Layer:
        """Take the frame for parent without becoming its child."""
        self._parent = parent
        return self

    def render(self, **kwargs: Any) -> str:
        """Nothing to do: streamlit-folium writes the script of a layer by itself."""
        return ""


class _Shown(folium.MacroElement):
    """Says which campaigns are shown."""

    _template = Template(
        """{% macro script(this, kwargs) %}
        dashboardMap.show(JSON.parse(decodeURIComponent("{{ this.wanted }}")));
        {% endmacro %}"""
    )

    def __init__(self, wanted: dict[str, Any]) -> None:
        super().__init__()
        self.wanted = in_script(json.dumps(wanted, separators=(",", ":")))


def show(
    campaigns: Sequence[Campaign],
    view: View,
    points: MapPoints = NO_POINTS,
    key: str = KEY,
    height: int = _FRAME[1],
) -> None:
    """Draw campaigns; a click on a marker opens its campaign, or lists those of its place.

    Args:
        campaigns: What to draw.
        view: What is chosen, and where to look.
        points: The campaigns that the frame fetches by itself; all others are sent to it with every run.
        key: The map's own name on the page.
        height: In pixels.
    """
    layer = _Layer("campaigns")
    _Shown(wanted(campaigns, view, points)).add_to(layer)
    _ring(view).add_to(layer)
    center, zoom = look_at(campaigns, view)
    st_folium(
        _frame(spoken()),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=layer,
        center=center,
        zoom=zoom,
        on_change=partial(_clicked, key, campaigns),
        render=False,
    )


def wanted(campaigns: Sequence[Campaign], view: View, points: MapPoints) -> dict[str, Any]:
    """What `static/map/dashboard-map.js` is told to draw."""
    return {
        "address": f"../../{points.path}" if points.positions else "",
        "shown": points.shown(campaigns),
        "own": columns([campaign for campaign in campaigns if campaign.id not in points.positions]),
        "campaign": view.campaign,
    }


def look_at(campaigns: Iterable[Campaign], view: View) -> tuple[Point, float]:
    """The middle and the zoom at which the opened campaign, or else all campaigns, can be seen."""
    points = [campaign.point for campaign in campaigns if campaign.point]
    chosen = _chosen(campaigns, view)
    if chosen:
        return chosen, _NEAR_ZOOM
    if view.filters.centre and view.filters.radius:
        points += _reach(view.filters.centre.point, view.filters.radius)
    if not points or not view.filters:
        return _FIRST_LOOK
    (south, west), (north, east) = box = _around(points)
    return (round((south + north) / 2, 3), round((west + east) / 2, 3)), zoom_for(box)


def _chosen(campaigns: Iterable[Campaign], view: View) -> Point | None:
    """Where the opened campaign is, or the place whose campaigns are listed."""
    if not view.campaign and not view.at:
        return None
    return next((c.point for c in campaigns if c.point and (c.id == view.campaign or at(c.point) == view.at)), None)


def zoom_for(box: Box) -> float:
    """The largest half zoom at which a box of latitudes and longitudes fits the frame (Web Mercator)."""
    (south, west), (north, east) = box
    width = max(east - west, 1e-6) / 360
    height = max(_mercator(north) - _mercator(south), 1e-9)
    fits = min(math.log2(size / 256 / share) for size, share in zip(_FRAME, (width, height), strict=True))
    return max(_LEAST_ZOOM, min(_NEAR_ZOOM, math.floor(fits * 2) / 2))


def _reach(point: Point, radius: Distance) -> list[Point]:
    """The corners of the box around a circle, in degrees, near enough for choosing a zoom."""
    north = radius.km / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(point[0])), 0.05)
    return [
        (max(point[0] - north, -85), max(point[1] - east, -180)),
        (min(point[0] + north, 85), min(point[1] + east, 180)),
    ]


def at(point: Point) -> str:
    """A point as the address carries it."""
    return f"{point[0]!r},{point[1]!r}"


def heading(campaigns: Sequence[Campaign]) -> str:
    """What the campaigns of one point are called: `Exampleton / Example County: 3 campaigns`."""
    places = dict.fromkeys(campaign.place for campaign in campaigns)
    counted = say_number("{number} campaign", "{number} campaigns", len(campaigns))
    return f"{' / '.join(places)}: {counted}"


def in_script(text: str) -> str:
    """Text as the map's script may hold it, percent-encoded; `decodeURIComponent` gives it back.

    folium runs the finished script through a template engine, so that braces in a cell would stop the map.
    """
    return quote(text, safe=" ,.:;()")


def _ring(view: View) -> folium.FeatureGroup:
    """The place asked for and how far "near" reaches; nothing where none is asked for."""
    ring = folium.FeatureGroup("near")
    centre, radius = view.filters.centre, view.filters.radius
    if centre and radius:
        folium.Circle(centre.point, radius=radius.km * 1000, class_name="near-ring", interactive=False).add_to(ring)
        folium.CircleMarker(centre.point, radius=4, class_name="near-ring", interactive=False).add_to(ring)
    return ring


@cache
def _frame(language: str) -> _Frame:
    with speaking(language):
        return _Frame()


def _clicked(key: str, campaigns: Sequence[Campaign]) -> None:
    drawing = (st.session_state.get(key) or {}).get("last_active_drawing") or {}
    clicked = drawing.get("properties", {})
    found = next((campaign for campaign in campaigns if campaign.id == clicked.get("i")), None)
    if found and found.point and "n" in clicked:
        session.change(campaign="", at=at(found.point))
        phone_switch.turn_to_list()
    elif found:
        session.change(campaign=found.id)


def _around(points: Sequence[Point]) -> Box:
    latitudes, longitudes = [p[0] for p in points], [p[1] for p in points]
    return (min(latitudes), min(longitudes)), (max(latitudes), max(longitudes))


def _mercator(latitude: float) -> float:
    return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)

"""The map: folium in a frame, everything it needs served from this app.

The frame is made once and kept, and fetches the campaigns once: only which of them are shown and the place to look
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

from campaigns.filters import Filters
from campaigns.place_index import KM_PER_DEGREE, Point
from campaigns.records import Campaign
from campaigns.schema import choices
from campaigns.wording import say, say_number, speaking, spoken
from exports.marks import marker_words
from ui import phone_switch, session
from ui.map_points import NO_POINTS, MapPoints, columns
from ui.map_script import map_script
from ui.view import View

KEY = "map"
_STATIC = "../../app/static/map/"
_FIRST_LOOK = ((28, -126), (63, 30))
"""Both sides of the North Atlantic, where most of the campaigns are."""
_HEIGHT = 520

components.declare_component("leaflet", path=leaflet.BASE_DIR)
_LEAFLET = "../ui.campaign_map.leaflet/"


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
            "first": _FIRST_LOOK,
            "statuses": [choice.value for choice in choices("campaigns", "status")],
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
            tiles=None,
            minZoom=0.5,  # folium gives its own options for these to tiles only
            maxZoom=12,
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
    rest: Sequence[Campaign] | None = None,
    key: str = KEY,
    height: int = _HEIGHT,
) -> None:
    """Draw campaigns; a click on a marker opens its campaign, or lists those of its place.

    Args:
        campaigns: What to draw.
        view: What is chosen, and where to look.
        points: The campaigns that the frame fetches by itself; all others are sent to it with every run.
        rest: What there would be to draw if no status were chosen. The frame then draws a status that somebody presses
            at once, without waiting for the answer. None: it waits.
        key: The map's own name on the page.
        height: In pixels.
    """
    layer = _Layer("campaigns")
    _Shown(wanted(campaigns, view, points, rest)).add_to(layer)
    _ring(view).add_to(layer)
    st_folium(
        _frame(spoken()),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=layer,
        on_change=partial(_clicked, key, campaigns),
        render=False,
    )


def wanted(
    campaigns: Sequence[Campaign], view: View, points: MapPoints, rest: Sequence[Campaign] | None = None
) -> dict[str, Any]:
    """What `static/map/dashboard-map.js` is told to draw, and to look at."""
    return {
        "address": f"../../{points.path}" if points.positions else "",
        "shown": points.shown(campaigns),
        "own": columns([campaign for campaign in campaigns if campaign.id not in points.positions]),
        "campaign": view.campaign,
        "point": _chosen(campaigns, view),
        "narrowed": bool(view.filters),
        "reach": _reach(view.filters),
        "rest": None if rest is None else _rest(rest, view.filters, points),
    }


def _rest(rest: Sequence[Campaign], filters: Filters, points: MapPoints) -> dict[str, Any]:
    """What differs from `wanted` if no status is chosen."""
    return {"shown": points.shown(rest), "narrowed": bool(filters.without("status"))}


def _chosen(campaigns: Iterable[Campaign], view: View) -> Point | None:
    """Where the opened campaign is, or the place whose campaigns are listed."""
    if not view.campaign and not view.at:
        return None
    return next((c.point for c in campaigns if c.point and (c.id == view.campaign or at(c.point) == view.at)), None)


def _reach(filters: Filters) -> list[Point]:
    """The corners of the box around the circle asked for, in degrees, near enough to look at; none without one."""
    if filters.centre is None or filters.radius is None:
        return []
    latitude, longitude = filters.centre.point
    north = filters.radius.km / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(latitude)), 0.05)
    return [
        (max(latitude - north, -85), max(longitude - east, -180)),
        (min(latitude + north, 85), min(longitude + east, 180)),
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

"""What one data set costs, measured in a process of its own: `python -m benchmarks.one_size PART FOLDER [FORMAT …]`.

Prints JSON: each figure by its name, seconds for times, megabytes for memory and bytes for what is sent or written.
The seconds are the processor's, which other work on the machine changes less than those of the clock. A process of its
own holds nothing of the other sizes, so that its memory is that of this size alone.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import folium
import numpy as np
from markupsafe import escape

from benchmarks import machine
from campaigns.dataset import Dataset
from campaigns.filters import FACETS, Filters
from campaigns.loading import load
from campaigns.near import Centre, nearby
from campaigns.past import as_of
from campaigns.places import OfflineGeocoder
from campaigns.records import Campaign, Status
from campaigns.selection import Index, Selection
from exports.formats import FORMATS
from exports.publication import Publication

if TYPE_CHECKING:
    from ui.map_points import MapPoints

T = TypeVar("T")

Figures = dict[str, float]

ROOT = Path(__file__).parents[1]
PAGE_LENGTH = 25
RUNS, FEW_RUNS = 20, 3
ENOUGH = 2.0
"""After so many seconds a figure needs no more runs."""

PAST_YEAR = 2020
HERE = Centre((37.6688, -122.0808), "Hayward, California", "US", 160_000)


def data(folder: Path, *formats: str) -> Figures:
    """What the data costs without a page around it: loading, filtering, the map's part of a run, exports."""
    empty = machine.resident()
    loaded, loading = _timed(lambda: load(folder))
    held, most = machine.resident(), machine.most_resident()
    index = Index(loaded.dataset)
    return {
        "load": loading,
        "memory": held - empty,
        "peak memory": most - empty,
        "index": _middle(lambda: Index(loaded.dataset), FEW_RUNS),
        "past": _middle(lambda: Index(as_of(loaded.dataset, PAST_YEAR)), FEW_RUNS),
        **_filtering(index),
        **_near(index),
        **_map(index),
        **_exports(index, formats),
    }


def markers(folder: Path) -> Figures:
    """What the ordinary map costs: a folium.Marker for each row."""
    dataset = load(folder).dataset
    drawn, seconds = _timed(lambda: _marker_map(dataset))
    return {"markers": seconds, "markers bytes": len(drawn.encode())}


def page(folder: Path) -> Figures:
    """What a run of the Explore page costs the server after a filter was changed, all of it but the network."""
    from streamlit.testing.v1 import AppTest

    os.environ["CAMPAIGNS_DATA"] = str(folder)
    visit = AppTest.from_file(ROOT / "dashboard.py", default_timeout=600)
    _, first = _timed(visit.run)
    statuses = islice(cycle(Status), RUNS)
    runs = [_timed(visit.button_group(key="filter_status").set_value([status]).run)[1] for status in statuses]
    return {"first run": first, "rerun": float(np.median(runs)), "rerun p95": float(np.quantile(runs, 0.95))}


PARTS: dict[str, Callable[..., Figures]] = {"data": data, "markers": markers, "page": page}


def main() -> None:
    """Measure one part and print it."""
    part, folder, *formats = sys.argv[1:]
    print(json.dumps(PARTS[part](Path(folder), *formats)))


def _filtering(index: Index) -> Figures:
    """What the filter bar, the sentence and the list ask of a selection, for one filter after the other."""
    views = islice(cycle(_views(index)), RUNS)
    changes = [_timed(partial(_looked_at, index, view))[1] for view in views]
    first, *searches = [_timed(partial(_found, index, word))[1] for word in ("council", *_words(index))]
    return {
        "filter": float(np.median(changes)),
        "filter p95": float(np.quantile(changes, 0.95)),
        "first search": first,
        "search": float(np.median(searches)),
    }


def _views(index: Index) -> list[Filters]:
    """Nothing filtered, a choice of each facet, and some of two facets together."""
    vocabulary = index.vocabulary
    return [
        Filters(),
        Filters(status=tuple(Status)[:1]),
        Filters(target=vocabulary.targets[:1]),
        Filters(ask=vocabulary.values("ask")[:1]),
        Filters(country=vocabulary.countries[:1]),
        Filters(status=tuple(Status)[:3], country=vocabulary.countries[-3:]),
    ]


def _words(index: Index) -> list[str]:
    return [campaign.place.split()[0].lower() for campaign in index.dataset.campaigns[:RUNS]]


def _looked_at(index: Index, filters: Filters) -> object:
    selection = Selection(index, filters)
    counts = [selection.counts(facet) for facet in FACETS]
    return selection.sentence(), counts, selection.listed()[:PAGE_LENGTH]


def _found(index: Index, word: str) -> int:
    return len(Selection(index, Filters(words=word)))


def _near(index: Index) -> Figures:
    """What the question "what is near me?" costs: as a filter, and as the page that answers it with peers."""
    census = OfflineGeocoder()
    nearby(index.dataset, HERE, census=census)  # reads the tables of places, which do not grow
    return {
        "near": _middle(lambda: _looked_at(index, Filters(near="Hayward", centre=HERE)), RUNS),
        "nearby": _middle(lambda: nearby(index.dataset, HERE, census=census), FEW_RUNS),
    }


def _map(index: Index) -> Figures:
    """What the map costs: its points, made and fetched once, and then which of them are shown, run by run."""
    from ui.map_points import map_points_of

    points = map_points_of(index.dataset)
    shown = [Selection(index, filters).campaigns for filters in _views(index)]
    runs = [_timed(partial(_told, points, campaigns)) for campaigns in islice(cycle(shown), RUNS)]
    return {
        "points": _middle(lambda: map_points_of(index.dataset), FEW_RUNS),
        "points bytes": len(points.body),
        "map": float(np.median([seconds for _, seconds in runs])),
        "map bytes": max(len(told) for told, _ in runs),
    }


def _told(points: MapPoints, campaigns: Sequence[Campaign]) -> str:
    """What a run of the page tells the map to show."""
    from ui.campaign_map import wanted
    from ui.view import View

    return json.dumps(wanted(campaigns, View(), points))


def _exports(index: Index, formats: Iterable[str]) -> Figures:
    """What formats cost, the whole data set in one file."""
    publication = Publication(Selection(index, Filters()), date.today(), "https://www.example.org/")
    figures: Figures = {}
    for name in formats:
        written, figures[name] = _timed(partial(FORMATS[name].make, publication))
        figures[f"{name} bytes"] = len(written)
    return figures


def _marker_map(dataset: Dataset) -> str:
    drawn = folium.Map((39, -42), zoom_start=3)
    for campaign in dataset.campaigns:
        if campaign.point:
            words = str(escape(f"{campaign.place}: {campaign.title}"))
            folium.Marker(campaign.point, popup=words, tooltip=words).add_to(drawn)
    return str(drawn.get_root().render())


def _middle(work: Callable[[], object], runs: int) -> float:
    """The median of so many runs, or of fewer once they have taken long enough."""
    taken: list[float] = []
    while len(taken) < runs and sum(taken) < ENOUGH:
        taken.append(_timed(work)[1])
    return float(np.median(taken))


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    done = work()
    return done, time.process_time() - began


if __name__ == "__main__":
    main()

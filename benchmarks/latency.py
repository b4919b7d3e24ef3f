"""How long a visitor waits, in a browser: `python -m benchmarks.latency`."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.report import Chapter, Goal, Row, Table, markdown
from benchmarks.visits import STATUS, Looks, Visit, Way, learn, visit
from scripts.find_browser import NO_BROWSER, known_browser, launch_options
from tests.conftest import DASHBOARD, dashboard


@dataclass(frozen=True)
class Runs:
    """How often all is done.

    Attributes:
        visits: Visits to ours and to the empty pages, with one change to and fro each.
        peer_visits: Visits to each of the others, which take longer.
        peer_changes: Changes to and fro in each of these.
    """

    visits: int
    peer_visits: int
    peer_changes: int


RUNS, QUICK_RUNS = Runs(20, 5, 4), Runs(1, 1, 1)
OURS = Way("City Campaigns", DASHBOARD, "markers", ".campaign", ".st-key-heading")
EMPTY = Way("empty page, text", "benchmarks/peers/empty.py", "text", ".st-key-answer [data-testid=stText]")
EMPTY_MAP = Way("empty page, map", "benchmarks/peers/empty_map.py", "markers", ".leaflet-interactive")
PEERS = (
    Way("folium.Marker a row", "benchmarks/peers/folium_markers.py", "markers", ".leaflet-marker-icon"),
    Way("st.map", "benchmarks/peers/streamlit_map.py", "drawn"),
    Way("st.pydeck_chart", "benchmarks/peers/pydeck_chart.py", "drawn"),
    Way("Plotly scatter_map", "benchmarks/peers/plotly_map.py", "drawn"),
)
WAYS = (OURS, EMPTY, EMPTY_MAP, *PEERS)
SOFTWARE_WEBGL = ("--use-angle=swiftshader-webgl", "--enable-unsafe-swiftshader")
COLD_GOAL, CHANGE_GOAL, BYTES_GOAL = 1.5, 1.3, 40_000

Visits = Mapping[Way, Sequence[Visit]]
Figure = Callable[[Visit], Iterable[float]]


def chapter(quick: bool) -> Chapter:
    """Visit every page in turn, and tell what that took."""
    runs = QUICK_RUNS if quick else RUNS
    with _browser() as browser, ExitStack() as servers:
        urls = {way: servers.enter_context(dashboard(script=way.script)) for way in WAYS}
        visits = visit_all(browser, urls, runs)
    return Chapter("Browser latency", _method(runs), _goals(visits), (_cold_table(visits), _change_table(visits)))


def visit_all(browser: Browser, urls: Mapping[Way, str], runs: Runs) -> Visits:
    """Visit all pages so many times, taking turns, so that all find the machine alike."""
    looks: dict[Way, Looks] = {way: learn(browser, way, url) for way, url in urls.items()}
    visits: dict[Way, list[Visit]] = {way: [] for way in urls}
    for number in range(runs.visits):
        for way in urls:
            if way not in PEERS:
                visits[way].append(visit(browser, way, urls[way], looks[way]))
            elif number < runs.peer_visits:
                visits[way].append(visit(browser, way, urls[way], looks[way], runs.peer_changes))
    return visits


@contextmanager
def _browser() -> Iterator[Browser]:
    found = known_browser()
    if found is None:
        raise SystemExit(NO_BROWSER)
    options = launch_options(found)
    options["args"] += SOFTWARE_WEBGL
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        yield browser
        browser.close()


def _method(runs: Runs) -> str:
    return (
        f"{runs.visits} visits to ours and to the empty pages, with a change to and fro each; {runs.peer_visits} to "
        f"each of the others, with {runs.peer_changes} of them; all by turns, to servers on the same machine; Chromium "
        "without a window, 1400 × 900, nothing in its cache. A script in the page looks after each painted frame "
        "whether all markers of the choice are drawn (on the page with a text: its words). The clock starts with the "
        "request for the page or with the click, and ends with that frame. The filter is the status "
        f"“{STATUS}”, chosen and then given up; the goal is held against the slower of the two. Our map draws a status "
        "when it is pressed, before the server answers; when the answer is on the page stands below it. The pages to "
        "compare with show the same campaigns with the same pills; what they ask of other hosts is answered at once on "
        "this machine, with blank tiles and empty map styles. What draws with WebGL is done in the first frame that "
        "has as many vertices as the finished map; WebGL runs in software here, slower than with a graphics card."
    )


def _goals(visits: Visits) -> tuple[Goal, ...]:
    received = max(_bytes_on_change(visits[OURS]))
    elsewhere = sum(len(one.elsewhere) for one in visits[OURS])
    return (
        _ratio_goal(
            "filter change to redrawn map",
            CHANGE_GOAL,
            visits,
            "the same widget in an empty Streamlit app",
            _slower_change,
        ),
        _ratio_goal("cold page to first markers", COLD_GOAL, visits, "an empty Streamlit page", _cold),
        Goal(
            "bytes sent on a filter change",
            f"at most {BYTES_GOAL // 1000} kB",
            _kilobytes(received),
            received <= BYTES_GOAL,
        ),
        Goal("requests to third parties", "0", str(elsewhere), elsewhere == 0),
    )


def _ratio_goal(what: str, goal: float, visits: Visits, against: str, figure: Figure) -> Goal:
    ours, empty, empty_map = (_median(visits[way], figure) for way in (OURS, EMPTY, EMPTY_MAP))
    measured = f"{ours / empty:.2f} × ({ours:.0f} ms against {empty:.0f}; {ours / empty_map:.2f} × {EMPTY_MAP.name})"
    return Goal(what, f"at most {goal} × {against}", measured, ours <= goal * empty)


def _cold_table(visits: Visits) -> Table:
    return Table(
        "Cold page to first markers, in milliseconds",
        ("page", "median", "p95", "× empty", "kB fetched", "kB of messages", "requests elsewhere"),
        [_cold_row(way, visits) for way in visits],
    )


def _cold_row(way: Way, visits: Visits) -> Row:
    last = visits[way][-1]
    sizes = (f"{last.fetched / 1000:,.0f}", f"{last.received / 1000:,.1f}", str(len(last.elsewhere)))
    return (way.name, *_spread(way, visits, _cold), *sizes)


def _change_table(visits: Visits) -> Table:
    chosen, given_up = f"“{STATUS}”", "all again"
    heads = [(f"{name}: median", "p95", "× empty", "kB") for name in (chosen, given_up)]
    return Table(
        "Filter change to redrawn map, in milliseconds, and the messages sent for it",
        ("page", *heads[0], *heads[1]),
        [_change_row(OURS, visits), _answer_row(visits), *(_change_row(way, visits) for way in visits if way != OURS)],
    )


def _change_row(way: Way, visits: Visits) -> Row:
    filtered, everything = (f"{received / 1000:.1f}" for received in _bytes_on_change(visits[way]))
    return (way.name, *_spread(way, visits, _filtered), filtered, *_spread(way, visits, _everything), everything)


def _answer_row(visits: Visits) -> Row:
    filtered = _spread(OURS, visits, _answered_filtered, _filtered)
    everything = _spread(OURS, visits, _answered_everything, _everything)
    return (f"{OURS.name}, its sentence and list", *filtered, "", *everything, "")


def _spread(way: Way, visits: Visits, figure: Figure, of_empty: Figure | None = None) -> tuple[str, str, str]:
    """The median, the 95th percentile, and how many times an empty page's figure, the same unless another is named."""
    median = _median(visits[way], figure)
    slow = float(np.quantile(_all(visits[way], figure), 0.95))
    return f"{median:,.0f}", f"{slow:,.0f}", f"{median / _median(visits[EMPTY], of_empty or figure):.2f}"


def _bytes_on_change(visits: Sequence[Visit]) -> tuple[int, int]:
    filtered = max(change.received for one in visits for change in one.filtered)
    everything = max(change.received for one in visits for change in one.everything)
    return filtered, everything


def _median(visits: Sequence[Visit], figure: Figure) -> float:
    return statistics.median(_all(visits, figure))


def _all(visits: Sequence[Visit], figure: Figure) -> list[float]:
    return [number for one in visits for number in figure(one)]


def _cold(one: Visit) -> Iterable[float]:
    return [one.cold]


def _filtered(one: Visit) -> Iterable[float]:
    return [change.milliseconds for change in one.filtered]


def _everything(one: Visit) -> Iterable[float]:
    return [change.milliseconds for change in one.everything]


def _answered_filtered(one: Visit) -> Iterable[float]:
    return [change.answered for change in one.filtered]


def _answered_everything(one: Visit) -> Iterable[float]:
    return [change.answered for change in one.everything]


def _slower_change(one: Visit) -> Iterable[float]:
    return map(max, _filtered(one), _everything(one))


def _kilobytes(number: int) -> str:
    return f"{number / 1000:.1f} kB"


if __name__ == "__main__":
    print(markdown(chapter(quick=False)))

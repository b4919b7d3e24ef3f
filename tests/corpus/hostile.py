"""Hostile texts, and an invented data set that says each of them wherever a table takes text.

`payloads.json` holds them by kind. One that runs sets `window.__ran`; one that calls out asks for `outside.example`.
The file is ASCII throughout, so that what cannot be seen, or turns the direction of writing, shows in it as `\\u202e`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import cycle, islice
from pathlib import Path

from campaigns.loading import Loaded, load_bytes
from campaigns.schema import tables

Rows = list[dict[str, str]]

TODAY = date(2026, 11, 21)

HALVES = "halves of characters"
"""The kind that no file can hold; JSON can."""

MEGABYTE = "word <b> " * 111_112
"""A cell of a million letters."""

LONG_LIST = "word <b> " * 1_111
"""About the longest that an entry of a list may be; a list of more letters is held back."""

EVERYTHING = tuple(f"everything-{number}" for number in range(6))
"""The ids of the campaigns whose steps, targets and groups together say all of the corpus."""

SAFE_LINK = "https://example.org/minutes"
LINKS = (
    "https://example.org/'onclick='window.__ran=1'`${window.__ran=1}\\",
    "https://example.org/{{7*7}}{%raise%}{#x#}",
    "https://example.org/?a=1&amp;b=2&lt;&#60;#javascript:window.__ran=1",
    "https://example.org:8080/%0d%0aX:%20y/..%2f",
    "https://example.org/\u202egnp.exe",
    "https://\u05d3\u05d5\u05d2\u05de\u05d4.example/\u0645\u062b\u0627\u0644",
    "https://example.org/[x](javascript:window.__ran=1)",
)
"""Addresses of the web that would like to be more."""

HOSTILE = [
    '<img src=x onerror="window.__pwned=1">',
    "${window.__pwned=1}",
    "`;window.__pwned=1;`",
    "a lone \\",
    "</script><script>window.__pwned=1</script>",
    "{{ 7*7 }} {% raise %} {# #}",
    "[text](javascript:window.__pwned=1)",
    "'-(window.__pwned=1)-'",
    '"><svg onload="window.__pwned=1">',
    "&lt;b&gt; **bold** :red[red] $x$",
]
"""Ten texts for tests that try a few by hand; they set `window.__pwned`."""

LINK = "https://example.org/'onclick='window.__pwned=1'`${window.__pwned=1}\\"
COMPANY = '<img src=x onerror="window.__pwned=1"> Corp ${1} `\\'

_A_VOTE = {"kind": "vote", "source_kind": "press"}
_A_LINK = ("url", "action_url")
_CHECKED = ("status", "level", "ask", "force", "url", "last_checked", "latitude", "country")
_KEYS = frozenset(["id", "campaign_id", "related", "asks"])
_APART = 227
"""How far apart the payloads of neighbouring columns are: a third, so that three columns of so many rows say all."""


@cache
def corpus() -> dict[str, tuple[str, ...]]:
    """The payloads by their kind."""
    found = json.loads((Path(__file__).parent / "payloads.json").read_text(encoding="ascii"))
    return {kind: tuple(texts) for kind, texts in found.items()}


@cache
def payloads() -> tuple[str, ...]:
    """Every payload that a file can hold."""
    return tuple(text for kind, texts in corpus().items() if kind != HALVES for text in texts)


@cache
def listed() -> tuple[str, ...]:
    """Those that an entry of a list can be: none with the sign that parts entries."""
    return tuple(text for text in payloads() if ";" not in text)


def text_columns(table: str) -> list[str]:
    """The columns of a table that take any text."""
    free = [field for field in tables()[table].fields if field.type == "string" and not (field.kind or field.choices)]
    return [field.name for field in free if field.name not in _KEYS]


def link_columns(table: str) -> list[str]:
    """The columns of a table that take an address."""
    return [field.name for field in tables()[table].fields if field.kind == "link"]


def campaigns() -> Rows:
    """A campaign a payload."""
    rows = [
        {
            "id": f"hostile-{number}",
            "country": "US",
            "latitude": f"{33 + 0.5 * (number // 30)}",
            "longitude": f"{-115 + number % 30}",
            "level": "city",
            "ask": "divestment",
            "status": ("won", "partial", "ongoing", "lost", "reversed")[number % 5],
            "force": "binding",
            "last_checked": "2026-11",
            "related": "",
        }
        for number in range(len(payloads()))
    ]
    return _saying("campaigns", rows)


def events() -> Rows:
    """The step that decided each campaign."""
    rows = [
        {
            "campaign_id": row["id"],
            "date": f"20{10 + number % 9}-03-{1 + number % 28:02}",
            "status_after": row["status"],
        }
        for number, row in enumerate(campaigns())
    ]
    return _saying("events", [row | _A_VOTE for row in rows])


def everything() -> Rows:
    """Campaigns that together name each company and group of the corpus, and are related to each other campaign.

    The first one is at the point of a campaign of the corpus, so that a marker stands for both.
    """
    rows = campaigns()
    point = {name: rows[0][name] for name in ("latitude", "longitude")}
    nowhere = dict.fromkeys(point, "")
    return [
        rows[-1] | {"id": name, "status": "partial", **(nowhere if number else point), **_share(number)}
        for number, name in enumerate(EVERYTHING)
    ]


def _share(number: int) -> dict[str, str]:
    """What one of those campaigns names."""
    named = "; ".join(map(entry, range(number, len(listed()), len(EVERYTHING))))
    others = [row["id"] for row in campaigns()][number :: len(EVERYTHING)]
    return {"targets": named, "organizers": named, "related": "; ".join(others)}


def every_step() -> Rows:
    """A step a payload, of those campaigns in turn."""
    rows = [
        {"campaign_id": name, "date": f"{1960 + number // 12}-{1 + number % 12:02}", "status_after": ""}
        for number, name in zip(range(len(payloads())), cycle(EVERYTHING), strict=False)
    ]
    return _saying("events", [row | _A_VOTE for row in rows])


def companies() -> Rows:
    """A company a payload, named by it."""
    return _saying("companies", [{} for _ in listed()], listed())


def resources() -> Rows:
    """A toolkit or a group a payload."""
    return _saying(
        "resources", [{"kind": kind} for kind in islice(cycle(("toolkit", "organisation")), len(payloads()))]
    )


def megabytes() -> dict[str, Rows]:
    """Tables whose first rows have a megabyte in each column of text, and whose last rows are like any other.

    Behind them come campaigns that are held back, each for another cell.
    """
    lists = dict.fromkeys(("targets", "organizers"), LONG_LIST)
    campaign = campaigns()[0] | dict.fromkeys(text_columns("campaigns"), "A text") | dict.fromkeys(_A_LINK, SAFE_LINK)
    large = campaign | dict.fromkeys(text_columns("campaigns"), MEGABYTE) | {"id": "vast", "longitude": "-100"} | lists
    resource = {"kind": "toolkit", "title": "A toolkit", "url": SAFE_LINK, "publisher": "", "place": "", "summary": ""}
    step = {"campaign_id": "vast", "date": "2021", "status_after": "won", "source_url": SAFE_LINK} | _A_VOTE
    held_back = [
        campaign | {"id": f"held-{number}", column: text}
        for number, (column, (text, *_)) in enumerate(zip(_CHECKED, corpus().values(), strict=False))
    ]
    return {
        "campaigns": [large, campaign | {"id": "next", "targets": "Example Corp"}, *held_back],
        "events": [step | dict.fromkeys(text_columns("events"), MEGABYTE)],
        "companies": [{"name": LONG_LIST.strip(), "sector": MEGABYTE}, {"name": "Example Corp", "sector": ""}],
        "resources": [resource | dict.fromkeys(text_columns("resources"), MEGABYTE), resource],
    }


def files(*, whole: bool = False) -> dict[str, bytes]:
    """The tables as CSV, each cell in quotation marks, for a lone carriage return ends a row without them.

    Args:
        whole: Whether the campaigns that have everything are among them: they are too large for some formats.
    """
    rows = {"campaigns": campaigns(), "events": events(), "companies": companies(), "resources": resources()}
    if whole:
        rows = rows | {"campaigns": [*rows["campaigns"], *everything()], "events": [*rows["events"], *every_step()]}
    return {name: _written(some).encode() for name, some in rows.items()}


def _written(rows: Rows) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@cache
def loaded(*, whole: bool = False) -> Loaded:
    """The data set as it is read; `files` says how large."""
    return load_bytes(files(whole=whole), today=TODAY)


def entry(number: int) -> str:
    """What a company is called, and an entry of a list."""
    return marked(listed()[number % len(listed())], number % len(listed()))


def marked(text: str, number: int) -> str:
    """A payload with something of its own behind it, which has to be there still where it is shown."""
    return f"{text} ·{number}"


def _saying(table: str, rows: Rows, texts: Sequence[str] = ()) -> Rows:
    """Rows whose columns of text each say a payload, another one in every column, and whose links are hostile too."""
    return [row | dict(_cells(table, number, texts or payloads())) for number, row in enumerate(rows)]


def _cells(table: str, number: int, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, column in enumerate(text_columns(table)):
        field = tables()[table].field(column)
        text = marked(texts[(number + place * _APART) % len(texts)], number)
        yield column, entry(number + place * _APART) if field.separator else text
    for place, column in enumerate(link_columns(table)):
        yield column, LINKS[(number + place) % len(LINKS)]


def css_string(text: str) -> str:
    """Text as a CSS string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

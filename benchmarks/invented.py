"""Invented data of any size, drawn from the real data: so many campaigns with ten steps each.

Each invented campaign has a real one for its model. From it come all that speed may depend on: status, force, ask,
country, level, how many companies are named, how long the texts are, how precise the dates, how many campaigns share
a point. Its point is moved a little, within its country. Names and texts are invented, and say so.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from random import Random
from typing import TextIO

from campaigns.dataset import Dataset
from campaigns.geography import Point, outside
from campaigns.loading import DATA_FOLDER, load
from campaigns.records import Campaign, Event, Status
from campaigns.schema import tables

SEED = 20261121
STEPS = 10
"""How many steps each campaign has."""

_STEMS = ("Example", "Sample", "Specimen", "Pattern", "Model", "Fable", "Nowhere", "Exämple")
_ENDINGS = ("ton", "ville", "burgh", "ford", "haven", "field", "port", "stad", "mouth", "dale")
_TRADES = ("Corp", "Industries", "Holdings", "Systems", "Works", "Søns", "Machinery", "Bank")
_USUAL = "invented example sample council asks the contract of no one a motion that nobody tabled residents"
_SELDOM = "petition committee to hear it against all, nowhere's städtische résolution;"
"""With an apostrophe, an accent or what ends a cell; as in the real texts, few have one."""

_SPREADS = (0.5, 0.2, 0.05)
"""How far, in degrees, an invented point may lie from the real one; the next less where that is another country."""

_LONGEST_TEXT = 600
_ONE_STEP_LASTS = 700
"""Days over which the steps are spread where the model has but one."""

Cells = Mapping[str, object]


def write_data(folder: Path, size: int, seed: int = SEED) -> None:
    """Write the tables of an invented data set: campaigns.csv, events.csv and companies.csv.

    Args:
        folder: Where to; made where it is not there.
        size: How many campaigns.
        seed: The same seed gives the same bytes.
    """
    invention = Invention(load(DATA_FOLDER).dataset, Random(seed))
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        campaigns, events, companies = (_Writer(name, folder, opened) for name in ("campaigns", "events", "companies"))
        companies.rows(invention.companies())
        for invented in islice(invention.campaigns(), size):
            campaigns.row(invented.cells)
            events.rows(invented.steps)


class _Writer:
    """Writes a table of the schema row by row."""

    def __init__(self, name: str, folder: Path, opened: ExitStack) -> None:
        table = tables()[name]
        file: TextIO = opened.enter_context((folder / table.filename).open("w", encoding="utf-8", newline=""))
        names = [field.name for field in table.fields]
        written = csv.DictWriter(file, names, restval="", extrasaction="ignore", lineterminator="\n")
        written.writeheader()
        self.row, self.rows = written.writerow, written.writerows


@dataclass(frozen=True)
class Invented:
    """An invented campaign: its own row, and those of its steps."""

    cells: Cells
    steps: Sequence[Cells]


@dataclass(frozen=True, eq=False)
class Invention:
    """Invents campaigns.

    Attributes:
        real: What the models are taken from.
        draw: Decides what is drawn.
    """

    real: Dataset
    draw: Random

    def campaigns(self) -> Iterator[Invented]:
        """Campaigns without end, those of one point one after the other."""
        number = 1
        while True:
            models = self.draw.choice(self._neighbours)
            yield from self._neighbourhood(models, number)
            number += len(models)

    def _neighbourhood(self, models: Sequence[Campaign], number: int) -> Iterator[Invented]:
        """The campaigns of one point, numbered from a number on."""
        place = f"{self.draw.choice(_STEMS)}{self.draw.choice(_ENDINGS)} {number}"
        ids = [f"invented-{each}-{model.ask.replace(' ', '-')}" for each, model in enumerate(models, number)]
        point = self._moved(models[0])
        for campaign_id, model in zip(ids, models, strict=True):
            steps = self._steps(campaign_id, model)
            named = {"id": campaign_id, "place": place, "related": _others(campaign_id, ids, model)}
            yield Invented({**self._campaign(model, steps), **point, **named}, steps)

    def companies(self) -> Iterator[Cells]:
        """The companies, as many as there are real ones."""
        for company in self.real.companies:
            yield {
                "name": self._names[company.name],
                "aliases": "; ".join(f"{self._names[company.name]} No. {n}" for n, _ in enumerate(company.aliases, 1)),
                "sector": company.sector,
                "profile_url": "https://www.example.org/company" if company.profile_url else "",
            }

    @cached_property
    def _neighbours(self) -> list[list[Campaign]]:
        """The real campaigns by their points."""
        by_point: dict[object, list[Campaign]] = defaultdict(list)
        for campaign in self.real.campaigns:
            by_point[campaign.point or campaign.id].append(campaign)
        return list(by_point.values())

    @cached_property
    def _names(self) -> dict[str, str]:
        """An invented name for each company that the real data names."""
        named = [target for campaign in self.real.campaigns for target in campaign.targets]
        real = dict.fromkeys([*(company.name for company in self.real.companies), *named])
        return {name: f"Example {_TRADES[place % len(_TRADES)]} {place}" for place, name in enumerate(real)}

    @cached_property
    def _text(self) -> str:
        """Invented words, of which any part may be taken."""
        words = [*_USUAL.split() * 8, *_SELDOM.split()]
        return " ".join(self.draw.choices(words, k=50_000))

    @cached_property
    def _address(self) -> str:
        return "".join(letter if letter.isascii() and letter.isalpha() else "-" for letter in self._text)

    def _part(self, text: str, length: int) -> str:
        start = int(self.draw.random() * (len(text) - _LONGEST_TEXT))
        return text[start : start + length]

    def _prose(self, model: str) -> str:
        """Invented text as long as a real one."""
        return self._part(self._text, len(model)).strip(" ,;")

    def _link(self, model: str) -> str:
        """An invented address as long as a real one."""
        start = "https://www.example.org/"
        return start + self._part(self._address, max(len(model) - len(start), 0)) if model else ""

    def _moved(self, model: Campaign) -> Cells:
        """The point of a campaign a little way off, where that is still in its country."""
        latitude, longitude = model.point or (None, None)
        if latitude is None or longitude is None:
            return {}
        for spread in _SPREADS:
            near = (round(latitude + self.draw.gauss(0, spread), 4), round(longitude + self.draw.gauss(0, spread), 4))
            if _is_possible(near) and outside(model.country, model.region, near) is None:
                return {"latitude": near[0], "longitude": near[1]}
        return {"latitude": latitude, "longitude": longitude}

    def _campaign(self, model: Campaign, steps: Sequence[Cells]) -> dict[str, object]:
        return {
            **_copied(model),
            "title": self._prose(model.title).capitalize(),
            "body": self._prose(model.body),
            "targets": "; ".join(self._names[target] for target in model.targets),
            "started": steps[0]["date"] if model.started else "",
            "decided": steps[-1]["date"] if model.status is not Status.ONGOING else "",
            "organizers": "; ".join(self._prose(name).replace(";", "") or "Sample" for name in model.organizers),
            "summary": self._prose(model.summary),
            "url": self._link(model.url),
            "action_url": self._link(model.action_url),
            "source_note": self._prose(model.source_note),
        }

    def _steps(self, campaign_id: str, model: Campaign) -> Sequence[Cells]:
        """The steps of a campaign in order of date, the last of which leaves it as its model stands."""
        drawn = zip(self.draw.choices(self.real.events, k=STEPS), self._days(model), strict=True)
        steps = [self._step(campaign_id, number, event, day) for number, (event, day) in enumerate(drawn, 1)]
        steps[-1]["status_after"] = model.status.value
        return steps

    def _step(self, campaign_id: str, number: int, model: Event, day: date) -> dict[str, object]:
        return {
            "campaign_id": campaign_id,
            "date": day.isoformat()[: len(model.date.text)],
            "kind": model.kind,
            "what": f"{number}: {self._prose(model.what)}",
            "votes_for": model.votes_for,
            "votes_against": model.votes_against,
            "abstentions": model.abstentions,
            "status_after": model.status_after or "",
            "source_url": self._link(model.source_url),
            "source_title": self._prose(model.source_title),
            "source_publisher": self._prose(model.source_publisher),
            "source_kind": model.source_kind,
            "archive_url": self._link(model.archive_url),
        }

    def _days(self, model: Campaign) -> list[date]:
        """Days in the time that the model has taken, in order, the first and the last among them."""
        dates = [event.date.first.toordinal() for event in self.real.history(model)]
        first, last = min(dates), max(dates)
        first = first if first < last else last - _ONE_STEP_LASTS
        between = sorted(int(first + self.draw.random() * (last - first)) for _ in range(STEPS - 2))
        return [date.fromordinal(day) for day in (first, *between, last)]


def _copied(model: Campaign) -> dict[str, object]:
    """The cells that are the model's own."""
    return {
        "region": model.region,
        "country": model.country,
        "geo_precision": model.geo_precision,
        "level": model.level,
        "ask": model.ask,
        "status": model.status.value,
        "force": model.force.value,
        "last_checked": model.last_checked or "",
        "confidence": model.confidence,
    }


def _others(campaign_id: str, ids: Sequence[str], model: Campaign) -> str:
    """The other campaigns of a point, for one whose model names others."""
    return "; ".join(other for other in ids if other != campaign_id) if model.related else ""


def _is_possible(point: Point) -> bool:
    return abs(point[0]) <= 90 and abs(point[1]) <= 180
